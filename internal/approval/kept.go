package approval

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Kept is all approvals that a content keeps, each checked.
type Kept struct {
	Versions []Version // by id, and of one id by the day of its first statement
	Signers  Signers
	Faults   []FileFault // of files that belong to no version, and of the file of signers
	Files    []File      // all that were read, in the order in which they were
}

// A File that was read.
type File struct {
	Path   string // within the content
	SHA256 [32]byte
}

// A FileFault is what is wrong with a file of the folder.
type FileFault struct {
	File    string // path within the content
	Line    int    // 0: the file as a whole
	Message string
	Hint    string
}

// A Version is a text of which somebody stated that it is approved.
type Version struct {
	ID, Version string
	Text        []byte  // as it was kept; nil where it is missing
	Proofs      []Proof // in order of their numbers
}

// A Proof is the approval of one approver. It stands if Fault is nil.
type Proof struct {
	Name      Name
	Statement Statement // zero where it cannot be read
	Signature Signature // zero where there is none that fits
	Written   []byte    // the statement as it lies in its file
	Signed    []byte    // what is signed as it lies in its file: the signature on the statement, or the PDF
	PDF       bool      // it is a PDF
	Fault     error     // why it proves nothing
}

// SignedPath is the path of the file within the content that holds the
// signature.
func (p *Proof) SignedPath() string {
	if p.PDF {
		return p.Name.PDF()
	}
	return p.Name.Signature()
}

// Read reads the approvals of a content. A content without any has an empty
// folder. An error means that the folder itself cannot be read; what is wrong
// with its files is said by the proofs and faults. Substance says whether two
// Markdown files say the same, but for what needs no approval.
func Read(content fs.FS, substance Substance) (*Kept, error) {
	entries, err := fs.ReadDir(content, Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return &Kept{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the approvals: %w", err)
	}
	r := reader{content: content, substance: substance, kept: &Kept{}, rest: map[string]bool{}}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			r.rest[path.Join(Folder, e.Name())] = true
		}
	}
	r.signers()
	for _, e := range entries {
		if name, ok := ParseName(e.Name()); ok {
			r.proof(name)
		}
	}
	r.order()
	r.leftOver()
	return r.kept, nil
}

// Of are the versions of one document, in order of their days.
func (k *Kept) Of(id string) []Version {
	first, _ := slices.BinarySearchFunc(k.Versions, id, func(v Version, id string) int { return strings.Compare(v.ID, id) })
	last := first
	for last < len(k.Versions) && k.Versions[last].ID == id {
		last++
	}
	return k.Versions[first:last:last]
}

// Stands says whether at least so many of the proofs of a version hold, each by
// another approver.
func (v *Version) Stands(approvers int) bool {
	by := map[string]bool{}
	for _, p := range v.Proofs {
		if p.Fault == nil {
			by[p.Statement.By] = true
		}
	}
	return len(by) >= max(approvers, 1)
}

// A reader reads the folder of approvals.
type reader struct {
	content   fs.FS
	substance Substance
	kept      *Kept
	rest      map[string]bool // files that nothing has asked for yet
}

// maxText is how many bytes an approved text has at most, as a document.
const maxText = 8 << 20

// file reads a file of at most so many bytes.
func (r *reader) file(name string, most int64) ([]byte, error) {
	delete(r.rest, name)
	info, err := fs.Stat(r.content, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s is missing", name)
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", name, cause(err))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file", name)
	case info.Size() > most:
		return nil, fmt.Errorf("%s is larger than %d bytes", name, most)
	}
	data, err := fs.ReadFile(r.content, name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, cause(err))
	}
	r.kept.Files = append(r.kept.Files, File{name, sha256.Sum256(data)})
	return data, nil
}

// cause is why a file cannot be read, without its name.
func cause(err error) error {
	var in *fs.PathError
	if errors.As(err, &in) {
		return in.Err
	}
	return err
}

