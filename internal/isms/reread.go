package isms

import (
	"maps"
	"slices"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/register"
)

// Reread is the whole with one document read anew, as far as the page of that
// document goes: what the page says of the document and of all others is what
// [Link] would have it say. Nothing else is to be asked of it. It costs next to
// nothing, however much there is to link.
//
// There is none where others have a say in it: where what the document is called
// or counts as has changed, so that other texts may lead to it or no longer do,
// or where something is wrong with it that may keep all from being published.
//
// Same says whether a text that was approved is still what the file says.
func (m *ISMS) Reread(d *Document, text *document.Document, same func(approval.Version) bool) (*ISMS, *Document, bool) {
	if m.Level != "" || d.Kind == "soa" || d.State == Retired || !d.Published || d.Page == "" || !alike(d.Document, text) {
		return nil, nil, false
	}
	if q := d.Requirement; q != nil && (q.IsOwn() || !q.IsClause() && !q.IsControl()) {
		return nil, nil, false // it is made of its write-up, or of a catalogue
	}
	own := *m
	own.Problems = nil
	own.byFile, own.byID, own.names = maps.Clone(m.byFile), maps.Clone(m.byID), maps.Clone(m.names)
	delete(own.byID, fold(d.ID)) // until it has its id again
	if list := m.ApprovalsOf(d); len(list) > 0 {
		list = slices.Clone(list)
		for i := range list {
			list[i].Same = list[i].Version.Text != nil && same(list[i].Version)
		}
		own.approvals = maps.Clone(m.approvals)
		own.approvals[fold(d.ID)] = list
		text = written(text, list)
	}
	var q *Requirement
	if d.Requirement != nil {
		q = own.replace(d.Requirement)
	}
	l := own.linker()
	now := l.document(text)
	now.Page, now.order = d.Page, d.order
	now.ReferencedBy, now.Rows = d.ReferencedBy, d.Rows
	if now.ID != d.ID || now.Kind != d.Kind || now.Requirement != q || now.State == Retired || (now.State == Page) != (d.State == Page) || !now.Published {
		return nil, nil, false
	}
	own.byFile[now.File] = now
	if !l.rename(d, now) {
		return nil, nil, false
	}
	l.front(now)
	l.body(now)
	if q != nil {
		l.answer(q)
	}
	if wrong(text.Problems) || wrong(own.Problems) || !own.shows(now) {
		return nil, nil, false
	}
	return &own, now, true
}

// RereadRegister is the same of a register: the whole with its file read anew, as
// far as its page goes. There is none where something leads to a row that is gone
// or may lead to one that is new, and of the register of roles, by which all else
// is judged.
func (m *ISMS) RereadRegister(r *Register, file *register.Register) (*ISMS, *Register, bool) {
	if m.Level != "" || r.Schema.Name == "roles" || file.Schema != r.Schema || file.File != r.File || file.Classification != r.Classification {
		return nil, nil, false
	}
	own := *m
	own.Problems = nil
	own.rows, own.registers, own.Registers = maps.Clone(m.rows), maps.Clone(m.registers), slices.Clone(m.Registers)
	was := map[string]*Row{}
	for _, row := range r.Rows {
		key := fold(row.ID.Value)
		was[key] = row
		delete(own.rows, key)
	}
	at := slices.Index(m.Registers, r)
	now := &Register{Register: file, Page: r.Page}
	own.registers[r.Schema.Name], own.Registers[at] = now, now
	l := own.linker()
	for _, row := range file.Rows {
		l.row(now, row)
	}
	after := map[*Row][]*Row{} // rows of later registers, which refer to it behind its own
	for _, row := range now.Rows {
		key := fold(row.ID.Value)
		old := was[key]
		if old == nil {
			if m.sought[strings.ToLower(key)] {
				return nil, nil, false
			}
			continue
		}
		delete(was, key)
		row.ReferencedBy = old.ReferencedBy
		for _, by := range old.RowsHere {
			if i := slices.Index(m.Registers, by.Register); i < at {
				row.RowsHere = append(row.RowsHere, by)
			} else if i > at {
				after[row] = append(after[row], by)
			}
		}
	}
	for _, gone := range was {
		if len(gone.ReferencedBy) > 0 || slices.ContainsFunc(gone.RowsHere, func(by *Row) bool { return by.Register != r }) {
			return nil, nil, false
		}
	}
	l.rowsOf(now)
	for _, row := range now.Rows {
		row.RowsHere = append(row.RowsHere, after[row]...)
	}
	if wrong(file.Problems) || wrong(own.Problems) {
		return nil, nil, false
	}
	return &own, now, true
}

