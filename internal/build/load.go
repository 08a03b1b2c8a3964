// Package build is the pipeline, from files to what is published, and the only
// place with workers. It reads top to bottom:
//
//	Load     read every file by itself, side by side; link the whole; check it
//	Publish  pages, files, SoA and PDFs, side by side, into a release
//
// Nothing here depends on how many workers there are: results are ordered by
// path, never by who came first.
package build

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"annexa/internal/approval"
	"annexa/internal/catalogue"
	"annexa/internal/check"
	"annexa/internal/config"
	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/pdf"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/site"
	"annexa/internal/source"
	"annexa/internal/standard"
	"annexa/internal/theme"
	"annexa/internal/typeset"
	"annexa/templates"
	"annexa/themes"
)

// Sources are the folders that are read.
type Sources struct {
	Content   fs.FS
	Skip      []string // folders of Content that are not content
	Templates fs.FS    // the user's own, nil where there are none
	Themes    fs.FS    // the user's own, nil where there are none
}

// Options say what is built.
type Options struct {
	Day     func(pinned day.Date) day.Date // the day of the build, given the one annexa.yaml pins, which may be none
	Level   string                         // the highest classification that is published; empty: all
	Drafts  bool                           // documents say what their files say, approved or not
	AsOf    bool                           // what was in force on the day, as far as that was kept, and nothing else; not with Drafts
	Workers int                            // at least 1
	Pages   *Publication                   // how it will be published, if at all: its pages are prepared while the content is read and checked
	Memory  *Memory                        // what was made of files before; nil: nothing
}

// Loaded is the content, read, linked and checked.
type Loaded struct {
	ISMS     *isms.ISMS         // what every output is made of: the whole, or what of it Options.Level allows
	Whole    *isms.ISMS         // what was checked
	Words    *language.Language // of the content's language
	Problems []diag.Problem     // all, of the whole, sorted
	Count    diag.Count
	Kept     *approval.Kept // the approvals, as they lie in the content
	Unknown  []string       // with Options.AsOf, the ids of documents of which nobody kept what was in force
	theme    theme.Theme
	engine   func() (*typeset.Engine, error)
	inputs   []input
	sources  Sources

	templates func() *site.Templates
	prepared  func() prepared // for Options.Pages; nil: for nobody
	reader    func(content fs.FS) source.Reader
	register  func(content fs.FS, name string) (*register.Register, diag.Problem)
}

// The words of the interface, and what is wrong with them.
type said struct {
	words    *language.Language
	problems []diag.Problem
}

// A configuration is what annexa.yaml says, and what is wrong with that.
type configuration struct {
	config   *config.Config
	schemas  *register.Schemas
	problems []diag.Problem
}

// A look is the theme, as PDFs have it, and what is wrong with it.
type look struct {
	theme    theme.Theme
	problems []diag.Problem
}

// An engine that sets the text of PDFs, or why there is none.
type engine struct {
	*typeset.Engine
	err error
}

// An input is a file that was read.
type input struct {
	path string
	hash [32]byte
}

