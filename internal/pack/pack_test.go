package pack_test

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/isms"
	"annexa/internal/pack"
	"annexa/internal/pdf"
	"annexa/internal/soa"
	"annexa/internal/typeset"
)

// maker makes PDFs of a content given as files by their paths.
func maker(t testing.TB, files map[string]string) *pack.Maker { return makerUpTo(t, "", files) }

// makerUpTo leaves out what is classified above a level.
func makerUpTo(t testing.TB, level string, files map[string]string) *pack.Maker {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	on, err := day.Parse("2026-11-02")
	if err != nil {
		t.Fatal(err)
	}
	l, err := build.Load(t.Context(), build.Sources{Content: fsys}, build.Options{Day: func(day.Date) day.Date { return on }, Level: level, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if l.Count.Errors > 0 {
		t.Fatal(l.Problems)
	}
	engine, err := typeset.NewEngine(typeset.Fonts{})
	if err != nil {
		t.Fatal(err)
	}
	statement := soa.Of(l.ISMS)
	return &pack.Maker{ISMS: l.ISMS, Words: soa.Words{Language: l.Words, Titles: l.ISMS.Config.Language}, Engine: engine, Writer: pdf.NewWriter(), Style: typeset.DefaultStyle(), Statement: statement, Forms: statement.Forms(l.Words), Content: fsys}
}

const approved = `version: "1.0"
status: approved
classification: internal
owner: Head of IT
summary: What holds.
approved: {by: Dana Reyes, role: Chief Executive, date: 2026-02-20}
effective: 2026-03-01
review: {every: 12 months, last: 2026-02-20, next: 2027-02-20}
history: [{version: "1.0", date: 2026-02-20, author: Head of IT, change: First text.}]
`

func content() map[string]string {
	long := strings.Repeat("## A section\n\nEveryone must lock their screen whenever they leave it, see [[POL-01#the-rule]], A.5.1 and R-001.\n\n", 60)
	return map[string]string{
		"annexa.yaml": "organisation: {name: Example Ltd, short: Example}\nbase: https://isms.example.org/\npacks:\n- {id: all, title: All of it, classification: confidential, include: [POL-02, policies, controls, soa, {register: risks}]}\n- {id: drafts, title: Drafts too, include: [policies], drafts: yes}\n",
		"a.md":        "---\nid: POL-01\ntitle: Short policy\nkind: policy\n" + approved + "---\n# Short policy\n\n## The rule\n\nLock it. See [[POL-02]] and [[PRO-01]].\n",
		"b.md":        "---\nid: POL-02\ntitle: Long policy\nkind: policy\n" + approved + "---\n" + long,
		"c.md":        "---\nid: POL-03\ntitle: Draft policy\nkind: policy\nversion: 0.1\nstatus: draft\nowner: Head of IT\nclassification: internal\nsummary: x\n---\nNot yet.\n",
		"d.md":        "---\nid: POL-04\ntitle: Gone policy\nkind: policy\nstatus: retired\nreplaced-by: POL-01\n---\nWas once.\n",
		"e.md":        "---\nid: PRO-01\ntitle: A procedure\nkind: procedure\n" + approved + "---\nDo it.\n",
		"controls/A.5.1.md": "---\ncontrol: A.5.1\napplicable: yes\nreasons: [risk]\njustification: Because of R-001.\nimplementation: implemented\n" + approved +
			"evidence: [{title: The list, link: \"https://example.org/x\", date: 2026-10-01}]\n---\nDone.\n",
		"soa.md":               "---\nid: SOA-01\ntitle: Statement of Applicability\nkind: soa\n" + approved + "---\nHow to read it.\n",
		"registers/risks.yaml": "- {id: R-001, title: Loss, affects: [c], likelihood: 2, impact: 3, treatment: modify, controls: [A.5.1], owner: Head of IT}\n",
	}
}

// run runs a program of poppler or qpdf on a PDF and returns what it printed.
func run(t *testing.T, data []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", name)
		}
		t.Skipf("%s is missing", name)
	}
	file := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func document(t *testing.T, k *pack.Maker, id string) pack.File {
	t.Helper()
	d, ok := k.ISMS.Lookup(id)
	if !ok {
		t.Fatalf("no %s", id)
	}
	f, err := k.Document(d)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func contains(t *testing.T, text string, want ...string) {
	t.Helper()
	folded := strings.Join(strings.Fields(text), " ")
	for _, w := range want {
		if !strings.Contains(folded, w) {
			t.Errorf("missing %q in\n%s", w, text)
		}
	}
}

func TestAShortDocumentStaysOnePage(t *testing.T) {
	f := document(t, maker(t, content()), "POL-01")
	if f.Pages != 1 {
		t.Errorf("%d pages", f.Pages)
	}
	text := run(t, f.PDF, "pdftotext", "-layout", "FILE", "-")
	contains(t, text, "Short policy", "Policy POL-01", "Dana Reyes, Chief Executive", "20 February 2026", "1 March 2026", "20 February 2027", "Internal",
		"Version 1.0 · uncontrolled when printed", "Page 1 of 1", "The rule", "Revision history", "First text.")
	if strings.Contains(text, "Contents") || strings.Contains(text, "DRAFT") || strings.Count(text, "Short policy") != 2 { // header and title
		t.Error(text)
	}
}

func TestAHistoryOfFewVersionsStandsInTheControlBlock(t *testing.T) {
	for versions, head := range map[int]bool{2: false, 4: false, 5: true} {
		var entries []string
		for v := versions; v > 0; v-- {
			entries = append(entries, fmt.Sprintf("{version: \"1.%d\", date: 2026-01-0%d, author: Head of IT, change: Change %d.}", v, v, v))
		}
		files := content()
		files["a.md"] = strings.Replace(files["a.md"], `{version: "1.0", date: 2026-02-20, author: Head of IT, change: First text.}`, strings.Join(entries, ", "), 1)
		text := run(t, document(t, maker(t, files), "POL-01").PDF, "pdftotext", "-layout", "FILE", "-")
		above, below := strings.Index(text, "Revision history"), strings.Index(text, "Lock it.")
		if (above > below) != head || strings.Contains(text, "Author") != head {
			t.Errorf("%d versions: the history stands in the wrong place, or form:\n%s", versions, text)
		}
		if !head {
			contains(t, text, "Revision history 1."+fmt.Sprint(versions)+" · "+"2026-01-0"+fmt.Sprint(versions)+" · Head of IT · Change "+fmt.Sprint(versions)+".", "1.1 · 2026-01-01 · Head of IT · Change 1.")
		}
	}
}

func TestALongDocumentHasCoverControlAndContents(t *testing.T) {
	f := document(t, maker(t, content()), "POL-02")
	text := run(t, f.PDF, "pdftotext", "-layout", "FILE", "-")
	pages := strings.Split(text, "\f")
	contains(t, pages[0], "Example Ltd", "Long policy", "Uncontrolled when printed")
	contains(t, pages[1], "Document control", "Revision history", "Contents")
	contains(t, text, fmt.Sprintf("Page %d of %d", f.Pages, f.Pages))
	run(t, f.PDF, "qpdf", "--check", "FILE")
}

func TestWhatIsNotApprovedSaysDraftOnEveryPage(t *testing.T) {
	files := content()
	files["c.md"] += strings.Repeat("Not yet, and for a long time to come, in many words.\n\n", 200)
	k := maker(t, files)
	f := document(t, k, "POL-03")
	if f.Pages < 5 {
		t.Fatalf("%d pages", f.Pages)
	}
	for page, n := range marked(t, f.PDF) {
		if n < 1000 {
			t.Errorf("page %d has %d pixels of the watermark", page+1, n)
		}
	}
	for page, n := range marked(t, document(t, k, "POL-02").PDF) {
		if n > 200 { // a few come from the edges of letters
			t.Errorf("page %d of an approved document has %d pixels of a watermark", page+1, n)
		}
	}
}

func TestAPreviewSaysSoOnEveryPage(t *testing.T) {
	k := maker(t, content())
	k.Preview = true
	for _, id := range []string{"POL-01", "POL-02", "POL-03"} { // short, with a cover, a draft
		for page, n := range marked(t, document(t, k, id).PDF) {
			if n < 1000 {
				t.Errorf("page %d of %s has %d pixels of the watermark", page+1, id, n)
			}
		}
	}
}

// marked counts, for each page, the pixels that have the colour of the
// watermark. It is drawn, not written: nobody wants DRAFT in the text.
func marked(t *testing.T, data []byte) []int {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "page")
	run(t, data, "pdftoppm", "-r", "50", "-png", "FILE", prefix)
	names, err := filepath.Glob(prefix + "*.png")
	if err != nil {
		t.Fatal(err)
	}
	mark := typeset.DefaultStyle().Colours.Mark
	var out []int
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		n := 0
		for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
			for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
				if r, g, b, _ := img.At(x, y).RGBA(); uint8(r>>8) == mark.R && uint8(g>>8) == mark.G && uint8(b>>8) == mark.B {
					n++
				}
			}
		}
		out = append(out, n)
	}
	return out
}

