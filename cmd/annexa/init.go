package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"annexa/content"
	"annexa/internal/check"
	"annexa/internal/diag"
	"annexa/internal/standard"
	"annexa/internal/starter"
)

type initCommand struct {
	Path     string `arg:"" name:"dir" help:"The folder of the new project. It may be there already, without a content folder."`
	Name     string `placeholder:"NAME" help:"The organisation, with its legal form."`
	Short    string `placeholder:"NAME" help:"The organisation as texts call it."`
	Product  string `placeholder:"NAME" help:"What it makes or runs, by name."`
	Domain   string `placeholder:"DOMAIN" help:"The domain of its mail addresses."`
	Language string `placeholder:"TAG" help:"The language of the site, such as en-GB. The texts are in English."`
	Edition  string `placeholder:"YEAR" help:"The edition of ISO/IEC 27001: 2022 or 2013."`
	Owner    string `placeholder:"PERSON" help:"Who runs the management system."`
}

func (initCommand) examples() string {
	return `  annexa init isms                  asks what it needs to know
  annexa init isms --name "Northwind Data Ltd" --owner "Ada Moore"
                                    asks nothing if there is no terminal
  annexa init . --name "Northwind Data Ltd" --owner "Ada Moore" --edition 2013
                                    into the present folder, with the controls of 2013
`
}

// A question is one that annexa init asks.
type question struct {
	flag   string
	asks   string
	answer *string
	usual  func() string             // the answer if none is given
	needed bool                      // there is no usual answer
	check  func(answer string) error // nil where any will do
}

func (c *initCommand) questions() []question {
	always := func(s string) func() string { return func() string { return s } }
	return []question{
		{"name", "Name of the organisation", &c.Name, always(""), true, nil},
		{"short", "Short name, as texts call it", &c.Short, func() string { return starter.Short(c.Name) }, false, nil},
		{"product", "What it makes or runs, by name", &c.Product, func() string { return c.Short + " Service" }, false, nil},
		{"domain", "Domain of its mail addresses", &c.Domain, always("example.org"), false, starter.CheckDomain},
		{"owner", "Who runs the management system, by name", &c.Owner, always(""), true, nil},
		{"language", "Language of the site (the texts are in English)", &c.Language, always(starter.Texts), false, starter.CheckLanguage},
		{"edition", "Edition of ISO/IEC 27001", &c.Edition, always(standard.Edition2022.String()), false, checkEdition},
	}
}

// Run asks what is not known yet, writes the starter, and says what to do
// next.
func (c *initCommand) Run(t *terminal, all *commands) error {
	dir := c.Path
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(all.Dir, dir)
	}
	skip, err := inTheWay(dir)
	if err != nil {
		return err
	}
	if err := c.ask(t); err != nil {
		return err
	}
	for _, q := range c.questions() {
		if q.check == nil {
			continue
		}
		if err := q.check(*q.answer); err != nil {
			return usageError{fmt.Errorf("--%s: %w", q.flag, err)}
		}
	}
	edition, _ := standard.ParseEdition(c.Edition)
	changes, err := starter.Make(content.FS, starter.Answers{
		Name: c.Name, Short: c.Short, Product: c.Product, Domain: c.Domain, Language: c.Language, Owner: c.Owner, Edition: edition,
	})
	var wrong starter.AnswerError
	if errors.As(err, &wrong) {
		return usageError{err}
	}
	if err != nil {
		return fmt.Errorf("make the starter: %w", err)
	}
	if err := t.ctx.Err(); err != nil {
		return err
	}
	if err := createTree(dir, changes, skip); err != nil {
		return fmt.Errorf("write the starter: %w; nothing was written", err)
	}
	fmt.Fprintf(t.err, "annexa: wrote %s into %s; everything in it is a draft\n", diag.Plural(len(changes)-len(skip), "file"), dir)
	for _, name := range skip {
		fmt.Fprintf(t.err, "annexa: kept your %s; it should name /keys/, /public/ and /.public.annexa/\n", name)
	}
	if w, withdrawn := edition.Withdrawn(); withdrawn {
		fmt.Fprintf(t.err, "annexa: this edition was withdrawn in %s, and certificates to it ended on %s\n", w.Since.Time().Format("January 2006"), w.CertificatesEnded.Long())
	}
	if !strings.HasPrefix(c.Language, "en") {
		fmt.Fprintf(t.err, "annexa: the texts are in English, and say so; translate them as you make them yours\n")
	}
	if err := t.writeSchemas(dir); err != nil {
		return fmt.Errorf("%w; the project is written, and annexa schema tries again", err)
	}
	return c.next(t, dir)
}

