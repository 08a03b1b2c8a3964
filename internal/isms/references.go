package isms

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/register"
	"annexa/internal/standard"
)

// registers puts the registers and their rows into their place.
func (l *linker) registers() {
	m := l.m
	for _, schema := range m.Schemas.All() {
		for _, src := range l.in.Registers {
			if src.Schema != schema {
				continue
			}
			m.Problems = append(m.Problems, src.Problems...)
			if first, twice := m.registers[schema.Name]; twice {
				l.problem(diag.DuplicateID.At(diag.Place{File: src.File}, "the register %s is in %s already", schema.Name, first.File).Hinting("put all its rows into one file"))
				continue
			}
			r := &Register{Register: src, Page: "registers/" + schema.Name + ".html"}
			m.Registers = append(m.Registers, r)
			m.registers[schema.Name] = r
			for _, row := range src.Rows {
				l.row(r, row)
			}
		}
	}
}

func (l *linker) row(r *Register, src *register.Row) {
	m := l.m
	row := &Row{Row: src, Register: r}
	key := fold(src.ID.Value)
	if d, twice := m.byID[key]; twice {
		l.problem(diag.DuplicateID.At(src.Place(), "%s is the id of %s already", src.ID.Value, d.File).Hinting("give one of the two a new id; ids are never used again"))
		return
	}
	if other, twice := m.rows[key]; twice {
		l.problem(diag.DuplicateID.At(src.Place(), "%s is a row of %s already", src.ID.Value, other.Register.File).Hinting("give one of the two a new id; ids are never used again"))
		return
	}
	m.rows[key] = row
	r.Rows = append(r.Rows, row)
}

// addresses gives each document its page, no two the same.
func (l *linker) addresses() {
	taken := map[string]*Document{}
	for _, d := range l.m.Documents {
		switch {
		case d.Requirement != nil:
			d.Page = d.Requirement.Page
			continue
		case d.Kind == "soa":
			d.Page = "soa/soa.html"
		case d.ID != "":
			d.Page = "documents/" + d.ID + ".html"
		default:
			d.Page = "pages/" + strings.TrimSuffix(d.File, path.Ext(d.File)) + ".html"
		}
		key := strings.ToLower(d.Page)
		if first, twice := taken[key]; twice {
			p := diag.DuplicateAddress.At(d.At("id"), "the page %s is that of %s already", d.Page, first.File).Hinting("rename one of the two files")
			if l.about(d, p); !d.Managed && l.elsewhere(d, taken) {
				continue
			}
			d.Page = ""
			d.Published = false
			continue
		}
		taken[key] = d
	}
}

// elsewhere finds another address for a page whose own is taken, so that no
// file of a foreign folder is lost: pages/a.markdown.html, pages/A.md-2.html.
func (l *linker) elsewhere(d *Document, taken map[string]*Document) bool {
	for n := 1; n < 100; n++ {
		p := "pages/" + d.File
		if n > 1 {
			p += "-" + strconv.Itoa(n)
		}
		p += ".html"
		if key := strings.ToLower(p); taken[key] == nil {
			d.Page, taken[key] = p, d
			return true
		}
	}
	return false
}

// frontMatter resolves what the front matter refers to.
func (l *linker) frontMatter() {
	for _, d := range l.m.Documents {
		l.front(d)
	}
}

func (l *linker) front(d *Document) {
	f := &d.Front
	for _, t := range f.Implements {
		l.implements(d, t)
	}
	for _, t := range f.Provides {
		if _, ok := standard.LookupDocumented(t.Value); !ok {
			p := diag.BrokenReference.At(at(d.Document, t), "%q is no documented information that the standard asks for", t.Value)
			if near := diag.Nearest(t.Value, documentedNames); near != "" {
				p = p.Hinting("did you mean %s?", near)
			}
			l.about(d, p)
		}
	}
	for _, t := range f.Related {
		target, ok := l.reference(d.Document, t, at(d.Document, t))
		if !ok {
			continue
		}
		if to := target.Written(); to != nil && to != d {
			d.Related = append(d.Related, to)
		}
		l.backlink(d, target)
	}
	if f.ReplacedBy.Value != "" {
		if target, ok := l.reference(d.Document, f.ReplacedBy, at(d.Document, f.ReplacedBy)); ok {
			if to := target.Written(); to != nil && to != d {
				d.ReplacedBy = to
			} else {
				l.about(d, diag.BrokenReference.At(at(d.Document, f.ReplacedBy), "%s cannot replace this document", f.ReplacedBy.Value).Hinting("name another document"))
			}
		}
	}
	l.maps(d)
	for _, e := range f.Evidence {
		l.evidence(d, e)
	}
}

