package site_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/site"
)

// index makes the files of the search, by name.
func index(t *testing.T, l *build.Loaded, opt site.Options) map[string][]byte {
	t.Helper()
	s, problems := site.New(l.ISMS, opt)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	out := map[string][]byte{}
	for _, p := range slices.Concat(s.Pages(), s.Index()) {
		name, ok := strings.CutPrefix(p.Path, site.SearchFolder)
		if !ok {
			continue
		}
		data, err := s.Render(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = data
	}
	return out
}

func TestNothingIsFoundThatIsNotPublished(t *testing.T) {
	content := fstest.MapFS{
		"annexa.yaml": {Data: []byte("drafts: hide\ndate: 2026-11-02\n")},
		"open.md": {Data: []byte("---\nid: POL-01\ntitle: Known\nkind: policy\nstatus: approved\nclassification: internal\nsummary: known summary\n---\n" +
			"known text: [[POL-02]] POL-03 [[POL-03#part]] [[POL-04]] [[R-1]] [the draft](draft.md) [](secret.md) [[A.5.1]]\n\n## Known part\n")},
		"draft.md":             {Data: []byte("---\nid: POL-02\ntitle: Sekrit draft\nkind: policy\nstatus: draft\n---\nsekrit text\n\n## Sekrit part\n")},
		"secret.md":            {Data: []byte("---\nid: POL-03\ntitle: Sekrit title\nkind: policy\nstatus: approved\nclassification: confidential\nsummary: sekrit summary\n---\nsekrit text\n\n## Sekrit part {#part}\n")},
		"old.md":               {Data: []byte("---\nid: POL-04\ntitle: Withdrawn\nkind: policy\nstatus: retired\n---\nsekrit text\n")},
		"page.md":              {Data: []byte("---\nclassification: restricted\n---\n# Sekrit page\n")},
		"controls/A.5.1.md":    {Data: []byte("---\ncontrol: A.5.1\napplicable: yes\njustification: sekrit reason\nstatus: approved\nclassification: confidential\n---\nsekrit write-up\n")},
		"controls/A.5.2.md":    {Data: []byte("---\ncontrol: A.5.2\napplicable: yes\njustification: sekrit reason\nstatus: retired\n---\nsekrit write-up\n")},
		"registers/risks.yaml": {Data: []byte("- {id: R-1, title: Sekrit risk, affects: [c], likelihood: 3, impact: 4, treatment: modify, controls: [A.5.1], owner: Boss}\n")},
	}
	l, err := build.Load(context.Background(), build.Sources{Content: content}, build.Options{Day: func(pinned day.Date) day.Date { return pinned }, Level: "internal", Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	all := index(t, l, options(t, l))
	for name, data := range all {
		if i := bytes.Index(bytes.ToLower(data), []byte("sekrit")); i >= 0 {
			t.Errorf("%s: …%s…", name, data[max(0, i-60):min(len(data), i+60)])
		}
	}
	whole := string(bytes.Join([][]byte{all["t0.js"], all["i0.js"], all["w0.js"]}, nil))
	for _, known := range []string{"known text", "known summary", "Known part", "POL-01", "Policies for information security"} {
		if !strings.Contains(whole, known) {
			t.Errorf("%q is not in the index", known)
		}
	}
	for _, hidden := range []string{`"POL-02"`, `"POL-03"`, `"POL-04"`, `"R-1"`} {
		if strings.Contains(whole, hidden) {
			t.Errorf("%s can be found", hidden)
		}
	}
}

func TestACatalogueAndItsEntriesAreAKindOfResult(t *testing.T) {
	l := load(t, fstest.MapFS{"a.md": {Data: []byte("# A\n")}, "catalogues/law.yaml": {Data: []byte("id: LAW\ntitle: The law\nentries:\n  - {id: \"1\", title: One, maps: [A.5.1]}\n  - {id: \"2\", title: Two, maps: [5.2]}\n")}})
	if got, want := string(index(t, l, options(t, l))["index.js"]), `["Requirement","Further catalogues","catalogues/",0.9,3]`; !strings.Contains(got, want) {
		t.Errorf("no %s in %s", want, got)
	}
}

func TestEveryResultLeadsSomewhere(t *testing.T) {
	l := load(t, os.DirFS("../../content"))
	opt := options(t, l)
	pages := render(t, l, opt)
	results := addresses(t, index(t, l, opt))
	if len(results) < 500 {
		t.Errorf("there are only %d results", len(results))
	}
	seen := map[string]bool{}
	for _, address := range results {
		if seen[address] {
			t.Errorf("%s is there twice", address)
		}
		seen[address] = true
		page, anchor, _ := strings.Cut(address, "#")
		if data, ok := pages[page]; !ok {
			t.Errorf("%s leads to nothing", address)
		} else if anchor != "" && !bytes.Contains(data, []byte(`id="`+anchor+`"`)) {
			t.Errorf("%s has no such part", address)
		}
	}
}

// addresses are those of all items of an index: where they do not say theirs,
// it is made of the folder of their kind and their id.
func addresses(t *testing.T, index map[string][]byte) []string {
	t.Helper()
	arguments := func(name string) (all []any) {
		call := strings.TrimSuffix(strings.TrimPrefix(string(index[name]), "annexaSearch("), ")\n")
		if err := json.Unmarshal([]byte("["+call+"]"), &all); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return all
	}
	var out []string
	root := arguments("index.js")[2].(map[string]any)
	var folders []string
	for _, kind := range root["kinds"].([]any) {
		kind := kind.([]any)
		for range int(kind[4].(float64)) {
			folders = append(folders, kind[2].(string))
		}
	}
	for i := 0; len(out) < len(folders); i++ {
		items := arguments("i" + strconv.Itoa(i) + ".js")[2:]
		for ; len(items) > 0; items = items[4:] {
			address := items[2].(string)
			if address == "" {
				address = folders[len(out)] + items[0].(string) + ".html"
			}
			out = append(out, address)
		}
	}
	return out
}

// What a page loads, with what its reader asks for, is at most 20 kB of script.
func TestScriptsAreSmall(t *testing.T) {
	l := load(t, fstest.MapFS{})
	pages := render(t, l, options(t, l))
	for _, names := range [][]string{{"site.js", "table.js", "search.js"}, {"site.js", "verify.js"}} {
		n := 0
		for _, name := range names {
			if n += len(pages["assets/"+name]); pages["assets/"+name] == nil {
				t.Errorf("there is no %s", name)
			}
		}
		if n > 20<<10 {
			t.Errorf("%s are %d bytes", strings.Join(names, " and "), n)
		}
	}
}
