package site

import (
	"slices"

	"annexa/internal/day"
	"annexa/internal/isms"
)

// Changes is what changed in the documents in force, month by month, the
// newest first.
type Changes struct {
	Date   string
	Feed   Link
	Months []ChangeMonth
	Older  int // changes that are not shown
}

// A ChangeMonth is the changes of a month.
type ChangeMonth struct {
	Anchor, Title string
	Changes       []Change
}

// A Change is a version of a document, or its withdrawal.
type Change struct {
	Entry
	Version, Date, What, Author string
	day                         day.Date
}

// How many changes the first page, the feed and the page of changes show.
const (
	maxChanges     = 6
	maxFeedChanges = 30
	maxAllChanges  = 500
)

// changesOverview adds the page of changes.
func (s *Site) changesOverview() error {
	return s.page(header{changesPage, section{changesSection, ""}, s.say("changes.title"), s.say("changes.about")}, "changes.html", s.changesView)
}

func (s *Site) changesView(at seat) any {
	v := Changes{Date: s.date(s.m.Day), Feed: at.link(feedFile, s.say("changes.feed"))}
	list := s.allChanges(at)
	if len(list) > maxAllChanges {
		v.Older = len(list) - maxAllChanges
		list = list[:maxAllChanges]
	}
	for i, c := range list {
		month := c.day.String()[:len("2026-11")]
		if i == 0 || list[i-1].day.String()[:len(month)] != month {
			v.Months = append(v.Months, ChangeMonth{Anchor: "Month-" + month, Title: s.month(c.day)})
		}
		m := &v.Months[len(v.Months)-1]
		m.Changes = append(m.Changes, c)
	}
	return v
}

// changes are the newest versions in force, the newest first: those of what
// sets rules for people. Records follow from what is done, and write-ups
// explain.
func (s *Site) changes(at seat) []Change {
	var out []Change
	for _, d := range s.inForce() {
		if d.Kind == "record" {
			continue
		}
		if c, ok := s.change(at, d); ok {
			out = append(out, c)
		}
	}
	return newestFirst(out, maxChanges)
}

// allChanges are the versions of all documents in force, and withdrawals.
func (s *Site) allChanges(at seat) []Change {
	var out []Change
	for _, d := range s.shown {
		switch {
		case d.State == isms.Retired:
			out = s.withdrawal(out, at, d)
		case d.InForce():
			current, ok := s.change(at, d)
			if ok {
				out = append(out, current)
			}
			for _, e := range d.Front.History {
				if !e.Date.IsZero() && !e.Date.After(s.m.Day) && (!ok || e.Version != current.Version) {
					out = append(out, Change{Entry: at.document(d), Version: e.Version, Date: s.date(e.Date), What: e.Change, Author: e.Author, day: e.Date})
				}
			}
		}
	}
	return newestFirst(out, len(out))
}

func newestFirst(list []Change, most int) []Change {
	slices.SortStableFunc(list, func(a, b Change) int { return b.day.Compare(a.day) })
	return list[:min(len(list), most)]
}

// withdrawal is the last entry in the history of a withdrawn document, whatever
// it says.
func (s *Site) withdrawal(out []Change, at seat, d *isms.Document) []Change {
	for _, e := range newestEntries(d) {
		if !e.Date.IsZero() && !e.Date.After(s.m.Day) {
			return append(out, Change{Entry: at.document(d), Version: e.Version, Date: s.date(e.Date), What: e.Change, Author: e.Author, day: e.Date})
		}
	}
	return out
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
	c := Change{Entry: at.document(d), Version: d.Front.Version, Date: s.date(on), day: on}
	for _, e := range d.Front.History {
		if e.Version == d.Front.Version {
			c.What, c.Author = e.Change, e.Author
		}
	}
	return c, true
}
