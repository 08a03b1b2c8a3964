package signtest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"time"
)

var (
	oidSignedData  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidCertV2      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidECDSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Sum       []byte
}

// query is a TimeStampReq (RFC 3161, 2.4.1).
type query struct {
	Version  int
	Imprint  imprint
	Nonce    *big.Int `asn1:"optional"`
	WithCert bool     `asn1:"optional"`
}

// info is a TSTInfo (RFC 3161, 2.4.2).
type info struct {
	Version  int
	Policy   asn1.ObjectIdentifier
	Imprint  imprint
	Serial   *big.Int
	Time     time.Time `asn1:"generalized"`
	Accuracy struct{ Seconds int }
	Nonce    *big.Int `asn1:"optional"`
}

type attribute struct {
	ID     asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

type signerInfo struct {
	Version int
	Issuer  struct {
		Name   asn1.RawValue
		Serial *big.Int
	}
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue
	Signature  pkix.AlgorithmIdentifier
	Value      []byte
}

type signedData struct {
	Version int
	Digests []pkix.AlgorithmIdentifier `asn1:"set"`
	Content struct {
		Type  asn1.ObjectIdentifier
		Value []byte `asn1:"explicit,tag:0"`
	}
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

type contentInfo struct {
	Type  asn1.ObjectIdentifier
	Value signedData `asn1:"explicit,tag:0"`
}

type status struct {
	Code int
	Text []asn1.RawValue `asn1:"optional"`
}

type reply struct {
	Status status
	Token  asn1.RawValue `asn1:"optional"`
}

// stamp answers a TimeStampReq.
func (p *PKI) stamp(raw []byte) ([]byte, error) {
	var q query
	if rest, err := asn1.Unmarshal(raw, &q); err != nil || len(rest) > 0 {
		return nil, errors.New("that is no time-stamp query")
	}
	switch {
	case p.Lies.Garbage:
		return []byte("<html>Welcome</html>"), nil
	case p.Lies.Refuse:
		return asn1.Marshal(reply{Status: status{2, []asn1.RawValue{{Tag: asn1.TagUTF8String, Bytes: []byte("too many requests")}}}})
	}
	p.serial++
	t := info{
		Version: 1, Policy: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 32473, 1, 1}, Imprint: q.Imprint, Serial: big.NewInt(p.serial),
		Time: p.now().Add(p.Lies.Clock), Nonce: q.Nonce,
	}
	t.Accuracy.Seconds = 1
	if p.Lies.Nonce {
		t.Nonce = new(big.Int).Add(q.Nonce, big.NewInt(1))
	}
	if p.Lies.Imprint {
		t.Imprint.Sum = slices.Clone(t.Imprint.Sum)
		t.Imprint.Sum[0] ^= 1
	}
	content, err := asn1.Marshal(t)
	if err != nil {
		return nil, err
	}
	token, err := p.token(content)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(reply{Token: asn1.RawValue{FullBytes: token}})
}

// token wraps a TSTInfo up and signs it.
func (p *PKI) token(content []byte) ([]byte, error) {
	cert := p.TSA.Certificate
	sum, own := sha256.Sum256(content), sha256.Sum256(cert.Raw)
	var attributes [][]byte
	for _, a := range []struct {
		id    asn1.ObjectIdentifier
		value any
	}{
		{oidContentType, oidTSTInfo},
		{oidDigest, sum[:]},
		{oidCertV2, struct{ IDs []struct{ Sum []byte } }{[]struct{ Sum []byte }{{own[:]}}}},
	} {
		value, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, err
		}
		raw, err := asn1.Marshal(attribute{a.id, []asn1.RawValue{{FullBytes: value}}})
		if err != nil {
			return nil, err
		}
		attributes = append(attributes, raw)
	}
	slices.SortFunc(attributes, bytes.Compare)
	body := bytes.Join(attributes, nil)
	set, err := asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: body})
	if err != nil {
		return nil, err
	}
	signed := sha256.Sum256(set)
	value, err := p.TSA.Key.Sign(rand.Reader, signed[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	one := signerInfo{
		Version: 1, Digest: pkix.AlgorithmIdentifier{Algorithm: oidSHA256}, Signature: pkix.AlgorithmIdentifier{Algorithm: oidECDSASHA256},
		Attributes: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: body}, Value: value,
	}
	one.Issuer.Name, one.Issuer.Serial = asn1.RawValue{FullBytes: cert.RawIssuer}, cert.SerialNumber
	sd := signedData{
		Version: 3, Digests: []pkix.AlgorithmIdentifier{{Algorithm: oidSHA256}},
		Certificates: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: cert.Raw}, Signers: []signerInfo{one},
	}
	sd.Content.Type, sd.Content.Value = oidTSTInfo, content
	return asn1.Marshal(contentInfo{oidSignedData, sd})
}
