package site_test

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/day"
)

// approvedTexts is content with versions that were approved: in force before,
// never, now, and in force in a year; and with one that was changed since.
func approvedTexts(t *testing.T) fstest.MapFS {
	t.Helper()
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed([]byte("what was approved is in force 32")))
	if err != nil {
		t.Fatal(err)
	}
	content := fstest.MapFS{
		"annexa.yaml":                       {Data: []byte("date: 2026-11-02\naudiences: {staff: 4}\norganisation: {name: Small Ltd, short: Small}\n")},
		"registers/acknowledgements.csv":    {Data: []byte("id,title,date,who,document,version,audience,people\nACK-1,A,2026-04-20,Bob,POL-01,3,staff,\nACK-2,B,2026-04-21,bob,POL-01,2,staff,\nACK-3,C,2026-01-21,Cyd,POL-01,1,,5\nACK-4,D,2026-04-21,Dee,POL-01,,staff,\n")},
		"registers/roles.yaml":              {Data: []byte("- {id: ROL-1, title: Boss, holder: Ann}\n")},
		"approvals/" + approval.SignersFile: {Data: fmt.Appendf(nil, "%q %s", "Ann", ssh.MarshalAuthorizedKey(key.PublicKey()))},
	}
	approve := func(file, id, version, on, text string) {
		date, err := day.Parse(on)
		if err != nil {
			t.Fatal(err)
		}
		name, err := approval.NameOf(id, version, 1)
		if err != nil {
			t.Fatal(err)
		}
		s, err := approval.State(name, []byte(text), "Ann", "Boss", date)
		if err != nil {
			t.Fatal(err)
		}
		signature, err := approval.Sign(s.Bytes(), key)
		if err != nil {
			t.Fatal(err)
		}
		for path, data := range map[string][]byte{name.Text(): []byte(text), name.Statement(): s.Bytes(), name.Signature(): signature, file: []byte(text)} {
			content[path] = &fstest.MapFile{Data: data}
		}
	}
	front := func(version, effective, more, text string) string {
		return "---\nid: POL-01\nversion: " + version + "\nstatus: approved\neffective: " + effective + "\n" + more + "---\n" + text
	}
	one := "# Rules\n\nLock paper away.\n\n![plan](plan.png) and [[POL-99]], [first](#rules), {{organisation.short}}.\n"
	approve("a.md", "POL-01", "1", "2026-01-10", front("1", "2026-02-01", "kind: policy\ntitle: First\nclassification: public\nowner: Boss\naudience: [all]\nreview: {every: 1 year, next: 2027-01-01}\n", one))
	approve("a.md", "POL-01", "2", "2026-03-10", front("2", "2026-09-01", "kind: policy\ntitle: Second\nclassification: internal\naudience: [some]\nsummary: What holds\nreview: {every: 2 years, next: 2028-01-01}\nretain: 3 years\n", strings.Replace(one, "paper", "everything", 1)))
	approve("a.md", "POL-01", "3", "2026-04-10", front("3", "2026-05-01", "kind: policy\ntitle: Second\naudience: [staff, board]\nacknowledge: required\nhistory: [{version: 2, date: 2026-03-10, material: yes}]\n", one+"\nMore.\n"))
	approve("a.md", "POL-01", "4", "2026-05-10", front("4", "2027-05-01", "kind: standard\ntitle: Second\nimplements: [A.5.1]\n", one+"\nMore.\n"))
	control := "---\ncontrol: A.5.1\nversion: %s\nstatus: approved\napplicable: %s\nreasons: [%s]\njustification: %s\nimplementation: %s\n---\nHow.\n"
	approve("c.md", "A.5.1", "1", "2026-01-10", fmt.Sprintf(control, "1", "yes", "risk", "Old", "planned"))
	approve("c.md", "A.5.1", "2", "2026-02-10", fmt.Sprintf(control, "2", "no", "legal", "New", "partial"))
	content["c.md"] = &fstest.MapFile{Data: []byte(fmt.Sprintf(control, "3", "no", "legal", "New", "partial") + "More.\n")}
	return content
}

// TestApprovedVersionsHavePages looks at what the pages of approvals say.
func TestApprovedVersionsHavePages(t *testing.T) {
	l := load(t, approvedTexts(t))
	pages := render(t, l, options(t, l))
	for page, says := range map[string][]string{
		"documents/POL-01.approvals.html": {`<a href="../documents/POL-01.changes@4.html">since version 3</a>`, `<a href="../documents/POL-01@1.html">1</a>`, "never, as version 3 took its place first", "SHA256:", "30 April 2026"},
		"documents/POL-01@1.html":         {"A former version", "from 1 February 2026 to 30 April 2026", "Lock paper away.", `href="#rules"`, "Small"},
		"documents/POL-01@2.html":         {"Never in force"},
		"documents/POL-01@4.html":         {"Not yet in force", "1 May 2027"},
		"documents/POL-01.changes@2.html": {`Lock <del><span class="quiet">gone: </span>paper</del> <ins><span class="quiet">new: </span>everything</ins> away.`, "Title changed from “First” to “Second”"},
		"documents/POL-01.html":           {"POL-01.approvals.html", "POL-01.changes@3.html"},
		"acknowledgements.html":           {"<td>1 of 4</td><td>25 %</td>", "the number of readers is not given", "Version 3 is in force. What counts is an acknowledgement of version 2", "counts no more", "not said"},
		"controls/A.5.1.changes@2.html":   {"Decision changed from “applicable” to “excluded”", "Not a word of the text changed."},
	} {
		for _, text := range says {
			if !strings.Contains(string(pages[page]), text) {
				t.Errorf("%s does not say %q", page, text)
			}
		}
	}
	for page := range pages {
		if page == "documents/POL-01.changes.html" || page == "controls/A.5.1.changes.html" {
			t.Errorf("%s tells what nobody has approved", page)
		}
	}
}
