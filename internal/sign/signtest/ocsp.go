package signtest

import (
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"time"
)

var oidBasic = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}

// certID names a certificate (RFC 6960, 4.1.1).
type certID struct {
	Algorithm pkix.AlgorithmIdentifier
	Name, Key []byte // hashes of the issuer's
	Serial    *big.Int
}

type ocspRequest struct {
	Inner struct {
		List []struct{ Cert certID }
	}
}

type single struct {
	Cert       certID
	Status     asn1.RawValue
	ThisUpdate time.Time `asn1:"generalized"`
	NextUpdate time.Time `asn1:"generalized,explicit,tag:0"`
}

type responseData struct {
	Responder  asn1.RawValue
	ProducedAt time.Time `asn1:"generalized"`
	Responses  []single
}

type basicResponse struct {
	Data      asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

type ocspResponse struct {
	Status asn1.Enumerated
	Bytes  struct {
		Type  asn1.ObjectIdentifier
		Value []byte
	} `asn1:"explicit,tag:0"`
}

// status answers an OCSP request about one certificate of CA, who signs the
// answer itself.
func (p *PKI) status(raw []byte) ([]byte, error) {
	var q ocspRequest
	if rest, err := asn1.Unmarshal(raw, &q); err != nil || len(rest) > 0 || len(q.Inner.List) != 1 {
		return nil, errors.New("that is no OCSP request")
	}
	if p.Lies.NoOCSP {
		return nil, errors.New("out of order")
	}
	now, one := p.now(), single{Cert: q.Inner.List[0].Cert}
	if p.Lies.StaleOCSP {
		now = now.AddDate(0, -1, 0)
	}
	if p.Lies.OtherOCSP {
		one.Cert.Serial = new(big.Int).Add(one.Cert.Serial, big.NewInt(1))
	}
	one.ThisUpdate, one.NextUpdate = now, now.Add(24*time.Hour)
	one.Status = asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0} // good
	if at, gone := p.Revoked[one.Cert.Serial.String()]; gone {
		when, err := asn1.MarshalWithParams(at.UTC(), "generalized")
		if err != nil {
			return nil, err
		}
		one.Status = asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true, Bytes: when}
	}
	var key struct {
		Algorithm pkix.AlgorithmIdentifier
		Bits      asn1.BitString
	}
	if _, err := asn1.Unmarshal(p.CA.Certificate.RawSubjectPublicKeyInfo, &key); err != nil {
		return nil, err
	}
	id := sha1.Sum(key.Bits.Bytes)
	name, err := asn1.Marshal(id[:])
	if err != nil {
		return nil, err
	}
	data, err := asn1.Marshal(responseData{
		Responder:  asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 2, IsCompound: true, Bytes: name},
		ProducedAt: now, Responses: []single{one},
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	signature, err := p.CA.Key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	basic, err := asn1.Marshal(basicResponse{
		asn1.RawValue{FullBytes: data}, pkix.AlgorithmIdentifier{Algorithm: oidECDSASHA256}, asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)},
	})
	if err != nil {
		return nil, err
	}
	var out ocspResponse
	out.Bytes.Type, out.Bytes.Value = oidBasic, basic
	return asn1.Marshal(out)
}
