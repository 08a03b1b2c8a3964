package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/pdf"
	"annexa/internal/source"
)

// An Input is a file that PDFs are made from.
type Input struct {
	Path string // within the content, or with templates/ or themes/ before it
	Hash [sha256.Size]byte
}

// inputs are the files that a PDF is made from, by path. What is hidden as a
// draft is none of them.
type inputs map[string][sha256.Size]byte

func (in inputs) document(d *isms.Document) {
	if d != nil && d.Published {
		in[d.Source()] = d.Hash
	}
}

func (in inputs) register(r *isms.Register) {
	if r != nil {
		in[r.File] = r.Hash
	}
}

// target notes what a link says of what it leads to.
func (in inputs) target(t isms.Target) {
	in.document(t.Written())
	in.register(t.Register)
	if t.Row != nil {
		in.register(t.Row.Register)
	}
}

// attached are the files within the PDF: the source of each document and
// register in it, the other forms of the statement, and the list of all that
// the PDF was made from. Nothing of it is classified above what the pages say,
// but a source may name what is: where that is left out, sources are too.
func (b *book) attached() ([]pdf.Attachment, error) {
	if !b.attach {
		return nil, nil
	}
	var out []pdf.Attachment
	names := map[string]string{}
	add := func(file string, hash [sha256.Size]byte, name, title string, relationship pdf.Relationship) error {
		data, err := source.ReadFile(b.Content, file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		if sha256.Sum256(data) != hash {
			return fmt.Errorf("%s was changed while PDFs were made of it: build again", file)
		}
		names[file] = name
		out = append(out, pdf.Attachment{Name: name, Description: b.say("attached.source", "title", title), MIME: mediaType(file), Relationship: relationship, Data: data})
		return nil
	}
	for _, e := range b.entries {
		var err error
		switch whole := b.ISMS.Level == ""; {
		case !whole:
		case e.Register != nil:
			err = add(e.Register.File, e.Register.Hash, "register-"+path.Base(e.Register.File), e.Register.Schema.TitleIn(b.Words.Language), pdf.Data)
		default:
			err = add(e.Document.Source(), e.Document.Hash, e.Document.ID+path.Ext(e.Document.File), b.entry(e.Document), pdf.Source)
			out = append(out, b.proofs(e.Document, names)...)
		}
		if err == nil && e.Document != nil && e.Document.Kind == "soa" {
			var forms []pdf.Attachment
			forms, err = b.forms(e.Document)
			out = append(out, forms...)
		}
		if err != nil {
			return nil, err
		}
	}
	list, err := b.list(names)
	if err != nil {
		return nil, err
	}
	return append(out, pdf.Attachment{Name: "sources.json", Description: b.say("attached.list"), MIME: "application/json", Relationship: pdf.Supplement, Data: list}), nil
}

// proofs are the statements that a document is approved, and the signatures on
// them. Their names are noted by their paths.
func (b *book) proofs(d *isms.Document, names map[string]string) []pdf.Attachment {
	a := b.approvalOf(d)
	if a == nil {
		return nil
	}
	var out []pdf.Attachment
	for _, p := range a.By() {
		by := []string{"title", b.entry(d), "by", p.Statement.By}
		kind := "text/plain"
		if p.PDF {
			kind = "application/pdf"
		}
		for _, file := range []string{p.Name.Statement(), p.SignedPath()} {
			names[file] = path.Base(file)
		}
		out = append(out,
			pdf.Attachment{Name: path.Base(p.Name.Statement()), Description: b.say("attached.statement", by...), MIME: "application/json", Relationship: pdf.Supplement, Data: p.Written},
			pdf.Attachment{Name: path.Base(p.SignedPath()), Description: b.say("attached.signature", by...), MIME: kind, Relationship: pdf.Supplement, Data: p.Signed})
		b.inputs[p.Name.Statement()], b.inputs[p.SignedPath()] = sha256.Sum256(p.Written), sha256.Sum256(p.Signed)
	}
	return out
}

// forms are those of the statement that one can go on working with.
func (b *book) forms(d *isms.Document) ([]pdf.Attachment, error) {
	var out []pdf.Attachment
	for _, f := range b.Forms {
		var relationship pdf.Relationship
		switch path.Ext(f.Name) {
		case ".csv":
			relationship = pdf.Data
		case ".xlsx":
			relationship = pdf.Alternative
		default:
			continue
		}
		data, err := f.Bytes()
		if err != nil {
			return nil, err
		}
		out = append(out, pdf.Attachment{Name: f.Name, Description: b.say("attached.form", "title", b.title(d)), MIME: f.MIME, Relationship: relationship, Data: data})
	}
	return out, nil
}

// A sourceFile is one of the files in sources.json:
//
//	{"title": "POL-02 Access Control Policy", "date": "2026-11-02", "sources": [
//	{"path":"annexa.yaml","sha256":"…"},
//	{"path":"policies/access-control.md","sha256":"…","attached":"POL-02.md"}
//	]}
type sourceFile struct {
	Path     string `json:"path"`
	SHA256   string `json:"sha256"`
	Attached string `json:"attached,omitempty"` // its name in the PDF
}

// list says what the PDF was made from, by path.
func (b *book) list(names map[string]string) ([]byte, error) {
	all := maps.Clone(b.inputs)
	for _, in := range b.Project {
		all[in.Path] = in.Hash
	}
	title, err := json.Marshal(b.heading)
	if err != nil {
		return nil, err
	}
	out := fmt.Appendf(nil, `{"title": %s, "date": %q, "sources": [`, title, b.ISMS.Day)
	for i, file := range slices.Sorted(maps.Keys(all)) {
		if i > 0 {
			out = append(out, ',')
		}
		hash := all[file]
		line, err := json.Marshal(sourceFile{file, hex.EncodeToString(hash[:]), names[file]})
		if err != nil {
			return nil, err
		}
		out = append(append(out, '\n'), line...)
	}
	return append(out, "\n]}\n"...), nil
}

// mediaType is what kind of file a source is.
func mediaType(file string) string {
	switch strings.ToLower(path.Ext(file)) {
	case ".csv":
		return "text/csv"
	case ".yaml", ".yml":
		return "application/yaml"
	}
	return "text/markdown"
}
