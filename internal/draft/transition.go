package draft

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"annexa/internal/document"
	"annexa/internal/edit"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/source"
	"annexa/internal/standard"
)

// A Succession is a control of the other edition and what the content's edition has
// in its place.
type Succession struct {
	To    *standard.Requirement // of the other edition
	From  []*isms.Requirement   // of the content's, in order; none for a new control
	Texts []*isms.Document      // the write-ups of From that are not withdrawn
}

// Successions are the controls of the other edition in their order.
func Successions(m *isms.ISMS) []Succession {
	var list []Succession
	for _, f := range m.Former {
		if !f.IsControl() {
			continue
		}
		p := Succession{To: f.Requirement, From: f.Others}
		for _, q := range f.Others {
			if w := q.WriteUp; w != nil && w.State != isms.Retired {
				p.Texts = append(p.Texts, w)
			}
		}
		list = append(list, p)
	}
	return list
}

// WriteUp is a first write-up of a control of the other edition as a file called
// after it: a draft that carries the texts of the content's edition, each with
// where it comes from, and what their front matters come to together. Read returns
// the bytes of a file of the content.
func (p Succession) WriteUp(m *isms.ISMS, read func(path string) ([]byte, error)) (edit.Change, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ncontrol: %s\n", p.To.ID)
	p.decision(&b)
	classification, owner := "", ""
	for _, w := range p.Texts {
		classification = highest(classification, isms.Entry{Document: w}.Classification())
		owner = cmp.Or(owner, w.Front.Owner.Value)
	}
	fmt.Fprintf(&b, "version: \"0.1\"\nstatus: draft\nclassification: %s\nowner: %s\nreview: {every: %s}\n", orElse(classification, "internal"), scalarOrEmpty(owner), every(m))
	p.action(&b)
	p.evidence(&b)
	b.WriteString("---\n\n")
	edition := m.Standard.Edition().String()
	switch silent := p.silent(); {
	case len(p.From) == 0:
		fmt.Fprintf(&b, "> [!NOTE]\n> The edition of %s has nothing in the place of this control. Say whether it is necessary, why, and how it is met; then take this note out.\n\n", edition)
	case len(silent) > 0:
		fmt.Fprintf(&b, "> [!NOTE]\n> Of what the edition of %s has in the place of this control, %s had no write-up. Say how that is met, and take this note out.\n\n", edition, idsOf(silent, edition+":"))
	}
	for _, w := range p.Texts {
		data, err := read(w.Source())
		if err != nil {
			return edit.Change{}, fmt.Errorf("read %s: %w", w.Source(), err)
		}
		body, ok := source.Body(w.File, data)
		if !ok {
			return edit.Change{}, fmt.Errorf("%s cannot be read as a text", w.File)
		}
		from := edition + ":" + w.ID
		if len(p.Texts) > 1 {
			fmt.Fprintf(&b, "## From %s %s\n\n", from, w.Title)
		}
		fmt.Fprintf(&b, "> [!NOTE]\n> Taken from %s (%s", from, w.File)
		if v := w.Front.Version; v != "" {
			fmt.Fprintf(&b, ", version %s", v)
		}
		if on := w.Front.Approved.Date; w.InForce() && !on.IsZero() {
			fmt.Fprintf(&b, ", approved on %s", on)
		}
		fmt.Fprintf(&b, "). Read it against %s %s, and take this note out.\n\n", p.To.ID, p.To.Title)
		text := translate(string(body), m.Standard, len(p.Texts) > 1)
		b.WriteString(strings.Trim(text, "\n") + "\n\n")
	}
	return edit.Create(p.To.ID+".md", []byte(strings.TrimRight(b.String(), "\n")+"\n")), nil
}

// decision writes what the texts decide together: necessary if one of them says
// so, with the reasons of all; implemented no further than the least of them.
func (p Succession) decision(b *strings.Builder) {
	var yes, no []*isms.Document
	for _, w := range p.Texts {
		switch w.Front.Applicable {
		case field.Yes:
			yes = append(yes, w)
		case field.No:
			no = append(no, w)
		}
	}
	if len(yes) == 0 && len(no) == 0 || len(yes) == 0 && len(no) < len(p.Texts) {
		b.WriteString(Undecided)
		return
	}
	decided, said := yes, "yes"
	if len(yes) == 0 {
		decided, said = no, "no"
	}
	fmt.Fprintf(b, "applicable: %s\n", said)
	var reasons, why []string
	least := len(progress)
	for _, w := range decided {
		f := &w.Front
		for _, r := range f.Reasons {
			if !slices.Contains(reasons, r) {
				reasons = append(reasons, r)
			}
		}
		if f.Justification != "" && !slices.Contains(why, f.Justification) {
			why = append(why, f.Justification)
		}
		least = min(least, max(slices.Index(progress, f.Implementation), 0))
	}
	if len(yes) > 0 && len(reasons) > 0 {
		fmt.Fprintf(b, "reasons: [%s]\n", strings.Join(reasons, ", "))
	}
	if len(why) > 0 {
		fmt.Fprintf(b, "justification: %s\n", edit.Scalar(strings.Join(why, " ")))
	}
	if len(yes) > 0 {
		if len(p.silent()) > 0 {
			least = min(least, slices.Index(progress, "partial"))
		}
		fmt.Fprintf(b, "implementation: %s\n", progress[least])
	}
}

