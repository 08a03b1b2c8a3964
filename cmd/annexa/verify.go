package main

import (
	"bytes"
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
	Files   []string `arg:"" name:"file" help:"PDF files; published folders, which are verified whole; other folders, whose PDFs are."`
	Trust   []string `placeholder:"CERT" help:"A certificate (PEM or DER) whose signatures, or those of whom it issued for, are trusted."`
	Rebuild string   `placeholder:"DIR" help:"Build the project in DIR, and say whether it makes the very bytes that were signed."`
	Format  string   `enum:"text,json" default:"text" help:"text or json."`
	contentFlags
}

func (verifyCommand) examples() string {
	return `  annexa verify public                        a whole site, by its signed manifest
  annexa verify --trust fernhill.crt audit.pdf
  annexa verify --rebuild isms audit.pdf      does this content make this file?
  annexa verify --trust /etc/ssl/certs/ca-certificates.crt contract.pdf
                                              whom the system trusts, trusted because you say so
`
}

// A verification is what is said of one file or folder.
type verification interface {
	// verified says whether everything about it is as it should be.
	verified() bool
	verdict() sign.Verdict
	writeText(w io.Writer) error
}

// A fileVerification is what is said of one PDF.
type fileVerification struct {
	File    string       `json:"file"`
	Report  *sign.Report `json:"report"`
	Rebuilt *rebuilt     `json:"rebuilt,omitempty"`
}

func (v *fileVerification) verified() bool {
	return v.Report.Verdict == sign.Valid && (v.Rebuilt == nil || v.Rebuilt.Same)
}

func (v *fileVerification) verdict() sign.Verdict { return v.Report.Verdict }

func (v *fileVerification) writeText(w io.Writer) error {
	r := *v.Report
	if v.Rebuilt != nil {
		r.Notes = append([]string{v.Rebuilt.String()}, r.Notes...)
	}
	head := v.File + ": "
	if v.Rebuilt != nil && !v.Rebuilt.Same {
		head += "not what " + v.Rebuilt.Project + " makes; the signatures: "
	}
	if _, err := io.WriteString(w, head); err != nil {
		return err
	}
	return r.WriteText(w)
}

// Run verifies each file and folder. Only when all is valid is it done.
func (c *verifyCommand) Run(t *terminal, all *commands) error {
	opt, err := t.trust(all.Dir, c.Trust)
	if err != nil {
		return usageError{err}
	}
	v := &verifying{terminal: t, command: c, options: opt, makings: map[string]*making{}}
	var done []verification
	for _, name := range c.Files {
		found, err := v.named(name)
		if err != nil {
			return err
		}
		done = append(done, found...)
	}
	return c.say(t, done)
}

// say prints what was found, and is done if all of it is as it should be.
func (c *verifyCommand) say(t *terminal, done []verification) error {
	verified, stranger := true, false
	for _, v := range done {
		verified = verified && v.verified()
		stranger = stranger || v.verdict() == sign.IntactStranger
	}
	if c.Format == "json" {
		e := json.NewEncoder(t.out)
		e.SetIndent("", "  ")
		if err := e.Encode(done); err != nil {
			return err
		}
	} else {
		for i, v := range done {
			if i > 0 {
				fmt.Fprintln(t.out)
			}
			if err := v.writeText(t.out); err != nil {
				return err
			}
		}
		if stranger {
			fmt.Fprintln(t.err, "    hint: anyone can sign anything: ask the signer for the certificate by another way, and name it with --trust")
		}
	}
	if !verified {
		return errContent
	}
	return nil
}

// verifying is a run of the subcommand.
type verifying struct {
	*terminal
	command *verifyCommand
	options sign.Options
	makings map[string]*making // of --rebuild, by day
}

