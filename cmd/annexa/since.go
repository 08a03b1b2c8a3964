package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"annexa/internal/build"
	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/isms"
)

// since prints what a change of the content does to its documents, from a
// revision to the files as they are: which change their state, and who still
// has to approve what. It says whether anybody has.
func (c *approvalsCommand) since(t *terminal, p *project, l *build.Loaded, dir string) (waits bool, err error) {
	at, commit, done, err := t.revision(dir, c.Since)
	defer done()
	if err != nil {
		return false, err
	}
	flags := contentFlags{}
	flags.Date = l.Whole.Day.String() // the content changes, the day does not
	_, before, err := t.read(at, flags)
	if err != nil {
		return false, err
	}
	moves := isms.Moves(before.ISMS, before.Whole, l.ISMS, l.Whole)
	switch c.Format {
	case "json":
		err = c.sinceJSON(t, p, l, commit, moves)
	case "github":
		err = diag.GitHub(t.out, p.located(annotations(moves)))
	case "gitlab":
		err = diag.GitLab(t.out, p.located(annotations(moves)), p.folder()+p.content+config.File)
	default:
		for _, m := range moves {
			fmt.Fprintf(t.out, "%s %s\n", m.ID, m.Document.Title)
			for _, line := range told(m) {
				fmt.Fprintf(t.out, "    %s\n", line)
			}
		}
	}
	if err != nil {
		return false, err
	}
	waiting := 0
	for _, m := range moves {
		if m.Awaited != nil {
			waiting++
		}
	}
	fmt.Fprintf(t.err, "annexa: since %s %s in what holds, or in what is to be approved; %d to be approved\n", c.Since, plural(len(moves), "document moves", "documents move"), waiting)
	return waiting > 0, nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// told is a move in sentences without an end.
func told(m isms.Move) []string {
	var lines []string
	if before, after := stands(m.Before), stands(m.After); before != after {
		lines = append(lines, before+" -> "+after)
	}
	if m.After.Coming != "" && m.After.Coming != m.Before.Coming {
		lines = append(lines, fmt.Sprintf("version %s is approved, in force from %s", m.After.Coming, m.After.From))
	}
	if a := m.Awaited; a != nil {
		lines = append(lines, awaits(a))
	}
	if len(lines) == 0 {
		lines = append(lines, "what is approved for a later day changed")
	}
	return lines
}

func stands(s isms.Standing) string {
	switch {
	case s.State == "":
		return "not there"
	case s.Version == "":
		return s.State
	}
	return s.State + ", version " + s.Version
}

// awaits says who has to approve what.
func awaits(a *isms.Awaited) string {
	what := "its text"
	if a.Version != "" {
		what = "version " + a.Version
	}
	who := "anybody"
	if len(a.Roles) > 0 {
		who = strings.Join(a.Roles, " or ")
	}
	if len(a.People) > 0 {
		who += " (" + strings.Join(a.People, ", ") + ")"
	}
	text := fmt.Sprintf("%s awaits %s: %s", what, diag.Plural(a.Missing, "approval"), who)
	if len(a.By) > 0 {
		text += "; approved already by " + strings.Join(a.By, ", ")
	}
	return text
}

// annotations are moves as remarks on the lines of a change.
func annotations(moves []isms.Move) []diag.Problem {
	rule := &diag.Rule{Name: "approvals", Severity: diag.Note}
	var out []diag.Problem
	for _, m := range moves {
		p := rule.At(m.Document.At("version"), "%s: %s", m.ID, strings.Join(told(m), "; ")).About(m.ID)
		if m.Awaited != nil {
			p = p.Hinting("annexa approve %s", m.ID)
			p.Severity = diag.Warning
		}
		out = append(out, p)
	}
	return out
}

// The shapes of JSON.
type (
	sinceJSON struct {
		Since     string     `json:"since"`
		Commit    string     `json:"commit"`
		Day       string     `json:"day"`
		Documents []moveJSON `json:"documents"`
	}
	moveJSON struct {
		ID     string        `json:"id"`
		Title  string        `json:"title"`
		File   string        `json:"file"`
		Before *standingJSON `json:"before"`
		After  *standingJSON `json:"after"`
		Awaits *awaitsJSON   `json:"awaits,omitempty"`
	}
	standingJSON struct {
		State   string      `json:"state"`
		Version string      `json:"version,omitempty"`
		Coming  *comingJSON `json:"coming,omitempty"`
	}
	comingJSON struct {
		Version string `json:"version"`
		From    string `json:"from"`
	}
	awaitsJSON struct {
		Version  string   `json:"version,omitempty"`
		Approved []string `json:"approved,omitempty"`
		Missing  int      `json:"missing"`
		Roles    []string `json:"roles,omitempty"`
		People   []string `json:"people,omitempty"`
	}
)

func (c *approvalsCommand) sinceJSON(t *terminal, p *project, l *build.Loaded, commit string, moves []isms.Move) error {
	out := sinceJSON{c.Since, commit, l.Whole.Day.String(), []moveJSON{}}
	standing := func(s isms.Standing) *standingJSON {
		if s.State == "" {
			return nil
		}
		j := &standingJSON{State: s.State, Version: s.Version}
		if s.Coming != "" {
			j.Coming = &comingJSON{s.Coming, s.From.String()}
		}
		return j
	}
	for _, m := range moves {
		j := moveJSON{ID: m.ID, Title: m.Document.Title, File: p.folder() + p.content + m.Document.File, Before: standing(m.Before), After: standing(m.After)}
		if a := m.Awaited; a != nil {
			j.Awaits = &awaitsJSON{a.Version, a.By, a.Missing, a.Roles, a.People}
		}
		out.Documents = append(out.Documents, j)
	}
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
