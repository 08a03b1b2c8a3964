package sign

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// maxCertificates bounds what one CMS may carry.
const maxCertificates = 64

// signedData is a CMS with one signer, taken apart. Whatever is not signed in it
// has only one form that readCMS accepts: DER throughout, versions and digest as
// they must be, no attribute without meaning.
type signedData struct {
	contentType  oid
	content      []byte // nil: detached
	certificates []*x509.Certificate
	signer       *x509.Certificate
	algorithm    algorithm
	attributes   []byte // signed, as a SET
	signature    []byte
	sum          []byte // message-digest
	named        bool   // signing-certificate-v2, or its forerunner, names the signer
	signingTime  bool   // the attribute that the baseline forbids is there
	timeStamp    []byte // over the signature; nil: none
}

var errCMS = errors.New("the signature is malformed or not in DER")

// readCMS reads a ContentInfo with a SignedData (RFC 5652, 5.1).
func readCMS(raw []byte) (*signedData, error) {
	input := cryptobyte.String(raw)
	var info, explicit0, sd, digests, encap, infos cryptobyte.String
	var id oid
	var version int
	if !input.ReadASN1(&info, der.SEQUENCE) || !input.Empty() ||
		!info.ReadASN1ObjectIdentifier(&id) || !id.Equal(oidSignedData) ||
		!info.ReadASN1(&explicit0, explicit(0)) || !info.Empty() ||
		!explicit0.ReadASN1(&sd, der.SEQUENCE) || !explicit0.Empty() ||
		!sd.ReadASN1Integer(&version) ||
		!sd.ReadASN1(&digests, der.SET) ||
		!sd.ReadASN1(&encap, der.SEQUENCE) {
		return nil, errCMS
	}
	hash, err := readDigestID(&digests)
	if err != nil {
		return nil, err
	}
	if !digests.Empty() {
		return nil, errors.New("the signature names more than one digest")
	}
	out := &signedData{}
	if err := out.readContent(encap); err != nil {
		return nil, err
	}
	if err := out.readCertificates(&sd); err != nil {
		return nil, err
	}
	if sd.PeekASN1Tag(explicit(1)) {
		return nil, errors.New("the signature carries revocation lists outside the document's store, which is not supported")
	}
	if !sd.ReadASN1(&infos, der.SET) || !sd.Empty() {
		return nil, errCMS
	}
	bySerial, err := out.readSigner(&infos, hash)
	if err != nil {
		return nil, err
	}
	if !infos.Empty() {
		return nil, errors.New("the signature holds more than one signer")
	}
	want := 3
	if bySerial && out.contentType.Equal(oidData) {
		want = 1
	}
	if version != want {
		return nil, fmt.Errorf("the signature has version %d where %d is due", version, want)
	}
	return out, nil
}

func (sd *signedData) readContent(encap cryptobyte.String) error {
	var wrapped cryptobyte.String
	var present bool
	if !encap.ReadASN1ObjectIdentifier(&sd.contentType) ||
		!encap.ReadOptionalASN1(&wrapped, &present, explicit(0)) || !encap.Empty() {
		return errCMS
	}
	if present && (!wrapped.ReadASN1Bytes(&sd.content, der.OCTET_STRING) || !wrapped.Empty()) {
		return errCMS
	}
	return nil
}

func (sd *signedData) readCertificates(s *cryptobyte.String) error {
	var set cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&set, &present, explicit(0)) || !present {
		return errors.New("the signature carries no certificate")
	}
	for !set.Empty() {
		var raw cryptobyte.String
		if !set.ReadASN1Element(&raw, der.SEQUENCE) || len(sd.certificates) == maxCertificates {
			return errCMS
		}
		cert, err := x509.ParseCertificate(raw)
		if err != nil {
			return fmt.Errorf("a certificate in the signature cannot be read: %w", err)
		}
		if contains(sd.certificates, cert) {
			return errors.New("the signature carries a certificate twice")
		}
		sd.certificates = append(sd.certificates, cert)
	}
	return nil
}

// readSigner reads a SignerInfo (RFC 5652, 5.3) and says whether it names its
// certificate by issuer and serial number.
func (sd *signedData) readSigner(s *cryptobyte.String, hash crypto.Hash) (bySerial bool, err error) {
	var info, attributes, unsigned cryptobyte.String
	var version int
	if !s.ReadASN1(&info, der.SEQUENCE) || !info.ReadASN1Integer(&version) {
		return false, errCMS
	}
	if bySerial, err = sd.findSigner(&info); err != nil {
		return false, err
	}
	if bySerial && version != 1 || !bySerial && version != 3 {
		return false, errors.New("the signer has a version that does not fit")
	}
	own, err := readDigestID(&info)
	if err != nil {
		return false, err
	}
	if own != hash {
		return false, errors.New("the signer uses another digest than the signature names")
	}
	if !info.ReadASN1Element(&attributes, explicit(0)) {
		return false, errors.New("the signature has no signed attributes")
	}
	sd.attributes = bytes.Clone(attributes)
	sd.attributes[0] = byte(der.SET)
	if sd.algorithm, err = readAlgorithm(&info, hash); err != nil {
		return false, err
	}
	var present bool
	if !info.ReadASN1Bytes(&sd.signature, der.OCTET_STRING) ||
		!info.ReadOptionalASN1(&unsigned, &present, explicit(1)) || !info.Empty() {
		return false, errCMS
	}
	if err := sd.readSigned(); err != nil {
		return false, err
	}
	if !present {
		return bySerial, nil
	}
	return bySerial, sd.readUnsigned(unsigned)
}