func (r *reader) signers() {
	name := path.Join(Folder, SignersFile)
	if !r.rest[name] {
		return
	}
	data, err := r.file(name, 1<<20)
	if err != nil {
		r.fault(name, 0, err.Error(), "")
		return
	}
	signers, faults := ParseSigners(data)
	r.kept.Signers = signers
	for _, f := range faults {
		r.fault(name, f.Line, f.Message, `a line reads: "Dana Reyes" namespaces="`+Namespace+`",valid-after="20260101" ssh-ed25519 AAAA…`)
	}
}

func (r *reader) fault(file string, line int, message, hint string) {
	r.kept.Faults = append(r.kept.Faults, FileFault{file, line, message, hint})
}

// proof reads and checks what one approver left.
func (r *reader) proof(n Name) {
	at := slices.IndexFunc(r.kept.Versions, func(v Version) bool { return v.ID == n.ID && v.Version == n.Version })
	var missing error
	if at < 0 {
		text, err := r.file(n.Text(), maxText)
		missing, at = err, len(r.kept.Versions)
		r.kept.Versions = append(r.kept.Versions, Version{ID: n.ID, Version: n.Version, Text: text})
	} else if r.kept.Versions[at].Text == nil {
		missing = fmt.Errorf("%s is missing", n.Text())
	}
	v := &r.kept.Versions[at]
	p := Proof{Name: n}
	p.Fault = r.check(&p, v.Text, missing)
	v.Proofs = append(v.Proofs, p)
}

// check reads the statement and the signature of a proof, and says what keeps
// it from being one.
func (r *reader) check(p *Proof, text []byte, missing error) error {
	n := p.Name
	data, err := r.file(n.Statement(), maxStatement)
	most := int64(maxSignature)
	if p.PDF = !r.rest[n.Signature()] && r.rest[n.PDF()]; p.PDF {
		most = MaxPDF
	}
	signed, unsigned := r.file(p.SignedPath(), most)
	p.Written, p.Signed = data, signed
	if err != nil {
		return err
	}
	s, err := ParseStatement(data)
	if err != nil {
		return fmt.Errorf("%s: %w", n.Statement(), err)
	}
	p.Statement = s
	switch {
	case s.ID != n.ID || s.Version != n.Version:
		return fmt.Errorf("%s is of %s, version %s: a statement keeps the name it was made with", n.Statement(), s.ID, s.Version)
	case missing != nil:
		return missing
	case sha256.Sum256(text) != s.SHA256:
		return fmt.Errorf("%s is not the text that was approved: its SHA-256 is not that of the statement", n.Text())
	case unsigned != nil:
		return unsigned
	}
	if p.PDF {
		p.Signature, err = r.kept.Signers.VerifyPDF(signed, s, text, r.substance)
	} else {
		p.Signature, err = r.kept.Signers.Verify(data, s, signed)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", p.SignedPath(), err)
	}
	return nil
}

// order sorts the versions, and the proofs of each.
func (r *reader) order() {
	for i := range r.kept.Versions {
		v := &r.kept.Versions[i]
		slices.SortFunc(v.Proofs, func(a, b Proof) int { return a.Name.Nth - b.Name.Nth })
	}
	slices.SortFunc(r.kept.Versions, func(a, b Version) int {
		if c := strings.Compare(a.ID, b.ID); c != 0 {
			return c
		}
		if c := a.Proofs[0].Statement.Date.Compare(b.Proofs[0].Statement.Date); c != 0 {
			return c
		}
		return strings.Compare(a.Version, b.Version)
	})
}

// leftOver tells of files that belong to no approval.
func (r *reader) leftOver() {
	names := make([]string, 0, len(r.rest))
	for name := range r.rest {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	for _, name := range names {
		r.fault(name, 0, "this belongs to no approval", "files here are called as in POL-02@2.1.md, POL-02@2.1.json and POL-02@2.1.json.sig or POL-02@2.1.pdf; see whether the statement was renamed or lost")
	}
}