func documentedNames(yield func(string) bool) {
	for _, item := range standard.Documented() {
		if !yield(item.Item) {
			return
		}
	}
}

func (l *linker) implements(d *Document, t field.Text) {
	m := l.m
	place := at(d.Document, t)
	target, foreign, ok := m.byWord(t.Value)
	switch {
	case ok && target.Former != nil && !foreign:
		d.FormerIDs = append(d.FormerIDs, target.Former)
	case ok && target.Requirement != nil && target.Requirement.Leaf():
		if !slices.Contains(d.Implements, target.Requirement) {
			d.Implements = append(d.Implements, target.Requirement)
		}
	case ok && target.Requirement != nil:
		l.group(d, target.Requirement, place)
	case ok && target.Former == nil:
		l.about(d, diag.BrokenReference.At(place, "%s is no requirement of the standard", t.Value).Hinting("name clauses and controls here, and documents in related"))
	default:
		before := len(m.Problems)
		l.unknown(place, t.Value, diag.OtherEditionInData, diag.BrokenReference)
		for i := before; i < len(m.Problems) && !d.Managed; i++ {
			m.Problems[i] = m.Problems[i].AtMost(diag.Warning)
		}
	}
}

// reference resolves an id in front matter or a register.
func (l *linker) reference(d *document.Document, t field.Text, place diag.Place) (Target, bool) {
	target, foreign, ok := l.m.byWord(t.Value)
	if ok && !foreign {
		return target, true
	}
	l.seeks(t.Value)
	before := len(l.m.Problems)
	l.unknown(place, t.Value, diag.OtherEditionInData, diag.BrokenReference)
	for i := before; d != nil && !d.Managed && i < len(l.m.Problems); i++ {
		l.m.Problems[i] = l.m.Problems[i].AtMost(diag.Warning)
	}
	return target, ok
}

// evidence checks the link of a piece of evidence: an id, a path or an
// address.
func (l *linker) evidence(d *Document, e document.Evidence) {
	t := l.EvidenceTarget(d, e)
	if t.Broken {
		l.problem(diag.BrokenReference.At(at(d.Document, e.Link), "the evidence %q leads to nothing: %s", e.Title, e.Link.Value).Hinting("give an id, a path in the content or a web address"))
	}
	l.backlink(d, t)
}

// EvidenceTarget is what the link of a document's evidence leads to.
func (m *ISMS) EvidenceTarget(d *Document, e document.Evidence) Target {
	return (&linker{m: m, alone: true}).EvidenceTarget(d, e)
}

// EvidenceTarget is what the link of a document's evidence leads to.
func (l *linker) EvidenceTarget(d *Document, e document.Evidence) Target {
	link := strings.Trim(e.Link.Value, "[]")
	if link == "" {
		return Target{}
	}
	word, fragment, _ := strings.Cut(link, "#")
	if t, _, ok := l.m.byWord(word); ok {
		t.Fragment = fragment
		return t
	}
	l.seeks(word)
	if scheme, _, ok := strings.Cut(link, ":"); ok && len(scheme) > 1 && !strings.Contains(scheme, "/") {
		switch strings.ToLower(scheme) {
		case "http", "https", "mailto", "urn":
			return Target{Address: link}
		}
		return Target{Broken: true}
	}
	if file, inside := l.file(d, word); inside {
		if t, ok := l.atPath(file); ok {
			t.Fragment = fragment
			return t
		}
	}
	return Target{Broken: true}
}

// rows resolves what the rows of registers refer to.
func (l *linker) rows() {
	for _, r := range l.m.Registers {
		l.rowsOf(r)
	}
}

