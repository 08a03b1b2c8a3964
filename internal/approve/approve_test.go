package approve_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/approve"
	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/edit"
	"annexa/internal/isms"
)

var today = day.New(2026, 11, 2)

func key(t *testing.T, name string) ssh.Signer {
	t.Helper()
	var seed [ed25519.SeedSize]byte
	copy(seed[:], name)
	k, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// files is a content with three people and a policy.
func files(t *testing.T, policy string) fstest.MapFS {
	t.Helper()
	signers := ""
	for _, name := range []string{"Dana Reyes", "Helen Osei", "Tom Aldridge"} {
		signers += fmt.Sprintf("%q %s", name, ssh.MarshalAuthorizedKey(key(t, name).PublicKey()))
	}
	content := fstest.MapFS{}
	for name, data := range map[string]string{
		"annexa.yaml":                       "review: {every: 12 months}\napproval: {policy: [Chief Executive, Head of IT], plan: {roles: [Chief Executive, Head of IT], approvers: 2}}\n",
		"registers/roles.yaml":              "- {id: ROL-01, title: Chief Executive, holder: Dana Reyes}\n- {id: ROL-02, title: ISMS Manager, holder: Helen Osei}\n- {id: ROL-03, title: Head of IT, holder: Tom Aldridge, from: 2026-02-01}\n",
		"approvals/" + approval.SignersFile: signers,
		"policies/one.md":                   policy,
	} {
		content[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return content
}

func link(t *testing.T, content fstest.MapFS) *isms.ISMS {
	t.Helper()
	l, err := build.Load(context.Background(), build.Sources{Content: content}, build.Options{Day: func(day.Date) day.Date { return today }, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return l.Whole
}

// give plans an approval, signs it and changes the content.
func give(t *testing.T, content fstest.MapFS, r approve.Request) (*approve.Plan, error) {
	t.Helper()
	p, err := approve.New(link(t, content), func(name string) ([]byte, error) { return content[name].Data, nil }, r)
	if err != nil {
		return nil, err
	}
	signature, err := approval.Sign(p.Statement.Bytes(), key(t, r.By))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Changes(edit.Create(p.Name.Signature(), signature)) {
		if f, ok := content[c.Path]; ok != !c.Creates() || ok && c.Fits(f.Data) != nil {
			t.Errorf("the change of %s does not fit", c.Path)
		}
		content[c.Path] = &fstest.MapFile{Data: c.New}
	}
	return p, nil
}

func TestFrontMatterKeepsAllThatIsNotOfTheApproval(t *testing.T) {
	for _, c := range []struct{ name, front, want string }{
		{
			"comments and order stay",
			"# about\nid: POL-01   # permanent\nstatus: in-review  # soon\ntitle: One\nkind: policy\nversion: 1.10\nowner: Head of IT\nhistory:\n  # the first\n  - {version: 1.9, date: 2025-01-01, author: Head of IT, change: Begun.}\n\nreview: {every: 6 months}\n",
			"# about\nid: POL-01   # permanent\nstatus: approved  # soon\ntitle: One\nkind: policy\nversion: 1.10\nowner: Head of IT\nhistory:\n  # the first\n  - {version: 1.9, date: 2025-01-01, author: Head of IT, change: Begun.}\n  - {version: \"1.10\", date: 2026-11-02, author: Head of IT, change: New rooms.}\n\nreview: {every: 6 months, last: 2026-11-02, next: 2027-05-02}\napproved: {by: Dana Reyes, role: Chief Executive, date: 2026-11-02}\n",
		},
		{
			"line ends stay",
			"id: POL-01\r\ntitle: One\r\nkind: policy\r\nversion: 1\r\nowner: Head of IT\r\nhistory:\r\n- version: 1\r\n  change: x\r\n",
			"id: POL-01\r\ntitle: One\r\nkind: policy\r\nversion: 1\r\nowner: Head of IT\r\nhistory:\r\n- version: 1\r\n  change: x\r\nstatus: approved\r\napproved: {by: Dana Reyes, role: Chief Executive, date: 2026-11-02}\r\nreview: {every: 1 year, last: 2026-11-02, next: 2027-11-02}\r\n",
		},
		{
			"a history over several lines goes on",
			"id: POL-01\ntitle: One\nkind: policy\nversion: 2\nstatus: draft\nhistory:\n    - version: 1\n      change: x\nowner: Head of IT\n",
			"id: POL-01\ntitle: One\nkind: policy\nversion: 2\nstatus: approved\nhistory:\n    - version: 1\n      change: x\n    - {version: \"2\", date: 2026-11-02, author: Head of IT, change: New rooms.}\nowner: Head of IT\napproved: {by: Dana Reyes, role: Chief Executive, date: 2026-11-02}\nreview: {every: 1 year, last: 2026-11-02, next: 2027-11-02}\n",
		},
	} {
		end := "\n"
		if strings.Contains(c.front, "\r") {
			end = "\r\n"
		}
		content := files(t, "---"+end+c.front+"---"+end+"Text."+end)
		p, err := give(t, content, approve.Request{ID: "pol-01", By: "Dana Reyes", Day: today, Change: "New rooms."})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := string(content["policies/one.md"].Data)
		if want := "---" + end + c.want + "---" + end + "Text." + end; got != want {
			t.Errorf("%s:\n%q\nnot\n%q", c.name, got, want)
		}
		if string(p.Text) != got || string(content[p.Name.Text()].Data) != got {
			t.Errorf("%s: the kept text is not the file", c.name)
		}
		m := link(t, content)
		if d, _ := m.Lookup("POL-01"); d.State != isms.Approved || m.Pending(d) != nil || !m.ApprovalsOf(d)[0].Stands {
			t.Errorf("%s: it is %s", c.name, d.State)
		}
	}
}

const draft = "---\nid: POL-01\ntitle: One\nkind: policy\nversion: 1.0\nstatus: draft\nowner: ISMS Manager\n---\nText.\n"

func TestWhatCannotBeApprovedIsRefusedWithTheMend(t *testing.T) {
	dana := approve.Request{ID: "POL-01", By: "Dana Reyes", Day: today}
	with := func(r approve.Request, change func(*approve.Request)) approve.Request {
		change(&r)
		return r
	}
	approved := func(t *testing.T, content fstest.MapFS) {
		if _, err := give(t, content, dana); err != nil {
			t.Fatal(err)
		}
	}
	replace := func(content fstest.MapFS, old, now string) {
		f := content["policies/one.md"]
		if !strings.Contains(string(f.Data), old) {
			t.Fatalf("there is no %q", old)
		}
		content["policies/one.md"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), old, now))}
	}
	for _, c := range []struct {
		name    string
		policy  string
		before  func(*testing.T, fstest.MapFS)
		request approve.Request
		says    string
	}{
		{"nothing of this id", draft, nil, with(dana, func(r *approve.Request) { r.ID = "POL-10" }), "there is no document POL-10; did you mean POL-01?"},
		{"what was withdrawn", strings.Replace(draft, "draft", "retired", 1), nil, dana, "was withdrawn"},
		{"no version", strings.Replace(draft, "version: 1.0\n", "", 1), nil, dana, "has no version"},
		{"a version that is no name", strings.Replace(draft, "1.0", "1/0", 1), nil, dana, "cannot name a file"},
		{"nobody with a role", draft, nil, with(dana, func(r *approve.Request) { r.By = "Ada Moore" }), "is approved by Chief Executive or Head of IT"},
		{"somebody whose role may not", draft, nil, with(dana, func(r *approve.Request) { r.By = "Helen Osei" }), "is approved by Chief Executive or Head of IT"},
		{"a role of others", draft, nil, with(dana, func(r *approve.Request) { r.Role = "Head of IT" }), "does not hold the role Head of IT"},
		{"a role that is not theirs yet", draft, nil, with(dana, func(r *approve.Request) { r.By, r.Day = "Tom Aldridge", day.New(2026, 1, 31) }), "is approved by"},
		{"the same again", draft, approved, dana, "is approved already"},
		{"a change without a version", draft, func(t *testing.T, content fstest.MapFS) {
			approved(t, content)
			replace(content, "Text.", "Other text.")
		}, dana, "raise the version"},
		{"a lower version", draft, func(t *testing.T, content fstest.MapFS) {
			approved(t, content)
			replace(content, "version: 1.0", "version: 0.9")
		}, dana, "0.9 is lower"},
		{"a text that is lost", draft, func(t *testing.T, content fstest.MapFS) {
			approved(t, content)
			delete(content, "approvals/POL-01@1.0.md")
		}, dana, "is missing"},
		{"a signature that was tampered with", draft, func(t *testing.T, content fstest.MapFS) {
			approved(t, content)
			content["approvals/POL-01@1.0.json.sig"] = content["approvals/allowed_signers"]
		}, dana, "does not hold"},
		{"front matter that cannot be changed", "+++\nid = \"POL-01\"\ntitle = \"One\"\nkind = \"policy\"\nversion = \"1.0\"\nstatus = \"draft\"\n+++\nText.\n", nil, dana, "write status: approved into its front matter by hand"},
	} {
		content := files(t, c.policy)
		if c.before != nil {
			c.before(t, content)
		}
		before := maps.Clone(content)
		_, err := give(t, content, c.request)
		if !errors.As(err, new(approve.Refused)) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v does not say %q", c.name, err, c.says)
		}
		if !maps.Equal(content, before) {
			t.Errorf("%s: something was written", c.name)
		}
	}
}

func TestWhatWasWrittenByHandIsApprovedAsItIs(t *testing.T) {
	text := "+++\nid = \"POL-01\"\ntitle = \"One\"\nkind = \"policy\"\nversion = \"1.0\"\nstatus = \"approved\"\napproved = {by = \"Dana Reyes\", role = \"Chief Executive\", date = \"2026-11-02\"}\nreview = {every = \"12 months\", last = \"2026-11-02\", next = \"2027-11-02\"}\nhistory = [{version = \"1.0\"}]\n+++\nText.\n"
	content := files(t, text)
	p, err := give(t, content, approve.Request{ID: "POL-01", By: "Dana Reyes", Day: today})
	if err != nil {
		t.Fatal(err)
	}
	if string(p.Text) != text || len(p.Changes(edit.Change{})) != 3 {
		t.Errorf("%d files are changed for %q", len(p.Changes(edit.Change{})), p.Text)
	}
}

func TestSeveralApproveOneText(t *testing.T) {
	content := files(t, strings.Replace(draft, "kind: policy", "kind: plan", 1))
	first, err := give(t, content, approve.Request{ID: "POL-01", By: "Dana Reyes", Day: today})
	if err != nil {
		t.Fatal(err)
	}
	if first.Missing != 1 || strings.Contains(string(content["policies/one.md"].Data), "status: approved") {
		t.Errorf("%d are missing, and the file says %s", first.Missing, content["policies/one.md"].Data)
	}
	if _, err := give(t, content, approve.Request{ID: "POL-01", By: "Dana Reyes", Day: today}); err == nil || !strings.Contains(err.Error(), "Dana Reyes has approved version 1.0 of POL-01 already") {
		t.Errorf("twice by one: %v", err)
	}
	second, err := give(t, content, approve.Request{ID: "POL-01", By: "Tom Aldridge", Day: today})
	if err != nil {
		t.Fatal(err)
	}
	if second.Missing != 0 || second.Name.String() != "POL-01@1.0~2" || string(second.Text) != string(first.Text) {
		t.Errorf("%d are missing after %s", second.Missing, second.Name)
	}
	m := link(t, content)
	if d, _ := m.Lookup("POL-01"); d.State != isms.Approved || !m.ApprovalsOf(d)[0].Stands || m.Pending(d) != nil {
		t.Errorf("it is %s", d.State)
	}
}

func TestTheVersionApprovedLastIsWhatAChangeIsShownAgainst(t *testing.T) {
	content := files(t, draft)
	if _, err := give(t, content, approve.Request{ID: "POL-01", By: "Dana Reyes", Day: today}); err != nil {
		t.Fatal(err)
	}
	one := string(content["policies/one.md"].Data)
	content["policies/one.md"] = &fstest.MapFile{Data: []byte(strings.NewReplacer("version: 1.0", "version: 1.1", "Text.", "Other text.").Replace(one))}
	p, err := give(t, content, approve.Request{ID: "POL-01", By: "Tom Aldridge", Day: today})
	if err != nil {
		t.Fatal(err)
	}
	if string(p.Before) != one || p.Since != "1.0" {
		t.Errorf("it is shown against %s, %q", p.Since, p.Before)
	}
}
