package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"annexa/internal/standard"
)

func TestNoConfigurationIsOneToo(t *testing.T) {
	c, problems := Read(nil)
	if len(problems) > 0 || c.Edition != standard.Edition2022 || c.Language != "en-GB" || c.Review.Every.Months != 12 || c.Review.Remind.Days != 30 || c.Risk.Scale != 5 || c.Risk.Acceptance != 6 || c.Sign.Level != "B-B" || c.HideDrafts || c.Name() != c.Edition.Name() {
		t.Errorf("%+v %v", c, problems)
	}
}

func TestAWholeConfigurationIsRead(t *testing.T) {
	c, problems := Read([]byte("\ufeff" + `organisation: {name: Northwind Data Ltd, short: Northwind}
title: ISMS
language: de
edition: 2013
date: 2026-11-02
base: https://isms.example.org/x
drafts: hide
contacts: {security-event: security@example.org}
review: {every: 6 months, remind: 2 weeks}
approval: {policy: [Chief Executive], procedure: ISMS Manager}
risk: {scale: 2, matrix: [[1, 2], [3, 9]], acceptance: 3}
packs:
  - {id: Audit, title: Audit pack, classification: confidential, drafts: yes, include: [policies, {register: risks}, POL-01]}
sign: {key: keys/isms.p12, trust: root.pem, level: B-LTA, tsa: [http://tsa.example.org/, https://b.example/tsr], padding: pkcs1, certify: yes, visible: yes, signers: [Chief Executive, Auditor]}
rules: {Review Overdue: ERROR, raw-html: {severity: off, except: [{on: old/*.md, reason: they came so, until: 2027-01-31}], want: {policy: [Purpose]}}}
product: {name: Rotaline, version: 1.10}
registers: {projects: {prefix: PRJ, classification: public, columns: {sponsor: {type: role, required: yes}}}}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := fmt.Sprintln(c.Organisation, c.Title, c.Language, c.Edition, c.Date, c.Base, c.HideDrafts, c.Review, len(c.Approval), c.Approval["procedure"].Roles[0].Value, c.Risk.Level(1, 2), c.Risk.Level(2, 2), c.Risk.Acceptance) +
		fmt.Sprintln(c.Packs[0].ID, c.Packs[0].Classification, c.Packs[0].Drafts, c.Packs[0].Include[1].Word, c.Packs[0].Include[1].Register, c.Packs[0].Include[2].Place, c.Sign.Key, c.Sign.Level, c.Sign.Trust, c.Sign.TSA, c.Sign.PKCS1v15, c.Sign.Certify, c.Sign.Visible, c.Sign.Signers, c.Name()) +
		fmt.Sprintln(c.Rules[0].Rule, c.Rules[0].Severity, c.Rules[1].Rule, c.Rules[1].Severity, c.Rules[1].Except, c.Rules[1].Want, c.Registers[0].Title, c.Registers[0].Columns[0]) +
		fmt.Sprintln(c.Variables())
	want := `{Northwind Data Ltd Northwind} ISMS de 2013 2026-11-02 https://isms.example.org/x/ true {6 months 2 weeks} 2 ISMS Manager 2 9 3
audit confidential true risks true annexa.yaml:13:118 keys/isms.p12 B-LTA [root.pem] [http://tsa.example.org/ https://b.example/tsr] true true true [Chief Executive Auditor] Northwind
review-overdue error raw-html off [{old/*.md they came so 2027-01-31 annexa.yaml:15:67}] map[policy:[Purpose]] Projects {sponsor  role true [] <nil> <nil> }
[approval.procedure contacts.security-event organisation.name organisation.short product.name product.version registers.projects.classification registers.projects.columns.sponsor.required registers.projects.columns.sponsor.type registers.projects.prefix review.every review.remind risk.acceptance risk.scale rules.Review Overdue rules.raw-html.severity sign.certify sign.key sign.level sign.padding sign.trust sign.visible]
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if v, _ := c.Value("product.version"); v != "1.10" {
		t.Errorf("the version is %q", v)
	}
}

func TestASignerNamesAFieldOfItsOwn(t *testing.T) {
	c, problems := Read([]byte("sign: {signers: [Auditor, auditor, Approval, signature2, DocTimeStamp, Dr. No, \"\", Head of IT]}\n"))
	var told []string
	for _, p := range problems {
		told = append(told, p.Message)
	}
	want := []string{
		`sign names the signer "auditor" twice`, `"Approval" is what a signature field is called that every PDF may have`,
		`"signature2" is what a signature field is called that every PDF may have`, `"DocTimeStamp" is what a signature field is called that every PDF may have`,
		`"Dr. No" cannot name a signature field: it is too long, or has a full stop`, "a signer has no role",
	}
	if !slices.Equal(told, want) || !slices.Equal(c.Sign.Signers, []string{"Auditor", "Head of IT"}) {
		t.Errorf("signers are %q, and told is\n%s", c.Sign.Signers, strings.Join(told, "\n"))
	}
	_, problems = Read([]byte("sign: {signers: [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21]}\n"))
	if len(problems) != 1 || problems[0].Message != "sign names more than 20 signers" {
		t.Error(problems)
	}
}

func TestTheFirstOfTwoValuesCountsEverywhere(t *testing.T) {
	c, problems := Read([]byte("organisation: {name: First, name: Second}\n"))
	if v, _ := c.Value("organisation.name"); len(problems) != 1 || c.Organisation.Name != "First" || v != "First" {
		t.Errorf("%q, %q, %v", c.Organisation.Name, v, problems)
	}
}

func TestApprovalSaysWhoAndHowMany(t *testing.T) {
	c, problems := Read([]byte(`approval:
  policy: [Chief Executive]
  plan: {roles: [Chief Operating Officer, ISMS Manager], approvers: 2}
  record: {roles: ISMS Manager, owner-alone: yes}
  clause: {roles: [ISMS Manager], approvers: 0}
  soa: {role: x}
`))
	var told []string
	for _, p := range problems {
		told = append(told, p.Place.String()+" "+p.Message)
	}
	if want := []string{"annexa.yaml:5:46 it takes 1 to 9 approvers", "annexa.yaml:6:9 the key role is not known here"}; !slices.Equal(told, want) {
		t.Errorf("told are %q, not %q", told, want)
	}
	for kind, want := range map[string]string{
		"policy": "1 1 false", "plan": "2 2 false", "record": "1 1 true", "clause": "1 1 false", "soa": "0 0 false", "guideline": "0 0 false",
	} {
		a := c.Approval[kind]
		if got := fmt.Sprint(len(a.Roles), a.Approvers, a.OwnerAlone); got != want {
			t.Errorf("a %s has %s, not %s", kind, got, want)
		}
	}
}

func TestSourcesAreAttachedUnlessSaidOtherwise(t *testing.T) {
	for text, want := range map[string][2]bool{
		"packs: [{id: a, include: [soa]}]":                                {true, true},
		"attach: none\npacks: [{id: a, include: [soa]}]":                  {false, false},
		"packs: [{id: a, include: [soa], attach: none}]\nattach: sources": {true, false},
		"attach: none\npacks: [{id: a, include: [soa], attach: sources}]": {false, true},
	} {
		if c, problems := Read([]byte(text)); len(problems) > 0 || c.Attach != want[0] || c.Packs[0].Attach != want[1] {
			t.Errorf("%s: %v, %v, %v", text, c.Attach, c.Packs[0].Attach, problems)
		}
	}
}

func TestTagsOfLanguages(t *testing.T) {
	for tag, want := range map[string]bool{
		"en": true, "en-GB": true, "de": true, "gsw": true, "zh-Hant-TW": true, "de-1996": true, "sl-rozaj-biske": true,
		"": false, "e": false, "engl": false, "en-": false, "-en": false, "en-G": false, "en_GB": false, "e1": false, "en-abcdefghi": false, "en-GB ": false, "éé": false, "en--GB": false,
	} {
		if IsLanguage(tag) != want {
			t.Errorf("%q: %v", tag, !want)
		}
	}
}
