package release

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

var sample = Manifest{Generator: "annexa 1.0.0", Date: "2026-11-02", Content: Hash{1, 2}, Files: []File{
	{Path: "a\"<b>.html", SHA256: Hash{3}, Size: 4},
	{Path: "packs/audit.pdf", SHA256: Hash{5}, Size: 1 << 40, Base: Hash{6}},
	{Path: "ü.html"},
}}

// plain is a manifest in which nothing is escaped.
var plain = Manifest{sample.Generator, sample.Date, sample.Content, sample.Files[1:]}

func TestAManifestReadsBackAsItWasWritten(t *testing.T) {
	for _, m := range []Manifest{sample, plain, {Generator: "annexa", Date: "2026-11-02"}} {
		text := m.Encode()
		if !json.Valid(text) {
			t.Fatalf("no JSON:\n%s", text)
		}
		if _, ok := asWritten(text); ok == bytes.Contains(text, []byte{'\\'}) {
			t.Errorf("read line by line is %v:\n%s", ok, text)
		}
		back, err := ParseManifest(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !bytes.Equal(back.Encode(), text) || len(back.Files) != len(m.Files) {
			t.Errorf("%+v is not %+v", back, m)
		}
		for i := range back.Files {
			if back.Files[i] != m.Files[i] {
				t.Errorf("%+v is not %+v", back.Files[i], m.Files[i])
			}
		}
	}
}

func TestNoOtherManifestIsRead(t *testing.T) {
	noOther(t, string(sample.Encode()))
	noOther(t, string(plain.Encode()))
	if _, err := ParseManifest(make([]byte, MaxManifest+1)); err == nil {
		t.Error("a manifest without end is read")
	}
}

func noOther(t *testing.T, good string) {
	t.Helper()
	for _, change := range [][2]string{
		{"annexa 1.0.0", "hugo"},
		{"annexa 1.0.0", "annexation"},
		{"2026-11-02", "2026-11-31"},
		{"2026-11-02", "2 November"},
		{`"date"`, `"Date"`},
		{`"date"`, `"theme": "x", "date"`},
		{`"date"`, `"generator": "annexa 1.0.0", "date"`},
		{`"size": 0`, `"size": -4`},
		{`"size": 0`, `"size": 0.0`},
		{`"size": 0`, `"size": "0"`},
		{`"size": 0`, `"size": 00`},
		{`"size": 0`, `"size": 0 `},
		{`"size": 0}`, `"size": 0`},
		{`"size": 0}`, `"size": 0},`},
		{`, "base"`, `, "Base"`},
		{`"sha256": "0000`, `"sha256": "000`},
		{`"0500`, `"ZZ00`},
		{`"01020`, `"AB020`},
		{"packs/audit.pdf", "../audit.pdf"},
		{"packs/audit.pdf", "/etc/passwd"},
		{"packs/audit.pdf", "manifest.json"},
		{"packs/audit.pdf", "ü.html"},
		{"packs/audit.pdf", "ý.pdf"},
		{"ü.html", "\xff.html"},
		{"\n}\n", "\n}\n{}"},
		{"\n}\n", "\n}"},
		{good, ""},
		{good, "null"},
		{good, "[]"},
		{good, strings.Repeat("[", 1<<20)},
	} {
		text := strings.Replace(good, change[0], change[1], 1)
		if text == good {
			t.Errorf("%q is not in the sample", change[0])
		}
		if m, err := ParseManifest([]byte(text)); err == nil {
			t.Errorf("%.40q in place of %.40q is read as %+v", change[1], change[0], m)
		}
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add(sample.Encode())
	f.Add(plain.Encode())
	f.Add(Manifest{Generator: "annexa", Date: "2026-11-02"}.Encode())
	f.Add([]byte(`{"files": [{"path": "../x", "size": -1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseManifest(data)
		if err != nil {
			return
		}
		if !bytes.Equal(m.Encode(), data) {
			t.Error("two texts of one manifest")
		}
		for _, file := range m.Files {
			if err := ValidPath(file.Path); err != nil {
				t.Error(err)
			}
		}
		if lines := bytes.Count(m.Sums(), []byte("\n")); lines != len(m.Files) {
			t.Errorf("%d lines for %d files", lines, len(m.Files))
		}
	})
}
