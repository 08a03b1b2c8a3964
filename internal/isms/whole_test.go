package isms_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/corpus"
	"annexa/internal/day"
	"annexa/internal/isms"
)

// wholes are contents that the properties of any whole are tried on.
func wholes(t *testing.T) map[string]*isms.ISMS {
	t.Helper()
	out := map[string]*isms.ISMS{}
	for seed := range uint64(20) {
		out[fmt.Sprintf("random %d", seed)] = linked(t, random(seed))
	}
	for name, src := range map[string]build.Sources{"corpus": {Content: corpus.FS(60)}, "sample": {Content: os.DirFS("../../content")}} {
		loaded, err := build.Load(context.Background(), src, build.Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		out[name] = loaded.ISMS
	}
	return out
}

// random makes a content of documents, write-ups and rows that refer to each
// other at random.
func random(seed uint64) map[string]string {
	r := rand.New(rand.NewPCG(seed, 1))
	ids := []string{"POL-01", "POL-02", "POL-03", "PRO-01", "A.5.1", "A.5.2", "A.9.2.1", "2013:A.5.1", "6.1.3", "R-001", "R-002", "A.18", "X-9", "risks"}
	some := func(n int, from []string) []string {
		out := make([]string, r.IntN(n+1))
		for i := range out {
			out[i] = from[r.IntN(len(from))]
		}
		return out
	}
	body := func() string {
		var b strings.Builder
		for _, id := range some(8, ids) {
			fmt.Fprintf(&b, []string{"[[%s]]\n", "see %s,\n", "# %s\n", "[[%s#x]]\n"}[r.IntN(4)], id)
		}
		for _, name := range some(4, []string{"a.md", "b.md", "c.md", "p.md", "x/q.md", "gone.md", "f.txt", "#one"}) {
			fmt.Fprintf(&b, "[l](%s)\n", name)
		}
		return b.String()
	}
	status := func() string {
		return "status: " + []string{"draft", "in-review", "approved", "retired", "approved\neffective: 2027-01-01"}[r.IntN(5)] + "\n"
	}
	files := map[string]string{"p.md": body(), "x/q.md": body(), "f.txt": "x"}
	for name, id := range map[string]string{"a.md": "POL-01", "b.md": "POL-02", "c.md": "POL-03", "d.md": "PRO-01"} {
		files[name] = front(fmt.Sprintf("id: %s\nkind: policy\n%simplements: [%s]\nrelated: [%s]", id, status(), strings.Join(some(3, ids), ", "), strings.Join(some(3, ids), ", ")), body())
	}
	files["w.md"] = front("control: A.5.1\napplicable: "+[]string{"yes", "no", "perhaps"}[r.IntN(3)]+"\nimplementation: implemented\n"+status()+"evidence: [{title: x, date: 2026-01-01, link: POL-01}]", body())
	files["v.md"] = front("clause: 6.1.3\n"+status(), body())
	files["registers/risks.yaml"] = fmt.Sprintf("- {id: R-001, title: x, controls: [%s]}\n- {id: R-002, title: y, controls: [%s]}\n", strings.Join(some(3, ids), ", "), strings.Join(some(3, ids), ", "))
	return files
}

// An edge leads from a document to what it refers to.
type edge struct{ from, to string }

func TestBacklinksAreTheExactReverseOfLinks(t *testing.T) {
	for name, m := range wholes(t) {
		forth, back := map[edge]bool{}, map[edge]bool{}
		for _, d := range m.Documents {
			targets := slices.Clone(d.Targets)
			for _, to := range d.Related {
				targets = append(targets, targetOf(to))
			}
			for _, related := range d.Front.Related {
				id, outright := strings.CutPrefix(related.Value, "2013:")
				row, isRow := m.Row(id)
				q, isOurs := m.Requirement(id)
				former, isFormer := m.FormerRequirement(id)
				switch {
				case isRow:
					targets = append(targets, isms.Target{Row: row})
				case isOurs && !outright:
					targets = append(targets, isms.Target{Requirement: q})
				case isFormer:
					targets = append(targets, isms.Target{Former: former})
				}
			}
			for _, e := range d.Front.Evidence {
				targets = append(targets, m.EvidenceTarget(d, e))
			}
			for _, q := range d.Implements {
				targets = append(targets, isms.Target{Requirement: q})
			}
			for _, f := range d.FormerIDs {
				targets = append(targets, isms.Target{Former: f})
			}
			for _, to := range targets {
				if d.State != isms.Retired && !toItself(d, to) && end(to) != "" {
					forth[edge{d.File, end(to)}] = true
				}
			}
		}
		reverse := func(to string, from []*isms.Document) {
			for i, d := range from {
				back[edge{d.File, to}] = true
				if d.State == isms.Retired {
					t.Errorf("%s: %s is pointed to by %s, which was withdrawn", name, to, d.File)
				}
				if slices.Contains(from[:i], d) {
					t.Errorf("%s: %s is named twice at %s", name, d.File, to)
				}
			}
		}
		for _, d := range m.Documents {
			reverse(end(isms.Target{Document: d}), d.ReferencedBy)
		}
		for _, q := range m.Requirements {
			reverse(end(isms.Target{Requirement: q}), q.MentionedBy)
		}
		for _, c := range m.Catalogues {
			for _, q := range append(c.Requirements, c.Whole()) {
				reverse(end(isms.Target{Requirement: q}), q.MentionedBy)
			}
		}
		for _, f := range m.Former {
			reverse(end(isms.Target{Former: f}), f.MentionedBy)
		}
		for _, r := range m.Registers {
			for _, row := range r.Rows {
				reverse(end(isms.Target{Row: row}), row.ReferencedBy)
			}
		}
		for e := range forth {
			if !back[e] {
				t.Errorf("%s: %s leads to %s, which does not know", name, e.from, e.to)
			}
		}
		for e := range back {
			if !forth[e] {
				t.Errorf("%s: %s says that %s leads to it", name, e.to, e.from)
			}
		}
	}
}

func targetOf(d *isms.Document) isms.Target {
	if d.Requirement != nil {
		return isms.Target{Requirement: d.Requirement}
	}
	return isms.Target{Document: d}
}

func toItself(d *isms.Document, t isms.Target) bool {
	return t.Document == d || t.Requirement != nil && t.Requirement.WriteUp == d
}

// end names what a target leads to, nothing for what has no backlinks.
func end(t isms.Target) string {
	switch {
	case t.Document != nil:
		return t.Document.File
	case t.Requirement != nil:
		return t.Requirement.ID
	case t.Former != nil:
		return t.Former.Edition.String() + ":" + t.Former.ID
	case t.Row != nil:
		return t.Row.ID.Value
	}
	return ""
}

func TestRowsAndWhatTheyReferToKnowEachOther(t *testing.T) {
	for name, m := range wholes(t) {
		forth, back := map[edge]bool{}, map[edge]bool{}
		for _, r := range m.Registers {
			for _, row := range r.Rows {
				for _, targets := range row.Links {
					for _, to := range targets {
						if to.Former == nil && end(to) != "" && to.Row != row {
							forth[edge{row.ID.Value, end(to)}] = true
						}
					}
				}
				for _, from := range row.RowsHere {
					back[edge{from.ID.Value, row.ID.Value}] = true
				}
			}
		}
		for _, q := range m.Requirements {
			for _, row := range q.Rows {
				back[edge{row.ID.Value, q.ID}] = true
			}
		}
		for _, d := range m.Documents {
			for _, row := range d.Rows {
				back[edge{row.ID.Value, d.File}] = true
			}
		}
		if !reflect.DeepEqual(forth, back) {
			t.Errorf("%s: rows lead to %v, and are known at %v", name, forth, back)
		}
	}
}

func TestEveryAnswerIsBorneOutByADocument(t *testing.T) {
	for name, m := range wholes(t) {
		for _, q := range m.Requirements {
			inForce := func(list []*isms.Document) bool {
				return slices.ContainsFunc(list, (*isms.Document).InForce)
			}
			if got := q.Documented == isms.Yes; got != inForce(q.Documents) {
				t.Errorf("%s: %s is documented: %v", name, q.ID, got)
			}
			if q.Implemented == isms.Yes && (q.WriteUp == nil || !q.WriteUp.InForce() || q.WriteUp.Front.Implementation != "implemented" || !q.Leaf()) {
				t.Errorf("%s: %s is implemented by nothing", name, q.ID)
			}
			if q.Evidenced == isms.Yes && (q.WriteUp == nil || !q.WriteUp.InForce() || len(q.WriteUp.Front.Evidence) == 0) {
				t.Errorf("%s: %s is evidenced by nothing", name, q.ID)
			}
			if q.Mentioned == isms.None && len(q.MentionedBy)+len(q.Documents) > 0 || slices.Contains(q.Documents, q.WriteUp) {
				t.Errorf("%s: %s is mentioned by %d", name, q.ID, len(q.MentionedBy))
			}
		}
		for _, list := range [][]*isms.Requirement{m.Controls(), m.SubClauses()} {
			c := isms.CoverageOf(list)
			if c.Total+c.Excluded != len(list) || c.Undecided > c.Total || c.Mentioned+c.Drafts.Mentioned > c.Total || c.Documented+c.Drafts.Documented > c.Total ||
				c.Implemented > c.Total-c.Undecided || c.Implemented+c.Drafts.Implemented > c.Total || c.Evidenced+c.Drafts.Evidenced > c.Total {
				t.Errorf("%s: %+v of %d", name, c, len(list))
			}
		}
	}
}

func TestAPublishedDocumentHasAnAddressOfItsOwn(t *testing.T) {
	for name, m := range wholes(t) {
		seen := map[string]bool{}
		for _, d := range m.Documents {
			if d.Title == "" || d.Published && (d.Page == "" || seen[strings.ToLower(d.Page)]) {
				t.Errorf("%s: %s %q at %q", name, d.File, d.Title, d.Page)
			}
			seen[strings.ToLower(d.Page)] = true
			if len(d.Targets) != len(d.Body.References) || len(d.Values) != len(d.Body.Variables) {
				t.Errorf("%s: %s has %d targets for %d references", name, d.File, len(d.Targets), len(d.Body.References))
			}
		}
	}
}

func TestNothingDependsOnTheNumberOfWorkers(t *testing.T) {
	for seed := range uint64(10) {
		files := fstest.MapFS{}
		for name, data := range random(seed) {
			files[name] = &fstest.MapFile{Data: []byte(data)}
		}
		var first string
		for _, workers := range []int{1, 2, 7, 32} {
			loaded, err := build.Load(context.Background(), build.Sources{Content: files}, build.Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			got := dump(loaded)
			if first == "" {
				first = got
			}
			if got != first {
				t.Fatalf("seed %d: with %d workers\n%s\nnot\n%s", seed, workers, got, first)
			}
		}
	}
}

// dump is the whole in text, in the order in which it is.
func dump(l *build.Loaded) string {
	var b strings.Builder
	ids := func(list []*isms.Document) (out []string) {
		for _, d := range list {
			out = append(out, d.File)
		}
		return out
	}
	for _, d := range l.ISMS.Documents {
		fmt.Fprintln(&b, d.File, d.ID, d.Page, d.State, d.Title, ids(d.ReferencedBy), ids(d.Related), len(d.Rows))
		for _, to := range d.Targets {
			fmt.Fprintln(&b, " ", words(to))
		}
	}
	for _, q := range l.ISMS.Requirements {
		fmt.Fprintln(&b, q.ID, ids(q.MentionedBy), ids(q.Documents), q.Decision, q.Mentioned, q.Documented, q.Implemented, q.Evidenced)
		for _, row := range q.Rows {
			fmt.Fprintln(&b, " ", row.ID.Value)
		}
	}
	for _, f := range l.ISMS.Former {
		fmt.Fprintln(&b, f.ID, ids(f.MentionedBy), ids(f.Documents))
	}
	for _, r := range l.ISMS.Registers {
		for _, row := range r.Rows {
			fmt.Fprintln(&b, row.ID.Value, ids(row.ReferencedBy), len(row.RowsHere))
			for _, i := range slices.Sorted(maps.Keys(row.Links)) {
				for _, to := range row.Links[i] {
					fmt.Fprintln(&b, " ", words(to))
				}
			}
		}
	}
	for _, p := range l.Problems {
		fmt.Fprintln(&b, p.Place, p.Severity, p.Rule.Name, p.Message, p.Hint)
	}
	return b.String()
}
