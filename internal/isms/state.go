package isms

import "annexa/internal/day"

// state is what a document is on a day: one function of content and day. A
// file that does not say what kind of document it is has no state.
func state(d *Document, on day.Date) State {
	if d.Kind == "" && !d.Has("kind") {
		return Page
	}
	switch d.Front.Status {
	case "retired":
		return Retired
	case "approved":
		if d.Front.Effective.After(on) {
			return Effective
		}
		return Approved
	case "in-review":
		return InReview
	}
	return Draft
}

// Review says when a document is to be looked at next, and whether that day
// has come, or what it relies on was changed before. Records, drafts, pages and what was withdrawn have no review.
func (m *ISMS) Review(d *Document) Review {
	if !m.Reviewed(d) {
		return Review{}
	}
	f := &d.Front
	r := Review{Last: f.Review.Last, Next: f.Review.Next, Every: f.Review.Every}
	if r.Last.IsZero() {
		r.Last = f.Approved.Date
	}
	if r.Every.IsZero() {
		r.Every = m.Config.Review.Every
	}
	if r.Next.IsZero() {
		r.Next = r.Last.Add(r.Every)
	}
	switch {
	case !r.Next.IsZero() && r.Next.Before(m.Day):
		r.Status = Overdue
	case len(m.Suspects(d)) > 0:
		r.Status = Suspect
	case r.Next.IsZero():
		r.Status = Unplanned
	case !r.Next.After(m.Day.Add(m.Config.Review.Remind)):
		r.Status = Due
	default:
		r.Status = Current
	}
	return r
}

// Reviewed says that the document is one that is looked at from time to time: a
// text of it is in force, whatever became of its file since, and it is no record,
// which says what was.
func (m *ISMS) Reviewed(d *Document) bool {
	return d.holds(m) && d.Kind != "record" && d.Front.Retain.IsZero()
}

// A Review is the review of a document.
type Review struct {
	Last, Next day.Date
	Every      day.Interval
	Status     ReviewStatus
}

// ReviewStatus says whether a review is due.
type ReviewStatus uint8

// The states of a review.
const (
	NoReview  ReviewStatus = iota // none is wanted
	Current                       // its day is still to come
	Due                           // it falls due within the time of reminding
	Suspect                       // the text of what it relies on was changed since the last
	Overdue                       // its day has passed
	Unplanned                     // nothing says when
)

// String is the status in words.
func (s ReviewStatus) String() string {
	return [...]string{"no review", "current", "due soon", "to be looked at again", "overdue", "not planned"}[s]
}