// named verifies what the user named: a file, a published folder, another folder.
func (v *verifying) named(name string) ([]verification, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, usageError{fmt.Errorf("cannot read %s: %w", name, cause(err))}
	}
	if info.IsDir() {
		switch manifest, err := readFile(filepath.Join(name, release.ManifestName), release.MaxManifest); {
		case err == nil:
			site, err := v.site(name, manifest)
			return []verification{site}, err
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("verify: %w", err)
		}
	}
	files, err := pdfFiles(name, info)
	if err != nil {
		return nil, usageError{err}
	}
	var out []verification
	for _, file := range files {
		one, err := v.file(file)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// file verifies one PDF.
func (v *verifying) file(name string) (*fileVerification, error) {
	data, err := readFile(name, maxPDF)
	if errors.Is(err, errTooLarge) {
		return &fileVerification{File: name, Report: &sign.Report{Reasons: []string{err.Error()}, Signatures: []sign.Signature{}}}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	one := &fileVerification{File: name, Report: sign.Verify(data, v.options)}
	day := ""
	if m, rel := beside(name); m != nil {
		day = m.Date
		if note := listed(m, rel, one.Report); note != "" {
			one.Report.Notes = append(one.Report.Notes, note)
		}
	}
	if v.command.Rebuild != "" {
		if one.Rebuilt, err = v.rebuild(one.Report, day); err != nil {
			return nil, err
		}
	}
	return one, nil
}

// trust gathers whom the verifier trusts: the certificates named, those of
// annexa.yaml, one's own key.
func (t *terminal) trust(dir string, names []string) (sign.Options, error) {
	opt := sign.Options{At: t.now()}
	var err error
	if opt.Trust, err = trusted(names, "."); err != nil {
		return opt, err
	}
	c, err := configured(dir)
	if err != nil {
		return opt, err
	}
	opt.Own = append(t.ownCertificates(), t.namedCertificates(c.Sign, dir)...)
	more, err := trusted(c.Sign.Trust, dir)
	if err != nil {
		return opt, err
	}
	opt.Trust = append(opt.Trust, more...)
	return opt, nil
}

// beside finds the manifest of the site that a file lies in, and the file's path
// in it; nil if there is none, or none that can be read.
func beside(name string) (*release.Manifest, string) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, ""
	}
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		data, err := readFile(filepath.Join(dir, release.ManifestName), release.MaxManifest)
		if err == nil {
			m, err := release.ParseManifest(data)
			rel, relErr := filepath.Rel(dir, abs)
			if err != nil || relErr != nil {
				return nil, ""
			}
			return &m, filepath.ToSlash(rel)
		}
		if dir == filepath.Dir(dir) {
			return nil, ""
		}
	}
}

// listed says how the unsigned revision of a file stands to a manifest.
func listed(m *release.Manifest, name string, r *sign.Report) string {
	for _, f := range m.Files {
		switch {
		case f.Path != name || f.Base == (release.Hash{}):
		case f.Base.String() == r.Base:
			return "the unsigned revision is the one that the manifest of the site lists (" + m.Date + ")"
		default:
			return "the unsigned revision is not the one that the manifest of the site lists"
		}
	}
	return "the manifest of the site does not list this file"
}

// pdfFiles are a file itself, or the PDFs in a folder.
func pdfFiles(name string, info fs.FileInfo) ([]string, error) {
	if !info.IsDir() {
		return []string{name}, nil
	}
	var out []string
	err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != name && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir // the state of a build, the objects of Git
		}
		if err == nil && d.Type().IsRegular() && strings.EqualFold(filepath.Ext(path), ".pdf") {
			out = append(out, path)
		}
		return err
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("there is no PDF in %s", name)
	}
	return out, err
}

// errTooLarge says that a file is larger than the limit.
var errTooLarge = errors.New("it is too large")

// readFile reads a file of at most so many bytes.
func readFile(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if size := info.Size(); size <= limit { // else nothing of it is read
		data.Grow(int(size) + bytes.MinRead)
		if _, err = data.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
			return nil, err
		}
		if int64(data.Len()) <= limit {
			return data.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("%w: %s is larger than %d MB", errTooLarge, name, limit>>20)
}
