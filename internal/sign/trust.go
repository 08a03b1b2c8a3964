package sign

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"slices"
	"time"
)

// judgement is what is known of a signer at a time.
type judgement struct {
	chain   []*x509.Certificate
	doubts  []string // empty: trusted
	checked bool     // revocation data for every certificate below the anchor were there
}

// judge builds the chain of a signer from what it brought along, the document's
// store and the trusted certificates, and looks whether it held at a time. Nothing
// that was made after now counts.
func (v *verifier) judge(sd *signedData, at, now time.Time) judgement {
	pool := slices.Concat(v.opts.Trust, sd.certificates, v.evidence.certificates())
	j := judgement{chain: v.effort.issuers(sd.signer, pool)}
	v.evidence.use(j.chain)
	anchor := slices.IndexFunc(j.chain, func(c *x509.Certificate) bool { return contains(v.opts.Trust, c) })
	if contains(v.opts.Own, sd.signer) {
		anchor = 0
	}
	below := len(j.chain) - 1
	if anchor < 0 {
		j.doubts = append(j.doubts, fmt.Sprintf("no chain leads from %s to a trusted certificate", name(sd.signer)))
	} else {
		below = anchor
		if err := holds(j.chain[:anchor+1], at); err != nil {
			j.doubts = append(j.doubts, err.Error())
		}
	}
	j.checked = true
	for i := range j.chain[:below] {
		switch found := v.evidence.status(j.chain[i], j.chain[i+1], at, now, time.Time{}); found.revocation {
		case revoked:
			j.doubts = append(j.doubts, fmt.Sprintf("the certificate of %s was revoked on %s", name(j.chain[i]), day(found.when)))
		case unknown:
			j.checked = false
		}
	}
	return j
}

// holds says whether a chain that ends at a trusted certificate was in order at
// a time: terms, constraints, key usage (RFC 5280, 6.1).
func holds(chain []*x509.Certificate, at time.Time) error {
	leaf := chain[0]
	if usage := leaf.KeyUsage; usage != 0 && usage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return fmt.Errorf("the certificate of %s is not for signatures", name(leaf))
	}
	for _, cert := range chain {
		if !covers(cert, at) {
			return fmt.Errorf("the certificate of %s was valid from %s to %s, not on %s", name(cert), day(cert.NotBefore), day(cert.NotAfter), day(at))
		}
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(chain[len(chain)-1])
	for _, cert := range chain[1:] {
		between.AddCert(cert)
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return fmt.Errorf("the chain of %s does not hold: %w", name(leaf), err)
	}
	return nil
}

// unused returns the first certificate that a signature brought along without
// need, or whose own signature is damaged; it could be altered unnoticed.
func (v *verifier) unused(sd *signedData, chain []*x509.Certificate) *x509.Certificate {
	for _, cert := range sd.certificates {
		if !contains(chain, cert) || bytes.Equal(cert.RawIssuer, cert.RawSubject) && !v.effort.issued(cert, cert) {
			return cert
		}
	}
	return nil
}

// name is the common name of a certificate, or all of its name.
func name(cert *x509.Certificate) string {
	if cert.Subject.CommonName != "" {
		return cert.Subject.CommonName
	}
	return cert.Subject.String()
}
