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
// Nothing here touches disk, network or clock: the command hands in what of them
// time-stamps and revocation data need.
package sign

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"annexa/internal/pdf/object"
)

// Signer signs PDF files. It may be used by several goroutines.
type Signer struct {
	Key      *Key
	Level    Level     // the zero value means BB
	Services *Services // wanted above BB
	Day      time.Time // the signing time that the signature claims
	Name     string    // who signs; each of these three may be empty
	Reason   string
	Location string
	Field    string // the reserved field to sign; empty: the first that is empty and kept for nobody by name
	Certify  bool   // a certification: later changes other than signatures are forbidden (DocMDP, P 2)
	PKCS1v15 bool   // RSA keys sign as PKCS#1 v1.5 says, instead of PSS
}

const (
	rangeWidth = 36 // of the text of a ByteRange, padded
	blockSize  = 512
)

func (s *Signer) algorithm() (algorithm, error) {
	if s.Level > BB {
		if err := s.served(); err != nil {
			return algorithm{}, err
		}
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

// Sign returns the file with one more signature, in the field that is named, or
// the first signature field that is reserved and empty, or else in a new invisible one. From level B-T on
// the signature is time-stamped; what B-LT and B-LTA add beyond that comes from
// Extend, once all who sign have signed.
func (s *Signer) Sign(ctx context.Context, pdf []byte) ([]byte, error) {
	a, err := s.algorithm()
	if err != nil {
		return nil, err
	}
	room, err := s.room(a)
	if err != nil {
		return nil, err
	}
	out, err := s.seal(pdf, false, room, func(before, after []byte) ([]byte, error) {
		return s.buildCMS(ctx, a, digest(a.hash, before, after))
	})
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return out, nil
}

// Repeats says whether signing the same file again gives the same bytes: a
// time-stamp, or a key outside of this process, does not.
func (s *Signer) Repeats() bool {
	switch s.Key.Signer.(type) {
	case *ecdsa.PrivateKey, *rsa.PrivateKey:
		return s.Level <= BB
	}
	return false
}

// Holds says whether a file that was signed before need not be signed again: it
// is valid, by the same certificate and at the same level at least.
func (s *Signer) Holds(pdf []byte) bool { return s.holds(Verify(pdf, s.own()), s.Level) }

// own are the options by which a signer's own work is verified.
func (s *Signer) own() Options {
	opts := Options{Own: s.Key.Chain[:1], At: s.Day}
	if s.Level > BB {
		opts.Trust, opts.At = s.anchors(), s.Services.Now()
	}
	return opts
}

func (s *Signer) holds(r *Report, level Level) bool {
	return r.Verdict == Valid && slices.ContainsFunc(r.Signatures, func(one Signature) bool {
		return !one.TimeStamp && one.Level >= max(level, BB) && s.Key.Certificate().Equal(one.Certificate)
	})
}

// seal appends a signature dictionary, or one of a document time-stamp, in a
// field, with room for so many bytes, and puts into it what fill returns for the
// bytes before and after them. Where the room does not suffice, it is made anew
// with as much as was needed.
func (s *Signer) seal(pdf []byte, stamp bool, room int, fill func(before, after []byte) ([]byte, error)) ([]byte, error) {
	for range 3 {
		f, err := object.Read(pdf, object.Limits{})
		if err != nil {
			return nil, err
		}
		inc := f.Increment()
		value := inc.Add(nil)
		if err := s.place(f, inc, value, stamp); err != nil {
			return nil, err
		}
		dict, err := s.dictionary(room, stamp)
		if err != nil {
			return nil, err
		}
		inc.Set(value, dict)
		out, offsets, err := inc.Write()
		if err != nil {
			return nil, err
		}
		needed, err := enter(out, offsets[value], room, fill)
		if err != nil || needed <= room {
			return out, err
		}
		room = blocks(needed)
	}
	return nil, errors.New("what is signed takes another length each time")
}

// enter puts ByteRange and Contents into the signature dictionary that stands at
// a place of the finished file. It returns how many bytes the Contents take; what
// does not fit is not entered.
func enter(out []byte, at, room int, fill func(before, after []byte) ([]byte, error)) (int, error) {
	contents := at + bytes.Index(out[at:], []byte(contentsKey)) + len(contentsKey)
	behind := contents + 2 + 2*room
	ranges := at + bytes.Index(out[at:], []byte(rangeKey)) + len(rangeKey)
	copy(out[ranges:], fmt.Sprintf("[0 %d %d %d", contents, behind, len(out)-behind))
	cms, err := fill(out[:contents], out[behind:])
	if err != nil || len(cms) > room {
		return len(cms), err
	}
	hexadecimal := out[contents+1 : contents+1+2*len(cms)]
	hex.Encode(hexadecimal, cms)
	copy(hexadecimal, bytes.ToUpper(hexadecimal))
	return len(cms), nil
}

func blocks(n int) int { return (n + blockSize - 1) / blockSize * blockSize }

// room is how many bytes are kept for a signature, with its time-stamp.
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
	cms, err := assemble(s.Key, a, attributes, make([]byte, longest), nil)
	if s.Level > BB {
		return blocks(len(cms)) + s.Services.room(), err
	}
	return blocks(len(cms)), err
}

const (
	rangeKey    = "/ByteRange "
	contentsKey = "/Contents "
)

// dictionary lays the dictionary of a signature or a document time-stamp out
// (ISO 32000-1, 12.8.1; EN 319 142-1, 5.4.3), with blank ByteRange and zeroed
// Contents. These two come first, so that no text can be taken for them.
func (s *Signer) dictionary(room int, stamp bool) (object.Verbatim, error) {
	kind, form := "Sig", "ETSI.CAdES.detached"
	if stamp {
		kind, form = "DocTimeStamp", "ETSI.RFC3161"
	}
	buf := []byte("<</Type/" + kind + "\n" + rangeKey + "[" + strings.Repeat(" ", rangeWidth) + "]\n" +
		contentsKey + "<" + strings.Repeat("0", 2*room) + ">\n/Filter/Adobe.PPKLite/SubFilter/" + form)
	if stamp {
		return append(buf, ">>"...), nil
	}
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
