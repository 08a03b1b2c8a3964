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

// figure is a number with the words for one and for more. It leads to where
// the things counted are, if there are any; that there is nothing missing is
// good.
func figure(n int, one, more, shape string, to template.URL) Figure {
	f := Figure{Number: n, Text: more, Shape: shape, Href: to}
	if n == 1 {
		f.Text = one
	}
	if n == 0 {
		f.Shape, f.Href = "yes", ""
	}
	return f
}

func (s *Site) reviewFigures(at seat) []Figure {
	count := map[isms.ReviewStatus]int{}
	for _, d := range s.shown {
		count[s.m.Review(d).Status]++
	}
	remind := s.m.Config.Review.Remind.String()
	return []Figure{
		figure(count[isms.Overdue], "review overdue", "reviews overdue", "overdue", at.to("reviews.html#Overdue")),
		figure(count[isms.Due], "review due within "+remind, "reviews due within "+remind, "due", at.to("reviews.html#Due")),
		figure(count[isms.Unplanned], "document without a planned review", "documents without a planned review", "open", at.to("reviews.html#Unplanned")),
	}
}

// gaps counts what is missing.
func (s *Site) gaps(at seat) []Figure {
	controls, clauses := isms.CoverageOf(s.m.Controls()), isms.CoverageOf(s.m.SubClauses())
	unanswered, missing, drafts := 0, 0, 0
	for _, q := range s.m.SubClauses() {
		if q.WriteUp == nil || q.WriteUp.State == isms.Retired {
			unanswered++
		}
	}
	for _, item := range s.items {
		if item.Provided != isms.Yes {
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
		figure(controls.Undecided, "control not decided", "controls not decided", "open", soa),
		figure(controls.Total-controls.Undecided-controls.Implemented, "applicable control not implemented in full", "applicable controls not implemented in full", "half", soa),
		figure(controls.Total-controls.Evidenced, "control without evidence that holds", "controls without evidence that holds", "no", annex),
		figure(unanswered, "clause without a write-up", "clauses without a write-up", "no", at.to("clauses/index.html")),
		figure(clauses.Total-clauses.Implemented, "clause not implemented in full", "clauses not implemented in full", "half", at.to("clauses/index.html")),
		figure(missing, "piece of documented information missing or in draft", "pieces of documented information missing or in draft", "no", at.to("documents.html#Information")),
		figure(drafts, "document in draft or in review", "documents in draft or in review", "draft", at.to("documents.html")),
	}
}

// problemFigure is how many problems annexa check has found.
func (s *Site) problemFigure() Figure {
	c := diag.CountOf(s.opt.Problems)
	if c.Errors > 0 {
		return figure(c.Errors+c.Warnings, "error by annexa check", "errors and warnings by annexa check", "overdue", "")
	}
	return figure(c.Warnings, "warning by annexa check", "warnings by annexa check", "open", "")
}
