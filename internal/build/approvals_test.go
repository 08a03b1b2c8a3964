package build

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/day"
)

// bound is a document of each kind that says MARK in all that an approval
// binds.
var bound = map[string]string{
	"policies/one.md": `---
id: POL-01
title: MARK title
kind: policy
version: "1.0"
status: approved
classification: internal
owner: MARK owner
audience: [MARK readers]
summary: MARK summary
implements: [A.5.1, 5.2]
provides: [policy]
---
MARK text, MARK[^1] in [nothing](MARK.md), {{MARK.unknown}} and [a link](https://example.org/MARK) and [MARK file](../MARK.txt).

[^1]: MARK note

## MARK heading

| MARK column | b |
|---|---|
| MARK cell | c |

` + "```\nMARK code\n```\n" + `
> [!NOTE]
> MARK alert
`,
	"controls/A.5.1.md": `---
control: A.5.1
version: "1.0"
status: approved
owner: MARK owner
applicable: yes
reasons: [business]
justification: MARK reason
implementation: implemented
---
MARK writing
`,
	"clauses/5.2.md": "---\nclause: 5.2\nversion: \"1.0\"\nstatus: approved\nimplementation: implemented\n---\nMARK met\n",
	"soa.md":         "---\nid: SOA-01\ntitle: MARK statement\nkind: soa\nversion: \"1.0\"\nstatus: approved\nsummary: MARK said\n---\nMARK introduction\n",
}

// approversKey is the key of everybody who approves.
func approversKey(t *testing.T) ssh.Signer {
	t.Helper()
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// approve puts an approval of a text into a content.
func approve(t *testing.T, content map[string]string, key ssh.Signer, id, version, text, by string) {
	t.Helper()
	name, err := approval.NameOf(id, version, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := approval.State(name, []byte(text), by, "Chief Executive", day.New(2026, 1, 20))
	if err != nil {
		t.Fatal(err)
	}
	signature, err := approval.Sign(s.Bytes(), key)
	if err != nil {
		t.Fatal(err)
	}
	content[name.Text()], content[name.Statement()], content[name.Signature()] = text, string(s.Bytes()), string(signature)
}

// TestNoByteOfAnUnapprovedChangeIsPublished approves texts, writes something
// else into their files, and looks for it in all that is written.
func TestNoByteOfAnUnapprovedChangeIsPublished(t *testing.T) {
	key := approversKey(t)
	content := map[string]string{
		"annexa.yaml": "packs: [{id: all, title: All, include: [policies, controls, clauses, soa]}]\n",
		approval.Folder + "/" + approval.SignersFile: fmt.Sprintf("%q %s", "Dana Reyes", ssh.MarshalAuthorizedKey(key.PublicKey())),
		"zeen.txt": "x", "unzeen.txt": "y",
	}
	for file, text := range bound {
		id := map[string]string{"policies/one.md": "POL-01", "controls/A.5.1.md": "A.5.1", "clauses/5.2.md": "5.2", "soa.md": "SOA-01"}[file]
		was := strings.ReplaceAll(text, "MARK", "zeen")
		approve(t, content, key, id, "1.0", was, "Dana Reyes")
		content[file] = strings.ReplaceAll(text, "MARK", "unzeen")
	}
	// A classification that was lowered, or raised, without approval is none.
	content["policies/one.md"] = strings.Replace(content["policies/one.md"], "classification: internal", "classification: restricted", 1)

	load := func(content map[string]string, drafts bool) *Loaded {
		l, err := Load(t.Context(), Sources{Content: files(content)}, Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Drafts: drafts, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	var all []byte
	for name, data := range written(t, load(content, false)) {
		text := read(t, name, data)
		if i := bytes.Index(text, []byte("unzeen")); i >= 0 || strings.Contains(name, "unzeen") {
			t.Errorf("%s: …%s…", name, text[max(0, i-100):min(len(text), i+100)])
		}
		all = append(all, text...)
		if name == "documents/POL-01.html" && !bytes.Contains(text, []byte("a change is under way")) {
			t.Error("the page does not tell of the change")
		}
	}
	for _, said := range []string{"title", "owner", "readers", "summary", "text", "note", "heading", "column", "cell", "code", "alert", "reason", "writing", "met", "statement", "introduction"} {
		if !bytes.Contains(all, []byte("zeen "+said)) {
			t.Errorf("what was approved is not published: %s", said)
		}
	}

	// With drafts it is all there. Indexes of the search hold words in parts.
	delete(content, "zeen.txt")
	all = nil
	for name, data := range written(t, load(content, true)) {
		switch text := read(t, name, data); {
		case name == "documents/POL-01.changes.html":
			if !bytes.Contains(text, []byte("zeen</del>")) {
				t.Errorf("the page of changes does not tell what changed:\n%s", text)
			}
		case strings.Contains(name, "@"), strings.Contains(name, ".changes"), strings.Contains(name, ".approvals"): // they tell of what was approved
		case strings.HasSuffix(name, ".html"):
			all = append(all, text...)
		}
	}
	if !bytes.Contains(all, []byte("changed since approval: not in force")) {
		t.Error("with drafts the page does not tell that the text was changed since its approval")
	}
	if !bytes.Contains(all, []byte("unzeen text")) || bytes.Contains(bytes.ReplaceAll(all, []byte("unzeen"), nil), []byte("zeen")) {
		t.Error("with drafts the change is not shown, or what it took the place of is")
	}
}

// TestAPDFTellsWhoApprovedItAndWhatChanged reads the PDF of a document with two
// approved versions.
func TestAPDFTellsWhoApprovedItAndWhatChanged(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("pdftotext is missing: apt-get install poppler-utils")
	}
	key := approversKey(t)
	content := map[string]string{
		approval.Folder + "/" + approval.SignersFile: fmt.Sprintf("%q %s", "Dana Reyes", ssh.MarshalAuthorizedKey(key.PublicKey())),
		"claimed.md": "---\nid: POL-02\ntitle: Claim\nkind: policy\nversion: \"1.0\"\nstatus: approved\napproved: {by: Dana Reyes, role: Chief Executive, date: 2026-01-20}\n---\n" + strings.Repeat("Words.\n\n", 400),
	}
	text := func(version, rule string) string {
		return "---\nid: POL-01\ntitle: Rules\nkind: policy\nversion: \"" + version + "\"\nstatus: approved\n---\nLock " + rule + " away.\n" + strings.Repeat("\nWords.\n", 400)
	}
	approve(t, content, key, "POL-01", "1.0", text("1.0", "paper"), "Dana Reyes")
	approve(t, content, key, "POL-01", "2.0", text("2.0", "everything"), "Dana Reyes")
	content["rules.md"] = text("2.0", "everything")
	l, err := Load(t.Context(), Sources{Content: files(content)}, Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	out := written(t, l)
	for name, says := range map[string][]string{
		"documents/POL-01.pdf": {"ssh signature, verified", strings.ToLower(ssh.FingerprintSHA256(key.PublicKey())), "changes since version 1.0", "lock paper everything away."},
		"documents/POL-02.pdf": {"not signed; the document says so itself"},
	} {
		said := strings.Join(strings.Fields(string(read(t, name, out[name]))), " ")
		for _, what := range says {
			if !strings.Contains(said, what) {
				t.Errorf("%s does not say %q", name, what)
			}
		}
	}
}
