package check

import (
	"cmp"
	"slices"
	"sort"

	"annexa/internal/diag"
	"annexa/internal/isms"
)

// The rules of exceptions: each is for a while, and for something.
var (
	ExceptionExpired = diag.NewRule("exception-expired", diag.Warning, "an exception that has ended excuses nothing any more, and somebody must decide anew")
	ExceptionUnused  = diag.NewRule("exception-unused", diag.Note, "an exception from a rule that nothing breaks hides the next problem of its kind")
)

// Settle gives problems the severities of annexa.yaml, takes out those of rules
// that are off and those that are excepted, and puts the rest into order.
func Settle(m *isms.ISMS, problems []diag.Problem) []diag.Problem {
	return newSettler(m).settle(problems)
}

// settings settles all problems, those of the settings themselves included.
func (c *checker) settings() []diag.Problem {
	for _, s := range c.m.Config.Rules {
		if _, ok := Lookup(s.Rule); !ok {
			p := diag.ConfigRule.At(s.Place, "there is no rule %s", s.Rule)
			if near := diag.Nearest(s.Rule, names); near != "" {
				p = p.Hinting("did you mean %s?", near)
			} else {
				p = p.Hinting("annexa help lists the rules")
			}
			c.report(p)
		}
	}
	settler := newSettler(c.m)
	kept := settler.settle(c.problems)
	return diag.Sort(append(kept, settler.settle(settler.exceptions())...))
}

// A settler knows what annexa.yaml says of rules, and what of it was used.
type settler struct {
	m        *isms.ISMS
	pages    map[string]bool // files that are no documents of the management system
	ids      map[string]string
	rows     map[string][]*isms.Row
	excepted map[[2]int]int // by setting and exception: how many problems
}

func newSettler(m *isms.ISMS) *settler {
	s := &settler{m: m, pages: map[string]bool{}, ids: map[string]string{}, rows: map[string][]*isms.Row{}, excepted: map[[2]int]int{}}
	for _, d := range m.Documents {
		s.pages[d.File], s.ids[d.File] = !d.Managed, d.ID
	}
	for _, r := range m.Registers {
		rows := slices.Clone(r.Rows)
		slices.SortFunc(rows, func(a, b *isms.Row) int { return cmp.Compare(a.Line(), b.Line()) })
		s.rows[r.File] = rows
	}
	return s
}

func (s *settler) settle(problems []diag.Problem) []diag.Problem {
	var kept []diag.Problem
	for _, p := range problems {
		p.Subject = cmp.Or(p.Subject, s.subject(p.Place))
		for i, setting := range s.m.Config.Rules {
			if setting.Rule != p.Rule.Name {
				continue
			}
			if setting.Given {
				severity := setting.Severity
				if p.Severity < p.Rule.Severity {
					severity = min(severity, p.Severity) // a rule may be milder in one place than in others
				}
				p.Severity = severity
			}
			for k, e := range setting.Except {
				if e.Covers(p) && p.Severity != diag.Off {
					s.excepted[[2]int{i, k}]++
					if !e.Until.Before(s.m.Day) {
						p.Severity = diag.Off
					}
				}
			}
		}
		// Whatever is configured: a page was never meant to be checked. Only where
		// it cannot be published at all, nothing is.
		if s.pages[p.Place.File] && p.Rule != diag.DuplicateAddress {
			p = p.AtMost(diag.Warning)
		}
		if p.Severity != diag.Off {
			kept = append(kept, p)
		}
	}
	return diag.Sort(kept)
}

// subject is the id of what stands at a place: a document, or the row of a
// register that begins last before it.
func (s *settler) subject(at diag.Place) string {
	rows := s.rows[at.File]
	behind := sort.Search(len(rows), func(i int) bool { return rows[i].Line() > at.Line })
	if at.Line > 0 && behind > 0 {
		return rows[behind-1].ID.Value
	}
	return s.ids[at.File]
}

// exceptions are the problems of exceptions that ended or that nothing needs.
// Of a rule that is broken only while pages and PDFs are made, nobody can say
// that yet.
func (s *settler) exceptions() []diag.Problem {
	var out []diag.Problem
	for i, setting := range s.m.Config.Rules {
		rule, ok := Lookup(setting.Rule)
		if !ok {
			continue
		}
		for k, e := range setting.Except {
			switch used := s.excepted[[2]int{i, k}]; {
			case e.Until.Before(s.m.Day) && used > 0:
				out = append(out, ExceptionExpired.At(e.Place, "the exception of %s from %s ended on %s, and %s again", e.On, rule.Name, e.Until, toldAgain(used)).
					Hinting("mend what it was made for, or decide on it anew and say until when"))
			case e.Until.Before(s.m.Day):
				out = append(out, ExceptionUnused.At(e.Place, "the exception of %s from %s ended on %s, and is not needed any more", e.On, rule.Name, e.Until).Hinting("take it out"))
			case used == 0 && !publishing(rule):
				out = append(out, ExceptionUnused.At(e.Place, "nothing of %s breaks %s, and an exception says it may", e.On, rule.Name).
					Hinting("take it out; on wants an id, or a path such as policies/*.md"))
			}
		}
	}
	return out
}

// toldAgain says what an exception excuses no longer.
func toldAgain(n int) string {
	if n == 1 {
		return "its problem is told"
	}
	return "its " + diag.Plural(n, "problem") + " are told"
}

// want is what annexa.yaml asks for of a kind of document by a rule.
func (c *checker) want(rule *diag.Rule, kind string) []string {
	s, _ := c.m.Config.Setting(rule.Name)
	return s.Want[kind]
}
