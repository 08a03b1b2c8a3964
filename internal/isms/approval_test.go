package isms_test

import (
	"crypto/ed25519"
	"fmt"
	"maps"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/isms"
)

// An approver has a name, a role and a key.
type approver struct {
	name, role string
	key        ssh.Signer
}

func newApprover(t *testing.T, name, role string) approver {
	t.Helper()
	var seed [ed25519.SeedSize]byte
	copy(seed[:], name)
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	return approver{name, role, key}
}

// approve puts an approval of a text into files.
func (a approver) approve(t *testing.T, files map[string]string, id, version, text, date string, nth int) {
	t.Helper()
	on, err := day.Parse(date)
	if err != nil {
		t.Fatal(err)
	}
	name, err := approval.NameOf(id, version, nth)
	if err != nil {
		t.Fatal(err)
	}
	s, err := approval.State(name, []byte(text), a.name, a.role, on)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := approval.Sign(s.Bytes(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	files[name.Text()], files[name.Statement()], files[name.Signature()] = text, string(s.Bytes()), string(signature)
}

// saying is a policy of a version that says something.
func saying(version, status, effective, says string) string {
	return front(fmt.Sprintf("id: POL-01\ntitle: %s\nkind: policy\nversion: %q\nstatus: %s\neffective: %s\nowner: Head of IT", says, version, status, effective), says+"\n")
}

// TestWhatIsInForceOnEachDay says what is published of a document, in every
// state of its file and its approvals, on every day on which that changes.
func TestWhatIsInForceOnEachDay(t *testing.T) {
	dana, helen, tom := newApprover(t, "Dana Reyes", "Chief Executive"), newApprover(t, "Helen Osei", "ISMS Manager"), newApprover(t, "Tom Aldridge", "Head of IT")
	signers := ""
	for _, a := range []approver{dana, helen, tom} {
		signers += fmt.Sprintf("%q namespaces=\"annexa-approval\" %s", a.name, ssh.MarshalAuthorizedKey(a.key.PublicKey()))
	}
	base := map[string]string{
		"annexa.yaml":          "approval: {policy: [Chief Executive, ISMS Manager, Head of IT], plan: {roles: [Chief Executive], approvers: 2}}\n",
		"registers/roles.yaml": "- {id: ROL-01, title: Chief Executive, holder: Dana Reyes, from: 2026-01-01, until: 2026-12-31}\n- {id: ROL-02, title: ISMS Manager, holder: Helen Osei}\n- {id: ROL-03, title: Head of IT, holder: Tom Aldridge}\n- {id: ROL-04, title: Clerk, holder: Dana Reyes}\n",
		approval.Folder + "/" + approval.SignersFile: signers,
	}
	one, two := saying("1.0", "approved", "2026-02-01", "one"), saying("2.0", "approved", "2026-06-01", "two")
	undated := strings.Replace(saying("3.0", "approved", "x", "three"), "effective: x\n", "", 1)
	for _, c := range []struct {
		name     string
		file     string
		approved func(files map[string]string)
		on       string
		want     string // state, title, who approved it; pending
	}{
		{"a claim is what it says", one, nil, "2026-03-01", "approved one by "},
		{"a claim is not yet effective", one, nil, "2026-01-31", "approved, not yet in force one by "},
		{"a draft stays one", saying("1.0", "draft", "2026-02-01", "one"), nil, "2026-03-01", "draft one by "},
		{"what was approved is in force", one, func(f map[string]string) { dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1) }, "2026-02-01", "approved one by Dana Reyes"},
		{"what was approved becomes effective", one, func(f map[string]string) { dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1) }, "2026-01-31", "approved, not yet in force one by Dana Reyes"},
		{"a file that calls itself a draft says what was approved", saying("1.0", "draft", "2026-02-01", "one"), func(f map[string]string) { dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1) }, "2026-03-01", "approved one by Dana Reyes"},
		{"a change waits for its approval", saying("1.0", "approved", "2026-02-01", "changed"), func(f map[string]string) { dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1) }, "2026-03-01", "approved one by Dana Reyes; pending"},
		{"a new version waits for its approval", saying("2.0", "in-review", "2026-06-01", "two"), func(f map[string]string) { dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1) }, "2026-07-01", "approved one by Dana Reyes; pending"},
		{"a new version waits for its day", two, func(f map[string]string) {
			dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1)
			helen.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
		}, "2026-05-31", "approved one by Dana Reyes"},
		{"a new version has its day", two, func(f map[string]string) {
			dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1)
			helen.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
		}, "2026-06-01", "approved two by Helen Osei"},
		{"before anything was approved there is what will be", two, func(f map[string]string) {
			helen.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
		}, "2026-05-01", "approved, not yet in force two by Helen Osei"},
		{"before the day of its approval it is not in force", undated, func(f map[string]string) { dana.approve(t, f, "POL-01", "3.0", undated, "2026-05-20", 1) }, "2026-05-19", "approved, not yet in force three by Dana Reyes"},
		{"from the day of its approval it is in force", undated, func(f map[string]string) { dana.approve(t, f, "POL-01", "3.0", undated, "2026-05-20", 1) }, "2026-05-20", "approved three by Dana Reyes"},
		{"version 10 comes after version 9", saying("10.0", "approved", "2026-02-01", "ten"), func(f map[string]string) {
			dana.approve(t, f, "POL-01", "10.0", saying("10.0", "approved", "2026-02-01", "ten"), "2026-01-20", 1)
			dana.approve(t, f, "POL-01", "9.0", saying("9.0", "approved", "2026-02-01", "nine"), "2026-01-20", 1)
		}, "2026-03-01", "approved ten by Dana Reyes"},
		{"what was withdrawn stays so", saying("1.0", "retired", "2026-02-01", "one"), func(f map[string]string) { dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1) }, "2026-03-01", "retired one by "},
		{"nobody approves in a role of others", two, func(f map[string]string) {
			dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1)
			approver{"Helen Osei", "Chief Executive", helen.key}.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
		}, "2026-07-01", "approved one by Dana Reyes; pending"},
		{"nobody approves before a role was theirs", two, func(f map[string]string) {
			helen.approve(t, f, "POL-01", "1.0", one, "2025-12-20", 1)
			dana.approve(t, f, "POL-01", "2.0", two, "2025-12-31", 1)
		}, "2026-07-01", "approved one by Helen Osei; pending"},
		{"nobody approves in a role that may not", two, func(f map[string]string) {
			dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1)
			approver{"Dana Reyes", "Clerk", dana.key}.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
		}, "2026-07-01", "approved one by Dana Reyes; pending"},
		{"an owner alone does not approve", two, func(f map[string]string) {
			dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1)
			tom.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
		}, "2026-07-01", "approved one by Dana Reyes; pending"},
		{"an owner approves with somebody else", two, func(f map[string]string) {
			tom.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
			dana.approve(t, f, "POL-01", "2.0", two, "2026-06-20", 2)
		}, "2026-07-01", "approved two by Tom Aldridge"},
		{"nobody signs with a key of others", two, func(f map[string]string) {
			dana.approve(t, f, "POL-01", "1.0", one, "2026-01-20", 1)
			approver{"Dana Reyes", "Chief Executive", tom.key}.approve(t, f, "POL-01", "2.0", two, "2026-05-20", 1)
		}, "2026-07-01", "approved one by Dana Reyes; pending"},
	} {
		files := maps.Clone(base)
		files["policies/one.md"] = c.file
		if c.approved != nil {
			c.approved(files)
		}
		m := on(t, c.on, files)
		d, ok := m.Lookup("POL-01")
		if !ok {
			t.Fatalf("%s: there is no document", c.name)
		}
		got := fmt.Sprintf("%s %s by %s", d.State, d.Title, d.Front.Approved.By)
		if m.Pending(d) != nil {
			got += "; pending"
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

func TestWhatTakesTwoIsNotApprovedByOne(t *testing.T) {
	dana, helen := newApprover(t, "Dana Reyes", "Chief Executive"), newApprover(t, "Helen Osei", "Chief Executive")
	text := front("id: PLN-01\nkind: plan\nversion: 1\nstatus: approved\neffective: 2026-01-01", "x")
	files := map[string]string{
		"annexa.yaml": "approval: {plan: {roles: [Chief Executive], approvers: 2}}\n",
		"plan.md":     strings.Replace(text, "approved", "in-review", 1),
		approval.Folder + "/" + approval.SignersFile: fmt.Sprintf("%q %s%q %s", dana.name, ssh.MarshalAuthorizedKey(dana.key.PublicKey()), helen.name, ssh.MarshalAuthorizedKey(helen.key.PublicKey())),
	}
	state := func() isms.State {
		d, _ := linked(t, files).Lookup("PLN-01")
		return d.State
	}
	dana.approve(t, files, "PLN-01", "1", text, "2026-01-20", 1)
	dana.approve(t, files, "PLN-01", "1", text, "2026-01-21", 2)
	if got := state(); got != isms.InReview {
		t.Errorf("approved twice by one it is %s", got)
	}
	helen.approve(t, files, "PLN-01", "1", text, "2026-01-22", 3)
	if got := state(); got != isms.Approved {
		t.Errorf("approved by two it is %s", got)
	}
}

func TestDraftsShowWhatNobodyApproved(t *testing.T) {
	dana := newApprover(t, "Dana Reyes", "Chief Executive")
	files := map[string]string{
		"policy.md": saying("1.0", "approved", "2026-02-01", "changed"),
		approval.Folder + "/" + approval.SignersFile: fmt.Sprintf("%q %s", dana.name, ssh.MarshalAuthorizedKey(dana.key.PublicKey())),
	}
	dana.approve(t, files, "POL-01", "1.0", saying("1.0", "approved", "2026-02-01", "one"), "2026-01-20", 1)
	for drafts, want := range map[bool]string{false: "one approved", true: "changed in review"} {
		m := load(t, files, build.Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: 1, Drafts: drafts})
		if d, _ := m.Lookup("POL-01"); d.Title+" "+d.State.String() != want {
			t.Errorf("with drafts %t it says %q and is %s", drafts, d.Title, d.State)
		}
	}
}
