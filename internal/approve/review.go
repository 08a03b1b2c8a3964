package approve

import (
	"fmt"
	"strings"

	"annexa/internal/day"
	"annexa/internal/edit"
	"annexa/internal/isms"
)

// A Review is a look at a document in force that found it still valid.
type Review struct {
	Document *isms.Document
	Next     day.Date        // when it is to be looked at again; zero: nothing says
	Relies   []isms.Reliance // what it relies on, as the review before saw it

	file, now []byte
}

// Look plans the review of a document in a whole that was linked of what is in
// force, on its day. The note says why the document is still valid. The error is
// [Refused] for a document that cannot be reviewed. The function reads a file of
// the content.
func Look(m *isms.ISMS, read func(string) ([]byte, error), id, note string) (*Review, error) {
	d, err := find(m, id)
	if err != nil {
		return nil, err
	}
	if !d.InForce() {
		return nil, refuse("%s is %s: nothing of it holds that could be reviewed", d.ID, d.State)
	}
	if !d.Reviewed() {
		return nil, refuse("%s is a record: it says what was, and is not reviewed", d.ID)
	}
	r := &Review{Document: d, Relies: m.Reliances(d)}
	if r.file, err = read(d.File); err != nil {
		return nil, fmt.Errorf("read %s: %w", d.File, err)
	}
	every := d.Front.Review.Every
	if every.IsZero() {
		every = m.Config.Review.Every
	}
	if !every.IsZero() {
		r.Next = m.Day.Add(every)
	}
	value := reviewed(m.Day, r.Next, d.Front.Review.Every, note, marks(m, d))
	if r.now, err = edit.SetFront(r.file, "review", value); err != nil {
		return nil, refuse("%s: %v; write review: %s into its front matter by hand", d.File, err, value)
	}
	return r, nil
}

// Change is the change of the document's file.
func (r *Review) Change() edit.Change { return edit.Replace(r.Document.File, r.file, r.now) }

// A mark is what a review saw of a document.
type mark struct{ id, text string }

// marks are what a review of a document sees today.
func marks(m *isms.ISMS, d *isms.Document) []mark {
	var list []mark
	for _, r := range m.Reliances(d) {
		list = append(list, mark{r.On.ID, m.Mark(r.On)})
	}
	return list
}

// reviewed is the value of review in front matter: in one line, or if the
// review saw what the document relies on, in one for each key.
func reviewed(last, next day.Date, every day.Interval, note string, seen []mark) string {
	var keys []string
	if !every.IsZero() {
		keys = append(keys, "every: "+every.String())
	}
	keys = append(keys, "last: "+last.String())
	if !next.IsZero() {
		keys = append(keys, "next: "+next.String())
	}
	if note != "" {
		keys = append(keys, "note: "+edit.Scalar(note))
	}
	if len(seen) == 0 {
		return "{" + strings.Join(keys, ", ") + "}"
	}
	var b strings.Builder
	for _, key := range append(keys, "seen:") {
		b.WriteString("\n  " + key)
	}
	for _, s := range seen {
		fmt.Fprintf(&b, "\n    %s: %q", edit.Scalar(s.id), s.text)
	}
	return b.String()
}
