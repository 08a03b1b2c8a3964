package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	_ "crypto/sha512" // for SHA-384 and SHA-512
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// algorithm is how a signature is made: a kind of key, a digest, a padding.
type algorithm struct {
	name   string
	id     oid
	hash   crypto.Hash
	pss    bool
	salt   int // bytes of PSS salt
	signer x509.PublicKeyAlgorithm
}

// digestID is the identifier of a digest.
func digestID(hash crypto.Hash) oid {
	switch hash {
	case crypto.SHA384:
		return oidSHA384
	case crypto.SHA512:
		return oidSHA512
	}
	return oidSHA256
}

func digestOf(id oid) (crypto.Hash, bool) {
	for _, hash := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		if digestID(hash).Equal(id) {
			return hash, true
		}
	}
	return 0, false
}

func digest(hash crypto.Hash, parts ...[]byte) []byte {
	h := hash.New()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

var signatureAlgorithms = []algorithm{
	{"ECDSA with SHA-256", oidECDSASHA256, crypto.SHA256, false, 0, x509.ECDSA},
	{"ECDSA with SHA-384", oidECDSASHA384, crypto.SHA384, false, 0, x509.ECDSA},
	{"ECDSA with SHA-512", oidECDSASHA512, crypto.SHA512, false, 0, x509.ECDSA},
	{"RSA with SHA-256", oidRSASHA256, crypto.SHA256, false, 0, x509.RSA},
	{"RSA with SHA-384", oidRSASHA384, crypto.SHA384, false, 0, x509.RSA},
	{"RSA with SHA-512", oidRSASHA512, crypto.SHA512, false, 0, x509.RSA},
}

// algorithmFor chooses how a key signs.
func algorithmFor(public crypto.PublicKey, pkcs1v15 bool) (algorithm, error) {
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P384() {
			return signatureAlgorithms[1], nil
		}
		return signatureAlgorithms[0], nil
	case *rsa.PublicKey:
		if pkcs1v15 {
			return signatureAlgorithms[3], nil
		}
		return pssAlgorithm(crypto.SHA256, crypto.SHA256.Size()), nil
	}
	return algorithm{}, fmt.Errorf("a key of kind %T cannot sign documents", public)
}

func pssAlgorithm(hash crypto.Hash, salt int) algorithm {
	return algorithm{"RSA-PSS with " + hash.String(), oidPSS, hash, true, salt, x509.RSA}
}

// sign signs a digest. Keys of this process give the same signature every time:
// ECDSA as RFC 6979 says, PSS with a salt drawn from key and digest.
func (a algorithm) sign(key crypto.Signer, sum []byte) ([]byte, error) {
	if !a.pss {
		return key.Sign(nil, sum, a.hash)
	}
	opts := &rsa.PSSOptions{SaltLength: a.salt, Hash: a.hash}
	if private, ok := key.(*rsa.PrivateKey); ok {
		secret := sha256.Sum256(x509.MarshalPKCS1PrivateKey(private))
		return key.Sign(&saltSource{secret: secret[:], sum: sum}, sum, opts)
	}
	return key.Sign(nil, sum, opts)
}

// saltSource yields HMAC-SHA256(secret, counter, digest), block after block:
// unpredictable without the key, the same for the same document.
type saltSource struct {
	secret, sum, rest []byte
	counter           uint32
}

func (s *saltSource) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		h := hmac.New(sha256.New, s.secret)
		h.Write(binary.BigEndian.AppendUint32(nil, s.counter))
		h.Write(s.sum)
		s.rest = h.Sum(nil)
		s.counter++
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// maxRSA is the longest RSA key, in bits, that signatures are checked with.
const maxRSA = 8192

// verify checks a signature over a digest.
func (a algorithm) verify(public crypto.PublicKey, sum, signature []byte) error {
	ok := false
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		ok = a.signer == x509.ECDSA && ecdsa.VerifyASN1(key, sum, signature)
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n < 2048 || n > maxRSA {
			return fmt.Errorf("an RSA key of %d bits is not accepted", n)
		}
		switch {
		case a.signer != x509.RSA:
		case a.pss:
			ok = rsa.VerifyPSS(key, a.hash, sum, signature, &rsa.PSSOptions{SaltLength: a.salt}) == nil
		default:
			ok = rsa.VerifyPKCS1v15(key, a.hash, sum, signature) == nil
		}
	default:
		return fmt.Errorf("a key of kind %T is not supported", public)
	}
	if !ok {
		return errors.New("the signature does not fit what was signed")
	}
	return nil
}

