package sign

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// timeStamp is a time-stamp token taken apart (RFC 3161, 2.4.2). Its own
// signature has been checked.
type timeStamp struct {
	*signedData
	time    time.Time
	hash    crypto.Hash
	imprint []byte
	nonce   *big.Int // nil: none
}

var errToken = errors.New("the time-stamp is malformed")

func readTimeStamp(raw []byte) (*timeStamp, error) {
	sd, err := readCMS(raw)
	if err != nil {
		return nil, fmt.Errorf("time-stamp: %w", err)
	}
	if !sd.contentType.Equal(oidTSTInfo) || sd.content == nil || sd.timeStamp != nil {
		return nil, errToken
	}
	if !sd.named {
		return nil, errors.New("time-stamp: its signed attributes do not name the authority's certificate")
	}
	if err := sd.check(digest(sd.algorithm.hash, sd.content)); err != nil {
		return nil, fmt.Errorf("time-stamp: %w", err)
	}
	if err := stampsOnly(sd.signer); err != nil {
		return nil, err
	}
	ts := &timeStamp{signedData: sd}
	return ts, ts.readInfo()
}

// readInfo reads TSTInfo.
func (ts *timeStamp) readInfo() error {
	input := cryptobyte.String(ts.content)
	var info, imprint, when cryptobyte.String
	var version int
	var policy oid
	if !input.ReadASN1(&info, der.SEQUENCE) || !input.Empty() ||
		!info.ReadASN1Integer(&version) || version != 1 ||
		!info.ReadASN1ObjectIdentifier(&policy) ||
		!info.ReadASN1(&imprint, der.SEQUENCE) {
		return errToken
	}
	var err error
	if ts.hash, err = readDigestID(&imprint); err != nil {
		return fmt.Errorf("time-stamp: %w", err)
	}
	if !imprint.ReadASN1Bytes(&ts.imprint, der.OCTET_STRING) || !imprint.Empty() ||
		!info.SkipASN1(der.INTEGER) || !info.ReadASN1(&when, der.GeneralizedTime) {
		return errToken
	}
	if ts.time, err = time.Parse("20060102150405.999999999Z", string(when)); err != nil {
		return errToken
	}
	var skipped cryptobyte.String
	var present bool
	if !info.ReadOptionalASN1(&skipped, &present, der.SEQUENCE) || // accuracy
		!info.ReadOptionalASN1(&skipped, &present, der.BOOLEAN) { // ordering
		return errToken
	}
	if info.PeekASN1Tag(der.INTEGER) {
		ts.nonce = new(big.Int)
		if !info.ReadASN1Integer(ts.nonce) {
			return errToken
		}
	}
	if !info.ReadOptionalASN1(&skipped, &present, explicit(0)) || // the authority's name
		!info.ReadOptionalASN1(&skipped, &present, explicit(1)) || !info.Empty() { // extensions
		return errToken
	}
	return nil
}

// covers says whether the time-stamp was made over these bytes.
func (ts *timeStamp) covers(parts ...[]byte) bool {
	return bytes.Equal(ts.imprint, digest(ts.hash, parts...))
}

var oidExtendedKeyUsage = oid{2, 5, 29, 37}

// stampsOnly says whether a certificate is for time-stamps and nothing else, as
// RFC 3161, 2.3 demands.
func stampsOnly(cert *x509.Certificate) error {
	if len(cert.ExtKeyUsage) == 1 && cert.ExtKeyUsage[0] == x509.ExtKeyUsageTimeStamping && len(cert.UnknownExtKeyUsage) == 0 {
		for _, e := range cert.Extensions {
			if e.Id.Equal(oidExtendedKeyUsage) && e.Critical {
				return nil
			}
		}
	}
	return fmt.Errorf("time-stamp: the certificate of %s is not one for time-stamps", cert.Subject)
}
