package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/release"
	"annexa/internal/sign"
)

// A siteVerification is what is said of a published folder.
type siteVerification struct {
	Site     string       `json:"site"`
	Verdict  sign.Verdict `json:"verdict"`
	Reasons  []string     `json:"reasons"` // for the verdict, if it is not valid
	Manifest *sign.Report `json:"manifest"`
	Date     string       `json:"date,omitempty"` // of the build, as the manifest says
	Listed   int          `json:"listed"`         // files in the manifest
	release.Differences
	PDFs    int                 `json:"pdfs"`
	Faulty  []*fileVerification `json:"faulty,omitempty"` // PDFs that are not valid
	Rebuilt *rebuilt            `json:"rebuilt,omitempty"`
}

func (v *siteVerification) verified() bool {
	return v.Verdict == sign.Valid && (v.Rebuilt == nil || v.Rebuilt.Same)
}

func (v *siteVerification) verdict() sign.Verdict { return v.Verdict }

func (v *siteVerification) lower(to sign.Verdict, format string, args ...any) {
	v.Verdict = min(v.Verdict, to)
	v.Reasons = append(v.Reasons, fmt.Sprintf(format, args...))
}

// maxNamed is how many files of a kind are named; JSON has all.
const maxNamed = 20

func (v *siteVerification) writeText(w io.Writer) error {
	var b strings.Builder
	if v.Rebuilt != nil && !v.Rebuilt.Same {
		fmt.Fprintf(&b, "%s: not what %s makes; the signatures: %s\n", v.Site, v.Rebuilt.Project, v.Verdict)
	} else {
		fmt.Fprintf(&b, "%s: %s\n", v.Site, v.Verdict)
	}
	for _, reason := range v.Reasons {
		fmt.Fprintf(&b, "  %s\n", reason)
	}
	for _, list := range []struct {
		what  string
		names []string
	}{{"changed", v.Changed}, {"missing", v.Missing}, {"added", v.Added}} {
		for i, name := range list.names {
			if i == maxNamed {
				fmt.Fprintf(&b, "  %s: and %d more\n", list.what, len(list.names)-i)
				break
			}
			fmt.Fprintf(&b, "  %s: %s\n", list.what, printable(name))
		}
	}
	if v.Rebuilt != nil {
		fmt.Fprintf(&b, "  note: %s\n", v.Rebuilt)
	}
	if v.Date != "" {
		fmt.Fprintf(&b, "  manifest: built on %s, lists %s\n", v.Date, diag.Plural(v.Listed, "file"))
	}
	for _, s := range v.Manifest.Signatures {
		if s.Signer != "" {
			fmt.Fprintf(&b, "  signed by %s, level %s\n", s.Signer, s.Level)
		}
	}
	fmt.Fprintf(&b, "  %d of %s valid\n", v.PDFs-len(v.Faulty), diag.Plural(v.PDFs, "PDF"))
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	for _, same := range alike(v.Faulty) {
		fmt.Fprintln(w)
		if err := same[0].writeText(w); err != nil {
			return err
		}
		for i, f := range same[1:] {
			if i == maxNamed {
				fmt.Fprintf(w, "  the same: and %d more\n", len(same)-1-i)
				break
			}
			fmt.Fprintf(w, "  the same: %s\n", printable(f.File))
		}
	}
	return nil
}

// alike puts those together of which the same is said for the same reasons, and
// which the same people signed: all PDFs of a stranger's site are said once.
func alike(all []*fileVerification) [][]*fileVerification {
	var out [][]*fileVerification
	at := map[string]int{}
	for _, f := range all {
		key := fmt.Sprintf("%d %q %q", f.Report.Verdict, f.Report.Reasons, f.Report.Attacks)
		for _, s := range f.Report.Signatures {
			key += fmt.Sprintf(" %q %q %q", s.Signer, s.Issuer, s.Serial)
		}
		i, there := at[key]
		if !there {
			i = len(out)
			at[key], out = i, append(out, nil)
		}
		out[i] = append(out[i], f)
	}
	return out
}

// site verifies a published folder: the signature of its manifest, every file by
// the manifest, and every PDF by itself.
func (v *verifying) site(dir string, manifest []byte) (*siteVerification, error) {
	out := &siteVerification{Site: dir, Verdict: sign.Valid, Reasons: []string{}}
	m, err := release.ParseManifest(manifest)
	if err != nil {
		out.Manifest = &sign.Report{}
		out.lower(sign.Broken, "%v", err)
		return out, nil
	}
	out.Date, out.Listed = m.Date, len(m.Files)
	if err := v.manifest(out, dir, manifest); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	defer root.Close() // nothing was written
	differences, err := m.Compare(v.ctx, root.FS())
	if err != nil {
		return nil, fmt.Errorf("verify %s: %w", dir, err)
	}
	out.Differences = *differences
	for _, list := range []struct {
		what  string
		names []string
	}{{"is not as the manifest lists it", out.Changed}, {"that the manifest lists is missing", out.Missing}, {"is there that the manifest does not list", out.Added}} {
		if n := len(list.names); n > 0 {
			out.lower(sign.ChangedAfterSigning, "%s %s", diag.Plural(n, "file"), list.what)
		}
	}
	if err := v.sitePDFs(out, dir, m); err != nil {
		return nil, err
	}
	if v.command.Rebuild != "" {
		out.Rebuilt, err = v.rebuildSite(m)
	}
	return out, err
}

// manifest verifies the manifest's signature.
func (v *verifying) manifest(out *siteVerification, dir string, manifest []byte) error {
	signature, err := readFile(filepath.Join(dir, release.SignatureName), maxKey)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		out.Manifest = &sign.Report{Verdict: sign.Unsigned}
		out.lower(sign.Unsigned, "the manifest is not signed: there is no %s", release.SignatureName)
		return nil
	case err != nil:
		return fmt.Errorf("verify: %w", err)
	}
	out.Manifest = sign.VerifyDetached(manifest, signature, v.options)
	for _, reason := range out.Manifest.Reasons {
		out.lower(out.Manifest.Verdict, "the manifest: %s", reason)
	}
	out.Verdict = min(out.Verdict, out.Manifest.Verdict)
	return nil
}

// sitePDFs verifies the PDFs that the manifest lists with an unsigned revision.
func (v *verifying) sitePDFs(out *siteVerification, dir string, m release.Manifest) error {
	for _, f := range m.Files {
		if f.Base == (release.Hash{}) || slices.Contains(out.Missing, f.Path) {
			continue
		}
		out.PDFs++
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		data, err := readFile(name, maxPDF)
		if err != nil {
			return fmt.Errorf("verify: %w", err)
		}
		r := sign.Verify(data, v.options)
		if r.Base != hex.EncodeToString(f.Base[:]) && r.Verdict == sign.Valid {
			r.Verdict = sign.ChangedAfterSigning
			r.Reasons = append(r.Reasons, "the unsigned revision is not the one that the manifest lists")
		}
		if r.Verdict != sign.Valid {
			out.Faulty = append(out.Faulty, &fileVerification{File: name, Report: r})
			out.Verdict = min(out.Verdict, r.Verdict)
		}
		if err := v.ctx.Err(); err != nil {
			return err
		}
	}
	if n := len(out.Faulty); n > 0 {
		out.Reasons = append(out.Reasons, fmt.Sprintf("%s not valid", diag.Plural(n, "PDF")))
	}
	return nil
}

// printable keeps names from steering the terminal.
func printable(s string) string { return strings.ToValidUTF8(strings.Map(visible, s), "\uFFFD") }

func visible(r rune) rune {
	if r < ' ' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
		return '\uFFFD'
	}
	return r
}
