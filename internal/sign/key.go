package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// ErrPassword says that a key could not be opened with the password given.
var ErrPassword = errors.New("the password does not open the key")

// Key is a private key with its certificate.
type Key struct {
	// Signer makes the signatures: P-256, P-384, or RSA of 2048 to 4096 bits. Keys
	// of this process sign reproducibly; any other signer is called with a nil
	// source of randomness.
	Signer crypto.Signer
	// Chain holds the certificate of the key, then those of its issuers.
	Chain []*x509.Certificate
}

// Certificate is the key's own certificate.
func (k *Key) Certificate() *x509.Certificate { return k.Chain[0] }

// LoadKey reads a key with its certificates from PKCS#12 (as OpenSSL 3 and older
// programs write it) or from PEM (a private key, encrypted or not, its
// certificate, and those of its issuers in any order). The error of a wrong
// password is ErrPassword.
func LoadKey(data []byte, password string) (*Key, error) {
	k := &Key{}
	var private any
	var err error
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		private, k.Chain, err = readPEM(data, password)
	} else {
		private, k.Chain, err = readPKCS12(data, password)
	}
	if err != nil {
		return nil, fmt.Errorf("load signing key: %w", err)
	}
	if k.Signer, err = usable(private); err != nil {
		return nil, fmt.Errorf("load signing key: %w", err)
	}
	if err := k.order(); err != nil {
		return nil, fmt.Errorf("load signing key: %w", err)
	}
	return k, nil
}

// NewKey is a key that is kept elsewhere, with its certificates.
func NewKey(signer crypto.Signer, certificates []*x509.Certificate) (*Key, error) {
	if err := suits(signer.Public()); err != nil {
		return nil, err
	}
	k := &Key{Signer: signer, Chain: certificates}
	return k, k.order()
}

func readPKCS12(data []byte, password string) (any, []*x509.Certificate, error) {
	private, leaf, issuers, err := pkcs12.DecodeChain(data, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return nil, nil, ErrPassword
	case err != nil:
		return nil, nil, errors.New("it is neither PEM nor PKCS#12; make one with openssl pkcs12 -export -inkey key.pem -in certificate.pem -out key.p12")
	}
	return private, append([]*x509.Certificate{leaf}, issuers...), nil
}

func readPEM(data []byte, password string) (private any, chain []*x509.Certificate, err error) {
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		if block.Type == "CERTIFICATE" {
			cert, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, nil, err
			}
			chain = append(chain, cert)
			continue
		}
		if !strings.HasSuffix(block.Type, "PRIVATE KEY") {
			continue // such as EC PARAMETERS
		}
		if private != nil {
			return nil, nil, errors.New("the file holds two private keys: leave one")
		}
		if private, err = readPrivate(block, password); err != nil {
			return nil, nil, err
		}
	}
	if private == nil {
		return nil, nil, errors.New("the file holds no private key")
	}
	return private, chain, nil
}

// readPrivate reads a private key from a block of PEM.
func readPrivate(block *pem.Block, password string) (any, error) {
	raw, encrypted := block.Bytes, false
	var err error
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY":
		encrypted = true
		raw, err = decryptPKCS8(raw, password)
	case block.Headers["DEK-Info"] != "": // as OpenSSL wrote it until 2010 (RFC 1423)
		encrypted = true
		//lint:ignore SA1019 weak as it is, it is how existing keys are kept
		if raw, err = x509.DecryptPEMBlock(block, []byte(password)); errors.Is(err, x509.IncorrectPasswordError) {
			err = ErrPassword
		}
	}
	if err != nil {
		return nil, err
	}
	var key any
	switch block.Type {
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(raw)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(raw)
	case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(raw)
	default:
		err = fmt.Errorf("a %s cannot be used: make one on P-256 or with RSA-3072", block.Type)
	}
	if err != nil && encrypted {
		return nil, ErrPassword // what a wrong password leaves is no key
	}
	return key, err
}

// usable refuses what is no key to sign with.
func usable(private any) (crypto.Signer, error) {
	key, ok := private.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("a key of kind %T cannot be used: make one on P-256 or with RSA-3072", private)
	}
	return key, suits(key.Public())
}

// suits refuses kinds and sizes of keys that readers of PDF do not take.
func suits(public crypto.PublicKey) error {
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		if key.Curve != elliptic.P256() && key.Curve != elliptic.P384() {
			return fmt.Errorf("a key on curve %s cannot be used: make one on P-256 or P-384", key.Curve.Params().Name)
		}
		return nil
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n < 2048 || n > 4096 {
			return fmt.Errorf("an RSA key of %d bits cannot be used: it wants 2048 to 4096", n)
		}
		return nil
	}
	return fmt.Errorf("a key of kind %T cannot be used: make one on P-256 or with RSA-3072", public)
}

// order puts the key's certificate first and its issuers behind it; certificates
// that do not belong to the chain are left out.
func (k *Key) order() error {
	public, ok := k.Signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return fmt.Errorf("a key of kind %T cannot be used", k.Signer.Public())
	}
	var chain []*x509.Certificate
	for _, cert := range k.Chain {
		if public.Equal(cert.PublicKey) {
			chain = append(chain, cert)
			break
		}
	}
	if chain == nil {
		return errors.New("no certificate fits the private key: add the one that was issued for it")
	}
	k.Chain = newEffort().issuers(chain[0], k.Chain)
	return nil
}

// covers says whether a certificate is within its term at a time.
func covers(cert *x509.Certificate, at time.Time) bool {
	return !at.Before(cert.NotBefore) && !at.After(cert.NotAfter)
}
