package sign

import (
	"bytes"
	"crypto/x509"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidIssuingPoint = oid{2, 5, 29, 28}
	oidCRLPoints    = oid{2, 5, 29, 31}
)

// speaksOf says whether a revocation list speaks of a certificate, as far as its
// critical extensions narrow what it speaks of (RFC 5280, 5.2). The one that is
// understood is the issuing distribution point; a list that holds some reasons
// only, or certificates of others, is not.
func speaksOf(list *x509.RevocationList, cert *x509.Certificate) bool {
	for _, e := range list.Extensions {
		if e.Critical && (!e.Id.Equal(oidIssuingPoint) || !inScope(e.Value, cert)) {
			return false
		}
	}
	return true
}

// inScope reads an IssuingDistributionPoint (RFC 5280, 5.2.5).
func inScope(raw []byte, cert *x509.Certificate) bool {
	input := cryptobyte.String(raw)
	var point, name cryptobyte.String
	var named, users, authorities bool
	tag := func(n uint8) der.Tag { return der.Tag(n).ContextSpecific() }
	if !input.ReadASN1(&point, der.SEQUENCE) || !input.Empty() || !point.ReadOptionalASN1(&name, &named, explicit(0)) ||
		!readFlag(&point, &users, tag(1)) || !readFlag(&point, &authorities, tag(2)) || !point.Empty() { // what follows narrows it further
		return false
	}
	if users && cert.IsCA || authorities && !cert.IsCA {
		return false
	}
	return !named || sharesPoint(name, cert)
}

// readFlag reads an implicit BOOLEAN that is false where it is absent.
func readFlag(s *cryptobyte.String, out *bool, tag der.Tag) bool {
	var value cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&value, &present, tag) {
		return false
	}
	*out = present && len(value) == 1 && value[0] != 0
	return true
}

// sharesPoint says whether a name of a list's distribution point, as full names,
// is one of those that the certificate gives (RFC 5280, 6.3.3 b 2 i).
func sharesPoint(point cryptobyte.String, cert *x509.Certificate) bool {
	var names cryptobyte.String
	if !point.ReadASN1(&names, explicit(0)) || !point.Empty() {
		return false
	}
	var own []byte
	for _, e := range cert.Extensions {
		if e.Id.Equal(oidCRLPoints) {
			own = e.Value
		}
	}
	for !names.Empty() {
		var one cryptobyte.String
		var tag der.Tag
		if !names.ReadAnyASN1Element(&one, &tag) {
			return false
		}
		if len(own) > 0 && bytes.Contains(own, one) {
			return true
		}
	}
	return false
}
