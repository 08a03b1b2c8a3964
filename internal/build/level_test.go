package build

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"annexa/internal/approval"
	"annexa/internal/config"
	"annexa/internal/day"
	"annexa/internal/register"
	"annexa/internal/release"
)

// marks are the words that stand in everything of a classification, lowest
// first.
var marks = []struct{ level, mark string }{{"public", "pubmark"}, {"internal", "intmark"}, {"confidential", "conmark"}, {"restricted", "resmark"}}

// everything is a content with a thing of every kind in each classification.
// All that is said in it bears the mark of its classification. Registers of the
// field and soa.md, of which there can be one each, are classified as said.
func everything(single int) map[string]string {
	files := map[string]string{
		// Of a page that says none, the classification is internal.
		"notes/intmark.md": "# intmark heading\n\nintmark page\n",
		"soa.md":           fill("---\nid: SOA-1\ntitle: MARK statement\nstatus: approved\nversion: MARK5\nclassification: LEVEL\nowner: MARK owner\nsummary: MARK said\n---\nMARK text\n", single),
		// What is public may name what is not, and then stands as it was written.
		"refs.md": "---\nid: REF-1\ntitle: References\nkind: policy\nstatus: approved\nclassification: public\nversion: 1\nrelated: [SEC-2, SEC-3, SEC-4, R-001]\n---\n" +
			"[[SEC-2]], [[SEC-3]], [[SEC-4|a label]], [[SEC-4#part]], SEC-4, [a path](sec-4.md), [](sec-3.md), [[R-001]], R-001, [a register](registers/risks.yaml), [[risks]], [[soa]], A.5.4, clause 5.1.\n",
		"gone.md": "---\nid: REF-2\ntitle: Gone\nkind: policy\nstatus: retired\nclassification: public\nreplaced-by: SEC-4\n---\n",
		"controls/A.5.9.md": "---\ncontrol: A.5.9\napplicable: yes\nimplementation: implemented\nstatus: approved\nclassification: public\n" +
			"evidence: [{title: Shown, link: SEC-4, date: 2026-01-01}, {link: SEC-3}, {title: Path, link: ../sec-4.md}]\n---\nText\n",
	}
	settings := "organisation: {name: Example}\nbase: https://example.org/\nedit: https://example.org/edit/{path}\ncontacts: {security-event: a@example.org}\n"
	packs, registers := "packs:\n", "registers:\n"
	for n := range marks {
		for name, text := range thing {
			files[fill(name, n)] = fill(text, n)
		}
		if n > 0 {
			files[fill("sec-№.md", n)] = fill("---\nid: SEC-№\ntitle: MARK hidden\nkind: policy\nclassification: LEVEL\nstatus: approved\n---\n## MARK part {#part}\n\n[[REF-1]] [[PUBMARK-1]] [[A.5.1]]\n", n)
		}
		packs += fill("  - {id: MARK-pack, title: MARK pack, classification: LEVEL, include: [BIG-1, A.5.№, {register: MARK-own}]}\n", n)
		registers += fill("  MARK-own: {prefix: BIGR, title: MARK own, classification: LEVEL, columns: {a: {title: MARK column}, see: {type: references}}}\n", n)
	}
	files["annexa.yaml"] = settings + packs + registers
	schemas, _ := register.NewSchemas(&config.Config{})
	for _, schema := range schemas.All() {
		files["registers/"+schema.Name+".yaml"] = rows(schema, single)
	}
	return files
}

// fill puts a classification into a text: LEVEL, MARK, the same in capitals BIG,
// and its number from 1, №.
func fill(text string, n int) string {
	mark := marks[n].mark
	return strings.NewReplacer("LEVEL", marks[n].level, "MARK", mark, "BIG", strings.ToUpper(mark), "№", fmt.Sprint(n+1)).Replace(text)
}

