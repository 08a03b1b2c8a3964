package standard

// Kind says what a [Requirement] is in its edition.
type Kind uint8

const (
	Clause      Kind = iota // 1 to 10 and their sub-clauses
	Theme                   // A.5 to A.8 of 2022
	Domain                  // A.5 to A.18 of 2013
	Objective               // A.9.2 of 2013
	Control                 // A.5.15 of 2022, A.9.2.1 of 2013
	Section                 // a further catalogue, or a group of one, in no edition: NIS2
	Entry                   // a requirement of one: NIS2:21.2.a
	OwnControls             // the heading of the controls of one's own
	OwnControl              // one that an organisation designed itself (6.1.3 b), in no edition: ORG-01
)

// String is the kind in lower case: "control".
func (k Kind) String() string {
	switch k {
	case Clause:
		return "clause"
	case Theme:
		return "theme"
	case Domain:
		return "domain"
	case Objective:
		return "objective"
	case Control, OwnControl:
		return "control"
	case Section:
		return "section"
	case Entry:
		return "entry"
	case OwnControls:
		return "own controls"
	}
	return "unknown kind"
}

// A Requirement is one entry of an edition: a clause, a control, or a heading
// that groups controls. Controls of one's own and further catalogues are in no
// edition, and are given that of the content that they stand in.
type Requirement struct {
	ID      string
	Edition Edition
	Kind    Kind
	Title   string // as ISO/IEC 27001 prints it

	// Title27002 is the title in ISO/IEC 27002:2022 where that differs, else "".
	Title27002 string

	Parent   string   // "" for top clauses, themes and domains
	Children []string // in order; none for a leaf

	Summary    string     // what it is about, one or two sentences of our own
	Attributes Attributes // controls of 2022 only

	// Others are the corresponding ids of the other edition, in order. A theme,
	// domain or objective has those of the controls below it. What is new in
	// 2022 has none.
	Others []string

	// SuccessorNote says of a requirement of 2013 what became of it beyond that
	// correspondence; "" where there is nothing more to say.
	SuccessorNote string

	Amendment     string // "1:2024" where an amendment added to it, else ""
	AmendmentNote string // what the amendment added, in our own words
}

// Attributes are the five views ISO/IEC 27002:2022 (4.2) gives of a control.
type Attributes struct {
	ControlType  []string // Preventive, Detective, Corrective
	Properties   []string // Confidentiality, Integrity, Availability
	Concepts     []string // Identify, Protect, Detect, Respond, Recover
	Capabilities []string // Governance, Asset management, …: fifteen in all
	Domains      []string // Governance and Ecosystem, Protection, Defence, Resilience
}

// IsControl reports whether r is a control, of Annex A or one's own.
func (r *Requirement) IsControl() bool { return r.Kind == Control || r.Kind == OwnControl }

// IsStandard reports whether r is of an edition of the standard.
func (r *Requirement) IsStandard() bool { return r.Kind <= Control }

// IsOwn reports whether r is a control of one's own, or their heading.
func (r *Requirement) IsOwn() bool { return r.Kind == OwnControl || r.Kind == OwnControls }

// IsClause reports whether r is a clause or sub-clause.
func (r *Requirement) IsClause() bool { return r.Kind == Clause }

// Leaf reports whether r can be answered: a control, a clause of 4 to 10 that
// has no sub-clauses, or an entry of a further catalogue.
func (r *Requirement) Leaf() bool {
	switch r.ID {
	case "1", "2", "3":
		return false
	}
	return r.IsControl() || r.Kind == Entry || r.Kind == Clause && len(r.Children) == 0
}

// New reports whether r came with the edition of 2022 and corresponds to
// nothing in that of 2013: eleven controls and clause 6.3.
func (r *Requirement) New() bool {
	return r.Edition == Edition2022 && len(r.Others) == 0 && r.IsStandard()
}
