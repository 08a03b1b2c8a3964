package isms_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/build"
	"annexa/internal/day"
)

// TestTheSetInForceOnADayIsRebuilt asks for former days of a content in which
// texts were approved, changed, withdrawn and deleted.
func TestTheSetInForceOnADayIsRebuilt(t *testing.T) {
	dana := newApprover(t, "Dana Reyes", "Chief Executive")
	policy := func(id, version, status, effective, says string) string {
		return strings.Replace(saying(version, status, effective, says), "POL-01", id, 1)
	}
	files := map[string]string{
		approval.Folder + "/" + approval.SignersFile: fmt.Sprintf("%q %s", dana.name, ssh.MarshalAuthorizedKey(dana.key.PublicKey())),
		"README.md":   "# Welcome\n",
		"changed.md":  policy("POL-01", "2.0", "in-review", "2026-06-01", "changed later"),
		"gone.md":     strings.Replace(policy("POL-02", "1.0", "retired", "2026-01-01", "withdrawn"), "owner:", "history: [{version: 1.0, date: 2026-08-01, change: Withdrawn}]\nowner:", 1),
		"draft.md":    policy("POL-03", "1.0", "draft", "2026-01-01", "draft"),
		"claimed.md":  strings.Replace(policy("POL-04", "1.0", "approved", "2026-02-01", "claimed"), "owner:", "approved: {by: Dana Reyes, date: 2026-01-20}\nowner:", 1),
		"claimed2.md": strings.Replace(policy("POL-05", "2.0", "approved", "2026-09-01", "claimed later"), "owner:", "approved: {by: Dana Reyes, date: 2026-08-20}\nowner:", 1),
	}
	dana.approve(t, files, "POL-01", "1.0", policy("POL-01", "1.0", "approved", "2026-02-01", "one"), "2026-01-20", 1)
	dana.approve(t, files, "POL-01", "2.0", policy("POL-01", "2.0", "approved", "2026-06-01", "two"), "2026-05-20", 1)
	dana.approve(t, files, "POL-02", "1.0", policy("POL-02", "1.0", "approved", "2026-02-01", "before it was withdrawn"), "2026-01-20", 1)
	dana.approve(t, files, "POL-09", "1.0", policy("POL-09", "1.0", "approved", "2026-02-01", "deleted"), "2026-01-20", 1)
	for on, want := range map[string]string{
		"2026-01-31": "Welcome; unknown POL-04 POL-05",
		"2026-03-01": "POL-01 one approved 1, POL-02 before it was withdrawn approved 1, POL-04 claimed approved 0, POL-09 deleted approved 1, Welcome; unknown POL-05",
		"2026-05-31": "POL-01 one approved 2, POL-02 before it was withdrawn approved 1, POL-04 claimed approved 0, POL-09 deleted approved 1, Welcome; unknown POL-05",
		"2026-10-01": "POL-01 two approved 2, POL-02 withdrawn retired 1, POL-04 claimed approved 0, POL-05 claimed later approved 0, POL-09 deleted approved 1, Welcome; unknown",
	} {
		of, err := day.Parse(on)
		if err != nil {
			t.Fatal(err)
		}
		l := loaded(t, files, build.Options{Day: func(day.Date) day.Date { return of }, AsOf: true, Workers: 2})
		var list []string
		for _, d := range l.ISMS.Documents {
			if d.ID == "" {
				list = append(list, d.Title)
				continue
			}
			list = append(list, fmt.Sprintf("%s %s %s %d", d.ID, d.Title, d.State, len(l.ISMS.ApprovalsOf(d))))
			if l.ISMS.Pending(d) != nil {
				t.Errorf("on %s %s is said to be under way of being changed", on, d.ID)
			}
		}
		slices.Sort(list)
		if got := strings.TrimSpace(strings.Join(list, ", ") + "; unknown " + strings.Join(l.Unknown, " ")); got != want {
			t.Errorf("on %s:\ngot  %s\nwant %s", on, got, want)
		}
	}
}
