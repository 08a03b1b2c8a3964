package endtoend

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"annexa/internal/isms"
	"annexa/internal/pack"
)

// sourcesAreAttached takes the files out of every PDF, and finds the sources
// that its list names, as they lie in the content.
func sourcesAreAttached(t *testing.T, p *published) {
	pdfdetach := program(t, "pdfdetach")
	want := map[string][]string{}
	for _, d := range p.isms.Documents {
		if name := pack.Path(d); name != "" {
			want[name] = attachedTo([]isms.Entry{{Document: d}}, p.isms.Approval)
			for _, a := range p.isms.OtherVersions(d) {
				want[pack.VersionPath(d, a.Version.Version)] = attachedTo([]isms.Entry{{Document: d}}, func(*isms.Document) *isms.Approval { return a })
			}
		}
	}
	for _, c := range p.isms.Config.Packs {
		want[pack.PackPath(c.ID)] = attachedTo(p.isms.Select(c).Entries, p.isms.Approval)
	}
	for _, name := range p.files(t, ".pdf") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			said(t, pdfdetach, "-saveall", "-o", dir, p.path(name))
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			files := map[string]string{} // their hashes by name
			for _, e := range entries {
				data, err := os.ReadFile(filepath.Join(dir, e.Name()))
				if err != nil {
					t.Fatal(err)
				}
				sum := sha256.Sum256(data)
				got, files[e.Name()] = append(got, e.Name()), hex.EncodeToString(sum[:])
			}
			if !slices.Equal(got, want[name]) {
				t.Errorf("attached are %v, not %v", got, want[name])
			}
			for _, form := range []string{"soa.csv", "soa.xlsx"} {
				if sum := sha256.Sum256(p.read(t, "soa/"+form)); files[form] != "" && files[form] != hex.EncodeToString(sum[:]) {
					t.Errorf("the attached %s is not the published one", form)
				}
			}
			data, err := os.ReadFile(filepath.Join(dir, "sources.json"))
			if err != nil {
				t.Fatal(err)
			}
			var list struct {
				Date    string
				Sources []struct{ Path, SHA256, Attached string }
			}
			if err := json.Unmarshal(data, &list); err != nil {
				t.Fatal(err)
			}
			if list.Date != p.isms.Day.String() || len(list.Sources) < 2 || list.Sources[0].Path != "annexa.yaml" {
				t.Errorf("the list is %s", data)
			}
			listed := 0
			for _, s := range list.Sources {
				source, err := fs.ReadFile(p.content, s.Path)
				if err != nil {
					t.Errorf("%s is listed and no file of the content", s.Path)
					continue
				}
				if sum := sha256.Sum256(source); s.SHA256 != hex.EncodeToString(sum[:]) || s.Attached != "" && files[s.Attached] != s.SHA256 {
					t.Errorf("%s is another file than the one listed", s.Path)
				}
				if s.Attached != "" {
					listed++
				}
			}
			if own := len(slices.DeleteFunc(got, func(n string) bool { return n == "sources.json" || strings.HasPrefix(n, "soa.") })); listed != own {
				t.Errorf("%d of %d attached sources are listed", listed, own)
			}
		})
	}
}

// attachedTo are the names of what is attached to a PDF of these entries, with
// what proves that they were approved, in order.
func attachedTo(entries []isms.Entry, proof func(*isms.Document) *isms.Approval) []string {
	names := []string{"sources.json"}
	for _, e := range entries {
		if e.Register != nil {
			names = append(names, "register-"+filepath.Base(e.Register.File))
			continue
		}
		names = append(names, e.Document.ID+filepath.Ext(e.Document.File))
		if a := proof(e.Document); a != nil {
			for _, p := range a.By() {
				names = append(names, path.Base(p.Name.Statement()), path.Base(p.SignedPath()))
			}
		}
		if e.Document.Kind == "soa" {
			names = append(names, "soa.csv", "soa.xlsx")
		}
	}
	slices.Sort(names)
	return names
}
