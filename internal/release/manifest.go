package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// MaxManifest is how many bytes a manifest may have: room for some 400,000 files.
const MaxManifest = 64 << 20

// Hash is a SHA-256. Its text is 64 lower-case hexadecimal digits; its zero value means there is none.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText returns the hash's 64 digits.
func (h Hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText reads 64 digits.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(h)) {
		return fmt.Errorf("a SHA-256 has 64 digits, not %d", len(text))
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// File is a published file as the manifest lists it.
type File struct {
	Path   string `json:"path"` // relative to the published folder, with slashes
	SHA256 Hash   `json:"sha256"`
	Size   int64  `json:"size"`          // in bytes
	Base   Hash   `json:"base,omitzero"` // a signed PDF's unsigned revision
}

// Manifest lists the files of a published tree, all but itself, its signature and SHA256SUMS.
//
// There is one way to write a manifest: the keys of each object in the order of the fields here, a
// line for each file, the files sorted by path. [ParseManifest] reads that way alone, so no two
// readers can understand one manifest differently.
type Manifest struct {
	Generator string `json:"generator"` // "annexa" and its version
	Date      string `json:"date"`      // the build's day, 2006-01-02
	Content   Hash   `json:"content"`   // of all that was read
	Files     []File `json:"files"`
}

// ParseManifest reads a manifest, which may come from anyone.
func ParseManifest(data []byte) (Manifest, error) {
	if len(data) > MaxManifest {
		return Manifest{}, fmt.Errorf("the manifest has more than %d bytes", MaxManifest)
	}
	m, ok := asWritten(data)
	if !ok {
		m = Manifest{}
		if err := json.Unmarshal(data, &m); err != nil {
			return Manifest{}, fmt.Errorf("the manifest is not one of Annexa's: %w", err)
		}
	}
	if err := m.check(); err != nil {
		return Manifest{}, fmt.Errorf("the manifest is not one of Annexa's: %w", err)
	}
	if !bytes.Equal(m.Encode(), data) {
		return Manifest{}, errors.New("the manifest is not one of Annexa's, or was edited: it is not written as Annexa writes it")
	}
	return m, nil
}

// asWritten reads a manifest line by line, in a tenth of the time that JSON takes. It is not sure of
// what it read before that is encoded again, and gives up where a path is one that JSON escapes.
func asWritten(data []byte) (m Manifest, ok bool) {
	head, lines, ok := bytes.Cut(data, []byte(filesKey))
	if !ok || json.Unmarshal(append(head[:len(head):len(head)], filesKey+"]}"...), &m) != nil {
		return m, false
	}
	m.Files = make([]File, 0, bytes.Count(lines, []byte{'\n'}))
	for {
		var f File
		var path, sum, size, base []byte
		if lines, ok = bytes.CutPrefix(lines, []byte("\n    {\"path\": \"")); !ok {
			return m, true
		}
		path, lines, _ = bytes.Cut(lines, []byte(`", "sha256": "`))
		sum, lines, _ = bytes.Cut(lines, []byte(`", "size": `))
		size, lines, _ = bytes.Cut(lines, []byte{'}'})
		size, base, ok = bytes.Cut(size, []byte(`, "base": "`))
		if ok && f.Base.UnmarshalText(bytes.TrimSuffix(base, []byte{'"'})) != nil {
			return m, false
		}
		n, err := strconv.ParseInt(string(size), 10, 64)
		if err != nil || f.SHA256.UnmarshalText(sum) != nil || bytes.IndexByte(path, '\\') >= 0 {
			return m, false
		}
		f.Path, f.Size = string(path), n
		m.Files = append(m.Files, f)
		lines = bytes.TrimPrefix(lines, []byte{','})
	}
}

func (m Manifest) check() error {
	if m.Generator != "annexa" && !strings.HasPrefix(m.Generator, "annexa ") {
		return fmt.Errorf("the generator %q does not begin with annexa", m.Generator)
	}
	if _, err := time.Parse(time.DateOnly, m.Date); err != nil {
		return fmt.Errorf("the date %q is no day such as 2026-11-02", m.Date)
	}
	before := ""
	for _, f := range m.Files {
		if err := ValidPath(f.Path); err != nil {
			return err
		}
		if f.Path <= before {
			return fmt.Errorf("%q is listed twice or out of order", f.Path)
		}
		if f.Size < 0 {
			return fmt.Errorf("%q has the size %d", f.Path, f.Size)
		}
		before = f.Path
	}
	return nil
}

// filesKey is what the lines of the files stand behind.
const filesKey = `  "files": [`

// Encode returns the text of manifest.json.
func (m Manifest) Encode() []byte {
	b := make([]byte, 0, 256+160*len(m.Files))
	b = append(b, "{\n  \"generator\": "...)
	b = appendString(b, m.Generator)
	b = append(b, ",\n  \"date\": "...)
	b = appendString(b, m.Date)
	b = append(b, ",\n  \"content\": "...)
	b = appendHash(b, m.Content)
	b = append(b, ",\n"+filesKey...)
	for i, f := range m.Files {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n    {\"path\": "...)
		b = appendString(b, f.Path)
		b = append(b, ", \"sha256\": "...)
		b = appendHash(b, f.SHA256)
		b = append(b, ", \"size\": "...)
		b = strconv.AppendInt(b, f.Size, 10)
		if f.Base != (Hash{}) {
			b = append(b, ", \"base\": "...)
			b = appendHash(b, f.Base)
		}
		b = append(b, '}')
	}
	if len(m.Files) > 0 {
		b = append(b, "\n  "...)
	}
	return append(b, "]\n}\n"...)
}

// Sums returns the text of SHA256SUMS, as sha256sum(1) reads it.
func (m Manifest) Sums() []byte {
	b := make([]byte, 0, 128*len(m.Files))
	for _, f := range m.Files {
		b = hex.AppendEncode(b, f.SHA256[:])
		b = append(b, "  "...)
		b = append(b, f.Path...)
		b = append(b, '\n')
	}
	return b
}

func appendHash(b []byte, h Hash) []byte {
	b = append(b, '"')
	b = hex.AppendEncode(b, h[:])
	return append(b, '"')
}

// appendString appends s as JSON. Any string can be marshalled, so there is no error to hand on.
func appendString(b []byte, s string) []byte {
	if !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c > '~' || strings.ContainsRune(`"\<>&`, c) }) {
		return append(append(append(b, '"'), s...), '"')
	}
	text, _ := json.Marshal(s)
	return append(b, text...)
}
