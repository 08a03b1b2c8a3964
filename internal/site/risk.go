package site

import (
	"html/template"
	"strconv"

	"annexa/internal/isms"
)

// A Risk that calls for a control.
type Risk struct {
	Href             template.URL
	ID, Title        string
	Level, Left      RegisterCell // before and after treatment
	Treatment, Owner string
}

// RiskScale says how the levels of risks are to be read.
type RiskScale struct {
	Scale, Acceptance int
	Matrix            bool
	Maps              []HeatMap
}

// levels are the level of a risk before and after its treatment.
func (s *Site) levels(row *isms.Row) (level, left RegisterCell) {
	risk := s.m.Config.Risk
	cell := func(name, likelihood, impact string) RegisterCell {
		l, i := row.Cell(likelihood).Number, row.Cell(impact).Number
		n := risk.Level(l, i)
		if n == 0 {
			return RegisterCell{Name: name}
		}
		v := RegisterCell{Name: name, Text: template.HTML(strconv.Itoa(n)), Small: s.say("risk.level", "likelihood", strconv.Itoa(l), "impact", strconv.Itoa(i)), State: s.chip("yes", "risk.within")}
		if n > risk.Acceptance {
			v.State = s.chip("overdue", "risk.above")
		}
		return v
	}
	return cell(s.say("column.level"), "likelihood", "impact"), cell(s.say("column.level-left"), "residual-likelihood", "residual-impact")
}

// risk is a risk as the page of a requirement lists it.
func (s *Site) risk(at seat, row *isms.Row) Risk {
	level, left := s.levels(row)
	return Risk{
		Href: at.to(rowPage(row)), ID: row.ID.Value, Title: row.Title, Level: level, Left: left,
		Treatment: s.word("word", row.Cell("treatment").Text), Owner: row.Cell("owner").Text,
	}
}
