package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"annexa/internal/release"
	"annexa/internal/sign"
)

// How large a file may be, in bytes, that is verified, or that holds a key,
// certificates or the configuration.
const (
	maxPDF = 1 << 30
	maxKey = 1 << 20
)

type verifyCommand struct {
	Files  []string `arg:"" name:"file" help:"PDF files, or folders whose PDFs are verified."`
	Trust  []string `placeholder:"CERT" help:"A certificate (PEM or DER) whose signatures, or those of whom it issued for, are trusted."`
	Format string   `enum:"text,json" default:"text" help:"text or json."`
}

func (verifyCommand) examples() string {
	return `  annexa verify public/packs/audit.pdf
  annexa verify --trust fernhill.crt audit.pdf
  annexa verify --format json public/packs
`
}

// Run verifies each file. Only when every one is valid is it done.
func (c *verifyCommand) Run(t *terminal, all *commands) error {
	opt, err := t.trust(all.Dir, c.Trust)
	if err != nil {
		return usageError{err}
	}
	files, err := pdfFiles(c.Files)
	if err != nil {
		return usageError{err}
	}
	valid := true
	var reports []json.RawMessage
	for i, name := range files {
		data, err := readFile(name, maxPDF)
		if err != nil {
			return fmt.Errorf("verify: %w", err)
		}
		r := sign.Verify(data, opt)
		t.published(name, r)
		valid = valid && r.Verdict == sign.Valid
		if c.Format == "json" {
			encoded, err := r.JSON()
			if err != nil {
				return err
			}
			named, err := json.Marshal(struct {
				File   string          `json:"file"`
				Report json.RawMessage `json:"report"`
			}{name, encoded})
			if err != nil {
				return err
			}
			reports = append(reports, named)
			continue
		}
		if i > 0 {
			fmt.Fprintln(t.out)
		}
		fmt.Fprintf(t.out, "%s: ", name)
		if err := r.WriteText(t.out); err != nil {
			return err
		}
	}
	if c.Format == "json" {
		e := json.NewEncoder(t.out)
		e.SetIndent("", "  ")
		if err := e.Encode(reports); err != nil {
			return err
		}
	}
	if !valid {
		return errContent
	}
	return nil
}

// trust gathers whom the verifier trusts: the certificates named, those of
// annexa.yaml, one's own key.
func (t *terminal) trust(dir string, names []string) (sign.Options, error) {
	opt := sign.Options{At: t.now()}
	var err error
	if opt.Trust, err = trusted(names, "."); err != nil {
		return opt, err
	}
	if path, err := t.ownKeyPath(); err == nil {
		if data, err := readFile(path, maxKey); err == nil {
			if key, err := sign.LoadKey(data, ""); err == nil {
				opt.Own = append(opt.Own, key.Certificate())
			}
		}
	}
	c, err := configured(dir)
	if err != nil {
		return opt, err
	}
	more, err := trusted(c.Sign.Trust, dir)
	if err != nil {
		return opt, err
	}
	opt.Trust = append(opt.Trust, more...)
	return opt, nil
}

// published adds to a report what the manifest beside the file says of it.
func (t *terminal) published(name string, r *sign.Report) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return
	}
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		data, err := readFile(filepath.Join(dir, release.ManifestName), release.MaxManifest)
		if err == nil {
			if note := compare(data, dir, abs, r); note != "" {
				r.Notes = append(r.Notes, note)
			}
			return
		}
		if dir == filepath.Dir(dir) {
			return
		}
	}
}

func compare(data []byte, dir, abs string, r *sign.Report) string {
	m, err := release.ParseManifest(data)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(dir, abs)
	if err != nil {
		return ""
	}
	for _, f := range m.Files {
		if f.Path != filepath.ToSlash(rel) || f.Base == (release.Hash{}) {
			continue
		}
		if f.Base.String() == r.Base {
			return "the unsigned revision is the one that the manifest of the site lists (" + m.Date + ")"
		}
		return "the unsigned revision is not the one that the manifest of the site lists"
	}
	return "the manifest of the site does not list this file"
}

// pdfFiles are the files named, and the PDFs in the folders named.
func pdfFiles(names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			var cause *fs.PathError
			if errors.As(err, &cause) {
				err = cause.Err
			}
			return nil, fmt.Errorf("cannot read %s: %w", name, err)
		}
		if !info.IsDir() {
			out = append(out, name)
			continue
		}
		before := len(out)
		err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && path != name && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir // the state of a build, the objects of Git
			}
			if err == nil && d.Type().IsRegular() && strings.EqualFold(filepath.Ext(path), ".pdf") {
				out = append(out, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(out) == before {
			return nil, fmt.Errorf("there is no PDF in %s", name)
		}
	}
	return out, nil
}

// readFile reads a file of at most so many bytes.
func readFile(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s is larger than %d MB", name, limit>>20)
	}
	return data, err
}
