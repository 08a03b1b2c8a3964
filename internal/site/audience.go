package site

import (
	"cmp"
	"slices"
	"strings"

	"annexa/internal/isms"
)

// An Audience is a group of readers with the documents in force for it.
type Audience struct {
	Name      string
	Documents []Reading
	Rest      []Reading // beyond those, folded away
	Minutes   int
}

// A Reading is a document with the time it takes to read.
type Reading struct {
	Entry
	Minutes int
}

// How much of what may be long the first page shows.
const (
	maxReadings  = 8   // of an audience, with their summaries
	maxRest      = 100 // of an audience, folded away
	maxAudiences = 24
)

// everyone are the audiences that mean all readers: those of the site's
// language and the English ones, in lower case.
func (s *Site) everyone() map[string]bool {
	out := map[string]bool{"all staff": true, "everyone": true}
	for _, audience := range s.opt.Words.List("home.audiences") {
		out[lower(audience)] = true
	}
	return out
}

// audiences groups the documents in force by their readers. What applies to
// everyone stands apart.
func (s *Site) audiences(at seat) (all *Audience, others []Audience) {
	by := map[string][]*isms.Document{}
	names := map[string]string{}
	everyone := s.everyone()
	for _, d := range s.inForce() {
		for _, a := range d.Front.Audience {
			key := lower(strings.TrimSpace(a))
			if everyone[key] {
				key = ""
			}
			if _, ok := names[key]; !ok {
				names[key] = a
			}
			if list := by[key]; len(list) == 0 || list[len(list)-1] != d {
				by[key] = append(list, d)
			}
		}
	}
	for _, key := range sortedKeys(by) {
		a := Audience{Name: names[key]}
		list := by[key]
		slices.SortStableFunc(list, func(a, b *isms.Document) int { return cmp.Compare(a.KindRank(), b.KindRank()) })
		for i, d := range list {
			minutes := minutes(d.Body.Words)
			a.Minutes += minutes
			e := at.document(d)
			if i < maxReadings {
				e.Note = d.Summary
				a.Documents = append(a.Documents, Reading{e, minutes})
			} else if i < maxRest {
				a.Rest = append(a.Rest, Reading{e, minutes})
			}
		}
		if key == "" {
			all = &a
		} else if len(others) < maxAudiences {
			others = append(others, a)
		}
	}
	return all, others
}
