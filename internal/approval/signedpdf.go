package approval

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/ssh"

	"annexa/internal/day"
	"annexa/internal/pdf/object"
	"annexa/internal/sign"
)

// MaxPDF is how many bytes a signed PDF has at most.
const MaxPDF = 64 << 20

// Substance says whether two Markdown files of a name say the same, but for
// what may change without an approval.
type Substance func(name string, a, b []byte) bool

// A SignedPDF is a document's PDF that people signed.
type SignedPDF struct {
	Base       [sha256.Size]byte // SHA-256 of its unsigned revision
	Day        day.Date          // as on which it was built
	Source     []byte            // the file of the document, as it is attached
	Signatures []PDFSignature    // oldest first
}

// A PDFSignature is one in a PDF, and intact.
type PDFSignature struct {
	Key    *Key
	Signer string   // whom its certificate names, as a distinguished name
	Day    day.Date // that a time-stamp proves, else the one that the signer claims; UTC
}

// ReadPDF reads the PDF of a single document as it came back from those who
// signed it. The error says why it can be no approval: it is damaged, something
// but signatures was added to it, or it does not hold its own source.
func ReadPDF(data []byte) (*SignedPDF, error) {
	if len(data) > MaxPDF {
		return nil, fmt.Errorf("it is larger than %d MB", MaxPDF>>20)
	}
	r := sign.Verify(data, sign.Options{Bare: true})
	switch r.Verdict {
	case sign.Broken:
		return nil, fmt.Errorf("its signatures do not hold: %s", first(r.Reasons))
	case sign.ChangedAfterSigning:
		return nil, fmt.Errorf("more than signatures was added to it: %s", first(r.Changes))
	case sign.Unsigned:
		return nil, errors.New("nobody has signed it")
	}
	f, err := object.Read(data, object.Limits{})
	if err != nil {
		return nil, err
	}
	p := &SignedPDF{Base: sha256.Sum256(data[:f.Revisions()[0].End])}
	if err := p.attached(f.At(0)); err != nil {
		return nil, err
	}
	for i := range r.Signatures {
		s := &r.Signatures[i]
		if s.TimeStamp || s.Certificate == nil {
			continue
		}
		key, err := ssh.NewPublicKey(s.Certificate.PublicKey)
		if err != nil {
			continue // a kind of key that no approver can have
		}
		one := PDFSignature{Key: &Key{public: key}, Signer: s.Signer}
		if t := s.When(); !t.IsZero() {
			one.Day = day.Of(t)
		}
		p.Signatures = append(p.Signatures, one)
	}
	return p, nil
}

func first(reasons []string) string {
	if len(reasons) == 0 {
		return "it does not say why"
	}
	return reasons[0]
}

// attached reads the document's file and the day of the build from what is
// attached (ISO 19005-3, 6.8).
func (p *SignedPDF) attached(f *object.File) error {
	catalog, err := f.Catalog()
	if err != nil {
		return err
	}
	list, err := f.Array(catalog.Get("AF"))
	if err != nil {
		return err
	}
	for _, o := range list {
		spec, err := f.Dict(o)
		if err != nil || spec == nil {
			return errors.New("what is attached to it cannot be read")
		}
		name, _ := spec.Get("F").(object.String)
		source := spec.Get("AFRelationship") == object.Object(object.Name("Source"))
		if !source && string(name) != sources {
			continue
		}
		data, err := embedded(f, spec)
		if err != nil {
			return fmt.Errorf("what is attached to it cannot be read: %w", err)
		}
		switch {
		case !source:
			var list struct{ Date string }
			if err := json.Unmarshal(data, &list); err != nil {
				return fmt.Errorf("the list of its sources cannot be read: %w", err)
			}
			if p.Day, err = day.Parse(list.Date); err != nil {
				return fmt.Errorf("the list of its sources cannot be read: %w", err)
			}
		case p.Source != nil:
			return errors.New("it holds the sources of several documents: an approval is signed on the PDF of one")
		default:
			p.Source = data
		}
	}
	if p.Source == nil || p.Day.IsZero() {
		return errors.New("the source of its document is not attached to it, so it cannot prove what was approved: see attach in annexa.yaml")
	}
	return nil
}

// sources is the attachment that lists all that a PDF was made from.
const sources = "sources.json"

// embedded is the content of an attached file (ISO 32000-1, 7.11.4).
func embedded(f *object.File, spec *object.Dict) ([]byte, error) {
	ef, err := f.Dict(spec.Get("EF"))
	if err != nil || ef == nil {
		return nil, errors.New("a file is missing")
	}
	o, err := f.Resolve(ef.Get("F"))
	if err != nil {
		return nil, err
	}
	stream, ok := o.(*object.Stream)
	if !ok {
		return nil, errors.New("a file is missing")
	}
	return f.Decode(stream)
}

// VerifyPDF checks a signed PDF as the proof of a statement on a text: that its
// source is that text, and that the signers allow a key that signed it on the
// statement's day to sign for the approver. Where the error is of the last kind,
// the signature says whose key it is all the same.
func (s Signers) VerifyPDF(data []byte, by Statement, text []byte, same Substance) (Signature, error) {
	p, err := ReadPDF(data)
	if err != nil {
		return Signature{}, err
	}
	if !same(by.ID+".md", p.Source, text) {
		return Signature{}, errors.New("it was signed for another text: the source attached to it is not the one that was kept")
	}
	var found Signature
	var why error
	for _, one := range p.Signatures {
		this := Signature{one.Key.public, one.Key.Fingerprint(), one.Key.public.Type()}
		err := s.allows(one.Key.public, by.By, by.Date)
		switch {
		case err == nil && one.Day == by.Date:
			return this, nil
		case err == nil:
			err = fmt.Errorf("%s signed it on %s, and the statement is of %s", by.By, one.Day, by.Date)
			found, why = this, err
		case why == nil:
			found, why = this, err
		}
	}
	if why == nil {
		why = errors.New("nobody signed it with a key that can be an approver's")
	}
	return found, why
}

// By are the signatures that may be of a name, or of anybody whom the signers
// name where it is empty: of each name the last one.
func (p *SignedPDF) By(name string, signers Signers) []Signed {
	var found []Signed
	for _, one := range p.Signatures {
		for _, n := range signers.Names(one.Key) {
			if name != "" && n != name {
				continue
			}
			if i := slices.IndexFunc(found, func(s Signed) bool { return s.By == n }); i >= 0 {
				found[i] = Signed{one, n}
			} else {
				found = append(found, Signed{one, n})
			}
		}
	}
	return found
}

// Signed is a signature of somebody whom the signers name.
type Signed struct {
	PDFSignature
	By string
}
