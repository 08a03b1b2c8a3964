package isms

import (
	"cmp"
	"slices"

	"annexa/internal/approval"
	"annexa/internal/day"
)

// Versions are the approvals of a document that stand and whose texts are kept,
// the earliest first.
func (m *ISMS) Versions(d *Document) []*Approval {
	var out []*Approval
	list := m.ApprovalsOf(d)
	for i := range list {
		if a := &list[i]; a.Stands && a.Document != nil {
			out = append(out, a)
		}
	}
	return out
}

// OtherVersions are the approved versions of a document besides the one that it
// says now, those left out of which the approver's signed PDF is kept.
func (m *ISMS) OtherVersions(d *Document) []*Approval {
	said := m.Approval(d)
	return slices.DeleteFunc(m.Versions(d), func(a *Approval) bool {
		return a == said || slices.ContainsFunc(a.By(), func(p approval.Proof) bool { return p.PDF && p.Name.Nth == 1 })
	})
}

// A Period is a run of days on which one version was in force.
type Period struct {
	Approval *Approval // nil on days on which none was
	From     day.Date
	Until    day.Date // the last of them; the zero day where the end is not known
}

// Periods say what was in force since the first of some approvals came into
// force, the earliest days first, those to come too.
func Periods(list []Approval) []Period {
	var days []day.Date
	for i := range list {
		if a := &list[i]; a.Stands && a.Document != nil {
			days = append(days, a.From)
		}
	}
	slices.SortFunc(days, day.Date.Compare)
	var out []Period
	for _, from := range days {
		a := InForce(list, from)
		if n := len(out); n > 0 {
			if out[n-1].Approval == a {
				continue
			}
			out[n-1].Until = from.Add(day.Interval{Days: -1})
		}
		out = append(out, Period{Approval: a, From: from})
	}
	return out
}

// Approved is an approved text of a document as a document that is linked with
// what there is today. Where that has gone, a link leads nowhere. It is on the
// page given, and no part of the whole.
func (m *ISMS) Approved(d *Document, a *Approval, page string) *Document {
	own := *m
	own.Problems = nil // nobody can mend what was approved
	l := own.linker()
	f := &Document{Document: a.Document, ID: d.ID, Kind: d.Kind, Title: d.Title, Page: page, State: d.State, Published: d.Published}
	f.Values = l.values(f)
	f.Summary = l.text(f, a.Document.Front.Summary)
	if title := l.text(f, a.Document.Front.Title); title != "" && (d.Requirement == nil || d.Requirement.IsOwn()) {
		f.Title = title
	}
	for _, t := range a.Document.Front.Implements {
		if q, ok := m.Requirement(t.Value); ok {
			f.Implements = append(f.Implements, q)
		}
	}
	if len(f.Body.References) == 0 {
		return f
	}
	f.Targets = make([]Target, len(f.Body.References))
	for i := range f.Body.References {
		before := len(own.Problems)
		t := l.resolve(f, &f.Body.References[i])
		switch {
		case t.Broken, t.File != "" && !slices.Contains(m.published(), t.File):
			t = Target{}
		case len(own.Problems) > before:
			t.Fragment = ""
		}
		f.Targets[i] = t
	}
	return f
}

// Change is what a document says and what was approved before it: for a text
// that was approved the version before, for a change that was not approved the
// version that it changes. The approval is nil where there is none.
func (m *ISMS) Change(d *Document) (before *Approval, old, now *Document) {
	versions := m.Versions(d)
	if len(versions) == 0 || d.State == Retired {
		return nil, nil, nil
	}
	said := m.Approval(d)
	if said == nil {
		p := m.Pending(d)
		return p, m.Approved(d, p, ""), d
	}
	i := slices.Index(versions, said)
	if i < 1 {
		return nil, nil, nil
	}
	return versions[i-1], m.Approved(d, versions[i-1], ""), m.Approved(d, said, "")
}

// Approval is what proves that the text of a document, as it is here, was
// approved: the version in force, or the one that will be first; nil where
// nothing does.
func (m *ISMS) Approval(d *Document) *Approval {
	if d.State == Retired || d.Kept == "" && m.Pending(d) != nil {
		return nil
	}
	list := m.ApprovalsOf(d)
	return cmp.Or(InForce(list, m.Day), latest(list))
}