// thing is a thing of every kind, by the name of its file.
var thing = map[string]string{
	"MARK-policy.md": `---
id: BIG-1
title: MARK title
kind: policy
version: MARK1
status: approved
classification: LEVEL
owner: MARK owner
audience: [MARK readers]
summary: MARK summary
implements: [A.5.№, A.6.1, A.6.№, 4.1, "2013:A.6.1.№"]
provides: [policy, scope]
related: [REF-1]
effective: 2026-03-01
approved: {by: MARK approver, role: MARK owner, date: 2026-02-20}
review: {every: 12 months, next: 2026-0№-01}
history: [{version: MARK1, date: 2026-03-01, author: MARK author, change: MARK change}]
aliases: [old/MARK.html]
---
# MARK heading

MARK text[^1] with ` + "`MARK code`" + `, [a MARK link](attached/MARK.txt), ![MARK picture](attached/MARK.svg), [[BIG-2]], [[REF-1]], [[A.6.2]], [[6.1.3]], R-001, {{organisation.name}} and [MARK address](https://MARK.example).

[^1]: MARK note

| MARK column |
|---|
| MARK cell |

` + "```\nMARK block\n```\n\n## MARK second\n\n## MARK third\n",
	"MARK-draft.md":       "---\nid: BIG-2\ntitle: MARK draft\nkind: procedure\nclassification: LEVEL\nimplements: [A.6.1, A.6.3]\nowner: MARK owner\n---\nMARK drafted\n",
	"MARK-review.md":      "---\nid: BIG-3\ntitle: MARK in review\nkind: standard\nstatus: in-review\nclassification: LEVEL\nimplements: [A.6.4]\n---\nMARK reviewed\n",
	"MARK-withdrawn.md":   "---\nid: BIG-4\ntitle: MARK withdrawn\nkind: guideline\nversion: MARK4\nstatus: retired\nclassification: LEVEL\nreplaced-by: BIG-1\nhistory: [{version: MARK4, date: 2026-05-0№, author: MARK leaver, change: MARK end}]\n---\nold\n",
	"MARK-future.md":      "---\nid: BIG-5\ntitle: MARK future\nkind: plan\nstatus: approved\nclassification: LEVEL\neffective: 2027-01-01\n---\nMARK later\n",
	"MARK-record.md":      "---\nid: BIG-6\ntitle: MARK record\nkind: record\nstatus: approved\nclassification: LEVEL\nretain: 3 years\nimplements: [9.2.2]\n---\nMARK recorded\n",
	"pages/MARK.md":       "---\ntitle: MARK page\nclassification: LEVEL\n---\nMARK paged\n",
	"attached/MARK.txt":   "MARK attachment",
	"attached/MARK.svg":   `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>MARK drawing</title><path d="M0 0h9"/></svg>`,
	"attached/MARK.proof": "MARK proof",
	"controls/A.5.№.md": `---
control: A.5.№
applicable: yes
reasons: [risk, legal]
justification: MARK reason
implementation: partial
maturity: №
status: approved
version: MARK2
classification: LEVEL
owner: MARK owner
action: {what: MARK action, owner: MARK owner, due: 2026-12-0№}
evidence: [{title: MARK evidence, link: ../attached/MARK.proof, date: 2026-01-01, expires: 2027-01-0№}, {title: MARK record, link: BIG-6, date: 2026-02-01, every: 3 months}]
history: [{version: MARK2, date: 2026-04-01, author: MARK writer, change: MARK writing}]
---
MARK met
`,
	"controls/A.7.№.md":       "---\ncontrol: A.7.№\napplicable: no\njustification: MARK exclusion\nstatus: approved\nclassification: LEVEL\n---\nMARK excluded\n",
	"controls/A.8.№.md":       "---\ncontrol: A.8.№\napplicable: yes\njustification: MARK idea\nclassification: LEVEL\nowner: MARK owner\n---\nMARK not approved\n",
	"clauses/MARK.md":         "---\nclause: 7.№\nimplementation: implemented\nstatus: approved\nclassification: LEVEL\nowner: MARK owner\nevidence: [{title: MARK minutes, link: https://MARK.example/minutes}]\n---\nMARK clause\n",
	"registers/MARK-own.yaml": "owner: MARK owner\nrows:\n  - {id: BIGR-1, title: MARK row, a: MARK cell, see: [REF-1, SEC-2, SEC-3, SEC-4, A.5.9, R-001], owner: MARK owner, due: 2026-12-2№, note: MARK remark}\n",
}

