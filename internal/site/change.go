package site

import (
	"slices"

	"annexa/internal/day"
	"annexa/internal/isms"
)

// A Change is a new version of a document.
type Change struct {
	Entry
	Version, Date, What string
	day                 day.Date
}

// maxChanges is how many changes the first page and the feed show.
const maxChanges = 8

// changes are the newest versions that are in force, the newest first.
func (s *Site) changes(at seat) []Change {
	var out []Change
	for _, d := range s.inForce() {
		if d.Kind == "record" {
			continue // records follow from what is done, and change no rule
		}
		if c, ok := s.change(at, d); ok {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return b.day.Compare(a.day) })
	return out[:min(len(out), maxChanges)]
}

// change is the version of a document that is in force.
func (s *Site) change(at seat, d *isms.Document) (Change, bool) {
	on := d.Front.Effective
	if on.IsZero() {
		on = d.Front.Approved.Date
	}
	if on.IsZero() || on.After(s.m.Day) {
		return Change{}, false
	}
	c := Change{Entry: at.document(d), Version: d.Front.Version, Date: on.Long(), day: on}
	for _, e := range d.Front.History {
		if e.Version == d.Front.Version {
			c.What = e.Change
		}
	}
	return c, true
}
