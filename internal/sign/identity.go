package sign

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"
)

// identityYears is how long a self-made identity lasts. It covers as many years
// before the day it was made: what was in force then may be printed anew, and is
// signed as of that day.
const identityYears = 10

// NewIdentity makes a P-256 key and a self-issued certificate for signing
// documents, valid for ten years on either side of the given day, and returns
// both as PEM for LoadKey. Everything depends on what random yields: it must be a secure
// source, and the result be kept where nobody else can read it. To others the
// signer stays a stranger until they are given the certificate.
func NewIdentity(name string, day time.Time, random io.Reader) ([]byte, error) {
	key, err := newKey(random)
	if err != nil {
		return nil, fmt.Errorf("make signing identity: %w", err)
	}
	public, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, fmt.Errorf("make signing identity: %w", err)
	}
	id := sha256.Sum256(public)
	day = day.UTC().Truncate(24 * time.Hour)
	template := &x509.Certificate{
		SerialNumber:          new(big.Int).SetBytes(append([]byte{1}, id[20:]...)),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             day.AddDate(-identityYears, 0, 0),
		NotAfter:              day.AddDate(identityYears, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		BasicConstraintsValid: true,
		SubjectKeyId:          id[:20],
		AuthorityKeyId:        id[:20],
	}
	cert, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("make signing identity: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("make signing identity: %w", err)
	}
	out := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	return append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})...), nil
}

// newKey draws numbers until one is a private key; nearly every one is.
func newKey(random io.Reader) (*ecdsa.PrivateKey, error) {
	raw := make([]byte, 32)
	for range 16 {
		if _, err := io.ReadFull(random, raw); err != nil {
			return nil, err
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("the source of randomness yields no key")
}
