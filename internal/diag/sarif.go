package diag

import (
	"cmp"
	"io"
	"net/url"
	"slices"
)

// A Tool is what a report says of the program that made it.
type Tool struct {
	Version string
	Help    func(*Rule) string // the page of a rule, as text
}

// The parts of a SARIF log that are written here (OASIS SARIF 2.1.0, 3.13 and
// following).
type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
		Help             sarifText `json:"help"`
		Configuration    struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region sarifRegion `json:"region"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifRun struct {
		Tool struct {
			Driver struct {
				Name    string      `json:"name"`
				Version string      `json:"version"`
				Rules   []sarifRule `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
)

// SARIF writes the problems as a log of SARIF 2.1.0, which Git hosts and
// editors read. Columns are counted in characters; a problem of the whole
// content is one of the file whole, since readers of SARIF want a file.
func SARIF(w io.Writer, problems []Problem, whole string, tool Tool) error {
	var rules []*Rule
	for _, p := range problems {
		rules = append(rules, p.Rule)
	}
	slices.SortFunc(rules, func(a, b *Rule) int { return cmp.Compare(a.Name, b.Name) })
	rules = slices.Compact(rules)
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: make([]sarifResult, 0, len(problems))}
	run.Tool.Driver.Name, run.Tool.Driver.Version = "annexa", tool.Version
	run.Tool.Driver.Rules = make([]sarifRule, 0, len(rules))
	index := map[*Rule]int{}
	for i, r := range rules {
		index[r] = i
		rule := sarifRule{ID: r.Name, ShortDescription: sarifText{r.About}, Help: sarifText{tool.Help(r)}}
		rule.Configuration.Level = r.Severity.String()
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
	}
	prints := fingerprints(problems)
	for i, p := range problems {
		var at sarifPhysical
		at.Artifact.URI = (&url.URL{Path: cmp.Or(p.Place.File, whole)}).String()
		at.Region = sarifRegion{max(p.Place.Line, 1), p.Place.Column}
		run.Results = append(run.Results, sarifResult{
			RuleID: p.Rule.Name, RuleIndex: index[p.Rule], Level: p.Severity.String(), Message: sarifText{told(p)},
			Locations: []sarifLocation{{at}}, Fingerprints: map[string]string{"problem/v1": prints[i]},
		})
	}
	return encode(w, sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}})
}
