package endtoend

import (
	"bytes"
	"crypto/sha256"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"annexa/internal/release"
)

// sumsHold has every line of SHA256SUMS checked, and the manifest's files all
// among them.
func sumsHold(t *testing.T, p *published) {
	command := exec.CommandContext(t.Context(), program(t, "sha256sum"), "--check", "--strict", release.SumsName)
	command.Dir = p.dir
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("sha256sum: %v\n%s", err, out)
	}
	checked := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, name := range p.files(t, "") {
		if name != release.SumsName && name != release.ManifestName && !slices.Contains(checked, name+": OK") {
			t.Errorf("sha256sum was not told of %s", name)
		}
	}
}

func (p *published) manifest(t *testing.T) release.Manifest {
	t.Helper()
	m, err := release.ParseManifest(p.read(t, release.ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func manifestListsEveryFile(t *testing.T, p *published) {
	m := p.manifest(t)
	if m.Date != "2026-11-02" || m.Generator != "annexa test" || m.Content == (release.Hash{}) {
		t.Errorf("the manifest is of %s by %s over %s", m.Date, m.Generator, m.Content)
	}
	listed := map[string]release.File{}
	for _, f := range m.Files {
		listed[f.Path] = f
	}
	for _, name := range p.files(t, "") {
		if name == release.ManifestName || name == release.SumsName {
			continue
		}
		f, ok := listed[name]
		if !ok {
			t.Errorf("%s is not listed", name)
			continue
		}
		delete(listed, name)
		data := p.read(t, name)
		if f.SHA256 != sha256.Sum256(data) || f.Size != int64(len(data)) {
			t.Errorf("%s has %d bytes of SHA-256 %x, the manifest says %d and %s", name, len(data), sha256.Sum256(data), f.Size, f.SHA256)
		}
		if isPDF := strings.HasSuffix(name, ".pdf"); isPDF != (f.Base != release.Hash{}) {
			t.Errorf("%s: base is %q", name, f.Base)
		}
	}
	for name := range listed {
		t.Errorf("%s is listed and not there", name)
	}
}

// basesAreUnsignedRevisions cuts the first revision out of each PDF at its
// first end mark, as an auditor would who has no verifier.
func basesAreUnsignedRevisions(t *testing.T, p *published) {
	bases := map[string]release.Hash{}
	for _, f := range p.manifest(t).Files {
		bases[f.Path] = f.Base
	}
	unsigned := map[string][]byte{}
	for _, name := range p.files(t, ".pdf") {
		data := p.read(t, name)
		if n := bytes.Count(data, []byte("%%EOF\n")); n != 2 {
			t.Errorf("%s has %d revisions, not an unsigned and a signed one", name, n)
		}
		unsigned[name] = firstRevision(data)
		if bases[name] != sha256.Sum256(unsigned[name]) {
			t.Errorf("%s: its first revision has the SHA-256 %x, the manifest says %s", name, sha256.Sum256(unsigned[name]), bases[name])
		}
	}
	pdfsig := program(t, "pdfsig")
	for _, name := range p.some(t) {
		// Its status is not 0 where there is no signature.
		out, err := exec.CommandContext(t.Context(), pdfsig, kept(t, "unsigned.pdf", unsigned[name])).CombinedOutput()
		if strings.Contains(string(out), "Signature Validation") || !strings.Contains(string(out), "is not signed") {
			t.Errorf("%s: pdfsig finds a signature in the first revision: %v\n%s", name, err, out)
		}
	}
}

// firstRevision is a signed PDF as it was before.
func firstRevision(data []byte) []byte {
	const end = "%%EOF\n"
	first, _, _ := bytes.Cut(data, []byte(end))
	return data[:min(len(first)+len(end), len(data))]
}
