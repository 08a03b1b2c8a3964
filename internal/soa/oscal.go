package soa

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/oscal"
	"annexa/internal/standard"
)

// The files of the statement in OSCAL. The plan imports the profile, and that
// the catalogue, by these names.
const (
	catalogFile    = "oscal-catalog.json"
	profileFile    = "oscal-profile.json"
	definitionFile = "oscal-component-definition.json"
	planFile       = "oscal-ssp.json"
)

// propertyNS is the namespace of properties that OSCAL has no name for.
const propertyNS = "urn:annexa:soa"

// oscalForms are the statement in OSCAL: a catalogue of ids and titles, a
// profile of the controls that were decided to be necessary, the documents in
// force that answer those as a component definition, and how far each is
// implemented as a system security plan. Only what is approved is selected;
// while nothing is, there is nothing to say but the catalogue.
func (s *Statement) oscalForms() []Form {
	made := sync.OnceValues(s.oscal)
	names := []string{catalogFile}
	if s.PlanFile() != "" {
		names = append(names, profileFile, definitionFile, planFile)
	}
	forms := make([]Form, len(names))
	for i, name := range names {
		forms[i] = Form{name, "application/oscal+json", func() ([]byte, error) {
			files, err := made()
			return files[name], err
		}}
	}
	return forms
}

// OSCAL says that the form is one of OSCAL.
func (f Form) OSCAL() bool { return strings.HasPrefix(f.Name, "oscal-") }

// PlanFile is the name of the system security plan among the forms; empty while
// no control is applicable by an approved write-up, and there is no plan.
func (s *Statement) PlanFile() string {
	if slices.ContainsFunc(s.Rows, selected) {
		return planFile
	}
	return ""
}

// selected says that a control is one of the profile.
func selected(r Row) bool { return r.DecisionInForce() == isms.Applicable }

