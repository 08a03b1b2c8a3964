// Package oscal holds models of NIST's Open Security Controls Assessment
// Language, version 1.1.3, as far as a Statement of Applicability fills them: a
// catalogue of controls, a profile that selects some of them, a component
// definition that says how documents implement those, and a system security
// plan that says how far each is implemented.
//
// The models refer to each other by ids and UUIDs, and neither the schemas of
// OSCAL nor its validators look whether those lead anywhere from one file to
// the next: [Check] does.
//
// Texts are of three kinds. A value is one line without white space around it;
// a line is Markdown without a line break; a text is Markdown. [Value], [Line]
// and [Text] make them of anything that was written.
package oscal

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// Version is the version of OSCAL.
const Version = "1.1.3"

// Metadata of any model.
type Metadata struct {
	Title        string  `json:"title"`         // a line
	LastModified string  `json:"last-modified"` // RFC 3339, with its zone
	Version      string  `json:"version"`       // a value
	OSCALVersion string  `json:"oscal-version"`
	Props        []Prop  `json:"props,omitempty"`
	Roles        []Role  `json:"roles,omitempty"`
	Parties      []Party `json:"parties,omitempty"`
	Remarks      string  `json:"remarks,omitempty"` // a text
}

// A Prop is a property: a name that the namespace gives a meaning, and a value.
type Prop struct {
	Name  string `json:"name"` // a token
	NS    string `json:"ns,omitempty"`
	Value string `json:"value"`
}

// A Link leads out of the model.
type Link struct {
	Href string `json:"href"`
	Rel  string `json:"rel,omitempty"`
	Text string `json:"text,omitempty"` // a line
}

// A Role that somebody holds.
type Role struct {
	ID    string `json:"id"`    // a token
	Title string `json:"title"` // a line
}

// A Party is an organisation.
type Party struct {
	UUID string `json:"uuid"`
	Type string `json:"type"`
	Name string `json:"name"` // a value
}

// A ResponsibleRole answers for something.
type ResponsibleRole struct {
	RoleID     string   `json:"role-id"`
	PartyUUIDs []string `json:"party-uuids"`
}

// A Catalog holds the controls there are.
type Catalog struct {
	UUID     string   `json:"uuid"`
	Metadata Metadata `json:"metadata"`
	Groups   []Group  `json:"groups"`
}

// A Group of controls: a theme, a domain or an objective.
type Group struct {
	ID       string    `json:"id"` // a token
	Class    string    `json:"class,omitempty"`
	Title    string    `json:"title"`
	Props    []Prop    `json:"props,omitempty"`
	Groups   []Group   `json:"groups,omitempty"`
	Controls []Control `json:"controls,omitempty"`
}

// A Control of the catalogue.
type Control struct {
	ID    string `json:"id"` // a token
	Title string `json:"title"`
	Props []Prop `json:"props,omitempty"`
	Links []Link `json:"links,omitempty"` // to other controls of the catalogue: #id
	Parts []Part `json:"parts"`
}

// A Part of a control: its statement.
type Part struct {
	ID    string `json:"id"` // a token
	Name  string `json:"name"`
	Prose string `json:"prose"` // a text
}

// A Profile selects controls.
type Profile struct {
	UUID     string   `json:"uuid"`
	Metadata Metadata `json:"metadata"`
	Imports  []Import `json:"imports"`
	Merge    Merge    `json:"merge"`
}

// An Import takes controls from a catalogue.
type Import struct {
	Href            string   `json:"href"`
	IncludeControls []Select `json:"include-controls"`
}

// A Select names controls by their ids.
type Select struct {
	WithIDs []string `json:"with-ids"`
}

// Merge says that the controls stay in their groups.
type Merge struct {
	AsIs bool `json:"as-is"`
}

// A ComponentDefinition says how components implement controls.
type ComponentDefinition struct {
	UUID       string      `json:"uuid"`
	Metadata   Metadata    `json:"metadata"`
	Components []Component `json:"components,omitempty"`
}

