package build

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"annexa/internal/check"
	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/pack"
	"annexa/internal/release"
	"annexa/internal/sign"
	"annexa/internal/site"
	"annexa/internal/soa"
	"annexa/themes"
)

// A Publication says how the whole is published.
type Publication struct {
	Generator string
	PDF       bool         // write the PDFs; else none is written or kept
	Signer    *sign.Signer // nil: the PDFs are not signed, and say so
	Workers   int
	Progress  func(done, all int) // called now and then, by one worker at a time; may be nil

	// Program tells this program from any other that makes other PDFs of the same content. With it, a
	// PDF that was made before is taken from the release's cache, if it has one.
	Program string
	cache   pack.Cache

	preview bool // the PDFs are looked at while the content is written, and say so
}

// Made is what a publication came to.
type Made struct {
	Pages, PDFs, PDFPages, Files int
	Rendered                     int            // PDFs that were not in the cache
	Uncached                     error          // why one could not be put there
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
	rendered bool     // a PDF that was not in the cache
	uncached error    // why it could not be put there
	kept     bool     // a PDF as it is public already
	problems []diag.Problem
	fault    *diag.Problem // of a template, for which there is no data
}

// prepared is what the pages and PDFs of a publication are made of.
type prepared struct {
	site     *site.Site
	images   map[string]picture // by path
	files    []string           // of the content, that are published as they are
	problems []diag.Problem
	err      error
}

// prepare makes that, or returns what was made while the content was checked.
func (l *Loaded) prepare(ctx context.Context, p Publication) prepared {
	var made prepared
	if made.images, made.files, made.err = l.images(ctx, p.Workers); made.err == nil {
		made.site, made.problems = l.site(p, made.images)
	}
	return made
}

// preparedFor returns what Load prepared, which has to be for this publication.
func (l *Loaded) preparedFor(ctx context.Context, p Publication) prepared {
	if l.prepared != nil {
		return l.prepared()
	}
	return l.prepare(ctx, p)
}

// site makes the pages of what was loaded, none of them rendered yet.
func (l *Loaded) site(p Publication, images map[string]picture) (*site.Site, []diag.Problem) {
	m := l.ISMS
	opt := site.Options{
		Words: l.Words, Templates: l.pages(), Ready: l.templates(), Theme: over(defaultTheme(l.sources.Themes), defaultTheme(themes.FS)), Generator: p.Generator, PDF: p.PDF,
		Images: make(map[string]site.Image, len(images)),
	}
	if m == l.Whole { // else a problem may name what is left out, or what nobody has approved
		opt.Problems = func() []diag.Problem { return l.Problems }
	}
	for name, i := range images {
		opt.Images[name] = site.Image{Width: i.width, Height: i.height}
	}
	opt.Logo, opt.LogoSize = l.logo()
	if p.PDF {
		for _, c := range m.Config.Packs {
			opt.Packs = append(opt.Packs, site.PackLink{ID: c.ID, Title: c.Title, Path: pack.PackPath(c.ID), Classification: c.Classification})
		}
	}
	s, problems := site.New(m, opt)
	if p.PDF { // a PDF that cannot show an image says so where it stands
		images = l.withoutPDF(images)
	}
	return s, append(problems, check.Settle(l.Whole, broken(images))...)
}

// withoutPDF are those of the images that a text shows which has no PDF.
func (l *Loaded) withoutPDF(images map[string]picture) map[string]picture {
	out := map[string]picture{}
	for _, d := range l.ISMS.Documents {
		if !d.Published || d.State == isms.Retired || pack.Path(d) != "" {
			continue
		}
		for i, r := range d.Body.References {
			if i < len(d.Targets) && r.Kind.Image() {
				if p, ok := images[d.Targets[i].File]; ok {
					out[d.Targets[i].File] = p
				}
			}
		}
	}
	return out
}

// logo is the file of the theme that pages show before the name, with its size;
// none where the project has none of its own, or one of which nothing says how
// large it is.
func (l *Loaded) logo() (string, site.Image) {
	own, name := l.theme.Logo, l.theme.LogoAt
	if brought, err := themes.FS.ReadFile("default/" + name); name == "" || err == nil && bytes.Equal(own, brought) {
		return "", site.Image{}
	}
	p := pictureOf(name, own)
	if p.fault != nil || p.width == 0 || p.height == 0 {
		return "", site.Image{}
	}
	return name, site.Image{Width: p.width, Height: p.height}
}

// broken are the problems of images that no browser shows.
func broken(images map[string]picture) []diag.Problem {
	var problems []diag.Problem
	for name, i := range images {
		if i.fault != nil {
			problems = append(problems, diag.MissingImage.At(diag.Place{File: name}, "this image cannot be shown: %v", i.fault).Hinting("save it anew as PNG, JPEG or SVG, no larger than a page can show it"))
		}
	}
	return problems
}