// findSigner reads the SignerIdentifier and finds the certificate.
func (sd *signedData) findSigner(s *cryptobyte.String) (bySerial bool, err error) {
	if s.PeekASN1Tag(der.SEQUENCE) {
		var id, issuer cryptobyte.String
		serial := new(big.Int)
		if !s.ReadASN1(&id, der.SEQUENCE) || !id.ReadASN1Element(&issuer, der.SEQUENCE) || !id.ReadASN1Integer(serial) || !id.Empty() {
			return false, errCMS
		}
		for _, cert := range sd.certificates {
			if bytes.Equal(cert.RawIssuer, issuer) && cert.SerialNumber.Cmp(serial) == 0 {
				sd.signer = cert
			}
		}
		bySerial = true
	} else {
		var id cryptobyte.String
		if !s.ReadASN1(&id, der.Tag(0).ContextSpecific()) {
			return false, errCMS
		}
		for _, cert := range sd.certificates {
			if len(id) > 0 && bytes.Equal(cert.SubjectKeyId, id) {
				sd.signer = cert
			}
		}
	}
	if sd.signer == nil {
		return false, errors.New("the signature does not carry its signer's certificate")
	}
	return bySerial, nil
}

// readSigned reads the signed attributes. They must be a DER SET OF: sorted,
// each kind once.
func (sd *signedData) readSigned() error {
	set := cryptobyte.String(sd.attributes)
	if !set.ReadASN1(&set, der.SET) {
		return errCMS
	}
	var before cryptobyte.String
	seen := map[string]bool{}
	for !set.Empty() {
		var raw, attribute, values cryptobyte.String
		var id oid
		if !set.ReadASN1Element(&raw, der.SEQUENCE) || bytes.Compare(before, raw) >= 0 {
			return errors.New("the signed attributes are not in DER order")
		}
		before = raw
		if !raw.ReadASN1(&attribute, der.SEQUENCE) || !attribute.ReadASN1ObjectIdentifier(&id) ||
			!attribute.ReadASN1(&values, der.SET) || !attribute.Empty() || values.Empty() || seen[id.String()] {
			return errCMS
		}
		seen[id.String()] = true
		ok := true
		switch {
		case id.Equal(oidContentType):
			var kind oid
			ok = values.ReadASN1ObjectIdentifier(&kind) && values.Empty() && kind.Equal(sd.contentType)
		case id.Equal(oidDigest):
			ok = values.ReadASN1Bytes(&sd.sum, der.OCTET_STRING) && values.Empty()
		case id.Equal(oidSigningTime):
			sd.signingTime = true
		case id.Equal(oidCertV2):
			ok = sd.readCertificateID(values, true)
		case id.Equal(oidCertificate):
			ok = sd.readCertificateID(values, false)
		}
		if !ok {
			return fmt.Errorf("signed attribute %s does not fit the signature", id)
		}
	}
	if sd.sum == nil || !seen[oidContentType.String()] {
		return errors.New("the signed attributes lack content type or message digest")
	}
	return nil
}

// readCertificateID compares the first ESSCertID (RFC 2634, 5.4) or ESSCertIDv2
// (RFC 5035, 4) with the signer's certificate.
func (sd *signedData) readCertificateID(values cryptobyte.String, v2 bool) bool {
	var outer, list, id cryptobyte.String
	var sum []byte
	if !values.ReadASN1(&outer, der.SEQUENCE) || !values.Empty() ||
		!outer.ReadASN1(&list, der.SEQUENCE) || !list.ReadASN1(&id, der.SEQUENCE) {
		return false
	}
	want := sha1.Sum(sd.signer.Raw)
	expected := want[:]
	if v2 {
		hash := crypto.SHA256
		if id.PeekASN1Tag(der.SEQUENCE) {
			var err error
			if hash, err = readDigestID(&id); err != nil {
				return false
			}
		}
		expected = digest(hash, sd.signer.Raw)
	}
	sd.named = id.ReadASN1Bytes(&sum, der.OCTET_STRING) && bytes.Equal(sum, expected)
	return sd.named
}

// readUnsigned reads the unsigned attributes: a time-stamp, once, and no other.
func (sd *signedData) readUnsigned(set cryptobyte.String) error {
	var attribute, values, token cryptobyte.String
	var id oid
	if !set.ReadASN1(&attribute, der.SEQUENCE) || !attribute.ReadASN1ObjectIdentifier(&id) ||
		!attribute.ReadASN1(&values, der.SET) || !attribute.Empty() {
		return errCMS
	}
	if !id.Equal(oidTimeStamp) || !set.Empty() {
		return fmt.Errorf("the signature carries unsigned attributes (%s) that this version cannot check", id)
	}
	if !values.ReadASN1Element(&token, der.SEQUENCE) || !values.Empty() {
		return errCMS
	}
	sd.timeStamp = token
	return nil
}

// check proves that the signer signed content of the given digest.
func (sd *signedData) check(sum []byte) error {
	if !bytes.Equal(sum, sd.sum) {
		return errors.New("the signed bytes were changed")
	}
	return sd.algorithm.verify(sd.signer.PublicKey, digest(sd.algorithm.hash, sd.attributes), sd.signature)
}
