// Package diag says what is wrong or doubtful in the content: a problem has a
// rule, a severity, a place, a message and the mend.
//
// Messages and hints begin in lower case, end without a full stop, name the
// thing and, where a word was misspelt, suggest the nearest one. Lines and
// columns count from 1, columns in characters; a problem of a whole file has
// line 0, one of the whole content no file.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says what a problem means for a build.
type Severity uint8

// The severities, mildest first. An error stops a build.
const (
	Off Severity = iota
	Note
	Warning
	Error
)

// String is the severity as it is configured and printed.
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "off"
}

// ParseSeverity reads off, note, warning or error.
func ParseSeverity(s string) (Severity, bool) {
	for severity := Off; severity <= Error; severity++ {
		if severity.String() == s {
			return severity, true
		}
	}
	return Off, false
}

// A Place is where in the content something stands.
type Place struct {
	File         string // slash-separated, within the content
	Line, Column int    // 1-based, 0 where unknown
}

// String is the place as editors and terminals link it: file:line:column.
func (p Place) String() string {
	switch {
	case p.File == "":
		return "content"
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// A Problem is one thing wrong or doubtful in the content.
type Problem struct {
	Rule     *Rule
	Severity Severity
	Place    Place
	Message  string
	Hint     string // the mend; may be empty
	Subject  string // the id of the document, requirement or row it is about; may be empty
	Fix      Fix    // the mend where a machine can do it; may be empty
}

// A Fix puts one text in the place of another: the first that stands at or
// behind the problem's place. It is made only where nobody would mend the
// problem otherwise.
type Fix struct{ Old, New string }

// At makes a problem of the rule with its default severity.
func (r *Rule) At(place Place, format string, args ...any) Problem {
	return Problem{Rule: r, Severity: r.Severity, Place: place, Message: fmt.Sprintf(format, args...)}
}

// Hinting returns the problem with a mend.
func (p Problem) Hinting(format string, args ...any) Problem {
	p.Hint = fmt.Sprintf(format, args...)
	return p
}

// About returns the problem with the id of what it is about.
func (p Problem) About(id string) Problem {
	p.Subject = id
	return p
}

// Fixed returns the problem with a mend that a machine can do.
func (p Problem) Fixed(from, to string) Problem {
	p.Fix = Fix{from, to}
	return p
}

// AtMost returns the problem with a severity no higher than s.
func (p Problem) AtMost(s Severity) Problem {
	p.Severity = min(p.Severity, s)
	return p
}

// Sort puts problems in the order they are printed in: by file, line and
// column, then by rule and message, numbers in them by value; and drops those
// said twice.
func Sort(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(
			natural(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Rule.Name, b.Rule.Name),
			natural(a.Message, b.Message),
			cmp.Compare(a.Hint, b.Hint),
		)
	})
	return slices.Compact(problems)
}

// A Count is how many problems there are of each severity.
type Count struct{ Errors, Warnings, Notes int }

// CountOf counts problems by severity.
func CountOf(problems []Problem) Count {
	var c Count
	for _, p := range problems {
		switch p.Severity {
		case Error:
			c.Errors++
		case Warning:
			c.Warnings++
		case Note:
			c.Notes++
		}
	}
	return c
}

// String is the count in words: 1 error, 3 warnings, 2 notes.
func (c Count) String() string {
	return fmt.Sprintf("%s, %s, %s", Plural(c.Errors, "error"), Plural(c.Warnings, "warning"), Plural(c.Notes, "note"))
}

// Plural is a number with its noun, which takes an s unless there is one.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
