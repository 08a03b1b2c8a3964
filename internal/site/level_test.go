package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/day"
)

// levelled is a content of which the registers, the Statement and most write-ups
// are not public.
var levelled = map[string]string{
	"annexa.yaml":           "date: 2026-11-02\ntitle: ISMS\n",
	"soa.md":                "---\nid: SOA-1\ntitle: Statement\nstatus: approved\n---\nText\n",
	"policy.md":             "---\nid: POL-01\ntitle: Policy\nkind: policy\nstatus: approved\nclassification: public\nimplements: [A.5.1]\nprovides: [policy]\n---\nText\n",
	"scope.md":              "---\nid: PLN-01\ntitle: Scope\nkind: plan\nstatus: approved\nprovides: [scope]\n---\nText\n",
	"controls/A.5.1.md":     "---\ncontrol: A.5.1\napplicable: yes\nimplementation: implemented\nstatus: approved\nclassification: public\n---\nText\n",
	"controls/A.5.2.md":     "---\ncontrol: A.5.2\napplicable: yes\nimplementation: implemented\nstatus: approved\n---\nText\n",
	"controls/A.5.3.md":     "---\ncontrol: A.5.3\napplicable: no\nstatus: approved\n---\nText\n",
	"clauses/4.1.md":        "---\nclause: 4.1\nstatus: approved\n---\nText\n",
	"registers/audits.yaml": "- {id: AUD-1, title: Audit, date: 2026-01-01, criteria: x, scope: x, auditor: x, requirements: [A.5.1, A.5.2], result: fine}\n",
}

// upTo renders what of a content is classified at or below a level.
func upTo(t *testing.T, content map[string]string, level string) map[string]string {
	t.Helper()
	files := fstest.MapFS{}
	for name, data := range content {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	l, err := build.Load(t.Context(), build.Sources{Content: files}, build.Options{Day: func(pinned day.Date) day.Date { return pinned }, Level: level, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, data := range render(t, l, options(t, l)) {
		out[name] = string(data)
	}
	return out
}

func TestOfWhatIsAboveTheLevelItIsSaidThatItIsNotHere(t *testing.T) {
	pages := upTo(t, levelled, "public")
	for page, c := range map[string]struct {
		says []string
		not  []string
	}{
		"index.html":           {[]string{"This site holds only what is classified public.", `<strong>90</strong>`, "1 not published here and not counted"}, []string{"annexa check"}},
		"coverage.html":        {[]string{"2 not published here and not counted", "1 not published here and not counted", "This site holds only"}, nil},
		"controls/A.5.1.html":  {[]string{"<strong>applicable</strong>"}, []string{"not published here"}},
		"controls/A.5.2.html":  {[]string{"<strong>not published here</strong>", "There is a write-up, and it is not part of this publication."}, []string{"No write-up says yet", "Where it stands"}},
		"controls/A.5.4.html":  {[]string{"<strong>not decided</strong>", "No write-up says yet"}, []string{"not published here"}},
		"clauses/4.1.html":     {[]string{"There is a write-up", `<td><span class="chip open">not published here</span></td>`}, []string{"No write-up says yet", "not answered"}},
		"clauses/index.html":   {[]string{`Understanding the organization and its context</a></th><td><span class="chip open">not published here</span></td>`}, nil},
		"documents.html":       {[]string{"POL-01", `<span class="chip open">not published here</span>`}, []string{"PLN-01"}},
		"soa/soa.html":         {[]string{"The Statement of Applicability is not part of what is published here."}, []string{`id="A.5.1"`, "Not a controlled document", "soa.csv", "SOA-1"}},
		"registers/index.html": {[]string{"No register is published here."}, []string{"There are none yet"}},
		"audits.html":          {[]string{"The register of audits is not published here."}, []string{"There are no audits yet"}},
	} {
		for _, said := range c.says {
			if !strings.Contains(pages[page], said) {
				t.Errorf("%s does not say %q", page, said)
			}
		}
		for _, said := range c.not {
			if strings.Contains(pages[page], said) {
				t.Errorf("%s says %q", page, said)
			}
		}
	}
	for page, text := range upTo(t, levelled, "restricted") {
		if strings.Contains(text, "not published here") || strings.Contains(text, "This site holds") {
			t.Errorf("%s says that something is not here, and all is", page)
		}
	}
}

func TestWhatIsAboveTheLevelIsNoHole(t *testing.T) {
	content := map[string]string{}
	for name, data := range levelled {
		content[name] = data
	}
	content["registers/audits.yaml"] = "classification: public\nrows:\n" + strings.Replace(levelled["registers/audits.yaml"], "A.5.1, A.5.2", "A.5.2", 1)
	pages := upTo(t, content, "public")
	for page, want := range map[string]string{
		"traceability/index.html": `>Organizational controls</a> <small>2 not published here and not counted</small></th><td class="number">35</td><td class="number">1</td><td class="number">0</td><td class="number late">34</td><td class="number">0</td>`,
		"traceability/A.5.html":   `<td class="untold">0</td><td class="untold">0</td><td class="hole">0</td>`,
		"audits.html":             "Requirements: 121. Audited: 1.",
	} {
		if !strings.Contains(strings.ReplaceAll(pages[page], "<span class=\"id\">A.5</span> ", ""), want) {
			t.Errorf("%s does not say %s", page, want)
		}
	}
	if strings.Contains(pages["audits.html"], `<span class="id">A.5.3</span> Segregation of duties</a> <span class="chip overdue">`) {
		t.Error("a control whose decision is not here has to be in an audit")
	}
}