func TestAPackHoldsWhatItsWordsSay(t *testing.T) {
	k := maker(t, content())
	f, err := k.Pack(k.ISMS.Select(k.ISMS.Config.Packs[0]))
	if err != nil {
		t.Fatal(err)
	}
	text := run(t, f.PDF, "pdftotext", "-layout", "FILE", "-")
	contains(t, text, "All of it", "Contents", "Document control", "POL-02 Long policy", "Controls of Annex A", "Statement of Applicability", "Register R", "R-001", "The list", "Because of R-001.")
	for _, never := range []string{"Not yet.", "Was once.", "Do it."} {
		if strings.Contains(text, never) {
			t.Errorf("%q is in the pack", never)
		}
	}
	contents := text[:strings.Index(text, "Page 2 of")]
	contains(t, contents[strings.Index(contents, "Contents"):], "Policies", "POL-02 Long policy", "A.5.1 Policies for information security", "SOA-01 Statement of Applicability", "Index of controls")
	if strings.Contains(contents, "The rule") || strings.Contains(contents, "A section") || strings.Contains(contents, "Controls of Annex A") {
		t.Errorf("the contents of a pack list more than documents, or a chapter of one:\n%s", contents)
	}
	if strings.Index(text, "Policy POL-02") > strings.Index(text, "Policy POL-01") {
		t.Error("POL-02 was named first")
	}
	run(t, f.PDF, "qpdf", "--check", "FILE")
	links := run(t, f.PDF, "pdfinfo", "-url", "FILE")
	contains(t, links, "https://isms.example.org/documents/PRO-01.html", "https://example.org/x")
	if strings.Contains(links, "POL-01") {
		t.Error("a link to what the pack holds leads out of it")
	}
	contains(t, run(t, f.PDF, "pdfinfo", "-dests", "FILE"), `"POL-01.the-rule"`, `"POL-02"`, `"A.5.1"`, `"register-risks"`)

	drafts, err := k.Pack(k.ISMS.Select(k.ISMS.Config.Packs[1]))
	if err != nil {
		t.Fatal(err)
	}
	text = run(t, drafts.PDF, "pdftotext", "-layout", "FILE", "-")
	contains(t, text, "Not yet.")
}

