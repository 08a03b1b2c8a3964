package site

import "annexa/internal/isms"

// A Chip is a state in a word, with a shape beside it: what it means can be
// told without its colour. Shape is one of yes, half, no, draft, review,
// future, retired, overdue, due, excluded, open.
type Chip struct{ Shape, Word string }

// chip is a state with the word of a path.
func (s *Site) chip(shape, path string) Chip { return Chip{shape, s.say(path)} }

func (s *Site) stateChip(d *isms.Document) Chip {
	switch d.State {
	case isms.Draft:
		return s.chip("draft", "standing.draft")
	case isms.InReview:
		return s.chip("review", "standing.in-review")
	case isms.Approved:
		return s.chip("yes", "standing.approved")
	case isms.Effective:
		return s.chip("future", "standing.effective")
	case isms.Retired:
		return s.chip("retired", "standing.retired")
	}
	return Chip{}
}

// doubt is the state of a document where it is not in force: lists stay quiet
// about the rest.
func (s *Site) doubt(d *isms.Document) Chip {
	if d.InForce() {
		return Chip{}
	}
	return s.stateChip(d)
}

func (s *Site) answerChip(a isms.Answer) Chip {
	switch a {
	case isms.Yes:
		return s.chip("yes", "answer.yes")
	case isms.InDraft:
		return s.chip("draft", "answer.draft")
	}
	return s.chip("no", "answer.no")
}

// implementationChip is the state of a word under implementation.
func (s *Site) implementationChip(word string) Chip {
	switch word {
	case "implemented":
		return s.chip("yes", "progress.implemented")
	case "partial":
		return s.chip("half", "progress.partial")
	case "planned":
		return s.chip("future", "progress.planned")
	case "not-started":
		return s.chip("no", "progress.not-started")
	}
	return s.chip("open", "progress.unsaid")
}

func (s *Site) reviewChip(status isms.ReviewStatus) Chip {
	switch status {
	case isms.Overdue:
		return s.chip("overdue", "reviewed.overdue")
	case isms.Suspect:
		return s.chip("due", "reviewed.suspect")
	case isms.Due:
		return s.chip("due", "reviewed.due")
	case isms.Unplanned:
		return s.chip("open", "reviewed.unplanned")
	}
	return Chip{}
}

func (s *Site) decisionChip(q *isms.Requirement) Chip {
	switch {
	case hidden(q):
		return s.chip("open", "level.word")
	case q.Decision == isms.Applicable:
		return s.chip("yes", "decision.applicable")
	case q.Decision == isms.Excluded:
		return s.chip("excluded", "decision.excluded")
	}
	return s.chip("open", "decision.undecided")
}
