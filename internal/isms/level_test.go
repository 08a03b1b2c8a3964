package isms_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/isms"
)

func TestWhatIsAboveALevelIsNotLinked(t *testing.T) {
	m := upTo(t, map[string]string{
		"annexa.yaml":               "packs: [{id: p, classification: public, include: [policies]}, {id: q, include: [policies]}]\n",
		"a.md":                      front("id: POL-01\nkind: policy\nclassification: public\nrelated: [POL-02]\nimplements: [A.5.3]\n"+approved, "[[POL-02]] [[Secret]] [b](b.md) [r](registers/assets.yaml) POL-02 AST-1 ![x](x.png) [[gone]] [[POL-01#gone]]"),
		"b.md":                      front("id: POL-02\ntitle: Secret\nkind: policy\nprovides: [scope]\nimplements: [A.5.1, A.5.3]\n"+approved, "[[POL-01]] [[AST-1]] A.5.2 clause 4.1"),
		"old.md":                    front("id: POL-03\nkind: policy\nstatus: retired\nclassification: public\nreplaced-by: POL-02\n", ""),
		"soa.md":                    front(approved, ""),
		"page.md":                   "# A page says no classification\n",
		"controls/A.5.1.md":         front("control: A.5.1\napplicable: yes\nimplementation: implemented\nmaturity: 3\n"+approved, ""),
		"controls/A.5.2.md":         front("control: A.5.2\napplicable: no\n"+approved, ""),
		"controls/A.5.3.md":         front("control: 2022:A.5.3\napplicable: yes\nclassification: restricted\n", ""),
		"controls/A.5.4.md":         front("control: A.5.4\napplicable: yes\nstatus: retired\n", ""),
		"controls/A.5.5.md":         front("control: A.5.5\napplicable: yes\nimplementation: implemented\nmaturity: 3\nclassification: public\nevidence: [{title: x, link: POL-02}]\n"+approved, ""),
		"clauses/4.1.md":            front("clause: 4.1\n"+approved, ""),
		"registers/assets.yaml":     "classification: confidential\nrows: [{id: AST-1, title: Server, type: x, owner: Head, classification: public}]\n",
		"registers/objectives.yaml": "- {id: OBJ-1, title: Less, target: none, owner: Head}\n",
	}, "public")
	var files []string
	for _, d := range m.Documents {
		files = append(files, d.File)
	}
	if got := strings.Join(files, " "); got != "controls/A.5.5.md a.md old.md" {
		t.Errorf("linked are %s", got)
	}
	if len(m.Registers) != 0 || len(m.Problems) != 0 || m.SoA() != nil || len(m.Config.Packs) != 1 || m.Config.Packs[0].ID != "p" {
		t.Errorf("%v %v %v %v", m.Registers, m.Problems, m.SoA(), m.Config.Packs)
	}

	d, _ := m.Lookup("POL-01")
	var targets []string
	for _, target := range d.Targets {
		targets = append(targets, words(target))
	}
	if got := strings.Join(targets, ", "); got != strings.Repeat("text, ", 6)+"broken, text, document documents/POL-01.html#gone" {
		t.Errorf("its links come to %s", got)
	}
	if len(d.Related)+len(d.ReferencedBy)+len(d.Rows) != 0 {
		t.Errorf("it is related to %v, referred to by %v and %v", d.Related, d.ReferencedBy, d.Rows)
	}
	if old, _ := m.Lookup("POL-03"); old.ReplacedBy != nil {
		t.Errorf("it is replaced by %s", old.ReplacedBy.Title)
	}
}

