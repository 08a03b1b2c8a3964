// Package signtest is a public-key infrastructure for tests: a root, an issuing
// authority with OCSP responder and revocation lists, and a time-stamping
// authority, behind one http.Handler. All of it can be made to lie.
//
// What it sends is encoded by encoding/asn1 and not by the package that is
// tested with it.
package signtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"time"
)

// A Party is a certificate with its key.
type Party struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
}

// PKI is the whole. Change its fields between requests only.
type PKI struct {
	Now     func() time.Time
	Root    *Party
	CA      *Party // issued by Root, issues the signers' certificates
	TSA     *Party // issued by Root
	Revoked map[string]time.Time
	Lies    Lies

	url    string
	mu     sync.Mutex
	serial int64
	asked  []string
}

// Lies are the ways in which the PKI misbehaves.
type Lies struct {
	Refuse    bool          // the TSA grants nothing
	Nonce     bool          // and answers another question
	Imprint   bool          // and stamps something else
	Clock     time.Duration // and is wrong by so much
	Garbage   bool          // and sends no time-stamp at all
	NoOCSP    bool          // the responder is out of order
	StaleOCSP bool          // and answers what held last month
	OtherOCSP bool          // and answers about another certificate
	NoCRL     bool          // no revocation list is to be had
	StaleCRL  bool          // or only that of last month
}

// New makes a PKI whose certificates name addresses below url.
func New(url string, now func() time.Time) (*PKI, error) {
	p := &PKI{Now: now, url: strings.TrimSuffix(url, "/"), serial: 1000, Revoked: map[string]time.Time{}}
	var err error
	if p.Root, err = p.party(nil, "Test Root CA", authority); err != nil {
		return nil, err
	}
	if p.CA, err = p.party(p.Root, "Test Issuing CA", authority); err != nil {
		return nil, err
	}
	p.TSA, err = p.party(p.Root, "Test TSA", stamps)
	return p, err
}

// now is what the clock says, in whole seconds.
func (p *PKI) now() time.Time { return p.Now().UTC().Truncate(time.Second) }

// The kinds of certificate.
const (
	authority = iota
	stamps
	signs
	answers
	years = 5 // that each lasts
)

func (p *PKI) party(issuer *Party, name string, kind int) (*Party, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	cert, err := p.certify(issuer, name, key, kind, p.now().AddDate(years, 0, 0))
	return &Party{cert, key}, err
}

// Sign issues a certificate for signing documents, which lasts until a day, and
// returns it with its issuers.
func (p *PKI) Sign(name string, key crypto.Signer, until time.Time) ([]*x509.Certificate, error) {
	cert, err := p.certify(p.CA, name, key, signs, until)
	return []*x509.Certificate{cert, p.CA.Certificate, p.Root.Certificate}, err
}

// Responder makes a party that may answer for CA.
func (p *PKI) Responder() (*Party, error) { return p.party(p.CA, "Test OCSP", answers) }

func (p *PKI) certify(issuer *Party, name string, key crypto.Signer, kind int, until time.Time) (*x509.Certificate, error) {
	p.serial++
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	id := sha1.Sum(public)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(p.serial), Subject: pkix.Name{Country: []string{"DE"}, Organization: []string{"Test"}, CommonName: name},
		NotBefore: p.now().AddDate(-1, 0, 0), NotAfter: until, BasicConstraintsValid: true, SubjectKeyId: id[:],
	}
	switch kind {
	case authority:
		template.IsCA, template.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	case stamps:
		template.KeyUsage = x509.KeyUsageDigitalSignature
		usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
		if err != nil {
			return nil, err
		}
		template.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}
	case answers:
		template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
		template.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, Value: []byte{5, 0}}} // no check, RFC 6960, 4.2.2.2.1
	case signs:
		template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
		template.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 36}} // document signing, RFC 9336
		template.OCSPServer = []string{p.url + "/ocsp"}
	}
	parent, by := template, key
	if issuer != nil {
		parent, by = issuer.Certificate, issuer.Key
		where := "/root"
		if issuer == p.CA {
			where = "/ca"
		}
		template.IssuingCertificateURL = []string{p.url + where + ".crt"}
		template.CRLDistributionPoints = []string{p.url + where + ".crl"}
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
	if err != nil {
		return nil, fmt.Errorf("issue a certificate to %s: %w", name, err)
	}
	return x509.ParseCertificate(raw)
}

// Revoke says that a certificate was revoked at a time.
func (p *PKI) Revoke(cert *x509.Certificate, at time.Time) {
	p.Revoked[cert.SerialNumber.String()] = at
}

// list returns the revocation list of an authority.
func (p *PKI) list(issuer *Party) ([]byte, error) {
	now := p.now()
	if p.Lies.StaleCRL {
		now = now.AddDate(0, -1, 0)
	}
	list := &x509.RevocationList{Number: big.NewInt(now.Unix()), ThisUpdate: now, NextUpdate: now.AddDate(0, 0, 7)}
	for serial, at := range p.Revoked {
		n, _ := new(big.Int).SetString(serial, 10)
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: n, RevocationTime: at})
	}
	return x509.CreateRevocationList(rand.Reader, list, issuer.Certificate, issuer.Key)
}
