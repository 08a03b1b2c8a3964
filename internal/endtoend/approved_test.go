package endtoend

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/day"
)

// approve adds a policy to a content of which two versions were approved, and
// which was changed since; its readers acknowledge it, and what it relies on says
// something else by now.
func approve(t *testing.T, files fstest.MapFS) {
	t.Helper()
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	keep := func(name string, data []byte) {
		if files[name] != nil {
			t.Fatalf("the sample has %s by now: give the test's own another name", name)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	first := lifts
	second := strings.NewReplacer(`"1.0"`, `"1.1"`, "six people", "eight people", "| 1 | 630 kg |", "| 1 | 800 kg |\n| 2 | 630 kg |", "once a year", "twice a year", "owner: Head of IT", "owner: ISMS Manager", "the north stairs", "the south stairs", "speed 1", "speed 2", "- Read the plate.\n", "").Replace(first)
	for i, text := range []string{first, second} {
		name, err := approval.NameOf("POL-998", []string{"1.0", "1.1"}[i], 1)
		if err != nil {
			t.Fatal(err)
		}
		s, err := approval.State(name, []byte(text), "Dana Reyes", "Chief Executive", day.New(2026, time.September, 1+20*i))
		if err != nil {
			t.Fatal(err)
		}
		signature, err := approval.Sign(s.Bytes(), key)
		if err != nil {
			t.Fatal(err)
		}
		keep(name.Text(), []byte(text))
		keep(name.Statement(), s.Bytes())
		keep(name.Signature(), signature)
	}
	keep("approvals/allowed_signers", []byte(`"Dana Reyes" namespaces="annexa-approval" `+string(ssh.MarshalAuthorizedKey(key.PublicKey()))))
	keep("policies/lifts.md", []byte(strings.Replace(second, "eight people", "nine people", 1)))
}

const lifts = `---
id: POL-998
language: en-GB
title: Lift Policy
kind: policy
version: "1.0"
status: approved
classification: internal
owner: Head of IT
audience: [all staff]
acknowledge: required
summary: Who may use the lifts, and what they carry.
implements: [A.7.2]
approved: {by: Dana Reyes, role: Chief Executive, date: 2026-09-01}
review: {every: 12 months, last: 2026-09-01, next: 2027-09-01, seen: {POL-02: "1.0@0123456789abcdef"}}
history:
  - {version: "1.0", date: 2026-09-01, author: Head of IT, change: The first.}
---
A lift carries six people at most.[^plate] Who has no right to a floor, by [[POL-02]], takes no lift to it.

## Before the door closes

- Read the plate.
- Let others out first.
- Walk up the north stairs if there is a fire.

## What they carry

| Lift | Load |
|---|---|
| 1 | 630 kg |

They are looked at once a year.

` + "```text\nlift: both\nspeed 1\n```" + `

[^plate]: The plate hangs by the door.
`