func TestNothingFalseIsSaidOfWhatIsAboveALevel(t *testing.T) {
	files := map[string]string{
		"a.md":                      front("id: POL-01\nkind: policy\nclassification: public\nimplements: [A.5.3]\nprovides: [scope]\n"+approved, "A.5.1"),
		"b.md":                      front("id: POL-02\nkind: policy\nprovides: [scope, policy]\n"+approved, ""),
		"old.md":                    front("id: POL-03\nkind: policy\nstatus: retired\nprovides: [risk-treatment-process]\n", ""),
		"soa.md":                    front(approved, ""),
		"controls/A.5.1.md":         front("control: A.5.1\napplicable: yes\nimplementation: implemented\nmaturity: 3\n"+approved, ""),
		"controls/A.5.2.md":         front("control: A.5.2\napplicable: no\n"+approved, ""),
		"controls/A.5.3.md":         front("control: 2022:A.5.3\napplicable: yes\nclassification: restricted\n", ""),
		"controls/A.5.4.md":         front("control: A.5.4\napplicable: yes\nstatus: retired\n", ""),
		"controls/A.5.5.md":         front("control: A.5.5\napplicable: yes\nimplementation: implemented\nmaturity: 3\nclassification: public\n"+approved, ""),
		"clauses/4.1.md":            front("clause: 4.1\n"+approved, ""),
		"registers/objectives.yaml": "- {id: OBJ-1, title: Less, target: none, owner: Head}\n",
		"registers/metrics.yaml":    "[]\n",
	}
	m := upTo(t, files, "public")
	if !m.Withheld.Statement || linked(t, files).Withheld.Statement {
		t.Error("it is not known that there is a statement")
	}
	for id, want := range map[string]string{
		"A.5.1": "not published here", "A.5.2": "not published here", "A.5.3": "not published here", "A.5.4": "not decided", "A.5.5": "applicable", "A.5.6": "not decided", "4.1": "not published here", "4.2": "applicable", "4": "applicable",
	} {
		q, _ := m.Requirement(id)
		if got := q.Decision.String(); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
		if want == "not published here" && (q.DecisionInForce() != isms.NotHere || q.Leaf() && q.Trace() != isms.Untold) {
			t.Errorf("%s: %s, %d", id, q.DecisionInForce(), q.Trace())
		}
	}
	controls, clauses := m.Controls(), m.SubClauses()
	all := fmt.Sprintln(isms.CoverageOf(controls), isms.ProgressOf(controls), isms.MaturityOf(controls)) + fmt.Sprintln(isms.CoverageOf(clauses), isms.ProgressOf(clauses), isms.MaturityOf(clauses))
	want := `{90 0 3 89 0 0 1 0 {0 0 0 0}} {1 0 0 0 0 0 89 0} {[0 0 0 1 0 0] 89}
{29 0 1 0 0 0 0 0 {0 0 0 0}} {0 0 0 0 29 0 0 0} {[0 0 0 0 0 0] 29}
`
	if all != want {
		t.Errorf("it is counted\n%swant\n%s", all, want)
	}
	provided := map[string]string{}
	for _, item := range m.Items() {
		provided[item.Item] = fmt.Sprint(item.Provided, item.NotHere)
	}
	for item, want := range map[string]string{"scope": "yes false", "policy": "no true", "risk-treatment-process": "no false", "soa": "no true", "objectives": "no true", "monitoring-results": "no false"} {
		if provided[item] != want {
			t.Errorf("%s is there: %s, want %s", item, provided[item], want)
		}
	}
}

func TestWhatIsClassifiedUnclearlyIsWithheld(t *testing.T) {
	files := map[string]string{
		"annexa.yaml":            "packs: [{id: p, classification: secret, include: [policies]}]\nregisters: {own: {prefix: OWN, classification: [x]}}\n",
		"typo.md":                front("classification: restrcted\ntitle: x", ""),
		"list.md":                front("classification: {a: b}\ntitle: x", ""),
		"open.md":                "---\ntitle: x\nclassification: restricted\n\nText\n",
		"twice.md":               front("title: x\n  y: z", "Text"),
		"binary.md":              "# x\n\x00",
		"policy.md":              front("id: POL-01\nkind: policy\nclassification: geheim", ""),
		"unsaid.md":              front("id: POL-02\nkind: policy\nclassification:", ""),
		"page.md":                "# x",
		"registers/assets.yaml":  "classification: top\nrows: []\n",
		"registers/own.yaml":     "[]\n",
		"registers/issues.yaml":  "classification: restricted\nrows: [{]\n",
		"registers/parties.yaml": "classification:\nrows: []\n",
	}
	for level, want := range map[string]string{"confidential": "unsaid.md page.md registers/parties.yaml", "internal": "unsaid.md page.md registers/parties.yaml", "public": ""} {
		m := upTo(t, files, level)
		var here []string
		for _, d := range m.Documents {
			here = append(here, d.File)
		}
		for _, r := range m.Registers {
			here = append(here, r.File)
		}
		if got := strings.Join(here, " "); got != want || len(m.Config.Packs) != 0 {
			t.Errorf("%s: %s and the packs %v, want %s", level, got, m.Config.Packs, want)
		}
	}
}

