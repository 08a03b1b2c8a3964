package oscal

import (
	"regexp"
	"strings"
	"testing"
)

// models refer to each other as they should.
func models() (*Catalog, *Profile, *ComponentDefinition, *Plan) {
	metadata := Metadata{Roles: []Role{{"it", "IT"}}, Parties: []Party{{"party", "organization", "Northwind"}}}
	it := []ResponsibleRole{{"it", []string{"party"}}}
	c := &Catalog{UUID: "catalog", Groups: []Group{{ID: "A.5", Controls: []Control{{ID: "A.5.1"}, {ID: "A.5.2"}}, Groups: []Group{{ID: "A.5.9", Controls: []Control{{ID: "A.5.9.1"}}}}}}}
	p := &Profile{UUID: "profile", Imports: []Import{{IncludeControls: []Select{{WithIDs: []string{"A.5.1", "A.5.9.1"}}}}}}
	d := &ComponentDefinition{UUID: "definition", Metadata: metadata, Components: []Component{{UUID: "POL-01", Title: "POL-01", ResponsibleRoles: it, Implementations: []ComponentImplementation{{UUID: "i", Requirements: []Requirement{{UUID: "i1", ControlID: "A.5.1"}}}}}}}
	s := &Plan{
		UUID: "plan", Metadata: metadata, Implementation: Implementation{Users: []User{{UUID: "u", Title: "IT", RoleIDs: []string{"it"}}}, Components: []Component{{UUID: "system"}, {UUID: "POL-01"}}},
		Controls: Controls{Requirements: []Requirement{{UUID: "r1", ControlID: "A.5.1", ResponsibleRoles: it, ByComponents: []ByComponent{{ComponentUUID: "POL-01", UUID: "b1"}}}, {UUID: "r2", ControlID: "A.5.9.1", ByComponents: []ByComponent{{ComponentUUID: "system", UUID: "b2"}}}}},
	}
	return c, p, d, s
}

func TestAReferenceThatLeadsNowhereIsFound(t *testing.T) {
	if c, p, d, s := models(); Check(c, p, d, s) != nil {
		t.Fatal(Check(c, p, d, s))
	}
	for _, broken := range []struct {
		spoil func(*Catalog, *Profile, *ComponentDefinition, *Plan)
		want  string
	}{
		{func(c *Catalog, _ *Profile, _ *ComponentDefinition, _ *Plan) { c.Groups[0].Controls[1].ID = "A.5.1" }, "the catalogue has the control A.5.1 twice"},
		{func(_ *Catalog, p *Profile, _ *ComponentDefinition, _ *Plan) {
			p.Imports[0].IncludeControls[0].WithIDs[0] = "A.5.99"
		}, "the profile selects A.5.99, which the catalogue does not have"},
		{func(_ *Catalog, p *Profile, _ *ComponentDefinition, _ *Plan) {
			p.Imports[0].IncludeControls[0].WithIDs = []string{"A.5.1", "A.5.1", "A.5.9.1"}
		}, "the profile selects A.5.1 twice"},
		{func(_ *Catalog, p *Profile, _ *ComponentDefinition, _ *Plan) { p.UUID = "catalog" }, "the profile has the UUID of the catalogue"},
		{func(_ *Catalog, _ *Profile, d *ComponentDefinition, _ *Plan) {
			d.Components[0].Implementations[0].Requirements[0].ControlID = "A.5.2"
		}, "component POL-01 implements A.5.2, which the profile does not select"},
		{func(_ *Catalog, _ *Profile, d *ComponentDefinition, _ *Plan) { d.Metadata.Roles = nil }, "POL-01 names the role it, which its model does not have"},
		{func(_ *Catalog, _ *Profile, d *ComponentDefinition, _ *Plan) { d.Metadata.Parties = nil }, "POL-01 names a party that its model does not have"},
		{func(_ *Catalog, _ *Profile, _ *ComponentDefinition, s *Plan) {
			s.Controls.Requirements[0].ControlID = "A.5.2"
		}, "the plan implements A.5.2, which the profile does not select"},
		{func(_ *Catalog, _ *Profile, _ *ComponentDefinition, s *Plan) {
			s.Controls.Requirements = s.Controls.Requirements[:1]
		}, "the plan says nothing of A.5.9.1, which the profile selects"},
		{func(_ *Catalog, _ *Profile, _ *ComponentDefinition, s *Plan) {
			s.Controls.Requirements[1].ControlID = "A.5.1"
		}, "the plan implements A.5.1 twice"},
		{func(_ *Catalog, _ *Profile, _ *ComponentDefinition, s *Plan) {
			s.Controls.Requirements[0].ByComponents[0].ComponentUUID = "POL-02"
		}, "implemented by a component that it does not have: POL-02"},
		{func(_ *Catalog, _ *Profile, _ *ComponentDefinition, s *Plan) {
			s.Implementation.Users[0].RoleIDs[0] = "hr"
		}, "user IT has the role hr"},
		{func(_ *Catalog, _ *Profile, _ *ComponentDefinition, s *Plan) {
			s.Implementation.Components[1].UUID = "system"
		}, "has the UUID of"},
	} {
		c, p, d, s := models()
		broken.spoil(c, p, d, s)
		if err := Check(c, p, d, s); err == nil || !strings.Contains(err.Error(), broken.want) {
			t.Errorf("said %v, want %s", err, broken.want)
		}
	}
}

func TestNamesAlwaysGiveTheSameUUID(t *testing.T) {
	n := Of("Northwind Data Ltd", "ISO/IEC 27001:2022")
	if got := n.UUID("control", "A.5.1"); got != n.UUID("control", "A.5.1") || got == n.UUID("control", "A.5.2") || got == Of("Other").UUID("control", "A.5.1") || got == n.UUID("controlA.5.1") {
		t.Error(got)
	}
	if form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`); !form.MatchString(n.UUID("x")) {
		t.Error(n.UUID("x"))
	}
}

func TestWordsComeToTokensAndToTextThatStandsAsItIs(t *testing.T) {
	for _, c := range [][2]string{{"Head of IT", "head-of-it"}, {"2nd line", "_2nd-line"}, {"  ", "_"}, {"Geschäftsführung (GF)", "geschäftsführung-gf"}, {"–A–", "a"}} {
		if got := Token(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
	if got := Text(" a *b*\n<c> ", "", "\u0000", "{{d}}"); got != `a \*b\* \<c\>`+"\n\n"+`\{\{d\}\}` {
		t.Error(got)
	}
}

func FuzzTokenAndValue(f *testing.F) {
	token := regexp.MustCompile(`^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$`) // as the schemas of OSCAL have them
	value := regexp.MustCompile(`^\S(.*\S)?$`)
	for _, s := range []string{"Head of IT", "²", "\u2028x", "a\r\nb", "\xff", "ǅ1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Token(s); !token.MatchString(got) {
			t.Errorf("%q is no token", got)
		}
		if got := Value(s); got != "" && !value.MatchString(got) {
			t.Errorf("%q is no value", got)
		}
	})
}