// Load reads the content, links it and checks it. An error means that the
// content could not be read at all; whatever is wrong in it is a problem.
func Load(ctx context.Context, src Sources, opt Options) (*Loaded, error) {
	listing, err := source.Scan(src.Content, src.Skip...)
	if err != nil {
		return nil, fmt.Errorf("read the content: %w", err)
	}
	l := &Loaded{sources: src}
	settings, digest, err := l.config(listing, opt.Memory)
	if err != nil {
		return nil, err
	}
	own := *settings.config // its title may be said by words
	c, schemas := &own, settings.schemas
	problems := append(listing.Problems, settings.problems...)
	ownPages, err := digestOf(src.Templates, ".")
	if err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}

	// What depends on no document is made while they are read.
	words := soon(func() said {
		return remembered(opt.Memory, memoryKey{kind: "words", name: c.Language, of: ownPages}, func() (w said) {
			w.words, w.problems = language.Of(c.Language, templates.FS, src.Templates)
			return w
		})
	})
	soon(func() *standard.Catalogue { return standard.Of(c.Edition) }) // it is kept for whoever asks
	pages := func() *site.Templates {
		t := remembered(opt.Memory, memoryKey{kind: "templates", name: c.Language, of: ownPages}, func() *site.Templates { return site.ReadTemplates(l.pages(), words().words) })
		t.Forget()
		return t
	}
	if opt.Pages != nil {
		l.templates = soon(pages)
	} else {
		l.templates = sync.OnceValue(pages)
	}

	parser := prose.NewParser()
	l.reader = func(content fs.FS) source.Reader {
		return source.Reader{FS: content, Parser: parser, Keep: func(name string, hash [32]byte, make func() *document.Document) *document.Document {
			return remembered(opt.Memory, memoryKey{kind: "document", name: name, of: hash}, make)
		}}
	}
	l.register = func(content fs.FS, name string) (*register.Register, diag.Problem) {
		return readRegister(content, schemas, name, digest, opt.Memory)
	}
	readers := make([]source.Reader, max(opt.Workers, 1))
	for i := range readers {
		readers[i] = l.reader(src.Content)
	}
	documents := make([]*document.Document, len(listing.Documents))
	if err := each(ctx, len(documents), opt.Workers, func(worker, i int) error {
		documents[i] = readers[worker].Document(listing.Documents[i])
		return nil
	}); err != nil {
		return nil, err
	}
	registers := make([]*register.Register, len(listing.Registers))
	unknown := make([]diag.Problem, len(listing.Registers))
	if err := each(ctx, len(registers), opt.Workers, func(_, i int) error {
		registers[i], unknown[i] = l.register(src.Content, listing.Registers[i])
		return nil
	}); err != nil {
		return nil, err
	}
	for _, d := range documents {
		l.inputs = append(l.inputs, input{d.File, d.Hash})
	}
	for i, r := range registers {
		if r != nil {
			l.inputs = append(l.inputs, input{r.File, r.Hash})
		} else {
			problems = append(problems, unknown[i])
			listing.Files = append(listing.Files, listing.Registers[i])
		}
	}
	catalogues := make([]*catalogue.Catalogue, 0, len(listing.Catalogues))
	for _, name := range listing.Catalogues {
		c, err := readCatalogue(src.Content, name, opt.Memory)
		if err != nil {
			problems = append(problems, source.Refused(name, err))
			continue
		}
		catalogues, l.inputs = append(catalogues, c), append(l.inputs, input{c.File, c.Hash})
	}
	registers = slices.DeleteFunc(registers, func(r *register.Register) bool { return r == nil })
	l.Words, problems = words().words, append(problems, words().problems...)
	if c.Title == "" {
		c.Title = l.Words.Say("layout.title")
	}
	if l.Words.Tag == "en" && !language.Known(c.Language) {
		problems = append(problems, diag.ConfigRule.At(c.LanguageAt, "%q is no language that is known, and there are no words for it", c.Language).
			Hinting("write its tag, such as en-GB or de; for a language without one, say the words in templates/words/%s.yaml", c.Language).AtMost(diag.Warning))
	}
	in := isms.Input{
		Config: c, Schemas: schemas, Documents: documents, Registers: registers, Catalogues: catalogues, Files: listing.Files,
		Day: opt.Day(c.Date), DoneWords: l.Words.List("calendar.done-words"), Problems: problems,
	}
	if in.Kept, l.Kept, err = l.kept(documents, c.Edition, parser, opt.Memory); err != nil {
		return nil, err
	}
	whole := soon(func() *isms.ISMS { return isms.Link(in) })
	as := in.AsApproved
	if opt.Drafts {
		as = in.AsWritten
	}
	published, other := as()
	if opt.AsOf {
		published, l.Unknown = in.AsOf()
		other = true
	}
	if opt.Level != "" && isms.Level(opt.Level) < isms.Highest {
		published, other = published.UpTo(opt.Level), true
	}
	l.Whole = whole()
	l.ISMS = l.Whole
	if other {
		l.ISMS = isms.Link(published)
	}
	ownTheme, err := digestOf(defaultTheme(src.Themes), ".")
	if err != nil {
		return nil, fmt.Errorf("read the theme: %w", err)
	}
	design := remembered(opt.Memory, memoryKey{kind: "theme", of: ownTheme}, func() (d look) {
		d.theme, d.problems = theme.Read(over(defaultTheme(src.Themes), defaultTheme(themes.FS)), defaultTheme(themes.FS), pdf.CheckFace)
		return d
	})
	l.theme = design.theme
	l.engine = sync.OnceValues(func() (*typeset.Engine, error) {
		made := remembered(opt.Memory, memoryKey{kind: "engine", of: ownTheme}, func() (e engine) {
			e.Engine, e.err = typeset.NewEngine(l.theme.Fonts)
			return e
		})
		return made.Engine, made.err
	})
	if opt.Pages != nil {
		p := *opt.Pages // the caller goes on with its own
		l.prepared = soon(func() prepared { return l.prepare(ctx, p) })
	}
	l.Problems = check.Run(l.Whole, slices.Concat(design.problems, check.ApprovalFaults(l.Kept), l.addresses())...)
	l.Count = diag.CountOf(l.Problems)
	opt.Memory.forget()
	return l, nil
}

