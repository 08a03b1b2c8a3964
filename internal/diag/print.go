package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Printer writes problems for people.
type Printer struct {
	Colour bool
	Prefix string // put before each file's name, with a slash: where the content lies, seen from the terminal
}

// Text writes a problem a line, "file:line:column: severity: message [rule]",
// its hint indented below.
func (p Printer) Text(w io.Writer, problems []Problem) error {
	b := bufio.NewWriter(w)
	for _, problem := range problems {
		place := problem.Place
		if place.File != "" {
			place.File = p.Prefix + place.File
		}
		fmt.Fprintf(b, "%s: %s: %s %s\n", printable(place.String()), p.severity(problem.Severity), printable(problem.Message), p.faint("["+problem.Rule.Name+"]"))
		if problem.Hint != "" {
			fmt.Fprintf(b, "    %s %s\n", p.faint("hint:"), printable(problem.Hint))
		}
	}
	return b.Flush()
}

func (p Printer) severity(s Severity) string {
	if !p.Colour {
		return s.String()
	}
	switch s {
	case Error:
		return "\x1b[1;31merror\x1b[0m"
	case Warning:
		return "\x1b[33mwarning\x1b[0m"
	}
	return "\x1b[36m" + s.String() + "\x1b[0m"
}

func (p Printer) faint(s string) string {
	if !p.Colour {
		return s
	}
	return "\x1b[2m" + s + "\x1b[0m"
}

// printable replaces control characters, which content could use to write
// over a terminal's other lines, and characters that reverse the direction.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\ufffd'
		}
		return r
	}, s)
}

// jsonProblem is the shape of a problem in JSON.
type jsonProblem struct {
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

// JSON writes the problems as a JSON object {"problems": […]}.
func (p Printer) JSON(w io.Writer, problems []Problem) error {
	out := struct {
		Problems []jsonProblem `json:"problems"`
	}{make([]jsonProblem, 0, len(problems))}
	for _, problem := range problems {
		file := problem.Place.File
		if file != "" {
			file = p.Prefix + file
		}
		out.Problems = append(out.Problems, jsonProblem{file, problem.Place.Line, problem.Place.Column, problem.Severity.String(), problem.Rule.Name, problem.Message, problem.Hint})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// GitHub writes the problems as workflow commands, which GitHub shows as
// annotations of a change.
func (p Printer) GitHub(w io.Writer, problems []Problem) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	b := bufio.NewWriter(w)
	for _, problem := range problems {
		command := problem.Severity.String()
		if problem.Severity == Note {
			command = "notice"
		}
		message := problem.Message
		if problem.Hint != "" {
			message += "\nhint: " + problem.Hint
		}
		fmt.Fprintf(b, "::%s ", command)
		if problem.Place.File != "" {
			fmt.Fprintf(b, "file=%s,", property.Replace(p.Prefix+problem.Place.File))
			if problem.Place.Line > 0 {
				fmt.Fprintf(b, "line=%d,", problem.Place.Line)
			}
			if problem.Place.Column > 0 {
				fmt.Fprintf(b, "col=%d,", problem.Place.Column)
			}
		}
		fmt.Fprintf(b, "title=%s::%s\n", property.Replace(problem.Rule.Name), text.Replace(message))
	}
	return b.Flush()
}