// silent are the requirements that no write-up answers.
func (p Succession) silent() []*isms.Requirement {
	return slices.DeleteFunc(slices.Clone(p.From), func(q *isms.Requirement) bool { return slices.Contains(p.Texts, q.WriteUp) })
}

// progress are the words of implementation, the least first.
var progress = []string{"not-started", "planned", "partial", "implemented"}

// fields are keys with values, as they stand in one line of YAML.
type fields []string

func (f *fields) add(key, value string) {
	if value != "" {
		*f = append(*f, key+": "+value)
	}
}

// action writes what is still to be done, as the first text says that plans it.
func (p Succession) action(b *strings.Builder) {
	for _, w := range p.Texts {
		if a := w.Front.Action; a.What != "" {
			var list fields
			list.add("what", edit.Scalar(a.What))
			list.add("owner", scalarOrEmpty(a.Owner.Value))
			list.add("due", a.Due.String())
			fmt.Fprintf(b, "action: {%s}\n", strings.Join(list, ", "))
			return
		}
	}
}

// evidence writes the evidence of all texts.
func (p Succession) evidence(b *strings.Builder) {
	var list []document.Evidence
	for _, w := range p.Texts {
		for _, e := range w.Front.Evidence {
			if !slices.ContainsFunc(list, func(other document.Evidence) bool {
				return other.Title == e.Title && other.Link.Value == e.Link.Value && other.Date == e.Date
			}) {
				list = append(list, e)
			}
		}
	}
	if len(list) == 0 {
		return
	}
	b.WriteString("evidence:\n")
	for _, e := range list {
		var list fields
		list.add("title", scalarOrEmpty(e.Title))
		list.add("link", scalarOrEmpty(e.Link.Value))
		list.add("date", e.Date.String())
		list.add("expires", e.Expires.String())
		if !e.Every.IsZero() {
			list.add("every", e.Every.String())
		}
		fmt.Fprintf(b, "  - {%s}\n", strings.Join(list, ", "))
	}
}

// highest is the higher of two classifications.
func highest(a, b string) string {
	if a == "" || isms.Level(b) > isms.Level(a) {
		return b
	}
	return a
}

// idsOf are the ids of requirements, with what stands before each.
func idsOf(list []*isms.Requirement, before string) string {
	var out []string
	for _, q := range list {
		out = append(out, before+q.ID)
	}
	return strings.Join(out, ", ")
}

// annexA is an id of Annex A as a text mentions it, with what stands before it.
var annexA = regexp.MustCompile(`(^|[^0-9A-Za-z.:_-])((?:2013|2022):)?(A\.\d{1,2}(?:\.\d{1,2}){0,2})\b`)

// translate makes a text of one edition one of the other: ids of Annex A say of
// which edition they are, those of the new one do not any more, and headings are
// one level deeper where the text stands below one. Blocks of code stay.
func translate(text string, from *standard.Catalogue, deeper bool) string {
	old, now := from.Edition().String()+":", from.Edition().Other().String()+":"
	var b strings.Builder
	fence := ""
	for line := range strings.Lines(text) {
		mark := strings.TrimLeft(line, " ")
		switch {
		case fence != "":
			if strings.HasPrefix(mark, fence) {
				fence = ""
			}
			b.WriteString(line)
			continue
		case strings.HasPrefix(mark, "```"), strings.HasPrefix(mark, "~~~"):
			fence = mark[:3]
			b.WriteString(line)
			continue
		case deeper && strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "######"):
			line = "#" + line
		}
		b.WriteString(annexA.ReplaceAllStringFunc(line, func(found string) string {
			part := annexA.FindStringSubmatch(found)
			before, edition, id := part[1], part[2], part[3]
			switch _, known := from.Lookup(id); {
			case edition == now:
				return before + id
			case edition == "" && known:
				return before + old + id
			}
			return found
		}))
	}
	return b.String()
}
