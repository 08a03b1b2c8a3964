package starter

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/source"
)

// A sample is the content that a starter is made of, read and taken apart.
type sample struct {
	fs          fs.FS
	answers     Answers
	config      *config.Config
	documents   []*document.Document // those of a starter
	registers   []*register.Register
	others      []string // files that are taken as they are
	particulars *particulars
	gone        map[string]bool // ids that a starter does not have
	values      *strings.Replacer
}

// kept are the registers whose rows a starter keeps, with the columns that it
// keeps; the rows of all others are the sample company's own.
var kept = map[string][]string{
	"roles":          {"holder", "deputy", "note"},
	"communications": {"what", "when", "with-whom", "how", "owner"},
	"metrics":        {"what", "method", "frequency", "measured-by", "analysed-by", "target"},
}

func open(fsys fs.FS, a Answers) (*sample, error) {
	s := &sample{fs: fsys, answers: a, gone: map[string]bool{}}
	listing, err := source.Scan(fsys)
	if err != nil {
		return nil, fmt.Errorf("read the sample: %w", err)
	}
	settings, err := fs.ReadFile(fsys, config.File)
	if err != nil {
		return nil, fmt.Errorf("read the sample: %w", err)
	}
	s.config, _ = config.Read(settings)
	schemas, _ := register.NewSchemas(s.config)
	reader := source.Reader{FS: fsys, Parser: prose.NewParser()}
	for _, name := range listing.Documents {
		d := reader.Document(name)
		switch {
		case d.Unreadable != "":
			return nil, fmt.Errorf("read the sample: %s: %s", name, d.Unreadable)
		case d.Front.Kind == "record" || d.Front.Status == "retired":
			s.gone[d.Front.ID.Value] = true
		case isms.IsOwnID(d.Front.Control.Value): // one designs one's own for risks that one has
			s.gone[d.Front.Control.Value] = true
		default:
			s.documents = append(s.documents, d)
		}
	}
	names := append(ownWords(string(settings)), s.config.Organisation.Name, s.config.Organisation.Short)
	if product, ok := s.config.Value("product.name"); ok {
		names = append(names, product)
	}
	for _, name := range listing.Registers {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read the sample: %w", err)
		}
		stem, _, _ := strings.Cut(strings.TrimPrefix(name, "registers/"), ".")
		schema, ok := schemas.Lookup(stem)
		if !ok {
			return nil, fmt.Errorf("read the sample: %s is no register", name)
		}
		r := source.Register(schema, name, data)
		s.registers = append(s.registers, r)
		for _, row := range r.Rows {
			if kept[schema.Name] == nil {
				s.gone[row.ID.Value] = true
			}
			switch schema.Name {
			case "roles":
				holder, _, _ := strings.Cut(row.Cell("holder").Text, " (")
				names = append(names, holder, holder[strings.LastIndexByte(holder, ' ')+1:])
			case "suppliers":
				title, _, _ := strings.Cut(row.Title, " (")
				first, _, _ := strings.Cut(title, " ")
				names = append(names, title, first)
			}
		}
	}
	for _, name := range listing.Files {
		if taken(name) {
			s.others = append(s.others, name)
		}
	}
	names = append(names, ".example")
	s.particulars = &particulars{names: slices.DeleteFunc(names, func(n string) bool { return n == "" }), gone: s.gone}
	return s, nil
}