// rows is a register with two rows that fill every column.
func rows(schema *register.Schema, n int) string {
	text := "classification: LEVEL\nowner: MARK owner\nrows:\n"
	for i := range 2 {
		text += fmt.Sprintf("  - id: %s-00%d\n    title: MARK %s\n", schema.Prefix, i+1, schema.Name)
		if schema.Name == "roles" {
			text = strings.ReplaceAll(text, "MARK roles", marks[i*n].mark+" owner")
		}
		for _, c := range schema.Columns {
			value := "MARK " + c.Key
			switch c.Type {
			case register.Date:
				value = fmt.Sprintf("2026-1%d-15", i+1)
			case register.Interval:
				value = "1 year"
			case register.Number, register.Scale:
				value = fmt.Sprint(i + 3)
			case register.YesNo:
				value = "yes"
			case register.Word:
				value = c.Words[0]
			case register.Words:
				value = "[" + c.Words[0] + "]"
			case register.Role:
				value = "MARK owner"
			case register.Reference:
				value = "REF-1"
				if c.Prefix != "" {
					value = c.Prefix + "-001"
				}
			case register.References:
				value = "[A.5.9, 6.2, REF-1]"
			case register.Series:
				value = "[{date: 2026-01-31, value: MARK}]"
			}
			text += "    " + c.Key + ": " + value + "\n"
		}
	}
	return fill(text, n)
}

