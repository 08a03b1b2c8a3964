package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // for the sizes of images
	_ "image/jpeg" // for the sizes of images
	_ "image/png"  // for the sizes of images
	"io/fs"
	"path"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/pack"
	"annexa/internal/pdf"
	"annexa/internal/release"
	"annexa/internal/sign"
	"annexa/internal/site"
	"annexa/internal/soa"
	"annexa/internal/typeset"
	"annexa/templates"
	"annexa/themes"
)

// MaxFile is how large a file may be, in bytes, that pages link.
const MaxFile = 512 << 20

// A Publication says how the whole is published.
type Publication struct {
	Generator string
	PDF       bool         // write the PDFs; else none is written or kept
	Signer    *sign.Signer // nil: the PDFs are not signed, and say so
	Workers   int
	Progress  func(done, all int) // called now and then, by one worker at a time; may be nil
}

// Made is what a publication came to.
type Made struct {
	Pages, PDFs, PDFPages, Files int
	Problems                     []diag.Problem // found while making it, sorted
}

// ErrContent says that what was found while making the publication is wrong
// in the content, and that nothing was published.
var ErrContent = errors.New("errors in the content")

// A job makes one file.
type job struct {
	path string
	make func(dst []byte) (output, error)
	pdf  bool
}

// An output is what a job made.
type output struct {
	data     []byte
	base     [32]byte // SHA-256 of a PDF before it was signed
	pages    int      // of a PDF
	problems []diag.Problem
}

// Site makes the pages of what was loaded, none of them rendered yet.
func (l *Loaded) Site(ctx context.Context, p Publication) (*site.Site, []diag.Problem, error) {
	images, _, err := l.images(ctx, p.Workers)
	if err != nil {
		return nil, nil, err
	}
	s, problems := l.site(p, images)
	return s, problems, nil
}

func (l *Loaded) site(p Publication, images map[string]picture) (*site.Site, []diag.Problem) {
	m := l.ISMS
	opt := site.Options{
		Templates: over(l.sources.Templates, templates.FS), Theme: over(defaultTheme(l.sources.Themes), defaultTheme(themes.FS)), Generator: p.Generator, PDF: p.PDF,
		Images: make(map[string]site.Image, len(images)), Problems: l.Problems,
	}
	for name, i := range images {
		opt.Images[name] = site.Image{Width: i.width, Height: i.height}
	}
	if p.PDF {
		for _, c := range m.Config.Packs {
			if m.Level == "" || isms.Level(c.Classification) <= isms.Level(m.Level) {
				opt.Packs = append(opt.Packs, site.PackLink{ID: c.ID, Title: c.Title, Path: pack.PackPath(c.ID), Classification: c.Classification})
			}
		}
	}
	s, problems := site.New(m, opt)
	if !p.PDF { // a PDF that cannot show an image says so where it stands
		problems = append(problems, l.ruled(broken(images))...)
	}
	return s, problems
}

// broken are the problems of images that no browser shows.
func broken(images map[string]picture) []diag.Problem {
	var problems []diag.Problem
	for name, i := range images {
		if i.fault != nil {
			problems = append(problems, diag.MissingImage.At(diag.Place{File: name}, "this image cannot be shown: %s", strings.TrimPrefix(i.fault.Error(), "image: ")).Hinting("save it anew as PNG, JPEG or GIF"))
		}
	}
	return problems
}

// Publish makes every file into the release, and leaves it to the caller to
// commit it. The order of work: pages first, so that a fault in a template is
// known before the PDFs cost their time.
func (l *Loaded) Publish(ctx context.Context, r *release.Release, p Publication) (Made, error) {
	var made Made
	images, files, err := l.images(ctx, p.Workers)
	if err != nil {
		return made, err
	}
	s, problems := l.site(p, images)
	made.Problems = problems
	if diag.CountOf(problems).Errors > 0 {
		return made, ErrContent
	}
	var jobs []job
	for _, page := range s.Pages() {
		jobs = append(jobs, job{path: page.Path, make: func(dst []byte) (output, error) {
			data, err := s.Render(page, dst)
			return output{data: data}, err
		}})
		made.Pages++
	}
	jobs = append(jobs, l.fileJobs(files)...)
	made.Files = len(files)
	statement := soa.Of(l.ISMS)
	jobs = append(jobs, statementJobs(statement)...)
	if p.PDF {
		pdfs, err := l.pdfJobs(p, images, statement)
		if err != nil {
			return made, err
		}
		made.PDFs = len(pdfs)
		jobs = append(jobs, pdfs...)
	}
	outputs := make([]output, len(jobs))
	buffers := make([][]byte, max(p.Workers, 1))
	progress := counter{all: len(jobs), tell: p.Progress}
	err = each(ctx, len(jobs), p.Workers, func(worker, i int) error {
		j := jobs[i]
		out, err := j.make(buffers[worker][:0])
		if err != nil {
			return fmt.Errorf("make %s: %w", j.path, err)
		}
		if j.pdf {
			err = r.WriteBase(j.path, out.data, out.base)
		} else {
			err = r.Write(j.path, out.data)
			buffers[worker] = out.data[:0]
		}
		out.data = nil
		outputs[i] = out
		progress.one()
		return err
	})
	if err != nil {
		return made, err
	}
	for _, out := range outputs {
		made.Problems = append(made.Problems, out.problems...)
		made.PDFPages += out.pages
	}
	made.Problems = l.ruled(made.Problems)
	if diag.CountOf(made.Problems).Errors > 0 {
		return made, ErrContent
	}
	return made, nil
}