// add appends the AlgorithmIdentifier. RSA wants NULL parameters (RFC 4055, 5),
// ECDSA none (RFC 5758, 3.2), PSS its own (RFC 4055, 3.1).
func (a algorithm) add(b *cryptobyte.Builder) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(a.id)
		switch {
		case a.pss:
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(explicit(0), func(b *cryptobyte.Builder) { addDigestID(b, a.hash) })
				b.AddASN1(explicit(1), func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(oidMGF1)
						addDigestID(b, a.hash)
					})
				})
				b.AddASN1(explicit(2), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(a.salt)) })
			})
		case a.signer == x509.RSA:
			b.AddASN1NULL()
		}
	})
}

func explicit(tag uint8) asn1.Tag { return asn1.Tag(tag).Constructed().ContextSpecific() }

// addDigestID appends the AlgorithmIdentifier of a digest, without parameters
// (RFC 5754, 2).
func addDigestID(b *cryptobyte.Builder, hash crypto.Hash) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(digestID(hash)) })
}

// readDigestID reads the AlgorithmIdentifier of a digest; parameters are absent
// or NULL.
func readDigestID(s *cryptobyte.String) (crypto.Hash, error) {
	var seq cryptobyte.String
	var id oid
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1ObjectIdentifier(&id) || !nullOrNothing(seq) {
		return 0, errors.New("malformed digest algorithm")
	}
	hash, ok := digestOf(id)
	if !ok {
		return 0, fmt.Errorf("digest algorithm %s is not accepted", id)
	}
	return hash, nil
}

func nullOrNothing(s cryptobyte.String) bool {
	return s.Empty() || len(s) == 2 && s[0] == 5 && s[1] == 0
}

// readAlgorithm reads the AlgorithmIdentifier of a signature whose digest is known.
func readAlgorithm(s *cryptobyte.String, hash crypto.Hash) (algorithm, error) {
	var seq cryptobyte.String
	var id oid
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1ObjectIdentifier(&id) {
		return algorithm{}, errors.New("malformed signature algorithm")
	}
	if id.Equal(oidPSS) {
		return readPSS(seq, hash)
	}
	for _, a := range signatureAlgorithms {
		named := a.id.Equal(id) || a.signer == x509.RSA && id.Equal(oidRSA)
		if !named || a.hash != hash {
			continue
		}
		if a.signer == x509.RSA && !nullOrNothing(seq) || a.signer == x509.ECDSA && !seq.Empty() {
			return algorithm{}, errors.New("the signature algorithm has parameters it must not have")
		}
		return a, nil
	}
	return algorithm{}, fmt.Errorf("signature algorithm %s with %s is not accepted", id, hash)
}

// readPSS reads RSASSA-PSS-params. Digest and mask must use the digest of the
// signature, the trailer field its only value.
func readPSS(s cryptobyte.String, hash crypto.Hash) (algorithm, error) {
	malformed := errors.New("malformed or odd RSA-PSS parameters")
	var params, field, mask cryptobyte.String
	var id oid
	if !s.ReadASN1(&params, asn1.SEQUENCE) || !s.Empty() || !params.ReadASN1(&field, explicit(0)) {
		return algorithm{}, malformed
	}
	if h, err := readDigestID(&field); err != nil || h != hash || !field.Empty() {
		return algorithm{}, malformed
	}
	if !params.ReadASN1(&field, explicit(1)) || !field.ReadASN1(&mask, asn1.SEQUENCE) || !field.Empty() ||
		!mask.ReadASN1ObjectIdentifier(&id) || !id.Equal(oidMGF1) {
		return algorithm{}, malformed
	}
	if h, err := readDigestID(&mask); err != nil || h != hash || !mask.Empty() {
		return algorithm{}, malformed
	}
	var salt int
	if !params.ReadASN1(&field, explicit(2)) || !field.ReadASN1Integer(&salt) || !field.Empty() || salt < 1 || salt > 64 {
		return algorithm{}, malformed
	}
	if !params.Empty() { // trailerField [3] DEFAULT 1
		var trailer int
		if !params.ReadASN1(&field, explicit(3)) || !field.ReadASN1Integer(&trailer) || trailer != 1 || !field.Empty() || !params.Empty() {
			return algorithm{}, malformed
		}
	}
	return pssAlgorithm(hash, salt), nil
}