func TestApprovedTextsAreWithheldByTheHigherOfTwoClassifications(t *testing.T) {
	dana := newApprover(t, "Dana Reyes", "Chief Executive")
	saying := func(version, classification string) string {
		return front("id: POL-01\ntitle: Text\nkind: policy\nversion: \""+version+"\"\nstatus: approved\nclassification: "+classification, "Text "+classification)
	}
	for _, c := range []struct {
		approved, today, level string
		here                   bool
	}{
		{"public", "public", "public", true},
		{"public", "internal", "public", false},
		{"internal", "public", "public", false},
		{"internal", "public", "internal", true},
		{"confidential", "internal", "internal", false},
		{"internal", "geheim", "internal", false},
	} {
		files := map[string]string{
			"a.md":                 saying("2.0", c.today),
			"registers/roles.yaml": "classification: confidential\nrows: [{id: ROL-1, title: Chief Executive, holder: Dana Reyes}]\n",
			approval.Folder + "/" + approval.SignersFile: fmt.Sprintf("%q %s", dana.name, ssh.MarshalAuthorizedKey(dana.key.PublicKey())),
		}
		dana.approve(t, files, "POL-01", "1.0", saying("1.0", c.approved), "2026-01-20", 1)
		m := upTo(t, files, c.level)
		d, here := m.Lookup("POL-01")
		if here != c.here {
			t.Errorf("%+v: here %v", c, here)
		}
		if here && d.Front.Version != "1.0" && c.approved != c.today {
			t.Errorf("%+v: version %s", c, d.Front.Version)
		}
	}
}

func TestApprovalsUpToALevelAreJudgedByTheWhole(t *testing.T) {
	dana, tom := newApprover(t, "Dana Reyes", "Chief Executive"), newApprover(t, "Tom Aldridge", "Chief Executive")
	saying := func(id, version, classification string) string {
		return front("id: "+id+"\ntitle: Text\nkind: policy\nversion: \""+version+"\"\nstatus: approved\nclassification: "+classification, "Text "+version)
	}
	files := map[string]string{
		"a.md":                 saying("POL-01", "3.0", "public"),
		"b.md":                 saying("POL-02", "1.0", "internal"),
		"registers/roles.yaml": "- {id: ROL-1, title: Chief Executive, holder: Dana Reyes}\n",
		approval.Folder + "/" + approval.SignersFile: fmt.Sprintf("%q %s%q %s", dana.name, ssh.MarshalAuthorizedKey(dana.key.PublicKey()), tom.name, ssh.MarshalAuthorizedKey(tom.key.PublicKey())),
	}
	dana.approve(t, files, "POL-01", "1.0", saying("POL-01", "1.0", "restricted"), "2026-01-20", 1)
	dana.approve(t, files, "POL-01", "2.0", saying("POL-01", "2.0", "public"), "2026-02-20", 1)
	tom.approve(t, files, "POL-01", "3.0", saying("POL-01", "3.0", "public"), "2026-03-20", 1) // who holds no role
	dana.approve(t, files, "POL-02", "1.0", saying("POL-02", "1.0", "internal"), "2026-01-20", 1)
	m := upTo(t, files, "public")
	d, _ := m.Lookup("POL-01")
	var got []string
	for _, a := range m.ApprovalsOf(d) {
		got = append(got, fmt.Sprint(a.Version.Version, " ", a.Stands))
	}
	if want := "2.0 true, 3.0 false"; strings.Join(got, ", ") != want || d.Front.Version != "2.0" || len(m.Unclaimed()) != 0 {
		t.Errorf("approvals %q, version %s, of others %d", got, d.Front.Version, len(m.Unclaimed()))
	}
}
