package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"annexa/internal/build"
	"annexa/internal/diag"
	"annexa/internal/serve"
	"annexa/internal/snapshot"
)

type serveCommand struct {
	contentFlags
	Listen string `default:"127.0.0.1:8765" placeholder:"ADDRESS" help:"Where to listen, on loopback. A free port is taken where this one is in use."`
	Expose bool   `help:"Let others on the network read the preview, drafts and all, at an address of --listen that is not of loopback."`
	Open   bool   `help:"Open the browser."`
	Poll   bool   `help:"Look at the files every second: for disks that do not tell of changes, such as some of a network or a container."`
	Editor string `default:"vscode" placeholder:"NAME" help:"What a click on a problem opens: vscode, vscodium, cursor, zed, idea, textmate, none, or an address with {file}, {line} and {column} in it."`
}

func (serveCommand) examples() string {
	return `  annexa serve --open               http://127.0.0.1:8765 in the browser, with what you save
  annexa serve -C isms --listen 127.0.0.1:9000
  annexa serve --editor idea        a click on a problem opens IntelliJ IDEA
  annexa serve --expose --listen 0.0.0.0:8765
                                    for a telephone in the same network
`
}

// Run serves the site and builds it again whenever a file changes.
func (c *serveCommand) Run(t *terminal, all *commands) error {
	p, err := open(all.Dir, "public")
	if err != nil {
		return err
	}
	defer p.close()
	if _, err := t.day(c.Date); err != nil {
		return err
	}
	edit, err := editor(c.Editor)
	if err != nil {
		return err
	}
	s := &session{command: c, terminal: t, dir: all.Dir}
	if s.root, err = filepath.Abs(all.Dir); err != nil {
		return fmt.Errorf("find the project: %w", err)
	}
	l, err := serve.Listen(c.Listen, c.Expose)
	if err != nil {
		return usageError{err}
	}
	server := &serve.Server{Log: t.err, Watch: s.watched(p), Poll: c.Poll, Exposed: c.Expose, Change: s.change}
	if edit != nil {
		server.Edit = func(problem diag.Problem) string {
			located := p.located([]diag.Problem{problem})[0].Place
			file, err := filepath.Abs(filepath.FromSlash(located.File))
			if err != nil {
				return "" // the present folder is gone
			}
			return edit(file, located.Line, located.Column)
		}
	}
	address := fmt.Sprintf("http://%s/", l.Addr())
	fmt.Fprintln(t.out, address)
	fmt.Fprintln(t.err, "annexa: end with Ctrl-C")
	if c.Open {
		if err := browse(address); err != nil {
			fmt.Fprintf(t.err, "annexa: open the browser: %v\n", err)
		}
	}
	return server.Run(t.ctx, l)
}

// A session is a project while it is previewed.
type session struct {
	command                    *serveCommand
	terminal                   *terminal
	dir, root                  string // the project, as the user wrote it and as the system knows it
	inside                     string // the content's folder in it, when it was last looked at
	content, templates, themes *snapshot.Tree
	memory                     build.Memory

	mu      sync.Mutex
	changes int            // how many there were
	since   map[string]int // texts that changed since the last good build, by the last change of each
	all     int            // the last change of something that all may depend on
	good    *build.Preview // the last good build; nil before the first
	goodAt  int            // the last change that is in it
	builtAt int            // the last change that is in any
}

// change takes in what changed. The project is opened anew, since folders may
// have come and gone; one that was opened before is closed once no page needs
// it, by the collection of garbage.
//
// Where one file has changed since the last good build, its page is known before
// the rest.
func (s *session) change(changed serve.Changes) (serve.Change, error) {
	p, err := open(s.dir, "public")
	if err != nil {
		return serve.Change{}, err
	}
	texts, all, unread := s.look(p, changed)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.builtAt < s.changes {
		all = all || unread // a build may have read it before it changed, or not
	}
	if len(texts) == 0 && !all {
		return serve.Change{}, nil
	}
	s.changes++
	if s.since == nil {
		s.since = map[string]int{}
	}
	for _, name := range texts {
		s.since[name] = s.changes
	}
	if all {
		s.all = s.changes
	}
	at := s.changes
	c := serve.Change{Build: func(ctx context.Context) (serve.Built, error) { return s.build(ctx, p, at) }}
	if s.good == nil || s.all > s.goodAt || len(s.since) != 1 {
		return c, nil
	}
	for name := range s.since {
		if page, html, ok, err := s.good.Reread(s.content, name); ok && err == nil { // else the build says what is wrong
			c.Page, c.HTML = page, html
		}
	}
	return c, nil
}

