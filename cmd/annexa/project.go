package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/isms"
)

// contentFlags are those of every subcommand that reads the content.
type contentFlags struct {
	Date           string `placeholder:"DAY" help:"Build as on this day, written 2026-11-02. Else SOURCE_DATE_EPOCH, the date in annexa.yaml, or today."`
	Classification string `placeholder:"LEVEL" enum:"public,internal,confidential,restricted," default:"" help:"Leave out what is classified above: public, internal, confidential or restricted."`
}

// A project is a folder that was opened.
type project struct {
	dir     string // as the user wrote it
	content string // the content's folder, as a prefix for messages: "content/" or ""
	sources build.Sources
	close   func()
}

// open opens a project. Every path is opened below its folder, so that no
// symlink leads out of it.
func open(dir, output string) (*project, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		var cause *fs.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return nil, usageError{fmt.Errorf("cannot open the project %s: %w", dir, err)}
	}
	p := &project{dir: dir}
	trees := []*tree{newTree(root)}
	p.close = func() {
		for _, t := range trees {
			t.Close() // nothing was written
		}
	}
	sub := func(name string) fs.FS {
		if info, err := root.Stat(name); err != nil || !info.IsDir() {
			return nil
		}
		r, err := root.OpenRoot(name)
		if err != nil {
			return nil
		}
		t := newTree(r)
		trees = append(trees, t)
		return t
	}
	p.sources = build.Sources{Content: sub("content"), Templates: sub("templates"), Themes: sub("themes")}
	if p.sources.Content != nil {
		p.content = "content/"
		return p, nil
	}
	p.sources.Content = trees[0]
	p.sources.Skip = []string{"public", "templates", "themes", "keys"}
	if rel, err := filepath.Rel(dir, output); err == nil && filepath.IsLocal(rel) {
		p.sources.Skip = append(p.sources.Skip, filepath.ToSlash(rel))
	}
	return p, nil
}

// load reads, links and checks the content.
func (t *terminal) load(p *project, flags contentFlags) (*build.Loaded, error) {
	on, err := t.day(flags.Date)
	if err != nil {
		return nil, err
	}
	return build.Load(t.ctx, p.sources, build.Options{Day: on, Level: flags.Classification, Workers: runtime.GOMAXPROCS(0)})
}

// day decides on the day of the build: the flag, SOURCE_DATE_EPOCH, the date
// that annexa.yaml pins, today.
func (t *terminal) day(flag string) (func(day.Date) day.Date, error) {
	fixed := func(d day.Date) func(day.Date) day.Date { return func(day.Date) day.Date { return d } }
	if flag != "" {
		d, err := day.Parse(flag)
		if err != nil {
			return nil, usageError{fmt.Errorf("--date: %w", err)}
		}
		return fixed(d), nil
	}
	if epoch, ok := t.env("SOURCE_DATE_EPOCH"); ok && epoch != "" {
		n, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return nil, usageError{fmt.Errorf("SOURCE_DATE_EPOCH is no number of seconds: %q", epoch)}
		}
		return fixed(day.Of(time.Unix(n, 0))), nil
	}
	return func(pinned day.Date) day.Date {
		if !pinned.IsZero() {
			return pinned
		}
		return day.Of(t.now())
	}, nil
}

// prefix is put before the files of problems, so that a terminal can open
// them.
func (p *project) prefix() string {
	if p.dir == "." {
		return p.content
	}
	return filepath.ToSlash(filepath.Clean(p.dir)) + "/" + p.content
}

// inputs are the files and folders that are read.
func (p *project) inputs() []string {
	var in []string
	for _, name := range []string{"content", "templates", "themes"} {
		if name == "content" && p.content == "" {
			continue
		}
		in = append(in, filepath.Join(p.dir, name))
	}
	if p.content != "" {
		return in
	}
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return in
	}
	skip := map[string]bool{}
	for _, s := range p.sources.Skip {
		skip[s] = true
	}
	for _, e := range entries {
		if !skip[e.Name()] && e.Name()[0] != '.' {
			in = append(in, filepath.Join(p.dir, e.Name()))
		}
	}
	return in
}

// report prints the problems, at most so many notes and warnings unless all
// are wanted.
func (t *terminal) report(p *project, problems []diag.Problem) error {
	return diag.Printer{Colour: t.colour, Prefix: p.prefix()}.Text(t.err, problems)
}

// summary is the whole in a line: 12 documents, 93 controls decided …
func summary(m *isms.ISMS) string {
	documents := 0
	for _, d := range m.Documents {
		if d.ID != "" {
			documents++
		}
	}
	rows := 0
	for _, r := range m.Registers {
		rows += len(r.Rows)
	}
	s := diag.Plural(documents, "document")
	if pages := len(m.Documents) - documents; pages > 0 {
		s += ", " + diag.Plural(pages, "page")
	}
	if rows > 0 {
		s += ", " + diag.Plural(rows, "register row")
	}
	return s
}