// oscal makes the files, and follows their references before anybody else does.
func (s *Statement) oscal() (map[string][]byte, error) {
	w := s.oscalWriter()
	catalog := w.catalog()
	models := map[string]any{catalogFile: catalog}
	if s.PlanFile() == "" {
		if err := oscal.Check(catalog, nil, nil, nil); err != nil {
			return nil, fmt.Errorf("the statement as OSCAL: %w", err)
		}
	} else {
		profile, definition, plan := w.profile(), w.definition(), w.plan()
		for _, m := range []struct {
			uuid  *string
			model any
		}{{&profile.UUID, profile}, {&definition.UUID, definition}, {&plan.UUID, plan}} {
			data, err := json.Marshal(m.model)
			if err != nil {
				return nil, err
			}
			*m.uuid = w.UUID("model", string(data)) // another one for another text (OSCAL, document-level UUIDs)
		}
		if err := oscal.Check(catalog, profile, definition, plan); err != nil {
			return nil, fmt.Errorf("the statement as OSCAL: %w", err)
		}
		models[profileFile], models[definitionFile], models[planFile] = profile, definition, plan
	}
	files := map[string][]byte{}
	for name, model := range models {
		key := map[string]string{catalogFile: "catalog", profileFile: "profile", definitionFile: "component-definition", planFile: "system-security-plan"}[name]
		data, err := oscal.Encode(key, model)
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	return files, nil
}

type oscalWriter struct {
	*Statement
	oscal.Namespace
	name      string            // of the organisation
	roles     []oscal.Role      // that own a selected control, or a document that answers one
	roleIDs   map[string]string // by title
	documents []*isms.Document  // in force, that answer a selected control
}

func (s *Statement) oscalWriter() *oscalWriter {
	m := s.ISMS
	w := &oscalWriter{Statement: s, name: cmp.Or(oscal.Value(m.Config.Organisation.Name), oscal.Value(m.Config.Name()), m.Standard.Edition().Name()), roleIDs: map[string]string{}}
	w.Namespace = oscal.Of(w.name, m.Standard.Edition().Name())
	var titles []string
	for _, r := range s.Rows {
		if !selected(r) {
			continue
		}
		titles = append(titles, r.Owner)
		for _, d := range r.Documents {
			if d.InForce() && !slices.Contains(w.documents, d) {
				w.documents = append(w.documents, d)
				titles = append(titles, d.Front.Owner.Value)
			}
		}
	}
	slices.SortFunc(w.documents, func(a, b *isms.Document) int { return cmp.Compare(a.ID, b.ID) })
	slices.Sort(titles)
	taken := map[string]bool{}
	for _, title := range slices.Compact(titles) {
		line := oscal.Line(title)
		if line == "" {
			continue
		}
		id := oscal.Token(title)
		for n := 2; taken[id]; n++ {
			id = fmt.Sprintf("%s-%d", oscal.Token(title), n)
		}
		taken[id], w.roleIDs[title] = true, id
		w.roles = append(w.roles, oscal.Role{ID: id, Title: line})
	}
	return w
}

// metadata is that of a model of the statement.
func (w *oscalWriter) metadata(title string) oscal.Metadata {
	m := oscal.Metadata{Title: oscal.Line(title), LastModified: w.ISMS.Day.String() + "T00:00:00Z", Version: w.ISMS.Day.String(), OSCALVersion: oscal.Version}
	if d := w.Document; d != nil {
		m.Version = cmp.Or(oscal.Value(d.Front.Version), m.Version)
		m.Props = append(props("document-id", d.ID), props("status", d.State.String())...)
		if d.InForce() && d.Front.Approved.By != "" {
			a := d.Front.Approved
			m.Props = append(m.Props, slices.Concat(props("approved-by", a.By), props("approver-role", a.Role.Value), props("approved-on", a.Date.String()))...)
		}
	}
	return m
}

func (w *oscalWriter) catalog() *oscal.Catalog {
	edition := w.ISMS.Standard.Edition()
	c := &oscal.Catalog{UUID: w.catalogUUID(), Metadata: oscal.Metadata{
		Title: "Annex A of " + edition.Name() + ": ids and titles", LastModified: w.ISMS.Day.String() + "T00:00:00Z", Version: edition.String(), OSCALVersion: oscal.Version,
	}}
	for _, g := range w.ISMS.Standard.Groups() {
		c.Groups = append(c.Groups, w.group(g))
	}
	if own := w.own(); len(own.Controls) > 0 {
		c.Groups = append(c.Groups, own)
		c.Metadata.Title = oscal.Line("Annex A of " + edition.Name() + " and the controls of " + w.name + ": ids and titles")
	}
	return c
}

// own are one's own controls as a group of the catalogue, each with links to
// what of Annex A it comes with.
func (w *oscalWriter) own() oscal.Group {
	g := oscal.Group{ID: "own-controls", Class: "own", Title: oscal.Line("Own controls of " + w.name)}
	for _, r := range w.Rows {
		if !r.IsOwn() {
			continue
		}
		c := oscal.Control{ID: r.ID, Title: cmp.Or(oscal.Line(r.Title), r.ID), Props: []oscal.Prop{{Name: "label", Value: r.ID}}, Links: w.links(r.Page)}
		for _, q := range r.Maps {
			if q.IsControl() {
				c.Links = append(c.Links, oscal.Link{Href: "#" + q.ID, Rel: "related"})
			}
		}
		c.Parts = []oscal.Part{{ID: r.ID + "_smt", Name: "statement", Prose: oscal.Text(cmp.Or(r.Summary, "What this control asks for stands in its write-up."))}}
		g.Controls = append(g.Controls, c)
	}
	return g
}

// catalogUUID is the same for all who have Annex A alone.
func (w *oscalWriter) catalogUUID() string {
	of := []string{"catalog"}
	for _, r := range w.Rows {
		if r.IsOwn() {
			of = append(of, r.ID, r.Title, r.Summary, strings.Join(ids(r.Maps), " "))
		}
	}
	namespace := w.Namespace
	if len(of) == 1 {
		namespace = oscal.Of(w.ISMS.Standard.Edition().Name())
	}
	return namespace.UUID(of...)
}

func (w *oscalWriter) group(q *standard.Requirement) oscal.Group {
	g := oscal.Group{ID: q.ID, Class: q.Kind.String(), Title: oscal.Line(q.Title), Props: []oscal.Prop{{Name: "label", Value: q.ID}}}
	where := oscal.Text("What this control asks for stands in Annex A of " + q.Edition.Name() + ", whose text is its publisher's.")
	for _, part := range w.ISMS.Standard.Parts(q) {
		if part.IsControl() {
			g.Controls = append(g.Controls, oscal.Control{ID: part.ID, Title: oscal.Line(part.Title), Props: []oscal.Prop{{Name: "label", Value: part.ID}}, Parts: []oscal.Part{{ID: part.ID + "_smt", Name: "statement", Prose: where}}})
		} else {
			g.Groups = append(g.Groups, w.group(part))
		}
	}
	return g
}

func (w *oscalWriter) profile() *oscal.Profile {
	p := &oscal.Profile{Metadata: w.metadata("Controls that are necessary at " + w.name), Merge: oscal.Merge{AsIs: true}}
	var ids, outside []string
	for _, r := range w.Rows {
		switch r.DecisionInForce() {
		case isms.Applicable:
			ids = append(ids, r.ID)
		case isms.Excluded:
			outside = append(outside, r.ID+" "+r.Title+" is excluded: "+cmp.Or(r.Justification, "nothing says why."))
		case isms.Undecided:
			outside = append(outside, r.ID+" "+r.Title+" is not decided.")
		}
	}
	p.Metadata.Remarks = oscal.Text(outside...)
	p.Imports = []oscal.Import{{Href: catalogFile, IncludeControls: []oscal.Select{{WithIDs: ids}}}}
	return p
}

// componentTypes are OSCAL's words for kinds of document.
var componentTypes = map[string]string{"policy": "policy", "standard": "standard", "procedure": "process-procedure", "guideline": "guidance", "plan": "plan"}

// component is a document in force.
func (w *oscalWriter) component(d *isms.Document) oscal.Component {
	title := oscal.Line(strings.TrimSpace(d.ID + " " + d.Title))
	return oscal.Component{
		UUID: w.UUID("document", d.ID), Type: cmp.Or(componentTypes[d.Kind], oscal.Token(d.Kind)), Title: title, Description: cmp.Or(oscal.Text(d.Summary), title),
		Props: slices.Concat(props("version", d.Front.Version), props("document-id", d.ID)), Links: w.links(d.Page), ResponsibleRoles: w.responsible(d.Front.Owner.Value),
	}
}

func (w *oscalWriter) definition() *oscal.ComponentDefinition {
	d := &oscal.ComponentDefinition{Metadata: w.metadata("Documents that answer controls at " + w.name)}
	d.Metadata.Roles, d.Metadata.Parties = w.roles, w.parties()
	for _, doc := range w.documents {
		c := w.component(doc)
		var requirements []oscal.Requirement
		for _, r := range w.Rows {
			if selected(r) && slices.Contains(r.Documents, doc) {
				requirements = append(requirements, oscal.Requirement{UUID: w.UUID("document", doc.ID, r.ID), ControlID: r.ID, Description: oscal.Text(doc.ID + " says that it answers " + r.ID + ".")})
			}
		}
		c.Implementations = []oscal.ComponentImplementation{{UUID: w.UUID("document", doc.ID, "controls"), Source: profileFile, Description: oscal.Text("The controls that " + doc.ID + " answers."), Requirements: requirements}}
		d.Components = append(d.Components, c)
	}
	return d
}

func (w *oscalWriter) plan() *oscal.Plan {
	p := &oscal.Plan{Metadata: w.metadata("Statement of Applicability of " + w.name), ImportProfile: oscal.Link{Href: profileFile}}
	p.Metadata.Roles, p.Metadata.Parties = w.roles, w.parties()
	scope := oscal.Text("No approved document says here what the scope of the management system is.")
	for _, d := range w.ISMS.Documents {
		if d.InForce() && slices.ContainsFunc(d.Front.Provides, func(t field.Text) bool { return t.Value == "scope" }) {
			scope = oscal.Text(d.ID+" "+d.Title, d.Summary)
			break
		}
	}
	system := oscal.Component{
		UUID: w.UUID("system"), Type: "this-system", Title: oscal.Line(w.name), Description: oscal.Text("The information security management system and what it protects."),
		Status: &oscal.Status{State: "other", Remarks: oscal.Text("How far each control is implemented is said with the control.")},
	}
	p.Characteristics = oscal.System{
		IDs: []oscal.SystemID{{Scheme: "https://ietf.org/rfc/rfc4122", ID: system.UUID}}, Name: w.name, Description: scope,
		Information: oscal.Information{Types: []oscal.InformationType{{UUID: w.UUID("information"), Title: "Information within the scope", Description: oscal.Text("All information within the scope of the management system; the register of assets names its kinds.")}}},
		Status:      oscal.Status{State: "other", Remarks: oscal.Text("The statement is about controls, and says nothing of the state of a system.")}, Boundary: oscal.Described{Description: scope},
	}
	for _, r := range w.roles {
		p.Implementation.Users = append(p.Implementation.Users, oscal.User{UUID: w.UUID("user", r.ID), Title: r.Title, RoleIDs: []string{r.ID}})
	}
	if len(p.Implementation.Users) == 0 {
		p.Implementation.Users = []oscal.User{{UUID: w.UUID("users"), Title: "Everybody within the scope"}}
	}
	p.Implementation.Components = []oscal.Component{system}
	for _, d := range w.documents {
		c := w.component(d)
		c.Status = &oscal.Status{State: "operational", Remarks: oscal.Text("Approved, and in force.")}
		p.Implementation.Components = append(p.Implementation.Components, c)
	}
	p.Controls.Description = oscal.Text("What the approved write-up of each control says, and the documents in force that answer it.")
	for _, r := range w.Rows {
		if selected(r) {
			p.Controls.Requirements = append(p.Controls.Requirements, w.requirement(r, system.UUID))
		}
	}
	return p
}

// requirement is what is said of a selected control.
func (w *oscalWriter) requirement(r Row, system string) oscal.Requirement {
	out := oscal.Requirement{UUID: w.UUID("control", r.ID), ControlID: r.ID, Links: w.links(r.Page), ResponsibleRoles: w.responsible(r.Owner)}
	for _, reason := range r.Reasons {
		out.Props = append(out.Props, props("reason", reason)...)
	}
	for _, id := range r.RiskIDs() {
		out.Props = append(out.Props, props("risk", id)...)
	}
	implemented := "no"
	if r.Implemented {
		implemented = "yes"
	}
	out.Props = append(out.Props, props("implemented", implemented)...)
	by := oscal.ByComponent{ComponentUUID: system, UUID: w.UUID("control", r.ID, "system"), Description: oscal.Text(cmp.Or(r.Justification, "The write-up does not say why the control is necessary."))}
	if r.Implementation != "" {
		by.Status = &oscal.Status{State: r.Implementation}
	}
	out.ByComponents = []oscal.ByComponent{by}
	for _, d := range w.documents {
		if slices.Contains(r.Documents, d) {
			out.ByComponents = append(out.ByComponents, oscal.ByComponent{ComponentUUID: w.UUID("document", d.ID), UUID: w.UUID("control", r.ID, d.ID), Description: oscal.Text(d.ID + " " + d.Title + " answers the control.")})
		}
	}
	return out
}

// parties are the organisation: who holds a role in it stands in its register.
func (w *oscalWriter) parties() []oscal.Party {
	return []oscal.Party{{UUID: w.UUID("organisation"), Type: "organization", Name: w.name}}
}

func (w *oscalWriter) responsible(role string) []oscal.ResponsibleRole {
	if id, ok := w.roleIDs[role]; ok {
		return []oscal.ResponsibleRole{{RoleID: id, PartyUUIDs: []string{w.parties()[0].UUID}}}
	}
	return nil
}

// links lead to a page where the site has an address.
func (w *oscalWriter) links(page string) []oscal.Link {
	if href := w.href(page); href != "" {
		return []oscal.Link{{Href: href, Rel: "reference"}}
	}
	return nil
}

// props is a property where it has a value.
func props(name, value string) []oscal.Prop {
	if value = oscal.Value(value); value == "" {
		return nil
	}
	p := oscal.Prop{Name: name, Value: value}
	if name != "version" {
		p.NS = propertyNS
	}
	return []oscal.Prop{p}
}