// ask asks for the answers that were not given as flags. Without a terminal
// those that have no usual answer are wrong usage.
func (c *initCommand) ask(t *terminal) error {
	prompts, done := t.prompts()
	defer done()
	in := bufio.NewReader(os.Stdin)
	var missing []string
	for _, q := range c.questions() {
		for *q.answer == "" {
			usual := q.usual()
			if prompts == nil {
				if usual == "" && q.needed {
					missing = append(missing, "--"+q.flag)
				}
				*q.answer = usual
				break
			}
			answer, err := t.answer(in, prompts, q.asks, usual)
			if err != nil {
				return err
			}
			if q.needed && strings.TrimSpace(answer) == "" {
				fmt.Fprintln(prompts, "this has no usual answer: give one, or end with Ctrl-C")
				continue
			}
			if q.check != nil {
				if err := q.check(answer); err != nil {
					fmt.Fprintf(prompts, "%v\n", err)
					continue
				}
			}
			*q.answer = answer
		}
		*q.answer = strings.TrimSpace(*q.answer)
	}
	if len(missing) > 0 {
		return usageError{fmt.Errorf("there is no terminal to ask at: give %s", strings.Join(missing, " and "))}
	}
	return nil
}

func checkEdition(s string) error {
	if _, ok := standard.ParseEdition(s); !ok {
		return fmt.Errorf("%q is no edition known here: write 2022 or 2013", s)
	}
	return nil
}

// prompts is where questions are asked if somebody can answer them: standard
// error, or the terminal itself where that leads elsewhere. It is nil where
// standard input is no terminal.
func (t *terminal) prompts() (w io.Writer, done func()) {
	done = func() {}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return nil, done
	}
	if t.live {
		return t.err, done
	}
	tty, err := os.OpenFile("/dev/tty", os.O_WRONLY, 0)
	if err != nil {
		return nil, done // nobody would see the question
	}
	return tty, func() { _ = tty.Close() } // nothing is lost with it
}

// answer asks for a line at the terminal.
func (t *terminal) answer(in *bufio.Reader, prompts io.Writer, asks, usual string) (string, error) {
	if usual != "" {
		asks += " [" + usual + "]"
	}
	fmt.Fprintf(prompts, "%s: ", asks)
	type read struct {
		line string
		err  error
	}
	answered := make(chan read, 1)
	go func() { // so that Ctrl-C need not wait for a line
		line, err := in.ReadString('\n')
		answered <- read{line, err}
	}()
	select {
	case <-t.ctx.Done():
		fmt.Fprintln(prompts)
		return "", context.Cause(t.ctx)
	case r := <-answered:
		if line := strings.TrimSpace(r.line); line != "" {
			return line, nil
		}
		if errors.Is(r.err, io.EOF) {
			fmt.Fprintln(prompts)
			return "", usageError{errors.New("no answer was given; nothing was written")}
		}
		return usual, r.err
	}
}

// next says what to do with the new project. It reads it as a build would.
func (c *initCommand) next(t *terminal, dir string) error {
	_, l, err := t.read(dir, contentFlags{})
	if err != nil {
		return err
	}
	holders, undecided := 0, 0
	for _, p := range l.Problems {
		switch {
		case p.Rule == check.VacantRole:
			holders++
		case p.Rule == check.ControlUndecided:
			undecided++
		}
	}
	here := ""
	if filepath.Clean(dir) != "." {
		here = " -C " + dir
	}
	file := func(name string) string { return filepath.Join(dir, filepath.FromSlash(path.Join("content", name))) }
	fmt.Fprintf(t.out, "Next, in this order; the page Start here says more:\n")
	for i, step := range []struct{ what, where string }{
		{"put your own names into", file("annexa.yaml")},
		{fmt.Sprintf("say who holds each role (%d have nobody yet) in", holders), file("registers/roles.yaml")},
		{"write the scope,", file("plans/scope.md")},
		{"approve the policy,", file("policies/information-security.md")},
		{"list assets and suppliers, then the risks, in", file("registers") + string(filepath.Separator)},
		{fmt.Sprintf("decide on each control (%d are undecided) in", undecided), file("controls") + string(filepath.Separator)},
	} {
		fmt.Fprintf(t.out, "  %d. %s %s\n", i+1, step.what, step.where)
	}
	fmt.Fprintf(t.out, "\n  annexa serve%s     shows the site while you write\n  annexa check%s     says what is missing\n  annexa build%s     makes the site and the PDFs\n", here, here, here)
	return nil
}
