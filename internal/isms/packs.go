package isms

import (
	"slices"
	"strings"

	"annexa/internal/config"
)

// A Selection is what goes into a pack, in its order.
type Selection struct {
	Pack      config.Pack
	Entries   []Entry
	Unmatched []config.Include // words that match nothing
	Above     []Entry          // classified above the pack; they are among the entries
}

// An Entry of a pack is a document or a register.
type Entry struct {
	Document *Document
	Register *Register
	By       config.Include // the word that brought it in
}

// Classification is that of what is entered.
func (e Entry) Classification() string {
	if e.Register != nil {
		return e.Register.Classification
	}
	if c := e.Document.Front.Classification; c != "" {
		return c
	}
	return "internal"
}

// plurals are the words that bring in all documents of a kind.
var plurals = map[string]string{
	"policies": "policy", "standards": "standard", "procedures": "procedure", "guidelines": "guideline", "plans": "plan", "records": "record",
	"controls": "control", "clauses": "clause", "soa": "soa",
}

// PackWords are the words a pack may include besides ids.
func PackWords() []string {
	words := []string{"register: …"}
	for w := range plurals {
		words = append(words, w)
	}
	slices.Sort(words)
	return words
}

// Select finds what a pack holds. The documents that one word brings in are
// in order of their ids; one named twice appears at its first place; retired
// ones never, drafts only where the pack asks for them.
func (m *ISMS) Select(p config.Pack) Selection {
	s := Selection{Pack: p}
	documents, registers := map[*Document]bool{}, map[*Register]bool{}
	for _, include := range p.Include {
		matched := false
		add := func(d *Document) {
			matched = true
			if d.State == Retired || !d.Published || !d.InForce() && !p.Drafts || documents[d] {
				return
			}
			documents[d] = true
			s.enter(Entry{Document: d, By: include})
		}
		if r, ok := m.registers[strings.ToLower(include.Word)]; include.Register {
			if ok && !registers[r] {
				registers[r] = true
				s.enter(Entry{Register: r, By: include})
			}
			if !ok {
				s.Unmatched = append(s.Unmatched, include)
			}
			continue
		}
		if kind, ok := plurals[strings.ToLower(include.Word)]; ok {
			for _, d := range m.Documents {
				if d.Kind == kind && d.ID != "" {
					add(d)
				}
			}
		} else if t, foreign, ok := m.byWord(include.Word); ok && !foreign && t.Written() != nil {
			add(t.Written())
		}
		if !matched {
			s.Unmatched = append(s.Unmatched, include)
		}
	}
	return s
}

func (s *Selection) enter(e Entry) {
	s.Entries = append(s.Entries, e)
	if Level(e.Classification()) > Level(s.Pack.Classification) {
		s.Above = append(s.Above, e)
	}
}