// report prints the errors among problems: the others stand on the pages.
func (s *session) report(p *project, problems []diag.Problem) error {
	return p.print(s.terminal.err, s.terminal.colour, errorsAmong(problems), "check", true)
}

// build builds a project as it was after so many changes.
func (s *session) build(ctx context.Context, p *project, at int) (serve.Built, error) {
	defer func() {
		s.mu.Lock()
		s.builtAt = at
		s.mu.Unlock()
	}()
	publication := build.Publication{Generator: generator(), PDF: true, Workers: runtime.GOMAXPROCS(0)}
	l, err := s.terminal.load(p, s.command.contentFlags, build.Options{Drafts: true, Pages: &publication, Memory: &s.memory})
	if err != nil {
		return serve.Built{}, err
	}
	built := serve.Built{Problems: l.Problems, Count: l.Count}
	if l.Count.Errors > 0 {
		return built, s.report(p, l.Problems)
	}
	preview, problems, err := l.Preview(ctx, publication)
	if err != nil {
		return built, err
	}
	built.Problems = diag.Sort(append(problems, built.Problems...))
	built.Count = diag.CountOf(built.Problems)
	if preview != nil {
		built.Preview = preview
		s.mu.Lock()
		s.good, s.goodAt = preview, at
		maps.DeleteFunc(s.since, func(_ string, change int) bool { return change <= at })
		s.mu.Unlock()
	}
	return built, s.report(p, built.Problems)
}

// look takes a snapshot of the project, and puts it in the place of the folders
// that are read. It says which paths of the content are not as they were, whether
// something else is that all may depend on, and whether something may be that
// nobody has read so far.
func (s *session) look(p *project, changed serve.Changes) (texts []string, all, unread bool) {
	if s.content == nil || s.inside != p.content {
		s.content, s.templates, s.themes, s.inside = nil, nil, nil, p.content
	}
	next := func(of *snapshot.Tree, disk *fs.FS, folder string) (*snapshot.Tree, []string) {
		if *disk == nil {
			all = all || of != nil
			return nil, nil
		}
		if of == nil {
			of, all = snapshot.Of(*disk), true
			*disk = of
			return of, nil
		}
		names := s.below(folder, changed)
		now, other, unknown := of.Next(*disk, names)
		unknown = unknown || slices.Contains(names, ".") // the folder itself may be another
		if unread = unread || unknown; len(other) > 0 || unknown {
			of = now // else a build may go on to read the one that there is
		}
		*disk = of
		return of, other
	}
	s.content, texts = next(s.content, &p.sources.Content, p.content)
	var templates, themes []string
	s.templates, templates = next(s.templates, &p.sources.Templates, "templates")
	s.themes, themes = next(s.themes, &p.sources.Themes, "themes")
	return texts, all || len(templates)+len(themes) > 0, unread
}

// below are the changes as seen from a folder of the project.
func (s *session) below(folder string, changed serve.Changes) []string {
	if changed.All {
		return []string{"."}
	}
	var names []string
	for _, name := range changed.Paths {
		if rel, err := filepath.Rel(filepath.Join(s.root, folder), name); err == nil && filepath.IsLocal(rel) {
			names = append(names, filepath.ToSlash(rel))
		}
	}
	return names
}

// watched are the folders whose changes start a build.
func (s *session) watched(p *project) []string {
	if p.content == "" {
		return []string{s.root}
	}
	var out []string
	for _, name := range []string{"content", "templates", "themes"} {
		out = append(out, filepath.Join(s.root, name))
	}
	return out
}