// A table has a line for each point, a panel a table of its own.
func TestALongSeriesIsNoRunningText(t *testing.T) {
	files := content()
	points := "[{date: 2026-01-31, value: 5}, {date: 2026-02-28, value: 6}, {date: 2026-03-31, value: 7}, {date: 2026-04-30, value: 8}]"
	files["annexa.yaml"] = "organisation: {name: Example Ltd}\npacks: [{id: all, title: All of it, include: [{register: metrics}]}]\n"
	for what, more := range map[string]string{"table": "", "panel": ", what: a, method: b, frequency: 1 month, measured-by: c, analysed-by: d, target: e, note: f"} {
		files["registers/metrics.yaml"] = "- {id: MET-01, title: One, values: " + points + more + "}\n"
		k := maker(t, files)
		f, err := k.Pack(k.ISMS.Select(k.ISMS.Config.Packs[0]))
		if err != nil {
			t.Fatal(err)
		}
		text := run(t, f.PDF, "pdftotext", "-layout", "FILE", "-")
		for line := range strings.Lines(text) {
			if strings.Count(line, "2026-0") > 2 || strings.Contains(line, ";") {
				t.Errorf("a %s has the line %s", what, line)
			}
		}
		contains(t, strings.ReplaceAll(text, ":", ""), "2026-01-31 5", "2026-02-28 6", "2026-03-31 7", "2026-04-30 8")
	}
}

