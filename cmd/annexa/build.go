package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/release"
)

type buildCommand struct {
	contentFlags
	Output   string `short:"o" placeholder:"DIR" help:"The folder to publish into: absent, empty, or made by Annexa. Default: public in the project."`
	AsOf     string `placeholder:"DAY" help:"Build what was in force on this day, of the texts that were kept as approved."`
	Drafts   bool   `help:"Show changes that nobody has approved yet, in place of what was approved."`
	NoPDF    bool   `name:"no-pdf" help:"Write and keep no PDF."`
	Unsigned bool   `help:"Do not sign the PDFs; they and the last line say so."`
	Strict   bool   `help:"Do not publish while there are warnings."`
	All      bool   `help:"Print every problem, also where many break one rule."`
	Quiet    bool   `short:"q" help:"Do not print problems below errors."`
}

func (buildCommand) examples() string {
	return `  annexa build                      the whole into ./public
  annexa build --no-pdf             the site alone, quickly
  annexa build --as-of 2026-03-31 -o march
                                    what was in force on that day
  annexa build --classification public -o www
                                    what the world may see
  ANNEXA_KEY_PASSWORD=… annexa build
                                    signed with the key of annexa.yaml
`
}

// Run builds: check, pages, files, SoA, PDFs, signatures, manifest; then
// everything is published in one step, or nothing.
func (c *buildCommand) Run(t *terminal, all *commands) (err error) {
	began := t.now()
	output := c.Output
	if output == "" {
		output = filepath.Join(all.Dir, "public")
	}
	p, err := open(all.Dir, output)
	if err != nil {
		return err
	}
	defer p.close()
	publication := build.Publication{Generator: generator(), PDF: !c.NoPDF, Workers: runtime.GOMAXPROCS(0), Progress: t.progress()}
	opt := build.Options{Drafts: c.Drafts, AsOf: c.AsOf != "", Pages: &publication}
	if opt.AsOf {
		if c.Drafts || c.Date != "" {
			return usageError{errors.New("--as-of goes with neither --date nor --drafts: it is the day, and drafts were not in force")}
		}
		if _, err := day.Parse(c.AsOf); err != nil {
			return usageError{fmt.Errorf("--as-of: %w", err)}
		}
		c.Date, c.Quiet = c.AsOf, true // what the files of today lack is no problem of that day
	}
	l, err := t.load(p, c.contentFlags, opt)
	if err != nil {
		return err
	}
	if err := p.print(t.err, t.colour, c.shown(l.Problems), "check", c.All); err != nil {
		return err
	}
	if l.Count.Errors > 0 || c.Strict && l.Count.Warnings > 0 {
		return t.stop(p, l)
	}
	signed := ""
	if publication.PDF && (l.PDFs() > 0 || l.ISMS.Config.Sign.Key != "") { // no key is made to sign nothing
		if publication.Signer, signed, err = t.signer(p, l, c.Unsigned); err != nil {
			return err
		}
		if publication.Program, err = program(); err != nil {
			fmt.Fprintf(t.err, "annexa: every PDF is made anew: %v\n", err)
		}
	}
	r, err := t.release(output, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Abort()) }()
	made, err := l.Publish(t.ctx, r, publication)
	t.clear()
	if reportErr := p.print(t.err, t.colour, c.shown(made.Problems), "build", c.All); reportErr != nil {
		return reportErr
	}
	if errors.Is(err, build.ErrContent) {
		fmt.Fprintf(t.err, "annexa: nothing was published; %s is as it was\n", output)
		return errContent
	}
	if err != nil {
		return err
	}
	hash, err := l.ContentHash(t.ctx)
	if err != nil {
		return err
	}
	if made.Uncached != nil {
		fmt.Fprintf(t.err, "annexa: the next build will take longer: keep a PDF beside %s: %v\n", output, made.Uncached)
	}
	if err := t.ctx.Err(); err != nil {
		return err // from here on the build ends well or not at all
	}
	meta := release.Meta{Generator: generator(), Date: l.ISMS.Day.String(), Content: hash}
	if s := publication.Signer; s != nil {
		meta.Sign = func(manifest, former []byte) ([]byte, error) {
			if former != nil && !s.Repeats() && s.HoldsDetached(manifest, former) {
				return former, nil
			}
			return s.SignDetached(t.ctx, manifest)
		}
	}
	sum, err := r.Commit(meta)
	if err != nil {
		return err
	}
	if len(l.Unknown) > 0 {
		some, more := l.Unknown, ""
		if n := len(some) - 20; n > 0 {
			some, more = some[:20], fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(t.err, "annexa: left out, as nobody kept what they said on %s: %s%s\n", l.ISMS.Day, strings.Join(some, ", "), more)
	}
	count := diag.CountOf(append(l.Problems, made.Problems...))
	fmt.Fprintf(t.err, "annexa: %s; %s\n", summary(l.ISMS), count)
	line := diag.Plural(made.Pages, "page")
	if made.PDFs > 0 {
		line += ", " + diag.Plural(made.PDFs, "PDF") + " of " + diag.Plural(made.PDFPages, "page") + signed
	}
	fmt.Fprintf(t.err, "annexa: %s in %s (%s written, %d unchanged) in %s\n", line, output, diag.Plural(sum.Written, "file"), sum.Unchanged, t.now().Sub(began).Round(10*time.Millisecond))
	return nil
}

// cacheSize is how many bytes of finished PDFs are kept beside the output: those
// of some ten thousand documents.
const cacheSize = 1 << 30

// shown leaves out what --quiet does not want.
func (c *buildCommand) shown(problems []diag.Problem) []diag.Problem {
	if !c.Quiet {
		return problems
	}
	return errorsAmong(problems)
}

func errorsAmong(problems []diag.Problem) []diag.Problem {
	var out []diag.Problem
	for _, p := range problems {
		if p.Severity == diag.Error {
			out = append(out, p)
		}
	}
	return out
}

// release opens the release of the output folder, waiting for another build
// of the same folder for as long as that takes.
func (t *terminal) release(output string, p *project) (*release.Release, error) {
	ctx, cancel := context.WithTimeout(t.ctx, 5*time.Minute)
	defer cancel()
	return release.Open(ctx, output, release.Options{Inputs: p.inputs(), Cache: cacheSize, Waiting: func(holder string) {
		fmt.Fprintf(t.err, "annexa: waiting for %s\n", holder)
	}})
}

// stop says that errors keep the content from being published.
func (t *terminal) stop(p *project, l *build.Loaded) error {
	what := diag.Plural(l.Count.Errors, "error")
	if l.Count.Errors == 0 {
		what = diag.Plural(l.Count.Warnings, "warning")
	}
	fmt.Fprintf(t.err, "annexa: %s in the content; nothing was published\n", what)
	return errContent
}

// progress shows how far the work is, on a terminal only.
func (t *terminal) progress() func(done, all int) {
	if !t.live {
		return nil
	}
	var last time.Time
	return func(done, all int) {
		if now := t.now(); now.Sub(last) > 100*time.Millisecond {
			last = now
			fmt.Fprintf(t.err, "\r\x1b[K%d of %d files", done, all)
		}
	}
}

// clear takes the progress from the line.
func (t *terminal) clear() {
	if t.live {
		fmt.Fprint(t.err, "\r\x1b[K")
	}
}
