package site

import (
	"slices"

	"annexa/internal/day"
	"annexa/internal/isms"
)

// Reviews is what falls due: reviews of documents, evidence to be made anew,
// actions to be done.
type Reviews struct {
	Date   string
	Remind string
	Groups []ReviewGroup // of documents, the most pressing first
	Others []Deadline    // evidence and actions
	ICS    Link          // for calendars
}

// A ReviewGroup is the documents whose reviews are in one state.
type ReviewGroup struct {
	Anchor, Title, Text string
	Rows                []ReviewRow
}

// A ReviewRow is a document with the day of its next review.
type ReviewRow struct {
	Document Entry
	Kind     string
	Owner    Fact
	Last     string
	Next     string
	When     string // in how many days, or how many days ago
	State    Chip
}

// A Deadline is the day of something other than a review.
type Deadline struct {
	What  string
	On    Entry // what it belongs to
	Date  string
	When  string
	Owner Fact
	State Chip
	day   day.Date
}

// reviewGroups are the states of reviews in the order of pressure.
var reviewGroups = []struct {
	status              isms.ReviewStatus
	anchor, title, text string
}{
	{isms.Overdue, "Overdue", "Overdue", "Their day has passed: the text may no longer hold."},
	{isms.Due, "Due", "Due soon", "Their day comes within the time of reminding."},
	{isms.Unplanned, "Unplanned", "Not planned", "Nothing says when they are to be reviewed."},
	{isms.Current, "Later", "Later", "Reviewed in time, and due later."},
}

// reviews adds the page of what falls due.
func (s *Site) reviews() error {
	return s.page(header{"reviews.html", section{reviewsSection, ""}, "Reviews due", "What is to be reviewed, and when."}, "reviews.html", s.reviewsView)
}

func (s *Site) reviewsView(at seat) any {
	v := Reviews{Date: s.m.Day.Long(), Remind: s.m.Config.Review.Remind.String(), ICS: at.link(calendarFile, "All dates for a calendar")}
	type due struct {
		*isms.Document
		isms.Review
	}
	by := map[isms.ReviewStatus][]due{}
	for _, d := range s.shown {
		if r := s.m.Review(d); r.Status != isms.NoReview {
			by[r.Status] = append(by[r.Status], due{d, r})
		}
	}
	for _, g := range reviewGroups {
		list := by[g.status]
		if len(list) == 0 {
			continue
		}
		slices.SortStableFunc(list, func(a, b due) int { return a.Next.Compare(b.Next) })
		group := ReviewGroup{Anchor: g.anchor, Title: g.title, Text: g.text}
		for _, d := range list {
			row := ReviewRow{
				Document: at.document(d.Document), Kind: d.Kind, Owner: s.role(at, "", d.Front.Owner.Value), Last: d.Last.Long(), Next: d.Next.Long(), State: reviewChip(d.Status),
			}
			row.When = s.when(d.Next)
			group.Rows = append(group.Rows, row)
		}
		v.Groups = append(v.Groups, group)
	}
	v.Others = s.deadlines(at)
	return v
}

// when is how far a day is from the day of the build.
func (s *Site) when(d day.Date) string {
	if d.IsZero() {
		return ""
	}
	switch n := d.Sub(s.m.Day); {
	case n == 0:
		return "today"
	case n == 1:
		return "tomorrow"
	case n == -1:
		return "yesterday"
	case n < 0:
		return plural(-n, "day") + " ago"
	default:
		return "in " + plural(n, "day")
	}
}

// deadlines are evidence that expires and actions that are due within the
// time of reminding or before.
func (s *Site) deadlines(at seat) []Deadline {
	limit := s.m.Day.Add(s.m.Config.Review.Remind)
	var out []Deadline
	add := func(d *isms.Document, what, owner string, on day.Date, late string) {
		if on.IsZero() || on.After(limit) {
			return
		}
		state := Chip{"due", "due soon"}
		if on.Before(s.m.Day) {
			state = Chip{"overdue", late}
		}
		out = append(out, Deadline{what, at.document(d), on.Long(), s.when(on), s.role(at, "", owner), state, on})
	}
	for _, d := range s.shown {
		if d.Requirement == nil || d.State == isms.Retired {
			continue
		}
		f := &d.Front
		for _, e := range f.Evidence {
			add(d, "Evidence: "+e.Title, f.Owner.Value, e.Until(), "expired")
		}
		if f.Action.What != "" {
			add(d, "Action: "+f.Action.What, f.Action.Owner.Value, f.Action.Due, "overdue")
		}
	}
	slices.SortStableFunc(out, func(a, b Deadline) int { return a.day.Compare(b.day) })
	return out
}
