package site

import (
	"slices"

	"annexa/internal/day"
	"annexa/internal/isms"
)

// Reviews is the reviews of documents.
type Reviews struct {
	Date     string
	Remind   string
	Groups   []ReviewGroup // the most pressing first
	Calendar Link          // everything else that falls due
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

// reviewGroups are the states of reviews in the order of pressure.
var reviewGroups = []struct {
	status       isms.ReviewStatus
	anchor, path string // of the title; that of the text ends in -text
}{
	{isms.Overdue, "Overdue", "reviews.overdue"}, {isms.Suspect, "Suspect", "reviews.suspect"}, {isms.Due, "Due", "reviews.due"}, {isms.Unplanned, "Unplanned", "reviews.unplanned"}, {isms.Current, "Later", "reviews.later"},
}

// reviews adds the page of the reviews of documents.
func (s *Site) reviews() error {
	return s.page(header{"reviews.html", section{calendarSection, "reviews"}, s.say("reviews.title"), s.say("reviews.about")}, "reviews.html", s.reviewsView)
}

func (s *Site) reviewsView(at seat) any {
	v := Reviews{Date: s.date(s.m.Day), Remind: s.interval(s.m.Config.Review.Remind), Calendar: at.link(calendarPage, s.say("calendar.all"))}
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
		group := ReviewGroup{Anchor: g.anchor, Title: s.say(g.path), Text: s.say(g.path + "-text")}
		for _, d := range list {
			row := ReviewRow{
				Document: at.document(d.Document), Kind: d.Kind, Owner: s.role(at, "", d.Front.Owner.Value), Last: s.date(d.Last), Next: s.date(d.Next), State: s.reviewChip(d.Status),
			}
			row.When = s.when(d.Next)
			group.Rows = append(group.Rows, row)
		}
		v.Groups = append(v.Groups, group)
	}
	return v
}

// when is how far a day is from the day of the build.
func (s *Site) when(d day.Date) string {
	if d.IsZero() {
		return ""
	}
	switch n := d.Sub(s.m.Day); {
	case n == 0:
		return s.say("when.today")
	case n == 1:
		return s.say("when.tomorrow")
	case n == -1:
		return s.say("when.yesterday")
	case n < 0:
		return s.count("when.ago", -n)
	default:
		return s.count("when.in", n)
	}
}
