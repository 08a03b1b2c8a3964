package draft

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/edit"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/standard"
)

// bodies are the headings of each kind, with what belongs below them in
// comments.
//
//go:embed kinds/*.md
var bodies embed.FS

// newDocument makes a document of a kind that has ids of its own.
func newDocument(m *isms.ISMS, kind string, r Request) (Made, error) {
	like := ofKind(m, kind)
	if kind == "soa" && len(like) > 0 {
		return Made{}, refuse("there is a Statement of Applicability already: %s", like[0].File)
	}
	id, err := nextID(m, prefixOf(like, kind), 2, r.Taken)
	if err != nil {
		return Made{}, err
	}
	var b strings.Builder
	line := func(key, value, comment string) {
		s := strings.TrimRight(key+": "+value, " ")
		if comment != "" {
			s = fmt.Sprintf("%-38s # %s", s, comment)
		}
		b.WriteString(s + "\n")
	}
	b.WriteString("---\n")
	line("id", id, "")
	line("title", edit.Scalar(r.Title), "")
	line("kind", kind, "")
	line("version", `"0.1"`, "")
	line("status", "draft", "")
	line("classification", orElse(most(like, func(d *isms.Document) string { return d.Front.Classification }), "internal"), "")
	line("owner", scalarOrEmpty(owner(m, r.Owner, like)), "")
	line("audience", "[]", "who must read it: [all staff]")
	line("summary", "", "one sentence: what it settles")
	if kind != "record" {
		line("implements", "[]", "clauses and controls it answers: [A.5.1]")
	}
	line("provides", "[]", "what the standard asks for by name: [scope]")
	if kind == "record" {
		line("retain", "3 years", "")
	} else {
		line("review", "{every: "+every(m)+"}", "")
	}
	b.WriteString("---\n\n")
	body, err := bodies.ReadFile("kinds/" + kind + ".md")
	if err != nil {
		return Made{}, err
	}
	b.Write(body)
	file := document.Statement
	if kind != "soa" {
		file = free(m, folder(like, plural(kind)), slug(r.Title), strings.ToLower(id))
	}
	return Made{ID: id, Change: edit.Create(file, []byte(b.String()))}, nil
}

// Undecided stands below the id of a new control write-up, where the decision
// will stand.
const Undecided = `# applicable: yes      # yes or no; nothing is decided until this says so (6.1.3 d)
# reasons: [risk]      # for yes, why: risk, legal, contract, business, baseline
# justification: …     # in a sentence; an exclusion always needs one
`

// writeUp makes the write-up of a control or clause.
func writeUp(m *isms.ISMS, kind string, r Request) (Made, error) {
	id, title, own := ownControl(kind, r.Title)
	if !own {
		q, err := requirement(m, kind, r.Title)
		if err != nil {
			return Made{}, err
		}
		id = q.ID
	}
	if d, ok := m.Lookup(id); ok && d.Requirement == nil {
		return Made{}, refuse("%s is the id of %s already", id, d.File)
	} else if ok {
		return Made{}, refuse("%s has a write-up already: %s", id, d.File)
	}
	if row, ok := m.Row(id); ok {
		return Made{}, refuse("%s is a row of %s already", id, row.Register.File)
	}
	if slices.Contains(r.Taken, id) {
		return Made{}, refuse("%s had a write-up that was approved: bring it back from approvals", id)
	}
	like := ofKind(m, kind)
	var b strings.Builder
	switch {
	case own:
		fmt.Fprintf(&b, "---\ncontrol: %s\ntitle: %s\n%s", id, scalarOrEmpty(title), Necessary)
	case kind == "control":
		fmt.Fprintf(&b, "---\ncontrol: %s\n%s", id, Undecided)
	default:
		fmt.Fprintf(&b, "---\n%s: %q\n", kind, id)
	}
	fmt.Fprintf(&b, "implementation: not-started\nversion: \"0.1\"\nstatus: draft\nclassification: %s\nowner: %s\nreview: {every: %s}\n---\n\n",
		orElse(most(like, func(d *isms.Document) string { return d.Front.Classification }), "internal"), scalarOrEmpty(owner(m, r.Owner, like)), every(m))
	body, err := bodies.ReadFile("kinds/" + kind + ".md")
	if err != nil {
		return Made{}, err
	}
	b.Write(body)
	file := free(m, folder(like, plural(kind)), id, strings.ToLower(id)+"-write-up")
	return Made{ID: id, Change: edit.Create(file, []byte(b.String()))}, nil
}

// Necessary stands in a new write-up of a control of one's own, where it will
// say why there is one.
const Necessary = `# maps: [A.8.24]       # the controls of Annex A that it refines or comes with
# reasons: [risk]      # why it is necessary: risk, legal, contract, business, baseline
# justification: …     # in a sentence
`

