package sign

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"slices"
)

// maxChain bounds the certificates of a chain.
const maxChain = 16

// effort bounds the public-key work that a file may cause, and remembers what
// has been proven.
type effort struct {
	left  int
	links map[[2]*x509.Certificate]bool
}

// maxEffort is the number of signatures of certificates, revocation lists and
// responses that are checked for one file.
const maxEffort = 5000

func newEffort() *effort {
	return &effort{left: maxEffort, links: map[[2]*x509.Certificate]bool{}}
}

// spend says whether n more checks are within the limit.
func (e *effort) spend(n int) bool {
	e.left -= n
	return e.left >= 0
}

// issuers returns the chain that begins with leaf and goes up through pool as far
// as it can. Each link is proven by the issuer's key. The last one may be
// self-issued.
func (e *effort) issuers(leaf *x509.Certificate, pool []*x509.Certificate) []*x509.Certificate {
	chain := []*x509.Certificate{leaf}
	for len(chain) < maxChain {
		last := chain[len(chain)-1]
		if e.issued(last, last) {
			break
		}
		i := slices.IndexFunc(pool, func(c *x509.Certificate) bool { return e.issued(c, last) && !contains(chain, c) })
		if i < 0 {
			break
		}
		chain = append(chain, pool[i])
	}
	return chain
}

// issued says whether the key of issuer signed cert.
func (e *effort) issued(issuer, cert *x509.Certificate) bool {
	if !bytes.Equal(cert.RawIssuer, issuer.RawSubject) || outsized(issuer) {
		return false
	}
	link := [2]*x509.Certificate{issuer, cert}
	proven, known := e.links[link]
	if !known && e.spend(1) {
		proven = issuer.CheckSignature(cert.SignatureAlgorithm, cert.RawTBSCertificate, cert.Signature) == nil
		e.links[link] = proven
	}
	return proven
}

// outsized says whether a certificate's key would cost too much to check with.
func outsized(cert *x509.Certificate) bool {
	key, ok := cert.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() > maxRSA
}

// contains says whether certs hold cert.
func contains(certs []*x509.Certificate, cert *x509.Certificate) bool {
	return slices.ContainsFunc(certs, cert.Equal)
}
