package approve

import (
	"fmt"

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
	if !m.Reviewed(d) {
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
	if r.now, err = edit.SetFrontFields(r.file, "review", reviewed(m.Day, r.Next, note, marks(m, d))...); err != nil {
		return nil, refuse("%s: %v; write review: {last: %s, next: %s} into its front matter by hand", d.File, err, m.Day, r.Next)
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

// reviewed are the fields of review in front matter.
func reviewed(last, next day.Date, note string, seen []mark) []edit.Field {
	fields := []edit.Field{{Key: "last", Value: last.String()}, {Key: "next"}, {Key: "note"}, {Key: "seen"}}
	if !next.IsZero() {
		fields[1].Value = next.String()
	}
	if note != "" {
		fields[2].Value = edit.Scalar(note)
	}
	for _, s := range seen {
		fields[3].Value += fmt.Sprintf("\n  %s: %q", edit.Scalar(s.id), s.text)
	}
	return fields
}