// Publish makes every file into the release, and leaves it to the caller to
// commit it. The order of work: pages first, so that a fault in a template is
// known before the PDFs cost their time.
func (l *Loaded) Publish(ctx context.Context, r *release.Release, p Publication) (Made, error) {
	var made Made
	ready := l.preparedFor(ctx, p)
	if ready.err != nil {
		return made, ready.err
	}
	s, images := ready.site, ready.images
	made.Problems = ready.problems
	if diag.CountOf(ready.problems).Errors > 0 {
		return made, ErrContent
	}
	for _, page := range s.Pages() {
		if strings.HasSuffix(page.Path, ".html") {
			made.Pages++
		}
	}
	statement := soa.Of(l.ISMS)
	forms := statement.Forms(l.Words)
	jobs := append(statementJobs(statement, forms), pageJobs(s, s.Pages())...) // its workbook takes as long as a hundred pages
	jobs = append(jobs, l.fileJobs(ready.files)...)
	made.Files = len(ready.files)
	var lasting []job
	if p.PDF {
		if c := r.Cache(); c != nil && p.Program != "" {
			p.cache = c
		}
		files, err := l.pdfFiles(p, images, statement, forms, p.Signer == nil)
		if err != nil {
			return made, err
		}
		made.PDFs = len(files)
		pdfs := make([]job, len(files))
		for i, f := range files {
			pdfs[i] = p.pdfJob(ctx, r, f)
		}
		if p.lasting() {
			lasting = pdfs
		} else {
			jobs = append(jobs, pdfs...)
		}
	}
	outputs, err := p.run(ctx, r, jobs)
	if err != nil {
		return made, err
	}
	more, err := p.last(ctx, r, lasting)
	if err != nil {
		return made, err
	}
	outputs = append(outputs, more...)
	r.Flush()
	p.Progress = nil // a last moment: what is searched is known once every page was made
	if _, err := p.run(ctx, r, pageJobs(s, s.Index())); err != nil {
		return made, err
	}
	made.Problems = append(made.Problems, faults(jobs, outputs)...)
	for _, out := range outputs {
		made.Problems = append(made.Problems, out.problems...)
		made.PDFPages += out.pages
		made.Uncached = cmp.Or(made.Uncached, out.uncached)
		if out.rendered {
			made.Rendered++
		}
	}
	made.Problems = check.Settle(l.Whole, made.Problems)
	if diag.CountOf(made.Problems).Errors > 0 {
		return made, ErrContent
	}
	return made, writePublished(r, s)
}

// writePublished writes the list by which a page compares files with what was
// published. It comes last: nothing but the manifest names more.
func writePublished(r *release.Release, s *site.Site) error {
	written := r.Files()
	listed := make([]site.Listed, len(written))
	for i, f := range written {
		listed[i] = site.Listed{Path: f.Path, SHA256: f.SHA256, Size: f.Size, Base: f.Base}
	}
	list := s.Published(listed)
	data, err := s.Render(list, nil)
	if err != nil {
		return err
	}
	return r.Write(list.Path, data)
}

// run makes the files of jobs, side by side, into the release.
func (p Publication) run(ctx context.Context, r *release.Release, jobs []job) ([]output, error) {
	outputs := make([]output, len(jobs))
	buffers := make([][]byte, max(p.Workers, 1))
	progress := counter{all: len(jobs), tell: p.Progress}
	err := each(ctx, len(jobs), p.Workers, func(worker, i int) error {
		j := jobs[i]
		out, err := j.make(buffers[worker][:0])
		if err != nil {
			return fmt.Errorf("make %s: %w", j.path, err)
		}
		switch {
		case out.fault != nil:
		case j.pdf:
			err = r.WriteBase(j.path, out.data, out.base)
		default:
			err = r.Write(j.path, out.data)
			buffers[worker] = out.data[:0]
		}
		out.data = nil
		outputs[i] = out
		progress.one()
		return err
	})
	return outputs, err
}

func pageJobs(s *site.Site, pages []site.Page) []job {
	jobs := make([]job, 0, len(pages))
	for _, page := range pages {
		jobs = append(jobs, job{path: page.Path, make: func(dst []byte) (output, error) {
			data, err := s.Render(page, dst)
			if fault, ok := site.Fault(err); ok {
				return output{fault: &fault}, nil
			}
			return output{data: data}, err
		}})
	}
	return jobs
}

// faults are those of templates, one for each place in them, with the first of
// the pages that could not be made for it.
func faults(jobs []job, outputs []output) []diag.Problem {
	type fault struct {
		diag.Problem
		page string
		more int
	}
	var all []*fault
	at := map[diag.Place]*fault{}
	for i, out := range outputs {
		if out.fault == nil {
			continue
		}
		if f := at[out.fault.Place]; f != nil {
			f.more++
			continue
		}
		f := &fault{Problem: *out.fault, page: jobs[i].path}
		all, at[out.fault.Place] = append(all, f), f
	}
	problems := make([]diag.Problem, len(all))
	for i, f := range all {
		if f.more > 0 {
			f.page += " and " + diag.Plural(f.more, "other file")
		}
		f.Message = f.page + " cannot be made: " + f.Message
		problems[i] = f.Problem
	}
	return problems
}

func statementJobs(s *soa.Statement, forms []soa.Form) []job {
	if !s.Published() {
		return nil
	}
	var jobs []job
	for _, f := range forms {
		jobs = append(jobs, job{path: "soa/" + f.Name, make: func(dst []byte) (output, error) {
			data, err := f.Bytes()
			return output{data: append(dst, data...)}, err // dst is used again, and the form is not done with
		}})
	}
	return jobs
}
