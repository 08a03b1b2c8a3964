package endtoend

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestTheStatementIsAWorkbookToItsJudge shows it the sample, the edition of 2013
// in German, and a content with odd words; and then the sample's with something
// broken in each kind of part.
func TestTheStatementIsAWorkbookToItsJudge(t *testing.T) {
	const approved = "version: \"1.0\"\nstatus: approved\napproved: {by: A, role: B, date: 2026-01-01}\n"
	former := fstest.MapFS{
		"annexa.yaml":         {Data: []byte("organisation: {name: Müller & Söhne}\nlanguage: de\nedition: 2013\npaper: letter\ndate: 2026-11-02\n")},
		"controls/A.9.2.1.md": {Data: []byte("---\ncontrol: A.9.2.1\napplicable: yes\nreasons: [risk]\n" + approved + "---\nText.\n")},
		"controls/A.9.2.2.md": {Data: []byte("---\ncontrol: A.9.2.2\napplicable: no\njustification: Gibt es hier nicht.\n" + approved + "---\nText.\n")},
	}
	odd := fstest.MapFS{
		"annexa.yaml":       {Data: []byte("organisation: {name: 'A \"B\" <i>C</i> && _x0041_'}\nlanguage: ar\ndate: 2026-11-02\nbase: https://isms.example.org/über/\n")},
		"controls/A.5.1.md": {Data: []byte("---\ncontrol: A.5.1\napplicable: yes\nowner: \"=1+1\"\njustification: \" one\\n\\n\\ttwo \\u0007 🦀\n" + strings.Repeat("  "+strings.Repeat("long ", 100)+"\n", 90) + "  \"\n" + approved + "---\nText.\n")},
		"controls/X-1.md":   {Data: []byte("---\ncontrol: X-1\ntitle: '<b> & \"keys\" ]]>'\nsummary: one\nmaps: [A.5.1, 6.1.3]\nreasons: [risk]\n" + approved + "---\nText.\n")},
	}
	var files []string
	for _, c := range []fs.FS{content(t), former, odd} {
		files = append(files, publishContent(t, c, false).path("soa/soa.xlsx"))
	}
	broken := t.TempDir()
	for part, spoil := range map[string][2]string{
		"xl/workbook.xml": {`sheetId="1"`, `sheetId="x"`}, "xl/styles.xml": {`fillId="0"`, `fillId="x"`}, "xl/sharedStrings.xml": {`uniqueCount="`, `unique="`},
		"xl/worksheets/sheet3.xml": {`<autoFilter`, `<filter`}, "xl/worksheets/_rels/sheet3.xml.rels": {` TargetMode="External"`, ` Mode="External"`}, "docProps/app.xml": {`Company>`, `Firm>`},
	} {
		name := filepath.Join(broken, strings.ReplaceAll(part, "/", "-")+".xlsx")
		if err := os.WriteFile(name, spoiled(t, files[0], part, spoil[0], spoil[1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	spoilt, err := filepath.Glob(filepath.Join(broken, "*"))
	if err != nil {
		t.Fatal(err)
	}
	parts := 0
	for _, name := range slices.Concat(files, spoilt) {
		r, err := zip.OpenReader(name)
		if err != nil {
			t.Fatal(err)
		}
		parts += len(r.File)
		r.Close()
	}
	folder := filepath.Dir(judge(t, "workbook/Parts.class"))
	command := exec.CommandContext(t.Context(), program(t, "java"), append([]string{"-Xmx512m", "-XX:+UseSerialGC", "-cp", filepath.Join(folder, "*") + string(os.PathListSeparator) + folder, "Parts"}, append(files, spoilt...)...)...)
	if n := len(judged(t, command, broken)); n != parts {
		t.Errorf("%d parts of %d were judged", n, parts)
	}
}

// spoiled is a workbook of one part of another, with something in it replaced.
func spoiled(t *testing.T, file, part, old, with string) []byte {
	t.Helper()
	r, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := fs.ReadFile(r, part)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s has no %s", part, old)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create(part)
	if err == nil {
		data = bytes.ReplaceAll(data, []byte(old), []byte(with))
		_, err = f.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = xml.Unmarshal(data, new(struct{})) // or it would be no more than no XML
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
