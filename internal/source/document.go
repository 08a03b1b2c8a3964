package source

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"unicode/utf8"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/snapshot"
)

// MaxText is how large a file of text may be, in bytes. No document of a
// management system comes near it.
const MaxText = 8 << 20

// managedKey finds in broken front matter a key that makes a file a document,
// as YAML and TOML write it at the beginning of a line, or as JSON does.
var managedKey = regexp.MustCompile(`(?mi)^["']?(?:id|kind|control|clause)["']?[ \t]*[:=]|[{,\n]\s*"(?:id|kind|control|clause)"\s*:`)

// opening are the first bytes of a file, among which front matter stands that
// belongs to a file too broken to be taken apart.
const opening = 4096

// meant says whether a file that cannot be decoded was meant as a document.
func meant(file string, front []byte) bool {
	return file == document.Statement || managedKey.Match(front)
}

// looksMeant says the same of a file that is no text or too large, by its
// first bytes.
func looksMeant(file string, start []byte) bool {
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	start = start[:min(len(start), opening)]
	return (bytes.HasPrefix(start, []byte("---")) || bytes.HasPrefix(start, []byte("+++")) || bytes.HasPrefix(start, []byte("{"))) && meant(file, start)
}

var errTooLarge = fmt.Errorf("it is larger than %d MB", MaxText>>20)

// Cause is why a file could not be read, without its name.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// ReadFile reads a file of text of at most MaxText bytes. Of a larger one it
// returns the beginning with the error.
func ReadFile(fsys fs.FS, name string) (data []byte, err error) {
	return readInto(nil, fsys, name)
}

// readInto is ReadFile into a buffer, which is made larger as need be.
func readInto(buffer []byte, fsys fs.FS, name string) (data []byte, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	limit := int64(MaxText + 1)
	if info.Size() > MaxText {
		limit = opening
	}
	data = slices.Grow(buffer[:0], int(min(info.Size(), limit))+1)
	for r := io.LimitReader(f, limit); ; {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if info.Size() > MaxText || len(data) > MaxText {
		return data[:min(len(data), opening)], errTooLarge
	}
	return data, nil
}

// A Reader reads Markdown files one after the other: one worker's.
type Reader struct {
	FS     fs.FS
	Parser *prose.Parser

	// Keep returns what was made of a file of a snapshot, with this name and this SHA-256, before, or
	// what make makes. It may be nil.
	Keep func(name string, hash [sha256.Size]byte, make func() *document.Document) *document.Document

	buffer []byte        // of the file now read; no document keeps a part of it
	lines  *bufio.Reader // of its front matter
}

// Document reads a Markdown file. It always returns a document: a file that
// cannot be read is one whose page says so.
func (r *Reader) Document(name string) *document.Document {
	if r.Keep != nil {
		if hash, ok := snapshot.Sum(r.FS, name); ok {
			return r.Keep(name, hash, func() *document.Document { return r.document(name) })
		}
	}
	return r.document(name)
}

func (r *Reader) document(name string) *document.Document {
	data, err := readInto(r.buffer, r.FS, name)
	r.buffer = data[:0]
	switch {
	case errors.Is(err, errTooLarge):
		rule := diag.Unreadable
		if looksMeant(name, data) {
			rule = diag.Undecodable
		}
		p := rule.At(diag.Place{File: name}, "this cannot be read: %v", err).
			Hinting("no text is as large as that; split it, or give a file that is no text another ending than .md")
		return unreadable(name, sha256.Sum256(data), p)
	case err != nil:
		return unreadable(name, sha256.Sum256(data), Refused(name, err))
	}
	if r.lines == nil {
		r.lines = bufio.NewReader(nil)
	}
	return parsed(name, data, r.Parser, r.lines)
}

// Parse makes a document of the bytes of a Markdown file, which it does not
// keep.
func Parse(name string, data []byte, parser *prose.Parser) *document.Document {
	return parsed(name, data, parser, bufio.NewReader(nil))
}

func parsed(name string, data []byte, parser *prose.Parser, lines *bufio.Reader) *document.Document {
	hash := sha256.Sum256(data)
	text, problem := decode(name, data)
	if problem != nil {
		return unreadable(name, hash, *problem)
	}
	m := split(name, text, lines)
	d := document.Decode(name, hash, m.fields, parser.Parse(m.body, m.line))
	d.TextHash = sha256.Sum256(m.body)
	if len(m.problems) > 0 {
		managed := meant(name, m.front)
		for i := range m.problems {
			if !managed {
				m.problems[i] = m.problems[i].AtMost(diag.Warning)
			}
		}
		d.Problems = append(m.problems, d.Problems...)
		d.Managed = d.Managed || managed
	}
	return d
}

// decode makes text of the bytes of a file: UTF-8 without a byte order mark,
// with \n line ends. A problem means that it is none.
func decode(name string, data []byte) ([]byte, *diag.Problem) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	fault := func(offset int, format, hint string) *diag.Problem {
		before := text[:offset]
		line := 1 + bytes.Count(before, []byte("\n"))
		column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
		p := diag.Unreadable.At(diag.Place{File: name, Line: line, Column: column}, "%s", format).Hinting("%s", hint)
		if looksMeant(name, text) {
			p.Rule, p.Severity = diag.Undecodable, diag.Undecodable.Severity
		}
		return &p
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return nil, fault(i, "this is no text: it holds zero bytes", "save it as UTF-8, or give a file that is no text another ending than .md")
	}
	if !utf8.Valid(text) {
		i := 0
		for {
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			i += n
		}
		return nil, fault(i, "this is not UTF-8 text", "save the file as UTF-8")
	}
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text, nil
}

func unreadable(name string, hash [32]byte, p diag.Problem) *document.Document {
	return &document.Document{File: name, Hash: hash, Body: &prose.Tree{}, Unreadable: p.Message, Problems: []diag.Problem{p}, Managed: p.Severity == diag.Error}
}

// Register reads the bytes of a register's file.
func Register(schema *register.Schema, name string, data []byte) *register.Register {
	hash := sha256.Sum256(data)
	if bytes.HasSuffix(bytes.ToLower([]byte(name)), []byte(".csv")) {
		return register.DecodeCSV(schema, name, hash, data)
	}
	v, faults := field.Parse(field.YAML, bytes.ReplaceAll(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\r\n"), []byte("\n")), 1)
	r := register.Decode(schema, name, hash, v)
	if v == nil && len(faults) > 0 {
		r.Classification = config.Unclear
	}
	r.Problems = append(field.Faults(diag.RegisterRule, name, faults), r.Problems...)
	return r
}