func TestAPackEndsWithTheIndexOfItsControls(t *testing.T) {
	k := maker(t, content())
	f, err := k.Pack(k.ISMS.Select(k.ISMS.Config.Packs[0]))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	index := ""
	for i, page := range strings.Split(run(t, f.PDF, "pdftotext", "-layout", "FILE", "-"), "\f") {
		switch {
		case strings.Contains(page, "Index of controls"):
			index = strings.Join(strings.Fields(page), " ")
		case strings.Contains(page, "Everyone must lock"), strings.Contains(page, "Because of R-001."), strings.Contains(page, "R-001    "):
			want = append(want, fmt.Sprint(i+1))
		}
	}
	if line := "A.5.1 Policies for information security " + strings.Join(want, ", "); len(want) < 8 || !strings.Contains(index, line) {
		t.Errorf("the index is\n%s\nwithout\n%s", index, line)
	}
	if !strings.Contains(index, "A.5.2 ") {
		t.Error("what only the statement has is not in the index")
	}
	contains(t, run(t, f.PDF, "pdfinfo", "-dests", "FILE"), `"R-001"`, `"soa.A.5.1"`, `"soa.A.5"`, `"index-controls"`)
	run(t, f.PDF, "qpdf", "--check", "FILE")
}

func TestTheStatementIsSetInLandscapeWithItsHeadings(t *testing.T) {
	f := document(t, maker(t, content()), "SOA-01")
	text := run(t, f.PDF, "pdftotext", "-layout", "FILE", "-")
	contains(t, text, "How to read it.", "A.5 Organizational controls", "A.8 Technological controls", "Not decided", "A.8.34")
	if n := strings.Count(text, "Justification"); n < 4 {
		t.Errorf("the headings of the table stand on %d pages only", n)
	}
	contains(t, run(t, f.PDF, "pdfinfo", "-f", "3", "-l", "4", "FILE"), "Page 3 size: 595.276 x 841.89 pts (A4)", "Page 4 size: 841.89 x 595.276 pts (A4)")
}

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	a, b := maker(t, content()), maker(t, content())
	for _, p := range a.ISMS.Config.Packs {
		one, err := a.Pack(a.ISMS.Select(p))
		if err != nil {
			t.Fatal(err)
		}
		two, err := b.Pack(b.ISMS.Select(p))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.PDF, two.PDF) {
			t.Errorf("the pack %s differs", p.ID)
		}
	}
}

