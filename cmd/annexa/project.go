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
	"annexa/internal/source"
)

// dateFlag is that of every subcommand that reads the content.
type dateFlag struct {
	Date string `placeholder:"DAY" help:"The day that counts as today, written 2026-11-02. Else SOURCE_DATE_EPOCH, the date in annexa.yaml, or today."`
}

// contentFlags are those of subcommands that make something of the content.
type contentFlags struct {
	dateFlag
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
		return nil, usageError{fmt.Errorf("cannot open the project %s: %w", dir, cause(err))}
	}
	p := &project{dir: dir}
	trees := []*tree{newTree(root)}
	p.close = func() {
		for _, t := range trees {
			t.Close() // nothing was written
		}
	}
	for _, part := range []struct {
		name string
		to   *fs.FS
	}{{"content", &p.sources.Content}, {"templates", &p.sources.Templates}, {"themes", &p.sources.Themes}} {
		sub, err := folder(root, part.name)
		if err != nil {
			p.close()
			return nil, err
		}
		if sub != nil {
			t := newTree(sub)
			trees, *part.to = append(trees, t), t
		}
	}
	if p.sources.Content != nil {
		p.content = "content/"
		return p, nil
	}
	p.sources.Content = trees[0]
	p.sources.Skip = []string{"public", "templates", "themes", "keys"}
	if rel, ok := below(dir, output); ok {
		p.sources.Skip = append(p.sources.Skip, rel)
	}
	return p, nil
}

// folder opens a folder of the project; nil where there is none. What stands
// there and cannot be read is not passed over, or a site would be published
// without it.
func folder(root *os.Root, name string) (*os.Root, error) {
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() && info.Mode()&fs.ModeSymlink == 0:
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("open the folder %s: %w", name, cause(err))
	}
	sub, err := root.OpenRoot(name)
	if err != nil && info.Mode()&fs.ModeSymlink != 0 {
		return nil, usageError{fmt.Errorf("%s is a link that leads out of the project, or to no folder: put the folder itself there, or name the project it is in with -C", name)}
	}
	if err != nil {
		return nil, fmt.Errorf("open the folder %s: %w", name, cause(err))
	}
	return sub, nil
}

// cause is what went wrong with a path, without the path.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// below is the path of a folder in dir, with slashes, if it lies there.
func below(dir, name string) (string, bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	if name, err = filepath.Abs(name); err != nil {
		return "", false
	}
	rel, err := filepath.Rel(dir, name)
	if err != nil || !filepath.IsLocal(rel) || rel == "." {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// keepOpen loads a project of which single files are read behind that. Without
// an error the caller closes it.
func (t *terminal) keepOpen(dir string, flags contentFlags) (*project, *build.Loaded, error) {
	p, err := open(dir, "public")
	if err != nil {
		return nil, nil, err
	}
	l, err := t.load(p, flags, build.Options{})
	if err != nil {
		p.close()
		return nil, nil, err
	}
	return p, l, nil
}

// readFile reads a file of the content.
func (p *project) readFile(name string) ([]byte, error) {
	return source.ReadFile(p.sources.Content, name)
}

// read loads a project whose files are not needed any more behind that.
func (t *terminal) read(dir string, flags contentFlags) (*project, *build.Loaded, error) {
	p, err := open(dir, "public")
	if err != nil {
		return nil, nil, err
	}
	defer p.close()
	l, err := t.load(p, flags, build.Options{})
	return p, l, err
}

// load reads, links and checks the content, on the day and at the level of the
// flags.
func (t *terminal) load(p *project, flags contentFlags, opt build.Options) (*build.Loaded, error) {
	on, err := t.day(flags.Date)
	if err != nil {
		return nil, err
	}
	opt.Day, opt.Level, opt.Workers = on, flags.Classification, runtime.GOMAXPROCS(0)
	return build.Load(t.ctx, p.sources, opt)
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
		d := day.Of(time.Unix(n, 0))
		if err != nil || d.IsZero() {
			return nil, usageError{fmt.Errorf("SOURCE_DATE_EPOCH is no number of seconds since 1970 on a day there is: %q", epoch)}
		}
		return fixed(d), nil
	}
	return func(pinned day.Date) day.Date {
		if !pinned.IsZero() {
			return pinned
		}
		return day.Of(t.now())
	}, nil
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
		name := filepath.Join(p.dir, e.Name())
		if skip[e.Name()] || e.Name()[0] == '.' {
			continue
		}
		if info, err := os.Stat(name); e.Type()&fs.ModeSymlink != 0 && (err != nil || info.IsDir()) {
			continue // no link to a folder is followed
		}
		in = append(in, name)
	}
	return in
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