// ruled gives problems the severities of annexa.yaml, and their order.
func (l *Loaded) ruled(problems []diag.Problem) []diag.Problem {
	var out []diag.Problem
	for _, p := range problems {
		if severity, ok := l.ISMS.Config.Severities[p.Rule.Name]; ok {
			p.Severity = severity
		}
		if p.Severity != diag.Off {
			out = append(out, p)
		}
	}
	return diag.Sort(out)
}

func statementJobs(s *soa.Statement) []job {
	if s.Document != nil && !s.Document.Published {
		return nil
	}
	file := func(name string, write func() ([]byte, error)) job {
		return job{path: "soa/" + name, make: func([]byte) (output, error) {
			data, err := write()
			return output{data: data}, err
		}}
	}
	return []job{file("soa.csv", s.CSV), file("soa.json", s.JSON)}
}

// A picture is an image of the content, with its size.
type picture struct {
	data          []byte
	width, height int
	fault         error // why it has no size, though its kind has one
}

// images reads every image that a page shows, and names all files that pages
// link.
func (l *Loaded) images(ctx context.Context, workers int) (map[string]picture, []string, error) {
	files := l.ISMS.PublishedFiles()
	pictures := make([]picture, len(files))
	err := each(ctx, len(files), workers, func(_, i int) error {
		switch strings.ToLower(path.Ext(files[i])) {
		case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp":
		default:
			return nil
		}
		data, err := whole(l.sources.Content, files[i])
		if err != nil {
			return nil // the job that copies it says so
		}
		pictures[i].data = data
		c, _, err := image.DecodeConfig(bytes.NewReader(data))
		switch kind := strings.ToLower(path.Ext(files[i])); {
		case err == nil:
			pictures[i].width, pictures[i].height = c.Width, c.Height
		case kind != ".svg" && kind != ".webp":
			pictures[i].fault = err
		}
		return nil
	})
	out := map[string]picture{}
	for i, name := range files {
		if pictures[i].data != nil {
			out[name] = pictures[i]
		}
	}
	return out, files, err
}

// whole reads a file that is published as it is.
func whole(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxFile {
		return nil, fmt.Errorf("it is larger than %d MB", MaxFile>>20)
	}
	return fs.ReadFile(fsys, name)
}

func (l *Loaded) fileJobs(files []string) []job {
	var jobs []job
	for _, name := range files {
		jobs = append(jobs, job{path: "files/" + name, make: func([]byte) (output, error) {
			data, err := whole(l.sources.Content, name)
			if err != nil {
				return output{}, fmt.Errorf("read it: %w", err)
			}
			return output{data: data}, nil
		}})
	}
	return jobs
}

func (l *Loaded) pdfJobs(p Publication, images map[string]picture, statement *soa.Statement) ([]job, error) {
	m := l.ISMS
	engine, err := typeset.NewEngine(typeset.Fonts{})
	if err != nil {
		return nil, fmt.Errorf("read the fonts: %w", err)
	}
	maker := &pack.Maker{ISMS: m, Engine: engine, Writer: pdf.NewWriter(), Style: typeset.DefaultStyle(), Images: make(map[string]pack.Image, len(images)), Statement: statement, Unsigned: p.Signer == nil}
	for name, i := range images {
		maker.Images[name] = pack.Image{Data: i.data}
	}
	var jobs []job
	// Packs first: they take longest, and a worker that begins one last would
	// keep the others waiting.
	for _, c := range m.Config.Packs {
		if m.Level != "" && isms.Level(c.Classification) > isms.Level(m.Level) {
			continue
		}
		jobs = append(jobs, pdfJob(p, pack.PackPath(c.ID), func() (pack.File, error) { return maker.Pack(m.Select(c)) }))
	}
	for _, d := range m.Documents {
		if name := pack.Path(d); name != "" {
			jobs = append(jobs, pdfJob(p, name, func() (pack.File, error) { return maker.Document(d) }))
		}
	}
	return jobs, nil
}

func pdfJob(p Publication, name string, write func() (pack.File, error)) job {
	return job{path: name, pdf: true, make: func([]byte) (output, error) {
		file, err := write()
		if err != nil {
			return output{}, err
		}
		out := output{data: file.PDF, base: sha256.Sum256(file.PDF), pages: file.Pages, problems: file.Problems}
		if p.Signer != nil {
			if out.data, err = p.Signer.Sign(file.PDF); err != nil {
				return output{}, fmt.Errorf("sign it: %w", err)
			}
		}
		return out, nil
	}}
}

// ContentHash is over every file that was read: documents, registers,
// configuration, the files that pages link, and the user's own templates and
// themes: sorted "path NUL sha256 LF".
func (l *Loaded) ContentHash(ctx context.Context) ([32]byte, error) {
	inputs := append([]input(nil), l.inputs...)
	add := func(fsys fs.FS, prefix, name string) error {
		data, err := whole(fsys, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", prefix+name, err)
		}
		inputs = append(inputs, input{prefix + name, sha256.Sum256(data)})
		return ctx.Err()
	}
	for _, name := range l.ISMS.PublishedFiles() {
		if err := add(l.sources.Content, "", name); err != nil {
			return [32]byte{}, err
		}
	}
	for prefix, fsys := range map[string]fs.FS{"templates/": l.sources.Templates, "themes/": l.sources.Themes} {
		if fsys == nil {
			continue
		}
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			return add(fsys, prefix, name)
		})
		if err != nil {
			return [32]byte{}, err
		}
	}
	return hash(inputs), nil
}
