package release

import (
	"crypto/sha256"
	"io/fs"
	"reflect"
	"testing"
	"testing/fstest"
)

func TestATreeIsComparedWithItsManifest(t *testing.T) {
	m := Manifest{Generator: "annexa", Date: "2026-11-02"}
	tree := fstest.MapFS{"manifest.json": {}, "manifest.json.p7s": {Data: []byte("x")}}
	for _, name := range []string{"a.html", "b/c.html", "b/d.pdf", "e.txt"} {
		data := []byte("text of " + name)
		m.Files = append(m.Files, File{Path: name, SHA256: sha256.Sum256(data), Size: int64(len(data))})
		tree[name] = &fstest.MapFile{Data: data}
	}
	tree[SumsName] = &fstest.MapFile{Data: m.Sums()}
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   Differences
	}{
		{"as it was", func(fstest.MapFS) {}, Differences{}},
		{"changed", func(f fstest.MapFS) { f["b/d.pdf"].Data[0] ^= 1 }, Differences{Changed: []string{"b/d.pdf"}}},
		{"longer", func(f fstest.MapFS) { f["a.html"].Data = append(f["a.html"].Data, '!') }, Differences{Changed: []string{"a.html"}}},
		{"a link", func(f fstest.MapFS) { f["a.html"].Mode = fs.ModeSymlink }, Differences{Changed: []string{"a.html"}}},
		{"sums", func(f fstest.MapFS) { f[SumsName].Data = nil }, Differences{Changed: []string{SumsName}}},
		{"missing", func(f fstest.MapFS) { delete(f, "e.txt"); delete(f, SumsName) }, Differences{Missing: []string{SumsName, "e.txt"}}},
		{"added", func(f fstest.MapFS) { f["z"], f[".x"] = &fstest.MapFile{}, &fstest.MapFile{} }, Differences{Added: []string{".x", "z"}}},
	} {
		copied := fstest.MapFS{}
		for name, f := range tree {
			copied[name] = &fstest.MapFile{Data: append([]byte(nil), f.Data...), Mode: f.Mode}
		}
		c.change(copied)
		got, err := m.Compare(t.Context(), copied)
		if err != nil || !reflect.DeepEqual(*got, c.want) || got.None() != (c.name == "as it was") {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}