// upTo loads what of a content is classified at or below a level.
func upTo(t *testing.T, content map[string]string, level string) *Loaded {
	t.Helper()
	l, err := Load(t.Context(), Sources{Content: files(content)}, Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Level: level, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// written is all that a build writes, manifest and all, and a preview shows, by
// address.
func written(t *testing.T, l *Loaded) map[string][]byte {
	t.Helper()
	return writtenInto(t, l, filepath.Join(t.TempDir(), "public"))
}

// writtenInto is the same, into a folder that may hold what was written before.
func writtenInto(t *testing.T, l *Loaded, dir string) map[string][]byte {
	t.Helper()
	r, err := release.Open(t.Context(), dir, release.Options{Cache: 64 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Abort()
	if _, err := l.Publish(t.Context(), r, Publication{Generator: "annexa", Program: "this", PDF: true, Workers: 2}); err != nil {
		t.Fatal(err)
	}
	hash, err := l.ContentHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Commit(release.Meta{Generator: "annexa", Date: l.ISMS.Day.String(), Content: hash}); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	if err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[name], err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	preview, problems, err := l.Preview(t.Context(), Publication{Generator: "annexa", Workers: 2})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	names := slices.Concat(slices.Collect(maps.Keys(preview.pages)), slices.Collect(maps.Keys(preview.soa)), slices.Collect(maps.Keys(preview.index())))
	for name := range preview.files {
		names = append(names, "files/"+name)
	}
	for _, name := range names {
		if out["preview/"+name], _, err = preview.Get(name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// read is what can be read of a file: the text of a PDF and the files within it
// beside its bytes, the parts of a workbook, and the lines of a calendar
// unfolded (RFC 5545, 3.1).
func read(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	switch path.Ext(name) {
	case ".ics":
		data = bytes.ReplaceAll(data, []byte("\r\n "), nil)
	case ".xlsx":
		parts, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range parts.File {
			part, err := fs.ReadFile(parts, f.Name)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			data = append(data, part...)
		}
	case ".pdf":
		if _, err := exec.LookPath("pdftotext"); err != nil && os.Getenv("CI") != "true" {
			break // the bytes are compared
		}
		file, within := filepath.Join(t.TempDir(), "x.pdf"), t.TempDir()
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command("pdftotext", file, "-").Output()
		if err != nil {
			t.Fatalf("%s: pdftotext: %v", name, err)
		}
		data = slices.Concat(data, text)
		if out, err := exec.Command("pdfdetach", "-saveall", "-o", within, file).CombinedOutput(); err != nil {
			t.Fatalf("%s: pdfdetach: %v\n%s", name, err, out)
		}
		attached, err := os.ReadDir(within)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range attached {
			part, err := os.ReadFile(filepath.Join(within, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			data = append(append(data, e.Name()...), read(t, e.Name(), part)...)
		}
	}
	return bytes.ToLower(data)
}

func TestNothingAboveTheLevelIsWritten(t *testing.T) {
	for n, m := range marks[:len(marks)-1] {
		t.Run(m.level, func(t *testing.T) {
			t.Parallel()
			l := upTo(t, everything(n+1), m.level)
			if l.Count.Errors > 0 {
				t.Fatal(l.Problems)
			}
			out := written(t, l)
			leadSomewhere(t, out)
			if page := out["index.html"]; bytes.Contains(page, []byte("annexa check")) {
				t.Error("the first page counts problems, which may be of what is not here")
			}
			for name, data := range out {
				text := read(t, name, data)
				for _, above := range marks[n+1:] {
					if strings.Contains(name, above.mark) {
						t.Errorf("%s is %s", name, above.level)
					}
					if i := bytes.Index(text, []byte(above.mark)); i >= 0 {
						t.Errorf("%s says what is %s: …%s…", name, above.level, text[max(0, i-100):min(len(text), i+100)])
					}
				}
			}
		})
	}
}

func TestAllUpToTheLevelIsWritten(t *testing.T) {
	for n, m := range marks {
		t.Run(m.level, func(t *testing.T) {
			t.Parallel()
			var all []byte
			out := written(t, upTo(t, everything(n), m.level))
			for _, name := range slices.Sorted(maps.Keys(out)) {
				all = append(append(all, strings.ToLower(name)+"\n"...), bytes.ToLower(out[name])...)
			}
			for i := range n + 1 {
				for _, said := range []string{
					"MARK title", "MARK summary", "MARK1", "MARK owner", "MARK readers", "MARK approver", "MARK author", "MARK change", "old/MARK.html", "MARK heading", "MARK text", "MARK code", "MARK link", "MARK picture", "MARK note",
					"MARK cell", "MARK block", "MARK draft", "MARK in review", "MARK withdrawn", "MARK end", "MARK future", "MARK record", "MARK page", "MARK paged", "MARK attachment", "MARK drawing", "MARK proof", "MARK reason",
					"MARK action", "MARK evidence", "MARK writing", "MARK met", "MARK exclusion", "MARK idea", "MARK not approved", "MARK minutes", "MARK clause", "MARK own", "MARK row", "MARK column", "MARK remark", "MARK pack", "packs/MARK-pack.pdf", "documents/MARK-1.pdf",
				} {
					if said = fill(said, i); !bytes.Contains(all, []byte(said)) {
						t.Errorf("%q is not written", said)
					}
				}
			}
			for _, said := range []string{"MARK statement", "MARK said", "MARK risks", "MARK threat", "MARK audits", "MARK scope", "MARK decisions", "MARK lesson", "MARK compensation", "MARK management-reviews"} {
				if said = fill(said, n); !bytes.Contains(all, []byte(said)) {
					t.Errorf("%q is not written", said)
				}
			}
		})
	}
}

func TestNoApprovalAboveTheLevelIsWritten(t *testing.T) {
	const text = "---\nid: BIG-1\ntitle: MARK title\nkind: policy\nversion: 1.0\nstatus: approved\nclassification: LEVEL\n---\nMARK text [[REF-1]]\n"
	key, content := approversKey(t), map[string]string{}
	signers := ""
	for n, m := range marks {
		approve(t, content, key, strings.ToUpper(m.mark)+"-1", "1.0", fill(text, n), m.mark+" approver")
		content[m.mark+".md"] = strings.ReplaceAll(fill(text, n), " text", " change")
		signers += fmt.Sprintf("%q %s", m.mark+" approver", ssh.MarshalAuthorizedKey(key.PublicKey()))
	}
	former := strings.ReplaceAll(fill(text, 3), "RESMARK-1", "REF-1")
	now := strings.NewReplacer("PUBMARK-1", "REF-1", "1.0", "2.0").Replace(fill(text, 0))
	approve(t, content, key, "REF-1", "1.0", former, "resmark approver")
	approve(t, content, key, "REF-1", "2.0", now, "pubmark approver")
	content["ref.md"] = now
	content[path.Join(approval.Folder, approval.SignersFile)] = signers
	for n, m := range marks[:len(marks)-1] {
		one := written(t, upTo(t, content, m.level))
		if page := one["documents/REF-1.html"]; !bytes.Contains(page, []byte("pubmark text")) {
			t.Errorf("%s: what is public is not there", m.level)
		}
		less := maps.Clone(content)
		for name, text := range content {
			if slices.ContainsFunc(marks[n+1:], func(above struct{ level, mark string }) bool { return strings.Contains(text, above.mark) }) && !strings.HasSuffix(name, approval.SignersFile) {
				delete(less, name)
				delete(less, name+".sig")
			}
		}
		two := written(t, upTo(t, less, m.level))
		for name, data := range one {
			for _, above := range marks[n+1:] {
				if i := bytes.Index(read(t, name, data), []byte(above.mark)); i >= 0 {
					t.Errorf("%s: %s says what is %s", m.level, name, above.level)
				}
			}
			if !bytes.Equal(data, two[name]) {
				t.Errorf("%s: %s differs", m.level, name)
			}
		}
	}
}

// TestALevelAfterTheWholeIsTheLevelAlone publishes a level where the whole was,
// whose PDFs are in the cache.
func TestALevelAfterTheWholeIsTheLevelAlone(t *testing.T) {
	content, dir := everything(2), filepath.Join(t.TempDir(), "public")
	writtenInto(t, upTo(t, content, ""), dir)
	again, fresh := writtenInto(t, upTo(t, content, "internal"), dir), written(t, upTo(t, content, "internal"))
	for name, data := range again {
		if !bytes.Equal(data, fresh[name]) {
			t.Errorf("%s is another one than without a whole before", name)
		}
	}
	if len(again) != len(fresh) {
		t.Errorf("there are %d files, %d without a whole before", len(again), len(fresh))
	}
}

// TestWhatIsAboveTheLevelChangesNoByte takes away all that is above a level, but
// what is told of it: that requirements, documented information and the
// Statement are not published here.
func TestWhatIsAboveTheLevelChangesNoByte(t *testing.T) {
	for n, m := range marks[:len(marks)-1] {
		t.Run(m.level, func(t *testing.T) {
			t.Parallel()
			content := everything(n + 1)
			one := written(t, upTo(t, content, m.level))
			for name, text := range content {
				above := slices.ContainsFunc(marks[n+1:], func(above struct{ level, mark string }) bool {
					return strings.Contains(text, "classification: "+above.level) || strings.Contains(name, above.mark)
				})
				if !above || name == "annexa.yaml" {
					continue
				}
				delete(content, name)
				if kept := kept(name, text); kept != "" {
					content[name] = kept
				}
			}
			content["other.md"] = "---\nid: OTH-1\ntitle: Other\nkind: record\nclassification: restricted\nprovides: [policy, scope]\n---\n"
			two := written(t, upTo(t, content, m.level))
			for _, name := range slices.Sorted(maps.Keys(one)) {
				if !bytes.Equal(one[name], two[name]) {
					t.Errorf("%s differs", name)
				}
			}
			if len(one) != len(two) {
				t.Errorf("there are %d files or %d", len(one), len(two))
			}
		})
	}
}

// kept is what is left of a file that is above a level: which requirement it
// answers, or that a register has a row.
func kept(name, text string) string {
	if strings.HasPrefix(name, "registers/") && !strings.Contains(name, "-own") {
		_, id, _ := strings.Cut(text, "- id: ")
		id, _, _ = strings.Cut(id, "\n")
		return "classification: restricted\nrows: [{id: " + id + ", title: Other}]\n"
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "control: ") || strings.HasPrefix(line, "clause: ") || name == "soa.md" {
			return "---\n" + strings.TrimPrefix(line, "---\n") + "classification: restricted\n---\n"
		}
	}
	return ""
}
