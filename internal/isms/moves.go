package isms

import (
	"cmp"
	"slices"
	"strings"

	"annexa/internal/day"
)

// A Standing is what holds of a document on a day.
type Standing struct {
	State   string   // in words; empty where there is no document
	Version string   // which of it is published, may be empty
	Coming  string   // the version that is approved and will take its place; empty for none
	From    day.Date // from when on that is in force
}

// An Awaited is an approval that is still to be given: of a text that was
// changed since its last one, or of one in review that never had any.
type Awaited struct {
	Version string
	By      []string // who has approved this text already
	Missing int      // how many have to beside them, at least 1
	Roles   []string // in any of which they may; empty: in any role
	People  []string // who hold one of these on the day, but for those of By
}

// A Move is a document of which something else holds, or is to be approved,
// once a content has changed.
type Move struct {
	ID       string
	Document *Document // where it is gone, as it was
	Before   Standing
	After    Standing
	Awaited  *Awaited // nil where nobody has to approve anything of what was changed
}

// Moves are the documents that move between two contents, by id. Each content
// is given as it is published and as its files are.
func Moves(before, beforeFiles, after, afterFiles *ISMS) []Move {
	var out []Move
	add := func(id string) {
		m := Move{ID: id, Before: before.standing(id), After: after.standing(id)}
		was, wasThere := beforeFiles.Lookup(id)
		is, isThere := afterFiles.Lookup(id)
		m.Document = was
		if isThere {
			m.Document = is
			if a, awaited := afterFiles.Awaits(is); awaited && !(wasThere && was.Hash == is.Hash && beforeFiles.awaitsAsMany(was, a)) {
				m.Awaited = &a
			}
		}
		if m.Before != m.After || m.Awaited != nil {
			out = append(out, m)
		}
	}
	for _, d := range afterFiles.Documents {
		if d.ID != "" {
			add(d.ID)
		}
	}
	for _, d := range beforeFiles.Documents {
		if _, there := afterFiles.Lookup(d.ID); d.ID != "" && !there {
			add(d.ID)
		}
	}
	slices.SortFunc(out, func(a, b Move) int { return compareIDs(a.ID, b.ID) })
	return out
}

func (m *ISMS) awaitsAsMany(d *Document, a Awaited) bool {
	b, awaited := m.Awaits(d)
	return awaited && a.Missing == b.Missing
}

// standing is what holds of the document of an id.
func (m *ISMS) standing(id string) Standing {
	d, ok := m.Lookup(id)
	if !ok {
		return Standing{}
	}
	s := Standing{State: d.State.String(), Version: d.Front.Version}
	list := m.ApprovalsOf(d)
	if next := latest(list); next != nil && d.State != Retired && next.From.After(m.Day) && next != InForce(list, m.Day) {
		s.Coming, s.From = next.Version.Version, next.From
	}
	return s
}

// Awaits says whose approval a document awaits, in a whole that was linked of
// the files as they are. A text that claims to be approved awaits none.
func (m *ISMS) Awaits(d *Document) (Awaited, bool) {
	pending := m.Pending(d)
	if pending == nil && (d.State != InReview || m.Approval(d) != nil) {
		return Awaited{}, false
	}
	authority := m.Config.Approval[d.Kind]
	a := Awaited{Version: d.Front.Version}
	for _, of := range m.ApprovalsOf(d) {
		if of.Version.Version != a.Version || !of.Same || of.Stands {
			continue
		}
		for _, p := range of.By() {
			a.By = append(a.By, p.Statement.By)
		}
	}
	a.Missing = max(authority.Approvers, 1) - len(a.By)
	if a.Missing < 1 {
		a.Missing = 1 // somebody else than those who own it
	}
	for _, role := range authority.Roles {
		a.Roles = append(a.Roles, role.Value)
	}
	a.People = m.offices().holders(a.Roles, m.Day)
	a.People = slices.DeleteFunc(a.People, func(who string) bool {
		return slices.ContainsFunc(a.By, func(by string) bool { return strings.EqualFold(by, who) })
	})
	return a, true
}

// holders are those who hold one of some roles on a day, by name.
func (o offices) holders(roles []string, on day.Date) []string {
	var out []string
	for _, row := range o {
		who := row.Cell("holder").Text
		for _, role := range roles {
			if who != "" && (strings.EqualFold(row.Title, role) || strings.EqualFold(row.ID.Value, role)) && o.held(role, who, on) {
				out = append(out, who)
			}
		}
	}
	slices.SortFunc(out, cmp.Compare[string])
	return slices.Compact(out)
}
