package build

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"

	"annexa/internal/config"
	"annexa/internal/language"
	"annexa/internal/pack"
	"annexa/internal/pdf"
	"annexa/internal/release"
	"annexa/internal/soa"
	"annexa/internal/theme"
	"annexa/internal/typeset"
)

func (l *Loaded) pdfJobs(ctx context.Context, r *release.Release, p Publication, images map[string]picture, statement *soa.Statement, forms []soa.Form) ([]job, error) {
	m := l.ISMS
	engine, err := typeset.NewEngine(l.theme.Fonts)
	if err != nil {
		return nil, fmt.Errorf("read the fonts: %w", err)
	}
	maker := &pack.Maker{
		ISMS: m, Words: soa.Words{Language: l.Words, Titles: m.Config.Language}, Engine: engine, Writer: pdf.NewWriter(), Style: pack.Style(m.Config, l.theme), Logo: l.theme.Logo,
		Images: make(map[string]pack.Image, len(images)), Statement: statement, Forms: forms, Content: l.sources.Content, Unsigned: p.Signer == nil,
		Cache: p.cache, Program: p.Program,
	}
	for name, i := range images {
		maker.Images[name] = pack.Image{Data: i.data, Hash: i.hash}
	}
	if maker.Project, err = l.project(); err != nil {
		return nil, err
	}
	var jobs []job
	// Packs first: they take longest, and a worker that begins one last would
	// keep the others waiting.
	for _, c := range m.Config.Packs {
		jobs = append(jobs, p.pdfJob(ctx, r, pack.PackPath(c.ID), func() (pack.File, error) { return maker.Pack(m.Select(c)) }))
	}
	for _, d := range m.Documents {
		if name := pack.Path(d); name != "" {
			jobs = append(jobs, p.pdfJob(ctx, r, name, func() (pack.File, error) { return maker.Document(d) }))
		}
	}
	return jobs, nil
}

// pdfJob makes a PDF and signs it. What is public already is kept, if a new
// signature would say the same in other bytes.
func (p Publication) pdfJob(ctx context.Context, r *release.Release, name string, write func() (pack.File, error)) job {
	return job{path: name, pdf: true, make: func([]byte) (output, error) {
		file, err := write()
		if err != nil {
			return output{}, err
		}
		out := output{data: file.PDF, base: sha256.Sum256(file.PDF), pages: file.Pages, problems: file.Problems, rendered: file.Made, uncached: file.Uncached}
		if p.Signer == nil {
			return out, nil
		}
		if !p.Signer.Repeats() {
			if data, entry, ok := r.Published(name); ok && entry.Base == out.base && p.Signer.Holds(data) {
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
