package site

import (
	"html/template"
	"strings"

	"annexa/internal/isms"
)

// SoA is the Statement of Applicability: the document soa.md, and every
// control with what was decided on it.
type SoA struct {
	Document  // without an id where there is no soa.md
	Edition   string
	Written   bool   // there is a soa.md that is published
	Hidden    bool   // there is one that is not, and nothing of the statement is
	Level     string // what of the content counts, where not all does
	Total     int
	Counts    []Figure
	Groups    []SoAGroup
	Downloads []Link
	Script    template.URL // which sorts, and leaves columns out
}

// A SoAGroup is a theme or domain of the Statement, or one's own controls.
type SoAGroup struct {
	Href      template.URL
	Anchor    string
	ID, Title string
	Lang      *Lang // of the title
	Rows      []SoARow
}

// A SoARow is what was decided on a control.
type SoARow struct {
	Href           template.URL
	ID, Title      string
	English        string // the title, where that above is a translation
	Lang           *Lang  // of the title
	Decision       Chip
	Reasons        []string
	Justification  template.HTML
	Own            *Lang // of the justification
	Implementation Chip
	Draft          Chip
	Owner          string
	Documents      []Link
	Risks          []Link
}

// soa adds the page of the Statement of Applicability.
func (s *Site) soa() error {
	h := header{"soa/soa.html", section{soaSection, ""}, s.say("soa.title"), s.say("soa.about")}
	d := s.m.SoA()
	if d != nil && !d.Published {
		d = nil
	}
	return s.page(h, "soa.html", func(at seat) any { return s.soaView(at, d) })
}

func (s *Site) soaView(at seat, d *isms.Document) SoA {
	c := s.statement.Counts
	v := SoA{Script: at.to(tableScript), Edition: s.m.Standard.Edition().Name(), Level: s.level(), Total: c.Total, Hidden: !s.statement.Published()}
	if d != nil {
		v.Document, v.Written = s.documentView(at, d), true
	}
	v.Title, v.Crumbs = s.say("soa.title"), nil
	if d != nil {
		v.Title = d.Title
	}
	for _, f := range []Figure{
		{c.Applicable, s.say("decision.applicable"), "yes", ""}, {c.Implemented, s.say("progress.implemented"), "yes", ""}, {c.Partial, s.say("progress.partial"), "half", ""},
		{c.Planned, s.say("progress.planned"), "future", ""}, {c.NotStarted, s.say("soa.not-started"), "no", ""}, {c.Excluded, s.say("decision.excluded"), "excluded", ""},
		{c.Undecided, s.say("decision.undecided"), "open", ""}, {c.InDraft, s.say("soa.drafted"), "draft", ""}, {c.NotHere, s.say("level.word"), "open", ""},
	} {
		if f.Number > 0 {
			v.Counts = append(v.Counts, f)
		}
	}
	if v.Hidden {
		v.Notices = []Notice{{Shape: "open", Title: s.say("level.title"), Text: s.say("level.statement")}}
		return v
	}
	var changed []string
	for _, change := range s.m.DecisionChanges() {
		changed = append(changed, change.ID)
	}
	if len(changed) > 0 {
		v.Notices = append(v.Notices, s.notice("due", "notice.decisions", "controls", strings.Join(changed, ", ")))
	}
	v.Downloads = []Link{at.link("soa/soa.xlsx", s.say("soa.spreadsheet")), at.link("soa/soa.csv", "CSV"), at.link("soa/soa.json", "JSON")}
	if plan := s.statement.PlanFile(); plan != "" {
		v.Downloads = append(v.Downloads, at.link("soa/"+plan, "OSCAL"))
	}
	if v.PDF != "" {
		v.Downloads = append([]Link{at.link("soa/soa.pdf", "PDF")}, v.Downloads...)
		v.PDF = ""
	}
	for _, row := range s.statement.Rows {
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Anchor != row.Group.ID {
			g := SoAGroup{Href: at.to(row.Group.Page), Anchor: row.Group.ID, ID: idOf(row.Group.Requirement)}
			g.Title, g.Lang = s.titleOf(row.Group.Requirement)
			v.Groups = append(v.Groups, g)
		}
		title, lang := s.titleOf(row.Requirement.Requirement)
		r := SoARow{
			Href: at.to(row.Page), ID: row.ID, Title: title, English: s.english(row.Requirement.Requirement), Lang: lang,
			Decision: s.decisionChip(row.Requirement), Justification: unbroken(row.Justification), Owner: row.Owner,
		}
		for _, reason := range row.Reasons {
			r.Reasons = append(r.Reasons, s.word("reason", reason))
		}
		if d := writeUp(row.Requirement); d != nil && d.State != isms.Retired {
			r.Draft, r.Own = s.doubt(d), s.documentLang(d)
			if row.Decision != isms.Excluded {
				r.Implementation = s.implementationChip(row.Implementation)
			}
		}
		for _, doc := range row.Documents {
			if doc.InForce() {
				r.Documents = append(r.Documents, at.link(doc.Page, doc.ID))
			}
		}
		for _, risk := range row.Risks {
			r.Risks = append(r.Risks, at.link(rowPage(risk), risk.ID.Value))
		}
		group := &v.Groups[len(v.Groups)-1]
		group.Rows = append(group.Rows, r)
	}
	return v
}
