package site

import (
	"strconv"

	"annexa/internal/isms"
)

// A HeatMap is a table of risks: likelihood downwards, the highest on top, and
// impact across.
type HeatMap struct {
	Title   string
	Impacts []int
	Rows    []HeatRow
	Others  int // risks without a likelihood or an impact
}

// A HeatRow is the risks of a likelihood.
type HeatRow struct {
	Likelihood int
	Cells      []HeatCell
}

// A HeatCell is the risks of a likelihood and an impact. Class is accepted, or
// above with how far: above-1 to above-3.
type HeatCell struct {
	Class string
	Level int
	Word  string // whether the level is accepted
	Risks []Link
	More  int // that are not among them
}

// maxHeat is how many risks a cell names.
const maxHeat = 12

// heatMaps are the risks before their treatment and what is left after it.
func (s *Site) heatMaps(at seat) []HeatMap {
	return []HeatMap{s.heatMap(at, s.m.RiskMap(false), s.say("risk.before")), s.heatMap(at, s.m.RiskMap(true), s.say("risk.after"))}
}

func (s *Site) heatMap(at seat, x isms.RiskMap, title string) HeatMap {
	v := HeatMap{Title: title, Others: len(x.Others)}
	most := 0
	for _, row := range x.Cells {
		v.Impacts = append(v.Impacts, len(v.Impacts)+1)
		for _, c := range row {
			most = max(most, c.Level)
		}
	}
	accepted := s.m.Config.Risk.Acceptance
	for l := len(x.Cells) - 1; l >= 0; l-- {
		row := HeatRow{Likelihood: l + 1}
		for _, c := range x.Cells[l] {
			cell := HeatCell{Class: "accepted", Level: c.Level, Word: s.say("risk.within")}
			if !c.Accepted {
				cell.Class = "above-" + strconv.Itoa(1+min(2, (c.Level-accepted)*3/max(1, most-accepted+1)))
				cell.Word = s.say("risk.above")
			}
			for _, risk := range c.Risks[:min(len(c.Risks), maxHeat)] {
				cell.Risks = append(cell.Risks, at.link(rowPage(risk), risk.ID.Value))
			}
			cell.More = len(c.Risks) - len(cell.Risks)
			row.Cells = append(row.Cells, cell)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}