func (l *linker) rowsOf(r *Register) {
	roles := l.m.registers["roles"]
	for _, row := range r.Rows {
		for i, c := range r.Schema.Columns {
			switch c.Type {
			case register.Reference, register.References:
				l.cell(row, i, c)
			case register.Role:
				l.role(row, i, roles)
			case register.Scale:
				l.scale(row, i, c)
			}
		}
	}
}

func (l *linker) cell(row *Row, i int, c register.Column) {
	for _, t := range row.Cells[i].List {
		place := diag.Place{File: row.Register.File, Line: t.Line, Column: t.Column}
		target, ok := l.reference(nil, t, place)
		if ok && c.Prefix != "" && (target.Row == nil || target.Row.Register.Schema.Prefix != c.Prefix) {
			l.problem(diag.BrokenReference.At(place, "%s wants a row of another register, with an id such as %s-001, and this is %s", c.Key, c.Prefix, t.Value))
			ok = false
		}
		if !ok {
			target = Target{Broken: true}
		}
		if row.Links == nil {
			row.Links = map[int][]Target{}
		}
		row.Links[i] = append(row.Links[i], target)
		if l.alone && (target.Row == nil || target.Row.Register != row.Register) {
			continue
		}
		switch {
		case target.Requirement != nil:
			if !slices.Contains(target.Requirement.Rows, row) {
				target.Requirement.Rows = append(target.Requirement.Rows, row)
			}
		case target.Document != nil:
			if !slices.Contains(target.Document.Rows, row) {
				target.Document.Rows = append(target.Document.Rows, row)
			}
		case target.Row != nil && target.Row != row:
			if !slices.Contains(target.Row.RowsHere, row) {
				target.Row.RowsHere = append(target.Row.RowsHere, row)
			}
		}
	}
}

// scale checks that a number is one of the scale of risks.
func (l *linker) scale(row *Row, i int, c register.Column) {
	cell := row.Cells[i]
	n, err := strconv.Atoi(cell.Text)
	if most := l.m.Config.Risk.Scale; err == nil && (n < 1 || n > most) {
		l.problem(diag.OutOfRange.At(row.At(c.Key), "%s goes from 1 to %d, and this is %d", c.Key, most, n).Hinting("annexa.yaml says the scale: risk: {scale: %d}", most))
	}
}

// role checks that a role is one of the roles register, once there is one.
func (l *linker) role(row *Row, i int, roles *Register) {
	for _, t := range row.Cells[i].List {
		l.roleAt(t, diag.Place{File: row.Register.File, Line: t.Line, Column: t.Column}, roles)
	}
}

func (l *linker) roleAt(t field.Text, place diag.Place, roles *Register) {
	if roles == nil || t.Value == "" {
		return
	}
	for _, row := range roles.Rows {
		if strings.EqualFold(row.Title, t.Value) || strings.EqualFold(row.ID.Value, t.Value) {
			return
		}
	}
	p := diag.UnknownRole.At(place, "%q is no role of the roles register", t.Value)
	if near := diag.Nearest(t.Value, func(yield func(string) bool) {
		for _, row := range roles.Rows {
			if !yield(row.Title) {
				return
			}
		}
	}); near != "" {
		p = p.Hinting("did you mean %s?", near)
	}
	l.problem(p)
}

// backlink records that a text leads somewhere. What was withdrawn counts for
// nothing.
func (l *linker) backlink(d *Document, t Target) {
	if d.State == Retired || l.alone {
		return
	}
	switch {
	case t.Requirement != nil:
		if t.Requirement.WriteUp != d {
			t.Requirement.MentionedBy = appendOnce(t.Requirement.MentionedBy, d)
		}
	case t.Former != nil:
		t.Former.MentionedBy = appendOnce(t.Former.MentionedBy, d)
	case t.Document != nil && t.Document != d:
		t.Document.ReferencedBy = appendOnce(t.Document.ReferencedBy, d)
	case t.Row != nil:
		t.Row.ReferencedBy = appendOnce(t.Row.ReferencedBy, d)
	}
}

// appendOnce appends a document unless it is the last one already: texts are
// read one after the other.
func appendOnce(list []*Document, d *Document) []*Document {
	if n := len(list); n > 0 && list[n-1] == d {
		return list
	}
	return append(list, d)
}