// linker is one that links what was read anew, and changes nothing else.
func (m *ISMS) linker() *linker {
	return &linker{m: m, in: Input{Config: m.Config, Day: m.Day}, alone: true, nearests: maxNearest, anchors: map[*Document]map[string]bool{}}
}

// wrong says that there is an error among problems.
func wrong(problems []diag.Problem) bool {
	return slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Severity == diag.Error })
}

// alike says that two readings of a file are of one thing to all that is said of
// it elsewhere and depends on more than the file.
func alike(was, is *document.Document) bool {
	if was.Unreadable != "" || is.Unreadable != "" || was.Kept != "" || was.Managed != is.Managed {
		return false
	}
	a, b := &was.Front, &is.Front
	writeUp := b.Control.Value != "" || b.Clause.Value != ""
	same := func(a, b []field.Text) bool {
		return slices.EqualFunc(a, b, func(a, b field.Text) bool { return a.Value == b.Value })
	}
	return a.Control.Value == b.Control.Value && a.Clause.Value == b.Clause.Value && a.Classification == b.Classification && a.Language == b.Language && same(a.Provides, b.Provides) && same(a.Aliases, b.Aliases) &&
		!(writeUp && len(a.Implements)+len(b.Implements)+len(b.Provides) > 0)
}

// replace puts another in the place of a requirement, for which nobody has
// answered yet.
func (m *ISMS) replace(was *Requirement) *Requirement {
	now := *was
	q := &now
	q.WriteUp, q.Decision = nil, Undecided
	q.Mentioned, q.Documented, q.Implemented, q.Evidenced = None, None, None, None
	m.requirements = maps.Clone(m.requirements)
	m.requirements[q.ID] = q
	m.Requirements = slices.Clone(m.Requirements)
	m.Requirements[slices.Index(m.Requirements, was)] = q
	return q
}

// rename has a document found by its names. False means that another title
// changes what is found by them elsewhere, or may.
func (l *linker) rename(was, is *Document) bool {
	old, now := was.names(), is.names()
	for _, key := range now {
		switch list := l.m.names[key]; {
		case slices.Contains(old[:], key) && slices.Contains(list, was):
			list = slices.Clone(list)
			list[slices.Index(list, was)] = is
			l.m.names[key] = list
		case len(list) == 1 && list[0] == is: // both are one
		case len(list) > 0 || l.m.sought[key]:
			return false
		default:
			l.m.names[key] = []*Document{is}
		}
	}
	for _, key := range old {
		if slices.Contains(now[:], key) {
			continue
		}
		if l.m.sought[key] {
			return false
		}
		l.m.names[key] = slices.DeleteFunc(slices.Clone(l.m.names[key]), func(d *Document) bool { return d == was })
	}
	return true
}

// shows says that all files that a document leads to are published already.
func (m *ISMS) shows(d *Document) bool {
	published := m.published()
	known := func(t Target) bool {
		_, found := slices.BinarySearch(published, t.File)
		return t.File == "" || found
	}
	for _, t := range d.Targets {
		if !known(t) {
			return false
		}
	}
	for _, e := range d.Front.Evidence {
		if !known(m.EvidenceTarget(d, e)) {
			return false
		}
	}
	return true
}