// A Component is something that implements controls: here a document, or in a
// plan also the system itself.
type Component struct {
	UUID             string                    `json:"uuid"`
	Type             string                    `json:"type"`
	Title            string                    `json:"title"`
	Description      string                    `json:"description"`
	Props            []Prop                    `json:"props,omitempty"`
	Links            []Link                    `json:"links,omitempty"`
	Status           *Status                   `json:"status,omitempty"` // in a plan
	ResponsibleRoles []ResponsibleRole         `json:"responsible-roles,omitempty"`
	Implementations  []ComponentImplementation `json:"control-implementations,omitempty"` // in a definition
}

// A ComponentImplementation says which controls of a profile a component
// implements.
type ComponentImplementation struct {
	UUID         string        `json:"uuid"`
	Source       string        `json:"source"`
	Description  string        `json:"description"`
	Requirements []Requirement `json:"implemented-requirements"`
}

// A Requirement is what is said of one control.
type Requirement struct {
	UUID             string            `json:"uuid"`
	ControlID        string            `json:"control-id"`
	Description      string            `json:"description,omitempty"` // of a component
	Props            []Prop            `json:"props,omitempty"`
	Links            []Link            `json:"links,omitempty"`
	ResponsibleRoles []ResponsibleRole `json:"responsible-roles,omitempty"`
	ByComponents     []ByComponent     `json:"by-components,omitempty"` // of a plan
}

// A ByComponent says how a component of the plan implements a control.
type ByComponent struct {
	ComponentUUID string  `json:"component-uuid"`
	UUID          string  `json:"uuid"`
	Description   string  `json:"description"`
	Status        *Status `json:"implementation-status,omitempty"`
}

// A Status says in one word where something stands.
type Status struct {
	State   string `json:"state"`
	Remarks string `json:"remarks,omitempty"`
}

// A Plan is a system security plan.
type Plan struct {
	UUID            string         `json:"uuid"`
	Metadata        Metadata       `json:"metadata"`
	ImportProfile   Link           `json:"import-profile"`
	Characteristics System         `json:"system-characteristics"`
	Implementation  Implementation `json:"system-implementation"`
	Controls        Controls       `json:"control-implementation"`
}

// A System is what the plan is about.
type System struct {
	IDs         []SystemID  `json:"system-ids"`
	Name        string      `json:"system-name"`
	Description string      `json:"description"`
	Information Information `json:"system-information"`
	Status      Status      `json:"status"`
	Boundary    Described   `json:"authorization-boundary"`
}

// A SystemID identifies a system.
type SystemID struct {
	Scheme string `json:"identifier-type,omitempty"`
	ID     string `json:"id"`
}

// Information is what the system works with.
type Information struct {
	Types []InformationType `json:"information-types"`
}

// An InformationType is one of its kinds.
type InformationType struct {
	UUID        string `json:"uuid"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

// Described is something of which there are words.
type Described struct {
	Description string `json:"description"`
}

// Implementation is who uses the system, and what it is made of.
type Implementation struct {
	Users      []User      `json:"users"`
	Components []Component `json:"components"`
}

// A User is a kind of people that have a role.
type User struct {
	UUID    string   `json:"uuid"`
	Title   string   `json:"title"`
	RoleIDs []string `json:"role-ids,omitempty"`
}

// Controls are what the plan says of each control of its profile.
type Controls struct {
	Description  string        `json:"description"`
	Requirements []Requirement `json:"implemented-requirements"`
}

// Encode is a model as a file: an object with the model's name as its key.
func Encode(name string, model any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(map[string]any{name: model})
	return b.Bytes(), err
}

// Value is a text as one line without white space around it and without
// control characters; empty for one that has nothing else.
func Value(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\ufeff' || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)), " ")
}

// special are the characters that mean something in the Markdown of OSCAL.
const special = "\\`*_{}[]<>#~^|\""

// Line is a text as Markdown in one line that says it as it stands.
func Line(s string) string {
	var b strings.Builder
	for _, r := range Value(s) {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Text is lines as paragraphs, those without words left out.
func Text(lines ...string) string {
	var out []string
	for _, l := range lines {
		if l = Line(l); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n\n")
}

// Token is a text as an id: letters and digits in lower case, everything else
// a hyphen, and an underscore before one that begins with none.
func Token(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.IsLetter(r) || b.Len() > 0 && unicode.IsNumber(r):
			b.WriteRune(r)
		case unicode.IsNumber(r):
			b.WriteString("_" + string(r))
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if out := strings.TrimSuffix(b.String(), "-"); out != "" {
		return out
	}
	return "_"
}
