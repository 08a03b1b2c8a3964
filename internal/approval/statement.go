package approval

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"annexa/internal/day"
)

// A Statement is what an approver signs.
type Statement struct {
	ID      string
	Version string
	SHA256  [32]byte // of the approved text
	By      string   // the approver's name, as the file of signers has it
	Role    string
	Date    day.Date
}

// written is a statement as its file has it.
type written struct {
	ID      *string `json:"id"`
	Version *string `json:"version"`
	SHA256  *string `json:"sha256"`
	By      *string `json:"by"`
	Role    *string `json:"role"`
	Date    *string `json:"date"`
}

// maxStatement is how many bytes a statement has at most.
const maxStatement = 16 << 10

// State is the statement that somebody approves a text.
func State(n Name, text []byte, by, role string, on day.Date) (Statement, error) {
	s := Statement{n.ID, n.Version, sha256.Sum256(text), by, role, on}
	return s, s.check()
}

// check says what keeps a statement from being one.
func (s Statement) check() error {
	if _, err := NameOf(s.ID, s.Version, 1); err != nil {
		return err
	}
	for _, f := range []struct{ key, value string }{{"by", s.By}, {"role", s.Role}} {
		switch {
		case strings.TrimSpace(f.value) != f.value || f.value == "":
			return fmt.Errorf("%s: it does not say who", f.key)
		case !utf8.ValidString(f.value) || len(f.value) > 200 || strings.ContainsFunc(f.value, unicode.IsControl):
			return fmt.Errorf("%s: %q is no name", f.key, f.value)
		}
	}
	if s.Date.IsZero() {
		return errors.New("date: it does not say when")
	}
	return nil
}

// Bytes is the statement as it is written and signed: JSON, a key a line, the
// last line ended.
func (s Statement) Bytes() []byte {
	id, version, sum, date := s.ID, s.Version, hex.EncodeToString(s.SHA256[:]), s.Date.String()
	var b bytes.Buffer
	e := json.NewEncoder(&b) // of text alone, into memory: it does not fail
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	e.Encode(written{&id, &version, &sum, &s.By, &s.Role, &date})
	return b.Bytes()
}

// ParseStatement reads a statement. Each key must be there once and hold what
// it should, and there may be no other: who signs it must know all that it
// says.
func ParseStatement(data []byte) (Statement, error) {
	if len(data) > maxStatement {
		return Statement{}, fmt.Errorf("it is longer than %d bytes", maxStatement)
	}
	if err := keysOnce(data); err != nil {
		return Statement{}, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var w written
	if err := d.Decode(&w); err != nil {
		return Statement{}, fmt.Errorf("it is no statement: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Statement{}, errors.New("it goes on behind the statement")
	}
	for _, f := range []struct {
		key   string
		value *string
	}{{"id", w.ID}, {"version", w.Version}, {"sha256", w.SHA256}, {"by", w.By}, {"role", w.Role}, {"date", w.Date}} {
		if f.value == nil {
			return Statement{}, fmt.Errorf("%s is missing", f.key)
		}
	}
	s := Statement{ID: *w.ID, Version: *w.Version, By: *w.By, Role: *w.Role}
	sum, err := hex.DecodeString(*w.SHA256)
	if err != nil || len(sum) != len(s.SHA256) || hex.EncodeToString(sum) != *w.SHA256 {
		return Statement{}, fmt.Errorf("sha256: %q is no SHA-256 in small hexadecimal digits", *w.SHA256)
	}
	copy(s.SHA256[:], sum)
	if s.Date, err = day.Parse(*w.Date); err != nil {
		return Statement{}, fmt.Errorf("date: %w", err)
	}
	return s, s.check()
}

// keysOnce finds keys that stand twice or in other letters, which the decoder
// of the standard library takes.
func keysOnce(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.New("it is no JSON object")
	}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return fmt.Errorf("it is no JSON: %w", err)
		}
		key, ok := t.(string)
		switch {
		case !ok || key != strings.ToLower(key):
			return fmt.Errorf("the key %v is not known", t)
		case seen[key]:
			return fmt.Errorf("%s stands there twice", key)
		}
		seen[key] = true
		if t, err = d.Token(); err != nil {
			return fmt.Errorf("it is no JSON: %w", err)
		}
		if _, text := t.(string); !text {
			return fmt.Errorf("%s: %v is no text", key, t)
		}
	}
	return nil
}
