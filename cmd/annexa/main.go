// Command annexa turns a folder of Markdown into an ISO/IEC 27001 management
// system: a checked site, a Statement of Applicability and signed PDF packs.
//
// Rules of the terminal: results go to standard output, everything else to
// standard error, with the prefix "annexa:" for what concerns the whole run.
// Messages begin in lower case and end without a full stop. The exit status
// is 0 for done, 1 for errors in the content or a failed verification, 2 for
// wrong usage, 3 for machinery that failed. Colours appear on a terminal only,
// and never with NO_COLOR set.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/mattn/go-isatty"

	"annexa/internal/build"
	"annexa/internal/release"
)

// The exit statuses.
const (
	statusDone    = 0
	statusContent = 1
	statusUsage   = 2
	statusFailed  = 3
)

func main() {
	prepareMemory()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, os.LookupEnv))
}

// A terminal is what a subcommand may use of the outside world.
type terminal struct {
	ctx    context.Context
	out    io.Writer
	err    io.Writer
	env    func(string) (string, bool)
	now    func() time.Time
	colour bool // standard error shows colours
	bright bool // standard output shows colours
	live   bool // standard error is a terminal: progress may be shown
}

// errContent is returned by a subcommand that has said what is wrong with the
// content, or what did not verify.
var errContent = errors.New("errors in the content")

// A usageError is a call that cannot be meant.
type usageError struct{ error }

// commands are the subcommands and the flags that all of them know.
type commands struct {
	Dir string `short:"C" default:"." placeholder:"DIR" help:"The project. Its content is DIR/content if there is such a folder, else DIR itself."`

	Init             initCommand             `cmd:"" help:"Begin a management system: first drafts of every document, in a new project."`
	New              newCommand              `cmd:"" help:"Begin a document, a write-up or a row of a register: the next id, front matter and headings."`
	Build            buildCommand            `cmd:"" help:"Check the content and build the site, the Statement of Applicability and signed PDFs."`
	Check            checkCommand            `cmd:"" help:"Say what is wrong or doubtful in the content."`
	Help             helpCommand             `cmd:"" help:"List the rules of check, or explain one."`
	Serve            serveCommand            `cmd:"" help:"Show the site while you write: rebuilds and reloads at every save."`
	Soa              soaCommand              `cmd:"" name:"soa" help:"Print the Statement of Applicability, or take one in from a spreadsheet."`
	Approve          approveCommand          `cmd:"" help:"Approve documents: shows what changed, signs, keeps the text that was approved."`
	Approvals        approvalsCommand        `cmd:"" help:"Say which approvals hold, and why the others do not."`
	Acknowledgements acknowledgementsCommand `cmd:"" help:"Say who has acknowledged which version, and take what a learning system exports."`
	Diff             diffCommand             `cmd:"" help:"Show what changed between two approved versions of a document, or since the last."`
	Review           reviewCommand           `cmd:"" help:"Note that documents were looked at and are still valid, and what they relied on."`
	Sign             signCommand             `cmd:"" help:"Sign PDFs, or renew the time-stamps that prove their signatures."`
	Verify           verifyCommand           `cmd:"" help:"Say what the signatures of PDFs prove, offline."`
	Status           statusCommand           `cmd:"" help:"Show coverage, readiness for certification and reviews due."`
	Schema           schemaCommand           `cmd:"" help:"Write JSON Schemas with which editors complete and check what you type."`
	Transition       transitionCommand       `cmd:"" help:"Show what becomes of each control from the edition of 2013 to that of 2022, and write drafts."`
	Version          versionCommand          `cmd:"" help:"Print the version, or the licences of what is built in."`
}

// exit is how kong asks to stop, after printing help.
type exit struct{ status int }

// run runs the command and returns its exit status.
func run(args []string, out, errOut io.Writer, env func(string) (string, bool)) (status int) {
	t := &terminal{out: out, err: errOut, env: env, now: time.Now}
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(exit); ok {
				status = e.status
				return
			}
			status = t.status(&build.Fault{Value: r, Stack: debug.Stack()})
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	t.ctx = ctx
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	no, _ := env("NO_COLOR")     // an empty one is none (no-color.org)
	t.live = isTerminal(errOut)
	t.colour = t.live && no == ""
	t.bright = isTerminal(out) && no == ""
	var c commands
	parser, err := kong.New(&c, kong.Name("annexa"), kong.Writers(out, errOut), kong.Exit(func(s int) { panic(exit{s}) }),
		kong.Description("Annexa turns a folder of Markdown into an ISO/IEC 27001 management system: a checked site, a Statement of Applicability and signed PDF packs."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}), kong.UsageOnError(), kong.Help(help))
	if err != nil {
		fmt.Fprintf(errOut, "annexa: %v\n", err)
		return statusFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(errOut, "annexa: %v\n    hint: annexa --help shows the commands and their flags\n", err)
		return statusUsage
	}
	return t.status(parsed.Run(t, &c))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// status says what went wrong and returns the exit status for it.
func (t *terminal) status(err error) int {
	var usage usageError
	var refused *release.Refused
	var fault *build.Fault
	switch {
	case errors.As(err, &fault):
		fmt.Fprintf(t.err, "annexa: %v\n    hint: what was published stays as it was; please report this", err)
		if _, ok := t.env("ANNEXA_TRACE"); ok {
			fmt.Fprintf(t.err, "\n%s", fault.Stack)
		} else {
			fmt.Fprintln(t.err, ", with what ANNEXA_TRACE=1 adds")
		}
		return statusFailed
	case err == nil:
		return statusDone
	case errors.Is(err, errContent):
		return statusContent
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(t.err, "annexa: interrupted; what was published stays as it was")
		return statusFailed
	case errors.As(err, &usage) || errors.As(err, &refused):
		fmt.Fprintf(t.err, "annexa: %v\n", err)
		return statusUsage
	}
	fmt.Fprintf(t.err, "annexa: %v\n", err)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		fmt.Fprintln(t.err, "    hint: make room and do it again; what was published stays as it was")
	}
	return statusFailed
}

// help prints kong's help and the examples of the subcommand.
func help(options kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	if n := ctx.Selected(); n != nil {
		if e, ok := n.Target.Addr().Interface().(interface{ examples() string }); ok {
			fmt.Fprintf(ctx.Stdout, "\nExamples:\n%s", e.examples())
		}
	}
	return nil
}
