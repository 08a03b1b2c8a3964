package sign

import (
	"bytes"
	"crypto/x509"
	"slices"
)

// maxChain bounds the certificates of a chain.
const maxChain = 16

// issuers returns the chain that begins with leaf and goes up through pool as far
// as it can. Each link is proven by the issuer's key. The last one may be
// self-issued.
func issuers(leaf *x509.Certificate, pool []*x509.Certificate) []*x509.Certificate {
	chain := []*x509.Certificate{leaf}
	for len(chain) < maxChain {
		last := chain[len(chain)-1]
		if selfIssued(last) {
			break
		}
		i := slices.IndexFunc(pool, func(c *x509.Certificate) bool { return issued(c, last) && !contains(chain, c) })
		if i < 0 {
			break
		}
		chain = append(chain, pool[i])
	}
	return chain
}

// issued says whether the key of issuer signed cert.
func issued(issuer, cert *x509.Certificate) bool {
	return bytes.Equal(cert.RawIssuer, issuer.RawSubject) &&
		issuer.CheckSignature(cert.SignatureAlgorithm, cert.RawTBSCertificate, cert.Signature) == nil
}

// selfIssued says whether a certificate is signed with its own key.
func selfIssued(cert *x509.Certificate) bool {
	return bytes.Equal(cert.RawIssuer, cert.RawSubject) && issued(cert, cert)
}

func contains(certs []*x509.Certificate, cert *x509.Certificate) bool {
	return slices.ContainsFunc(certs, cert.Equal)
}
