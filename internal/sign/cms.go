package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// buildCMS returns a detached SignedData (RFC 5652, 5.1) over content of which
// only the digest is given. Its signed attributes are content-type,
// message-digest and signing-certificate-v2, no other: the baseline forbids
// signing-time (EN 319 142-1, 6.3). From level B-T on, a time-stamp over the
// signature is its only unsigned attribute.
func (s *Signer) buildCMS(ctx context.Context, a algorithm, sum []byte) ([]byte, error) {
	attributes, err := signedAttributes(s.Key.Certificate(), a.hash, sum)
	if err != nil {
		return nil, err
	}
	// Signed as a SET (tag 0x31), stored as [0] (RFC 5652, 5.4).
	signature, err := a.sign(s.Key.Signer, digest(a.hash, attributes))
	if err != nil {
		return nil, err
	}
	attributes[0] = 0xA0
	var token []byte
	if s.Level >= BT {
		if token, _, err = s.Services.stamp(ctx, digest(crypto.SHA256, signature)); err != nil {
			return nil, err
		}
	}
	return assemble(s.Key, a, attributes, signature, token)
}

// assemble wraps signed attributes, signature and, where there is one, its
// time-stamp up.
func assemble(k *Key, a algorithm, attributes, signature, token []byte) ([]byte, error) {
	certificates := make([][]byte, len(k.Chain))
	for i, cert := range k.Chain {
		certificates[i] = cert.Raw
	}
	slices.SortFunc(certificates, bytes.Compare)
	leaf := k.Certificate()
	var b cryptobyte.Builder
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(der.SET, func(b *cryptobyte.Builder) { addDigestID(b, a.hash) })
				b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
					for _, raw := range certificates {
						b.AddBytes(raw)
					}
				})
				b.AddASN1(der.SET, func(b *cryptobyte.Builder) {
					b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1Int64(1)
						b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddBytes(leaf.RawIssuer)
							b.AddASN1BigInt(leaf.SerialNumber)
						})
						addDigestID(b, a.hash)
						b.AddBytes(attributes)
						a.add(b)
						b.AddASN1OctetString(signature)
						if token != nil {
							b.AddASN1(explicit(1), func(b *cryptobyte.Builder) { addAttribute(b, oidTimeStamp, token) })
						}
					})
				})
			})
		})
	})
	return b.Bytes()
}

// addAttribute appends an Attribute of one value, given in DER.
func addAttribute(b *cryptobyte.Builder, id oid, value []byte) {
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(id)
		b.AddASN1(der.SET, func(b *cryptobyte.Builder) { b.AddBytes(value) })
	})
}

// signedAttributes returns the three attributes as a DER SET, sorted.
func signedAttributes(leaf *x509.Certificate, hash crypto.Hash, sum []byte) ([]byte, error) {
	attributes := make([][]byte, 0, 3)
	add := func(id asn1.ObjectIdentifier, value func(*cryptobyte.Builder)) error {
		var b cryptobyte.Builder
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(id)
			b.AddASN1(der.SET, value)
		})
		raw, err := b.Bytes()
		attributes = append(attributes, raw)
		return err
	}
	if err := add(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }); err != nil {
		return nil, err
	}
	if err := add(oidDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(sum) }); err != nil {
		return nil, err
	}
	if err := add(oidCertV2, func(b *cryptobyte.Builder) { addCertificateID(b, leaf, hash) }); err != nil {
		return nil, err
	}
	slices.SortFunc(attributes, bytes.Compare)
	var b cryptobyte.Builder
	b.AddASN1(der.SET, func(b *cryptobyte.Builder) {
		for _, raw := range attributes {
			b.AddBytes(raw)
		}
	})
	return b.Bytes()
}

// addCertificateID appends SigningCertificateV2 (RFC 5035, 3). SHA-256 is its
// default and therefore not written.
func addCertificateID(b *cryptobyte.Builder, leaf *x509.Certificate, hash crypto.Hash) {
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				if hash != crypto.SHA256 {
					addDigestID(b, hash)
				}
				b.AddASN1OctetString(digest(hash, leaf.Raw))
			})
		})
	})
}