// pages are the templates of the pages, the user's own on top.
func (l *Loaded) pages() fs.FS { return over(l.sources.Templates, templates.FS) }

// config reads annexa.yaml, and returns the SHA-256 of its bytes.
func (l *Loaded) config(listing *source.Listing, memory *Memory) (configuration, [32]byte, error) {
	var data []byte // none says what an empty file says
	if listing.Config {
		var err error
		if data, err = source.ReadFile(l.sources.Content, config.File); err != nil {
			return configuration{}, [32]byte{}, fmt.Errorf("read %s: %w", config.File, err)
		}
	}
	hash := sha256.Sum256(data)
	if listing.Config {
		l.inputs = append(l.inputs, input{config.File, hash})
	}
	return remembered(memory, memoryKey{kind: "config", of: hash}, func() (c configuration) {
		var more []diag.Problem
		c.config, c.problems = config.Read(data)
		c.schemas, more = register.NewSchemas(c.config)
		c.problems = append(c.problems, more...)
		return c
	}), hash, nil
}

func readCatalogue(fsys fs.FS, name string, memory *Memory) (*catalogue.Catalogue, error) {
	data, err := source.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(data)
	return remembered(memory, memoryKey{kind: "catalogue", name: name, of: hash}, func() *catalogue.Catalogue {
		return catalogue.Parse(name, hash, data)
	}), nil
}

// readRegister reads a register; nil and a problem where its name is none that
// is known. Settings is the SHA-256 of annexa.yaml, which the schemas come from.
func readRegister(fsys fs.FS, schemas *register.Schemas, name string, settings [32]byte, memory *Memory) (*register.Register, diag.Problem) {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	schema, ok := schemas.Lookup(strings.ToLower(base))
	if !ok {
		p := diag.UnknownRegister.At(diag.Place{File: name}, "there is no register %s", base)
		if near := diag.Nearest(base, func(yield func(string) bool) {
			for _, s := range schemas.All() {
				if !yield(s.Name) {
					return
				}
			}
		}); near != "" {
			return nil, p.Hinting("did you mean %s?", near)
		}
		return nil, p.Hinting("define it in annexa.yaml: registers: {%s: {prefix: …, columns: {…}}}", base)
	}
	data, err := source.ReadFile(fsys, name)
	if err != nil {
		return nil, source.Refused(name, err)
	}
	return remembered(memory, memoryKey{"register", name, sha256.Sum256(data), settings}, func() *register.Register {
		return source.Register(schema, name, data)
	}), diag.Problem{}
}

// hash is over the inputs and any further files: sorted "path NUL sha256 LF",
// the hash in hexadecimal.
func hash(inputs []input) [32]byte {
	slices.SortFunc(inputs, func(a, b input) int { return strings.Compare(a.path, b.path) })
	h := sha256.New()
	for _, in := range inputs {
		fmt.Fprintf(h, "%s\x00%x\n", in.path, in.hash)
	}
	return [32]byte(h.Sum(nil))
}
