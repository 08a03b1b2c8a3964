package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"

	"annexa/internal/build"
	"annexa/internal/diag"
	"annexa/internal/serve"
)

type serveCommand struct {
	contentFlags
	Listen string `default:"127.0.0.1:8765" placeholder:"ADDRESS" help:"Where to listen, on loopback. A free port is taken where this one is in use."`
}

func (serveCommand) examples() string {
	return `  annexa serve                      http://127.0.0.1:8765, rebuilt at every save
  annexa serve -C isms --listen 127.0.0.1:9000
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
	l, err := serve.Listen(c.Listen)
	if err != nil {
		return usageError{err}
	}
	s := &serve.Server{Log: t.err, Watch: p.watched(), Build: func(ctx context.Context) (serve.Built, error) { return c.build(ctx, t, all.Dir) }}
	fmt.Fprintf(t.out, "http://%s/\n", l.Addr())
	fmt.Fprintln(t.err, "annexa: end with Ctrl-C")
	return s.Run(t.ctx, l)
}

// build opens the project anew: folders may have come and gone.
func (c *serveCommand) build(ctx context.Context, t *terminal, dir string) (serve.Built, error) {
	p, err := open(dir, "public")
	if err != nil {
		return serve.Built{}, err
	}
	l, err := t.load(p, c.contentFlags, build.Options{Drafts: true, Pages: true})
	if err != nil {
		return serve.Built{}, err
	}
	built := serve.Built{Problems: l.Problems, Count: l.Count}
	if l.Count.Errors > 0 {
		p.close()
		return built, t.report(p, errorsAmong(l.Problems))
	}
	preview, problems, err := l.Preview(ctx, build.Publication{Generator: generator(), Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		return built, err
	}
	built.Problems = diag.Sort(append(problems, built.Problems...))
	built.Count = diag.CountOf(built.Problems)
	if preview != nil {
		built.Preview = preview
	}
	return built, t.report(p, errorsAmong(built.Problems))
}

// watched are the folders whose changes start a build.
func (p *project) watched() []string {
	if p.content == "" {
		return []string{p.dir}
	}
	out := []string{}
	for _, name := range []string{"content", "templates", "themes"} {
		out = append(out, filepath.Join(p.dir, name))
	}
	return out
}