func TestNothingAboveTheClassificationIsNamed(t *testing.T) {
	files := content()
	files["secret.md"] = "---\nid: PRO-09\ntitle: Hidden plan\nkind: procedure\nimplements: [A.5.1]\n" + strings.Replace(approved, "internal", "restricted", 1) + "---\nHidden text.\n"
	files["controls/A.5.1.md"] += "\nSee [[PRO-09]].\n"
	f := func(level string) string {
		k := makerUpTo(t, level, files)
		q, _ := k.ISMS.Requirement("A.5.1")
		file, err := k.Document(q.WriteUp)
		if err != nil {
			t.Fatal(err)
		}
		return run(t, file.PDF, "pdftotext", "-layout", "FILE", "-")
	}
	contains(t, f(""), "Hidden plan", "R-001")
	k := makerUpTo(t, "internal", files)
	q, _ := k.ISMS.Requirement("A.5.1")
	file, err := k.Document(q.WriteUp)
	if err != nil {
		t.Fatal(err)
	}
	if list := run(t, file.PDF, "pdfdetach", "-savefile", "sources.json", "-o", "/dev/stdout", "FILE"); strings.Contains(list, "secret.md") || !strings.Contains(list, "A.5.1.md") {
		t.Error(list)
	}
	contains(t, run(t, file.PDF, "pdfdetach", "-list", "FILE"), "1 embedded files") // the source says [[PRO-09]]
	if text := f("internal"); strings.Contains(text, "Hidden") || strings.Contains(text, "Risks") {
		t.Error(text)
	}
}

func TestSourcesAreAttachedUnlessTheConfigurationSaysNot(t *testing.T) {
	files := content()
	list := func(f pack.File) string { return run(t, f.PDF, "pdfdetach", "-list", "FILE") }
	k := maker(t, files)
	contains(t, list(document(t, k, "POL-01")), "2 embedded files", "POL-01.md", "sources.json")
	all, err := k.Pack(k.ISMS.Select(k.ISMS.Config.Packs[0]))
	if err != nil {
		t.Fatal(err)
	}
	contains(t, list(all), "8 embedded files", "A.5.1.md", "POL-01.md", "POL-02.md", "SOA-01.md", "register-risks.yaml", "soa.csv", "soa.xlsx", "sources.json")

	files["annexa.yaml"] = "attach: none\n" + strings.Replace(files["annexa.yaml"], "{id: all,", "{id: all, attach: sources,", 1)
	k = maker(t, files)
	contains(t, list(document(t, k, "POL-01")), "0 embedded files")
	for i, want := range []string{"8 embedded files", "0 embedded files"} {
		f, err := k.Pack(k.ISMS.Select(k.ISMS.Config.Packs[i]))
		if err != nil {
			t.Fatal(err)
		}
		contains(t, list(f), want)
	}
}

func TestASourceThatChangesMeanwhileIsNoSource(t *testing.T) {
	k := maker(t, content())
	k.Content.(fstest.MapFS)["a.md"].Data = []byte("another text")
	d, _ := k.ISMS.Lookup("POL-01")
	if _, err := k.Document(d); err == nil || !strings.Contains(err.Error(), "a.md was changed while PDFs were made of it: build again") {
		t.Error(err)
	}
}

func TestPathsAreBesideThePages(t *testing.T) {
	k := maker(t, content())
	for id, want := range map[string]string{"POL-01": "documents/POL-01.pdf", "POL-04": "", "SOA-01": "soa/soa.pdf"} {
		d, _ := k.ISMS.Lookup(id)
		if got := pack.Path(d); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
	q, _ := k.ISMS.Requirement("A.5.1")
	if got := pack.Path(q.WriteUp); got != "controls/A.5.1.pdf" {
		t.Error(got)
	}
	if got := pack.Path(&isms.Document{}); got != "" {
		t.Error(got)
	}
}

func BenchmarkSamplePack(b *testing.B) {
	files := content()
	k := maker(b, files)
	s := k.ISMS.Select(k.ISMS.Config.Packs[0])
	pages := 0
	for b.Loop() {
		f, err := k.Pack(s)
		if err != nil {
			b.Fatal(err)
		}
		pages += f.Pages
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
