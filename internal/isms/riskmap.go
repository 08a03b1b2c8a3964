package isms

// A RiskMap is where risks stand between likelihood and impact.
type RiskMap struct {
	Cells  [][]RiskCell // [likelihood-1][impact-1]
	Others []*Row       // risks whose likelihood or impact is not given
}

// A RiskCell is the risks of one likelihood and impact.
type RiskCell struct {
	Level    int
	Accepted bool // the level is one that is accepted without treatment
	Risks    []*Row
}

// RiskMap is the map of the register of risks before treatment, or of what is
// left after it.
func (m *ISMS) RiskMap(left bool) RiskMap {
	risk := m.Config.Risk
	x := RiskMap{Cells: make([][]RiskCell, risk.Scale)}
	for l := range x.Cells {
		x.Cells[l] = make([]RiskCell, risk.Scale)
		for i := range x.Cells[l] {
			level := risk.Level(l+1, i+1)
			x.Cells[l][i] = RiskCell{Level: level, Accepted: level <= risk.Acceptance}
		}
	}
	r, ok := m.registers["risks"]
	if !ok {
		return x
	}
	likelihood, impact := "likelihood", "impact"
	if left {
		likelihood, impact = "residual-likelihood", "residual-impact"
	}
	for _, row := range r.Rows {
		l, i := row.Cell(likelihood).Number, row.Cell(impact).Number
		if risk.Level(l, i) == 0 {
			x.Others = append(x.Others, row)
			continue
		}
		cell := &x.Cells[l-1][i-1]
		cell.Risks = append(cell.Risks, row)
	}
	return x
}
