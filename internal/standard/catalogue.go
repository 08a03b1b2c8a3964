package standard

import (
	"fmt"
	"slices"
)

// A Catalogue is one edition, whole and immutable. Its lists are in the order
// of [Compare].
type Catalogue struct {
	edition    Edition
	byID       map[string]*Requirement
	all        []*Requirement
	clauses    []*Requirement
	topClauses []*Requirement
	subClauses []*Requirement
	groups     []*Requirement
	controls   []*Requirement
	leaves     []*Requirement
}

// Of is the catalogue of e.
func Of(e Edition) *Catalogue {
	if e == Edition2013 {
		return library().of2013
	}
	return library().of2022
}

// Edition is the edition that c holds.
func (c *Catalogue) Edition() Edition { return c.edition }

// Lookup finds a requirement by its id, spelt exactly: "6.1.3", "A.5.15".
func (c *Catalogue) Lookup(id string) (*Requirement, bool) {
	r, ok := c.byID[id]
	return r, ok
}

// All is every clause, then every theme or domain with what is in it.
func (c *Catalogue) All() []*Requirement { return c.all }

// Clauses is every clause and sub-clause from 1 to 10.2.
func (c *Catalogue) Clauses() []*Requirement { return c.clauses }

// TopClauses is the clauses 1 to 10 without their sub-clauses.
func (c *Catalogue) TopClauses() []*Requirement { return c.topClauses }

// SubClauses is the clauses of 4 to 10 that a write-up can answer.
func (c *Catalogue) SubClauses() []*Requirement { return c.subClauses }

// Groups is the themes of 2022 or the domains of 2013.
func (c *Catalogue) Groups() []*Requirement { return c.groups }

// Controls is every control of Annex A.
func (c *Catalogue) Controls() []*Requirement { return c.controls }

// Leaves is all that a write-up can answer: sub-clauses, then controls.
func (c *Catalogue) Leaves() []*Requirement { return c.leaves }

// Parts is the children of r as requirements.
func (c *Catalogue) Parts(r *Requirement) []*Requirement {
	parts := make([]*Requirement, 0, len(r.Children))
	for _, id := range r.Children {
		if p, ok := c.byID[id]; ok {
			parts = append(parts, p)
		}
	}
	return parts
}

// Top is the heading that r stands under: its top clause, theme or domain, or
// r itself where it is one.
func (c *Catalogue) Top(r *Requirement) *Requirement {
	for r.Parent != "" {
		p, ok := c.byID[r.Parent]
		if !ok {
			break
		}
		r = p
	}
	return r
}

// newCatalogue orders and links requirements. Ids that occur twice and parents
// that are missing are errors; the catalogue is usable all the same.
func newCatalogue(e Edition, requirements []Requirement) (*Catalogue, []error) {
	ordered := make([]*Requirement, len(requirements))
	for i := range requirements {
		ordered[i] = &requirements[i]
	}
	slices.SortFunc(ordered, func(a, b *Requirement) int { return Compare(a.ID, b.ID) })
	c := &Catalogue{
		edition: e,
		byID:    make(map[string]*Requirement, len(ordered)),
		all:     make([]*Requirement, 0, len(ordered)),
	}
	var faults []error
	for _, r := range ordered {
		r.Edition = e
		r.Parent = parentOf(r.ID)
		if _, twice := c.byID[r.ID]; twice {
			faults = append(faults, fmt.Errorf("%s: %s occurs twice", e, r.ID))
			continue
		}
		c.byID[r.ID] = r
		c.all = append(c.all, r)
		if r.Parent == "" {
			continue
		}
		p, ok := c.byID[r.Parent] // a heading sorts before its parts
		if !ok {
			faults = append(faults, fmt.Errorf("%s: %s has no heading %s", e, r.ID, r.Parent))
			continue
		}
		p.Children = append(p.Children, r.ID)
	}
	for _, r := range c.all {
		c.list(r)
	}
	return c, faults
}

// list adds r to the lists it belongs to; its children must be known.
func (c *Catalogue) list(r *Requirement) {
	switch r.Kind {
	case Clause:
		c.clauses = append(c.clauses, r)
		if r.Parent == "" {
			c.topClauses = append(c.topClauses, r)
		}
		if r.Leaf() {
			c.subClauses = append(c.subClauses, r)
		}
	case Theme, Domain:
		c.groups = append(c.groups, r)
	case Control:
		c.controls = append(c.controls, r)
	}
	if r.Leaf() {
		c.leaves = append(c.leaves, r)
	}
}