// ownControl is the id and the title of a control of one's own: a word that ends
// in a number, ORG-02, and what stands behind it.
func ownControl(kind, words string) (id, title string, ok bool) {
	id, title, _ = strings.Cut(strings.TrimSpace(words), " ")
	id = strings.ToUpper(id)
	return id, strings.TrimSpace(title), kind == "control" && numbered.MatchString(id) && isms.IsOwnID(id)
}

// requirement finds the requirement that a write-up of the kind answers.
func requirement(m *isms.ISMS, kind, word string) (*standard.Requirement, error) {
	id := strings.ToUpper(strings.TrimSpace(word))
	if kind == "control" && id != "" && id[0] >= '0' && id[0] <= '9' {
		_, control := m.Standard.Lookup("A." + id)
		if _, clause := m.Standard.Lookup(id); control || !clause {
			id = "A." + id
		}
	}
	q, ok := m.Standard.Lookup(id)
	if !ok {
		if o, there := m.Other.Lookup(id); there && len(o.Others) > 0 {
			return nil, refuse("%s is of the edition of %s; in %s it is %s", id, m.Other.Edition(), m.Standard.Edition(), strings.Join(o.Others, ", "))
		}
		ids := func(yield func(string) bool) {
			for _, q := range m.Standard.Leaves() {
				if (q.IsControl() == (kind == "control")) && !yield(q.ID) {
					return
				}
			}
		}
		if near := diag.Nearest(id, ids); near != "" && id != "" {
			return nil, refuse("%s has no %s %s: did you mean %s?", m.Standard.Edition().Name(), kind, id, near)
		}
		example := "A.5.15"
		if kind == "clause" {
			example = "6.1.3"
		}
		return nil, refuse("%s has no %s %q: give its id, such as %s", m.Standard.Edition().Name(), kind, word, example)
	}
	switch {
	case !q.Leaf() && len(q.Children) > 0:
		return nil, refuse("%s is answered by its parts: %s", q.ID, strings.Join(q.Children, ", "))
	case !q.Leaf():
		return nil, refuse("%s asks for nothing: clauses 4 to 10 do", q.ID)
	case q.IsControl() != (kind == "control"):
		return nil, refuse("%s is a %s: annexa new %s %s", q.ID, q.Kind, q.Kind, q.ID)
	}
	return q, nil
}

// plural is the folder of a kind where content has none yet.
func plural(kind string) string {
	if stem, ok := strings.CutSuffix(kind, "y"); ok {
		return stem + "ies"
	}
	return kind + "s"
}

// every is how often documents are looked at where they say nothing.
func every(m *isms.ISMS) string {
	i := m.Config.Review.Every
	if i.Days == 0 {
		return fmt.Sprintf("%d months", i.Months)
	}
	return i.String()
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func scalarOrEmpty(s string) string {
	if s == "" {
		return ""
	}
	return edit.Scalar(s)
}

// maxSlug is how long the name of a file made of a title is, in bytes.
const maxSlug = 80

// slug is a title as the name of a file: its words with hyphens, as many as
// fit; empty where it has none.
func slug(title string) string {
	words := strings.FieldsFunc(prose.Slug(title), func(r rune) bool { return r == '-' || r == '_' })
	out := ""
	for _, w := range words {
		if len(out)+1+len(w) > maxSlug {
			if out == "" { // a single word
				for len(w) > maxSlug {
					_, n := utf8.DecodeLastRuneInString(w)
					w = w[:len(w)-n]
				}
				out = w
			}
			break
		}
		if out != "" {
			out += "-"
		}
		out += w
	}
	return out
}

// free is the path of a file that is not there yet, in any spelling of upper
// and lower case: its name, or else its name with the id.
func free(m *isms.ISMS, dir, name, id string) string {
	there := func(file string) bool {
		return slices.ContainsFunc(m.Documents, func(d *isms.Document) bool { return strings.EqualFold(d.File, file) })
	}
	file := path.Join(dir, name+".md")
	switch {
	case name == "":
		file = path.Join(dir, id+".md")
	case reserved(name) || there(file):
		file = path.Join(dir, name+"-"+id+".md")
	}
	for n := 2; there(file); n++ {
		file = path.Join(dir, fmt.Sprintf("%s-%s-%d.md", name, id, n))
	}
	return file
}

// reserved says that a name cannot be a file's on every system.
func reserved(name string) bool {
	switch name {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(name) == 4 && (strings.HasPrefix(name, "com") || strings.HasPrefix(name, "lpt"))
}
