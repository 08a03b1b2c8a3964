package site

import "annexa/internal/isms"

// A Chip is a state in a word, with a shape beside it: what it means can be
// told without its colour. Shape is one of yes, half, no, draft, review,
// future, retired, overdue, due, excluded, open.
type Chip struct{ Shape, Word string }

func stateChip(d *isms.Document) Chip {
	switch d.State {
	case isms.Draft:
		return Chip{"draft", "draft"}
	case isms.InReview:
		return Chip{"review", "in review"}
	case isms.Approved:
		return Chip{"yes", "approved"}
	case isms.Effective:
		return Chip{"future", "not yet in force"}
	case isms.Retired:
		return Chip{"retired", "withdrawn"}
	}
	return Chip{}
}

// doubt is the state of a document where it is not in force: lists stay quiet
// about the rest.
func doubt(d *isms.Document) Chip {
	if d.InForce() {
		return Chip{}
	}
	return stateChip(d)
}

func answerChip(a isms.Answer) Chip {
	switch a {
	case isms.Yes:
		return Chip{"yes", "yes"}
	case isms.InDraft:
		return Chip{"draft", "in draft"}
	}
	return Chip{"no", "no"}
}

var implementationChips = map[string]Chip{
	"implemented": {"yes", "implemented"}, "partial": {"half", "partial"}, "planned": {"future", "planned"}, "not-started": {"no", "not started"},
}

func implementationChip(word string) Chip {
	if c, ok := implementationChips[word]; ok {
		return c
	}
	return Chip{"open", "not said"}
}

func reviewChip(status isms.ReviewStatus) Chip {
	switch status {
	case isms.Overdue:
		return Chip{"overdue", "overdue"}
	case isms.Due:
		return Chip{"due", "due soon"}
	case isms.Unplanned:
		return Chip{"open", "not planned"}
	}
	return Chip{}
}

func decisionChip(q *isms.Requirement) Chip {
	switch {
	case hidden(q):
		return Chip{"open", "not published here"}
	case q.Decision == isms.Applicable:
		return Chip{"yes", "applicable"}
	case q.Decision == isms.Excluded:
		return Chip{"excluded", "excluded"}
	}
	return Chip{"open", "not decided"}
}
