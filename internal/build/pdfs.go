package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"annexa/internal/config"
	"annexa/internal/language"
	"annexa/internal/pack"
	"annexa/internal/pdf"
	"annexa/internal/release"
	"annexa/internal/soa"
	"annexa/internal/theme"
)

// PDFs is how many PDFs a publication has.
func (l *Loaded) PDFs() int {
	n := len(l.ISMS.Config.Packs)
	for _, d := range l.ISMS.Documents {
		if pack.Path(d) != "" {
			n += 1 + len(l.ISMS.OtherVersions(d))
		}
	}
	return n
}

// A pdfFile is a PDF to be made.
type pdfFile struct {
	path string
	make func() (pack.File, error)
}

// pdfFiles are all PDFs of the publication. Those that will not be signed say so.
func (l *Loaded) pdfFiles(p Publication, images map[string]picture, statement *soa.Statement, forms []soa.Form, unsigned bool) ([]pdfFile, error) {
	m := l.ISMS
	engine, err := l.engine()
	if err != nil {
		return nil, fmt.Errorf("read the fonts: %w", err)
	}
	maker := &pack.Maker{
		ISMS: m, Words: soa.Words{Language: l.Words, Titles: m.Config.Language}, Engine: engine, Writer: pdf.NewWriter(), Style: pack.Style(m.Config, l.theme), Logo: l.theme.Logo,
		Images: make(map[string]pack.Image, len(images)), Statement: statement, Forms: forms, Content: l.sources.Content, Unsigned: unsigned, Preview: p.preview,
		Cache: p.cache, Program: p.Program,
	}
	for name, i := range images {
		maker.Images[name] = pack.Image{Data: i.data, Hash: i.hash}
	}
	if maker.Project, err = l.project(); err != nil {
		return nil, err
	}
	var files []pdfFile
	// Packs first: they take longest, and a worker that begins one last would
	// keep the others waiting.
	for _, c := range m.Config.Packs {
		files = append(files, pdfFile{pack.PackPath(c.ID), func() (pack.File, error) { return maker.Pack(m.Select(c)) }})
	}
	for _, d := range m.Documents {
		if name := pack.Path(d); name != "" {
			files = append(files, pdfFile{name, func() (pack.File, error) { return maker.Document(d) }})
			for _, a := range m.OtherVersions(d) {
				files = append(files, pdfFile{pack.VersionPath(d, a.Version.Version), func() (pack.File, error) { return maker.Version(d, a) }})
			}
		}
	}
	return files, nil
}

// Bases makes every PDF as a signed publication has it before it is signed, and
// returns the SHA-256 of each, by path.
func (l *Loaded) Bases(ctx context.Context, workers int) (map[string]release.Hash, error) {
	return l.bases(ctx, workers, false, func(string) bool { return true })
}

// Base is the SHA-256 of the PDF at one path before it is signed, as a
// publication has it that will be signed, or one that will not. It is zero
// where there is no such PDF.
func (l *Loaded) Base(ctx context.Context, path string, unsigned bool) (release.Hash, error) {
	bases, err := l.bases(ctx, 1, unsigned, func(p string) bool { return p == path })
	return bases[path], err
}

func (l *Loaded) bases(ctx context.Context, workers int, unsigned bool, wanted func(path string) bool) (map[string]release.Hash, error) {
	images, _, err := l.images(ctx, workers)
	if err != nil {
		return nil, err
	}
	statement := soa.Of(l.ISMS)
	files, err := l.pdfFiles(Publication{}, images, statement, statement.Forms(l.Words), unsigned)
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(f pdfFile) bool { return !wanted(f.path) })
	sums := make([]release.Hash, len(files))
	err = each(ctx, len(files), workers, func(_, i int) error {
		file, err := files[i].make()
		if err != nil {
			return fmt.Errorf("make %s: %w", files[i].path, err)
		}
		sums[i] = sha256.Sum256(file.PDF)
		return nil
	})
	if err != nil {
		return nil, err
	}
	bases := make(map[string]release.Hash, len(files))
	for i, f := range files {
		bases[f.path] = sums[i]
	}
	return bases, nil
}

// pdfJob makes a PDF and signs it. What is public already is kept, if a new
// signature would say the same in other bytes.
func (p Publication) pdfJob(ctx context.Context, r *release.Release, f pdfFile) job {
	return job{path: f.path, pdf: true, make: func([]byte) (output, error) {
		file, err := f.make()
		if err != nil {
			return output{}, err
		}
		out := output{data: file.PDF, base: sha256.Sum256(file.PDF), pages: file.Pages, problems: file.Problems, rendered: file.Made, uncached: file.Uncached}
		if p.Signer == nil {
			return out, nil
		}
		if !p.Signer.Repeats() {
			if data, entry, ok := r.Published(f.path); ok && entry.Base == out.base && p.Signer.Holds(data) {
				out.data, out.kept = data, true
				return out, nil
			}
		}
		if out.data, err = p.Signer.Sign(ctx, file.PDF); err != nil {
			return output{}, fmt.Errorf("sign it: %w", err)
		}
		return out, nil
	}}
}

// project names the files that every PDF is made from: the configuration, and
// what is the project's own of theme and words.
func (l *Loaded) project() ([]pack.Input, error) {
	var out []pack.Input
	for _, in := range l.inputs {
		if in.path == config.File {
			out = append(out, pack.Input{Path: in.path, Hash: in.hash})
		}
	}
	add := func(fsys fs.FS, name, path string) error {
		data, err := whole(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it is that of the binary
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		out = append(out, pack.Input{Path: path, Hash: sha256.Sum256(data)})
		return nil
	}
	if own := defaultTheme(l.sources.Themes); own != nil {
		for _, name := range l.theme.Files {
			if err := add(own, name, theme.Folder+"/"+name); err != nil {
				return nil, err
			}
		}
	}
	if own := l.sources.Templates; own != nil {
		for _, name := range language.Files(l.ISMS.Config.Language) {
			if err := add(own, name, "templates/"+name); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
