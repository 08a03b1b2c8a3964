// Package sign signs PDF files and says what a signature proves.
//
// Signatures are PAdES (ETSI EN 319 142-1) in their own increment (ISO 32000-1,
// 7.5.6 and 12.8): the signed file begins with the unsigned one, byte for byte,
// so that its first revision can be cut out again and compared with a rebuild. A
// signature covers everything but its own Contents. It is a CMS (RFC 5652) whose
// signed attributes are content-type, message-digest and signing-certificate-v2,
// and no other. The same file, key and day give the same bytes.
//
// Verification trusts nobody by itself. It says valid only where nothing was
// changed, the signer is trusted, and every byte was accounted for: the signed
// range reaches the end of the file, Contents is one hexadecimal string in one
// letter case whose padding is zero, every certificate, revocation list and
// response that is carried along was used. What later increments added is taken
// apart object by object; all but further signatures, time-stamps and long-term
// data is named as a change.
//
// Nothing here touches disk, network or clock.
package sign

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"annexa/internal/pdf/object"
)

// ErrLevel says that a level was asked for which this version cannot make.
var ErrLevel = errors.New("this version signs at level B-B only")

// Signer signs PDF files. It may be used by several goroutines.
type Signer struct {
	Key      *Key
	Level    Level     // BB; the zero value means it too
	Day      time.Time // the signing time that the signature claims
	Name     string    // who signs; each of these three may be empty
	Reason   string
	Location string
	Certify  bool // a certification: later changes other than signatures are forbidden (DocMDP, P 2)
	PKCS1v15 bool // RSA keys sign as PKCS#1 v1.5 says, instead of PSS
}

const (
	rangeWidth = 36 // of the text of a ByteRange, padded
	blockSize  = 512
)

func (s *Signer) algorithm() (algorithm, error) {
	if s.Level > BB {
		return algorithm{}, fmt.Errorf("%w: %s is above it", ErrLevel, s.Level)
	}
	if c := s.Key.Certificate(); !covers(c, s.claimed()) {
		return algorithm{}, fmt.Errorf("the certificate of %s is valid from %s to %s: it cannot sign on %s",
			c.Subject, day(c.NotBefore), day(c.NotAfter), day(s.Day))
	}
	return algorithmFor(s.Key.Signer.Public(), s.PKCS1v15)
}

// claimed is the signing time written into the file. On the day on which the
// certificate begins it is not earlier than that.
func (s *Signer) claimed() time.Time {
	begin := s.Key.Certificate().NotBefore.UTC()
	if t := s.Day.UTC(); t.After(begin) || day(t) != day(begin) {
		return t
	}
	return begin
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Sign returns the file with one more signature, in the first signature field
// that is reserved and empty, or else in a new invisible one.
func (s *Signer) Sign(pdf []byte) ([]byte, error) {
	a, err := s.algorithm()
	if err != nil {
		return nil, err
	}
	f, err := object.Read(pdf, object.Limits{})
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	inc := f.Increment()
	value := inc.Add(nil)
	if err := s.place(f, inc, value); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	room, err := s.room(a)
	if err != nil {
		return nil, err
	}
	dict, err := s.dictionary(room)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	inc.Set(value, dict)
	out, offsets, err := inc.Write()
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return out, s.fill(out, offsets[value], room, a)
}

// fill puts ByteRange and Contents into the signature dictionary that stands at
// a place of the finished file.
func (s *Signer) fill(out []byte, at, room int, a algorithm) error {
	text := string(out[at:])
	contents := at + strings.Index(text, contentsKey) + len(contentsKey)
	behind := contents + 2 + 2*room
	ranges := at + strings.Index(text, rangeKey) + len(rangeKey)
	copy(out[ranges:], fmt.Sprintf("[0 %d %d %d", contents, behind, len(out)-behind))
	cms, err := buildCMS(s.Key, a, digest(a.hash, out[:contents], out[behind:]))
	if err != nil {
		return err
	}
	if len(cms) > room {
		return fmt.Errorf("sign: the signature takes %d bytes, more than the %d kept for it", len(cms), room)
	}
	copy(out[contents+1:], strings.ToUpper(hex.EncodeToString(cms)))
	return nil
}

// room is how many bytes are kept for a signature.
func (s *Signer) room(a algorithm) (int, error) {
	longest := 0
	switch key := s.Key.Signer.Public().(type) {
	case *ecdsa.PublicKey:
		longest = 2*(key.Params().BitSize+7)/8 + 9
	case *rsa.PublicKey:
		longest = key.Size()
	}
	attributes, err := signedAttributes(s.Key.Certificate(), a.hash, make([]byte, a.hash.Size()))
	if err != nil {
		return 0, err
	}
	cms, err := assemble(s.Key, a, attributes, make([]byte, longest))
	return (len(cms) + blockSize - 1) / blockSize * blockSize, err
}

const (
	rangeKey    = "/ByteRange "
	contentsKey = "/Contents "
)

// dictionary lays the signature dictionary out (ISO 32000-1, 12.8.1), with blank
// ByteRange and zeroed Contents. These two come first, so that no text can be
// taken for them.
func (s *Signer) dictionary(room int) (object.Verbatim, error) {
	buf := []byte("<</Type/Sig\n" + rangeKey + "[" + strings.Repeat(" ", rangeWidth) + "]\n" +
		contentsKey + "<" + strings.Repeat("0", 2*room) + ">\n/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached")
	text := new(object.Dict).Set("M", object.String("D:"+s.claimed().Format("20060102150405")+"+00'00'"))
	for _, e := range []struct {
		key   object.Name
		value string
	}{{"Name", s.Name}, {"Reason", s.Reason}, {"Location", s.Location}} {
		if e.value != "" {
			text.Set(e.key, object.Text(e.value))
		}
	}
	if s.Certify {
		text.Set("Reference", object.Array{new(object.Dict).Set("Type", object.Name("SigRef")).
			Set("TransformMethod", object.Name("DocMDP")).
			Set("TransformParams", new(object.Dict).Set("Type", object.Name("TransformParams")).
				Set("P", object.Integer(2)).Set("V", object.Name("1.2")))})
	}
	more, err := object.Append(nil, text)
	return append(buf, more[2:]...), err
}
