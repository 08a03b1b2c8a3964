package endtoend

import (
	"bytes"
	"crypto/x509"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/release"
	"annexa/internal/sign"
)

// A published is an ISMS as it was published: the sample, mostly.
type published struct {
	dir         string // the published folder
	content     fs.FS
	isms        *isms.ISMS
	made        build.Made
	certificate *x509.Certificate // of the signer
	on          time.Time         // the day of the build
	problems    []diag.Problem
}

// TestThePublishedSample publishes once and has every judge look at the same
// folder.
func TestThePublishedSample(t *testing.T) {
	p := publish(t)
	archivable := archived(t, p, publishSources(t, hostile(t), true), publishContent(t, rightToLeft(), true), publishContent(t, sheets, true))
	for _, c := range []struct {
		name string
		look func(*testing.T, *published)
	}{
		{"is what sha256sum counts", sumsHold},
		{"is listed whole in the manifest", manifestListsEveryFile},
		{"has the unsigned revision of every PDF in the manifest", basesAreUnsignedRevisions},
		{"has PDFs that hold what they should", pdfsAreRead},
		{"has PDFs that hold their sources", sourcesAreAttached},
		{"has signatures that openssl verifies", signaturesVerifyByHand},
		{"is valid to its own verifier and to no stranger", signaturesAreTrustedByName},
		{"is never valid with anything changed", noChangeGoesUnnoticed},
		{"has paper with whole pages on it", paperIsWhole},
		{"has pages that stand by themselves", pagesStand},
		{"has links that all lead somewhere", linksLead},
		{"has feeds that lead to its pages", feedsLead},
		{"has pages that say their address", pagesSayTheirAddress},
		{"is light", pagesAreLight},
		{"is HTML, CSS and SVG as they are defined", markupIsSound},
		{"opens in a browser", browserOpensEveryKind},
		{"can be used by its keys", keysDoEverything},
		{"is searched from the disk", browserSearches},
		{"has results that are accessible", resultsAreAccessible},
		{"is verified by its own page", browserVerifies},
		{"is accessible", pagesAreAccessible},
		{"has PDFs that archives and screen readers take", archivable},
		{"pleases Lighthouse", lighthouseIsContent},
	} {
		t.Run(c.name, func(t *testing.T) { c.look(t, p) })
	}
}

// publish builds the sample, with the kinds of file that it does not have.
func publish(t *testing.T) *published {
	t.Helper()
	return publishContent(t, content(t), true)
}

// publishContent builds a content as annexa build does, with PDFs or without.
func publishContent(t *testing.T, content fs.FS, pdf bool) *published {
	t.Helper()
	return publishSources(t, build.Sources{Content: content}, pdf)
}

// publishSources builds what there is of content, theme and templates.
func publishSources(t *testing.T, sources build.Sources, pdf bool) *published {
	t.Helper()
	p := &published{dir: filepath.Join(t.TempDir(), "public"), content: sources.Content}
	l, err := build.Load(t.Context(), sources, build.Options{Day: func(pinned day.Date) day.Date { return pinned }, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	p.isms, p.on = l.ISMS, l.ISMS.Day.Time()
	identity, err := sign.NewIdentity(l.ISMS.Config.Organisation.Name, p.on, rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	key, err := sign.LoadKey(identity, "")
	if err != nil {
		t.Fatal(err)
	}
	p.certificate = key.Certificate()
	r, err := release.Open(t.Context(), p.dir, release.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.made, err = l.Publish(t.Context(), r, build.Publication{
		Generator: "annexa test", PDF: pdf, Workers: 2,
		Signer: &sign.Signer{Key: key, Level: sign.BB, Day: p.on, Name: l.ISMS.Config.Organisation.Name},
	})
	p.problems = slices.Concat(l.Problems, p.made.Problems)
	for _, problem := range p.problems {
		if problem.Severity == diag.Error {
			t.Errorf("%s: %s", problem.Place, problem.Message)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	hash, err := l.ContentHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Commit(release.Meta{Generator: "annexa test", Date: l.ISMS.Day.String(), Content: hash}); err != nil {
		t.Fatal(err)
	}
	return p
}

// content is the sample with one file more of each kind that it lacks: a
// withdrawn document, a page that was never meant for Annexa, a file that is
// no text.
func content(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	sample := os.DirFS("../../content")
	err := fs.WalkDir(sample, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(sample, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"policies/visitors.md": withdrawn,
		"notes/welcome.md":     foreign,
		"notes/broken.md":      "no\x00text",
	} {
		if files[name] != nil {
			t.Fatalf("the sample has %s by now: give the test's own another name", name)
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	approve(t, files)
	return files
}

const withdrawn = `---
id: POL-999
title: Visitor Policy
kind: policy
version: "1.0"
status: retired
classification: internal
owner: Head of IT
summary: Who may visit, and who stays with them.
replaced-by: POL-02
aliases: [old/visitors.html]
retain: 3 years
---
# Visitor Policy

This text is not published.
`

// foreign has everything in it that tends to be wider than a telephone.
var foreign = `# Welcome & <hello>

A page without front matter: [a document](../policies/visitors.md), A.5.15, clause 6.1.3 and
https://example.org/` + string(bytes.Repeat([]byte("long"), 40)) + `.

> [!WARNING]
> Averyveryverylongwordwithoutanyplacetobreakitthatgoesonandonandonandonandonandonandonandon.

| one | two | three | four | five | six | seven | eight |
|---|---|---|---|---|---|---|---|
| ` + string(bytes.Repeat([]byte("w"), 300)) + ` | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
| configuration | identification | classification | authentication | authorisation | accountability | availability | confidentiality |

` + "```\n" + string(bytes.Repeat([]byte("code "), 60)) + "\n```\n" + `
- [ ] a task[^1]
- [x] done

[^1]: A footnote.
`

// path is where a published file lies on the disk.
func (p *published) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *published) read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(p.path(name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// files are the paths of all published files whose names end so, in order. It
// looks on the disk, not into the manifest.
func (p *published) files(t *testing.T, extension string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(p.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && (extension == "" || path.Ext(name) == extension) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("no %s was published", extension)
	}
	return names
}

// program returns the path of an outside program, by the first of its names
// that is here.
func program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing", names[0])
	}
	t.Skipf("%s is missing: install it to have the publication judged by it", names[0])
	return ""
}

// said runs a program to its end and returns what it printed.
func said(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(program), err, out)
	}
	return string(out)
}

// kept writes data into a file of its own and returns its path.
func kept(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
