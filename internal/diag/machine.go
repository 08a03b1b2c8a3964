package diag

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// jsonProblem is the shape of a problem in JSON. Keys are never renamed or
// taken away.
type jsonProblem struct {
	File     string   `json:"file,omitempty"`
	Line     int      `json:"line,omitempty"`
	Column   int      `json:"column,omitempty"`
	Severity string   `json:"severity"`
	Rule     string   `json:"rule"`
	Subject  string   `json:"subject,omitempty"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
	Fix      *jsonFix `json:"fix,omitempty"`
}

type jsonFix struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// JSON writes the problems as a JSON object:
//
//	{"errors": 1, "warnings": 0, "notes": 0, "problems": [{"file", "line", "column",
//	  "severity", "rule", "subject", "message", "hint", "fix": {"old", "new"}}]}
//
// Of a problem only severity, rule and message are always there.
func JSON(w io.Writer, problems []Problem) error {
	count := CountOf(problems)
	out := struct {
		Errors   int           `json:"errors"`
		Warnings int           `json:"warnings"`
		Notes    int           `json:"notes"`
		Problems []jsonProblem `json:"problems"`
	}{count.Errors, count.Warnings, count.Notes, make([]jsonProblem, 0, len(problems))}
	for _, p := range problems {
		j := jsonProblem{p.Place.File, p.Place.Line, p.Place.Column, p.Severity.String(), p.Rule.Name, p.Subject, p.Message, p.Hint, nil}
		if p.Fix != (Fix{}) {
			j.Fix = &jsonFix{p.Fix.Old, p.Fix.New}
		}
		out.Problems = append(out.Problems, j)
	}
	return encode(w, out)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// told is a problem's message with its mend.
func told(p Problem) string {
	if p.Hint == "" {
		return p.Message
	}
	return p.Message + "\nhint: " + p.Hint
}

// GitHub writes the problems as workflow commands, which GitHub shows as
// annotations of a change.
func GitHub(w io.Writer, problems []Problem) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	b := bufio.NewWriter(w)
	for _, p := range problems {
		command := p.Severity.String()
		if p.Severity == Note {
			command = "notice"
		}
		fmt.Fprintf(b, "::%s ", command)
		if p.Place.File != "" {
			fmt.Fprintf(b, "file=%s,", property.Replace(p.Place.File))
			if p.Place.Line > 0 {
				fmt.Fprintf(b, "line=%d,", p.Place.Line)
			}
			if p.Place.Column > 0 {
				fmt.Fprintf(b, "col=%d,", p.Place.Column)
			}
		}
		fmt.Fprintf(b, "title=%s::%s\n", property.Replace(p.Rule.Name), text.Replace(told(p)))
	}
	return b.Flush()
}

// fingerprints tells problems apart over the lines they move to: a hash of
// rule, file and message, and of how many of the same came before.
func fingerprints(problems []Problem) []string {
	out, seen := make([]string, len(problems)), map[[3]string]int{}
	for i, p := range problems {
		key := [3]string{p.Rule.Name, p.Place.File, p.Message}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d", key[0], key[1], key[2], seen[key]))
		seen[key]++
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

// gitlabSeverities are those of Code Climate, which GitLab reads.
var gitlabSeverities = map[Severity]string{Error: "critical", Warning: "minor", Note: "info"}

// GitLab writes the problems as a report of code quality, which GitLab shows in
// a merge request. A problem of the whole content is one of the file whole.
func GitLab(w io.Writer, problems []Problem, whole string) error {
	type lines struct {
		Begin int `json:"begin"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type issue struct {
		Description string   `json:"description"`
		CheckName   string   `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	out, prints := make([]issue, 0, len(problems)), fingerprints(problems)
	for i, p := range problems {
		file := p.Place.File
		if file == "" {
			file = whole
		}
		out = append(out, issue{told(p), p.Rule.Name, prints[i], gitlabSeverities[p.Severity], location{file, lines{max(p.Place.Line, 1)}}})
	}
	return encode(w, out)
}
