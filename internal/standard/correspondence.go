package standard

import (
	"fmt"
	"slices"
)

// correspond writes one pair of the correspondence into both editions.
func correspond(of2013, of2022 *Catalogue, id2013, id2022 string) error {
	former, ok := of2013.byID[id2013]
	if !ok {
		return fmt.Errorf("correspondence: 2013 has no %s", id2013)
	}
	successor, ok := of2022.byID[id2022]
	if !ok {
		return fmt.Errorf("correspondence: 2022 has no %s", id2022)
	}
	former.Others = append(former.Others, id2022)
	successor.Others = append(successor.Others, id2013)
	return nil
}

// gatherOthers gives the headings of Annex A the correspondence of the controls
// below them, and puts every list in order.
func (c *Catalogue) gatherOthers() {
	for _, r := range slices.Backward(c.all) { // parts before their heading
		r.Others = inOrder(r.Others)
		if p, ok := c.byID[r.Parent]; ok && !r.IsClause() {
			p.Others = append(p.Others, r.Others...)
		}
	}
}

// inOrder sorts ids in place and drops those that occur twice.
func inOrder(ids []string) []string {
	slices.SortFunc(ids, Compare)
	return slices.Compact(ids)
}
