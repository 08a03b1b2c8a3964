package oscal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Check follows every reference from one model to another, and within each,
// and says which lead to nothing; which ids are there twice; and which controls
// of the profile the plan says nothing of.
func Check(c *Catalog, p *Profile, d *ComponentDefinition, s *Plan) error {
	k := checker{controls: map[string]bool{}, selected: map[string]bool{}, uuids: map[string]string{}}
	k.catalog(c.Groups)
	k.related(c.Groups)
	k.uuid("the catalogue", c.UUID)
	if p != nil {
		k.profile(p)
	}
	if d != nil {
		k.definition(d)
	}
	if s != nil {
		k.uuids = map[string]string{} // the components of a definition are those of the plan
		k.plan(s)
	}
	return errors.Join(k.faults...)
}

type checker struct {
	faults   []error
	controls map[string]bool   // of the catalogue
	selected map[string]bool   // of the profile
	uuids    map[string]string // whose they are
}

func (k *checker) fault(format string, args ...any) {
	k.faults = append(k.faults, fmt.Errorf(format, args...))
}

func (k *checker) uuid(whose, uuid string) {
	if other, twice := k.uuids[uuid]; twice {
		k.fault("%s has the UUID of %s: %s", whose, other, uuid)
	}
	k.uuids[uuid] = whose
}

func (k *checker) catalog(groups []Group) {
	for _, g := range groups {
		k.catalog(g.Groups)
		for _, c := range g.Controls {
			if k.controls[c.ID] {
				k.fault("the catalogue has the control %s twice", c.ID)
			}
			k.controls[c.ID] = true
		}
	}
}

// related follows the links of controls to other ones.
func (k *checker) related(groups []Group) {
	for _, g := range groups {
		k.related(g.Groups)
		for _, c := range g.Controls {
			for _, l := range c.Links {
				if id, within := strings.CutPrefix(l.Href, "#"); within && !k.controls[id] {
					k.fault("the control %s leads to %s, which the catalogue does not have", c.ID, id)
				}
			}
		}
	}
}

func (k *checker) profile(p *Profile) {
	k.uuid("the profile", p.UUID)
	for _, i := range p.Imports {
		for _, s := range i.IncludeControls {
			for _, id := range s.WithIDs {
				if !k.controls[id] {
					k.fault("the profile selects %s, which the catalogue does not have", id)
				}
				if k.selected[id] {
					k.fault("the profile selects %s twice", id)
				}
				k.selected[id] = true
			}
		}
	}
}

func (k *checker) definition(d *ComponentDefinition) {
	k.uuid("the component definition", d.UUID)
	known := k.metadata("the component definition", &d.Metadata)
	for _, c := range d.Components {
		k.uuid("component "+c.Title, c.UUID)
		k.responsible(c.Title, known, c.ResponsibleRoles)
		for _, i := range c.Implementations {
			k.uuid("an implementation by "+c.Title, i.UUID)
			for _, r := range i.Requirements {
				k.uuid(c.Title+", "+r.ControlID, r.UUID)
				if !k.selected[r.ControlID] {
					k.fault("component %s implements %s, which the profile does not select", c.Title, r.ControlID)
				}
			}
		}
	}
}

func (k *checker) plan(s *Plan) {
	k.uuid("the plan", s.UUID)
	known := k.metadata("the plan", &s.Metadata)
	for _, t := range s.Characteristics.Information.Types {
		k.uuid("information type "+t.Title, t.UUID)
	}
	for _, u := range s.Implementation.Users {
		k.uuid("user "+u.Title, u.UUID)
		for _, id := range u.RoleIDs {
			if !slices.Contains(known.roles, id) {
				k.fault("user %s has the role %s, which is none of the plan's", u.Title, id)
			}
		}
	}
	components := map[string]bool{}
	for _, c := range s.Implementation.Components {
		k.uuid("component "+c.Title, c.UUID)
		k.responsible(c.Title, known, c.ResponsibleRoles)
		components[c.UUID] = true
	}
	answered := map[string]bool{}
	for _, r := range s.Controls.Requirements {
		k.uuid(r.ControlID, r.UUID)
		k.responsible(r.ControlID, known, r.ResponsibleRoles)
		if !k.selected[r.ControlID] {
			k.fault("the plan implements %s, which the profile does not select", r.ControlID)
		}
		if answered[r.ControlID] {
			k.fault("the plan implements %s twice", r.ControlID)
		}
		answered[r.ControlID] = true
		for _, b := range r.ByComponents {
			k.uuid(r.ControlID+" by a component", b.UUID)
			if !components[b.ComponentUUID] {
				k.fault("the plan has %s implemented by a component that it does not have: %s", r.ControlID, b.ComponentUUID)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(k.selected)) {
		if !answered[id] {
			k.fault("the plan says nothing of %s, which the profile selects", id)
		}
	}
}

// known are the ids of the roles and the UUIDs of the parties of a model.
type known struct{ roles, parties []string }

func (k *checker) metadata(of string, m *Metadata) known {
	var n known
	for _, r := range m.Roles {
		if slices.Contains(n.roles, r.ID) {
			k.fault("%s has the role %s twice", of, r.ID)
		}
		n.roles = append(n.roles, r.ID)
	}
	for _, p := range m.Parties {
		if slices.Contains(n.parties, p.UUID) {
			k.fault("%s has the party %s twice", of, p.Name)
		}
		n.parties = append(n.parties, p.UUID)
	}
	return n
}

func (k *checker) responsible(what string, n known, of []ResponsibleRole) {
	for _, r := range of {
		if !slices.Contains(n.roles, r.RoleID) {
			k.fault("%s names the role %s, which its model does not have", what, r.RoleID)
		}
		for _, uuid := range r.PartyUUIDs {
			if !slices.Contains(n.parties, uuid) {
				k.fault("%s names a party that its model does not have: %s", what, uuid)
			}
		}
	}
}
