package site

import (
	"html/template"

	"annexa/internal/diag"
	"annexa/internal/isms"
)

// A Figure is a number with what it counts.
type Figure struct {
	Number int
	Text   string
	Shape  string // as of a Chip
	Href   template.URL
}

// figure is a number with the words for so many. It leads to where the things
// counted are, if there are any; that there is nothing missing is good.
func (s *Site) figure(n int, word, shape string, to template.URL, with ...string) Figure {
	f := Figure{Number: n, Text: s.count("figure."+word, n, with...), Shape: shape, Href: to}
	if n == 0 {
		f.Shape, f.Href = "yes", ""
	}
	return f
}

// figures are what the manager of the system has to look at: what there is
// something of, and what there is nothing of.
func (s *Site) figures(at seat) (open, fine []Figure) {
	figures := append(s.reviewFigures(at), s.gaps(at)...)
	if s.m.Level == "" { // else they may be problems of what is not here
		figures = append(figures, s.problemFigure())
	}
	for _, f := range figures {
		if f.Number > 0 {
			open = append(open, f)
		} else {
			fine = append(fine, f)
		}
	}
	return open, fine
}

func (s *Site) reviewFigures(at seat) []Figure {
	count := map[isms.ReviewStatus]int{}
	for _, d := range s.shown {
		count[s.m.Review(d).Status]++
	}
	late := 0
	for _, d := range s.due() {
		if d.Day.Before(s.m.Day) && d.Kind != isms.DocumentReview {
			late++
		}
	}
	out := []Figure{
		s.figure(count[isms.Overdue], "reviews-overdue", "overdue", at.to("reviews.html#Overdue")),
		s.figure(late, "deadlines-overdue", "overdue", at.to(calendarPage+"#Overdue")),
	}
	if n := count[isms.Suspect]; n > 0 { // none where no review notes what it saw
		out = append(out, s.figure(n, "reviews-suspect", "due", at.to("reviews.html#Suspect")))
	}
	return append(out,
		s.figure(count[isms.Due], "reviews-due", "due", at.to("reviews.html#Due"), "remind", s.interval(s.m.Config.Review.Remind)),
		s.figure(count[isms.Unplanned], "reviews-unplanned", "open", at.to("reviews.html#Unplanned")),
	)
}

// gaps counts what is missing.
func (s *Site) gaps(at seat) []Figure {
	controls, clauses := isms.CoverageOf(s.m.AllControls()), isms.CoverageOf(s.m.SubClauses())
	unanswered, missing, drafts, holes := 0, 0, 0, 0
	for _, q := range s.m.SubClauses() {
		if q.Decision != isms.NotHere && (q.WriteUp == nil || q.WriteUp.State == isms.Retired) {
			unanswered++
		}
	}
	for _, q := range s.m.Requirements {
		if q.Leaf() && !q.Withdrawn() && (q.Trace() == isms.Hole || q.Trace() == isms.DraftHole) {
			holes++
		}
	}
	for _, item := range s.items {
		if item.Provided != isms.Yes && !item.NotHere {
			missing++
		}
	}
	for _, d := range s.shown {
		if d.State == isms.Draft || d.State == isms.InReview {
			drafts++
		}
	}
	annex := at.to("annex-a/" + s.m.Standard.Edition().String() + "/index.html")
	soa := at.to("soa/soa.html")
	return []Figure{
		s.figure(controls.Undecided, "undecided", "open", soa),
		s.figure(controls.Total-controls.Undecided-controls.Implemented, "not-implemented", "half", soa),
		s.figure(controls.Total-controls.Evidenced, "not-evidenced", "no", annex),
		s.figure(holes, "holes", "no", at.to(tracePage+"#Holes")),
		s.figure(unanswered, "clauses-unanswered", "no", at.to("clauses/index.html")),
		s.figure(clauses.Total-clauses.Implemented, "clauses-not-implemented", "half", at.to("clauses/index.html")),
		s.figure(missing, "information", "no", at.to("documents.html#Information")),
		s.figure(drafts, "drafts", "draft", at.to("documents.html")),
	}
}

// problemFigure is how many problems annexa check has found.
func (s *Site) problemFigure() Figure {
	var c diag.Count
	if s.opt.Problems != nil {
		c = diag.CountOf(s.opt.Problems())
	}
	if c.Errors > 0 {
		return s.figure(c.Errors+c.Warnings, "errors", "overdue", "")
	}
	return s.figure(c.Warnings, "warnings", "open", "")
}
