package site

import (
	"strconv"

	"annexa/internal/isms"
)

// Readiness is how much of what a certification audit looks at is there.
type Readiness struct {
	Date   string
	Level  string        // what of the content counts, where not all does
	First  string        // stage 1 in a sentence
	Points []Information // of stage 1, worst first
	Second string        // stage 2 in a sentence
	Sums   []CoveredGroup
	Gaps   []Gap // of stage 2, worst first
}

// A Gap is a requirement that lacks one or more of the four states.
type Gap struct {
	Requirement Entry // with its state where it is not decided
	States      []Chip
}

// readiness adds the page of readiness for certification.
func (s *Site) readiness() error {
	return s.page(header{readinessPage, section{coverageSection, "readiness"}, s.say("readiness.title"), s.say("readiness.about")}, "readiness.html", s.readinessView)
}

func (s *Site) readinessView(at seat) any {
	r := s.m.Readiness()
	v := Readiness{Date: s.date(s.m.Day), Level: s.level(), Sums: s.sums(at)}
	n := strconv.Itoa
	v.First = s.say("readiness.points", "there", n(r.Ready.There), "total", n(r.Ready.Total()), "draft", n(r.Ready.InDraft), "missing", n(r.Ready.Missing))
	if r.Ready.NotHere > 0 {
		v.First += " " + s.say("readiness.not-here", "n", n(r.Ready.NotHere))
	}
	v.Second = s.say("readiness.met", "met", n(r.Met), "total", n(r.Met+len(r.Gaps)))
	for _, p := range r.Points {
		v.Points = append(v.Points, s.point(at, p))
	}
	for _, g := range r.Gaps {
		gap := Gap{Requirement: at.requirement(g.Requirement)}
		if g.Undecided {
			gap.Requirement.State = s.chip("open", "decision.undecided")
		}
		for _, a := range g.States() {
			gap.States = append(gap.States, s.answerChip(a))
		}
		v.Gaps = append(v.Gaps, gap)
	}
	return v
}

// point is a point of stage 1 as a row of documented information. What the
// decisions lack is seen from the Statement of Applicability.
func (s *Site) point(at seat, p isms.Point) Information {
	v := s.information(at, []isms.Item{p.Item})[0]
	if p.Item.Item != isms.Decisions {
		return v
	}
	v.What, v.Lang = s.say("readiness.decisions"), nil
	to := Entry{Href: at.to("soa/soa.html"), Title: s.say("soa.title")}
	if n := len(p.Undecided); n > 0 {
		to.Note = s.say("coverage.undecided", "n", strconv.Itoa(n))
	}
	v.By = []Entry{to}
	return v
}
