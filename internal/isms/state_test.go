package isms_test

import (
	"testing"

	"annexa/internal/isms"
)

func TestStateIsOneFunctionOfContentAndDay(t *testing.T) {
	for lines, want := range map[string]map[string]isms.State{
		"id: POL-01\nkind: policy":                                                  {"2026-11-02": isms.Draft},
		"id: POL-01\nkind: policy\nstatus: draft":                                   {"2026-11-02": isms.Draft},
		"id: POL-01\nkind: policy\nstatus: In Review":                               {"2026-11-02": isms.InReview},
		"id: POL-01\nkind: policy\nstatus: aproved":                                 {"2026-11-02": isms.Draft},
		"id: POL-01\nkind: policy\nstatus: approved":                                {"2026-11-02": isms.Approved},
		"id: POL-01\nkind: policy\nstatus: approved\neffective: 2026-11-02":         {"2026-11-01": isms.Effective, "2026-11-02": isms.Approved, "2026-11-03": isms.Approved},
		"id: POL-01\nkind: policy\nstatus: draft\neffective: 2020-01-01":            {"2026-11-02": isms.Draft},
		"id: POL-01\nkind: policy\nstatus: retired\neffective: 2030-01-01":          {"2026-11-02": isms.Retired},
		"id: POL-01\nstatus: approved":                                              {"2026-11-02": isms.Page},
		"title: x\nstatus: approved":                                                {"2026-11-02": isms.Page},
		"id: POL-01\nkind: polcy\nstatus: approved":                                 {"2026-11-02": isms.Approved},
		"control: A.5.15\nstatus: approved":                                         {"2026-11-02": isms.Approved},
		"clause: 4.1":                                                               {"2026-11-02": isms.Draft},
		"id: REC-01\nkind: record\nstatus: approved\nretain: 3 years":               {"2040-01-01": isms.Approved},
		"id: POL-01\nkind: policy\nstatus: approved\nreview: {next: 2020-01-01}":    {"2026-11-02": isms.Approved},
		"id: POL-01\nkind: policy\nStatus: Approved\nEffective: 2026-12-01\nx: yes": {"2026-11-02": isms.Effective},
	} {
		for date, state := range want {
			m := on(t, date, map[string]string{"a.md": front(lines, "Text")})
			if got := m.Documents[0].State; got != state {
				t.Errorf("%q on %s is %s, want %s", lines, date, got, state)
			}
		}
	}
}

func TestReviewsFallDueByDay(t *testing.T) {
	const approved = "id: POL-01\nkind: policy\nstatus: approved\napproved: {by: X, role: Y, date: 2026-01-31}\n"
	for lines, want := range map[string]map[string]isms.ReviewStatus{
		approved + "review: {next: 2026-11-02}":                  {"2026-10-02": isms.Current, "2026-10-03": isms.Due, "2026-11-02": isms.Due, "2026-11-03": isms.Overdue},
		approved + "review: {every: 1 month}":                    {"2026-02-28": isms.Due, "2026-03-01": isms.Overdue},
		approved + "review: {last: 2026-06-30, every: 6 months}": {"2026-11-29": isms.Current, "2026-12-31": isms.Overdue},
		approved + "x: y":                                         {"2026-11-02": isms.Current, "2027-02-01": isms.Overdue},
		approved + "retain: 3 years":                              {"2027-02-01": isms.NoReview},
		approved + "effective: 2028-01-01":                        {"2027-02-01": isms.NoReview},
		"id: POL-01\nkind: policy\nstatus: approved":              {"2026-11-02": isms.Unplanned},
		"id: POL-01\nkind: policy\nreview: {next: 2020-01-01}":    {"2026-11-02": isms.NoReview},
		"id: REC-01\nkind: record\nstatus: approved":              {"2026-11-02": isms.NoReview},
		"title: a page\nreview: {next: 2020-01-01}":               {"2026-11-02": isms.NoReview},
		"control: A.5.1\nstatus: approved\nreview: {every: week}": {"2026-11-02": isms.Unplanned},
	} {
		for date, status := range want {
			m := on(t, date, map[string]string{"a.md": front(lines, "Text")})
			if got := m.Review(m.Documents[0]).Status; got != status {
				t.Errorf("%q on %s is %s, want %s", lines, date, got, status)
			}
		}
	}
}
