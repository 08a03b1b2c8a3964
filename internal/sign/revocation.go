package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"annexa/internal/pdf/object"

	"golang.org/x/crypto/ocsp"
)

// How many bytes an OCSP response and a revocation list may have.
const (
	maxResponse = 256 << 10
	maxList     = 32 << 20
)

// A source is where revocation data about a certificate may be had.
type source struct {
	kind    object.Name
	what    string // for messages
	request Request
}

// sources are what a certificate names: OCSP first, which is fresher and smaller,
// then lists. Addresses that are not of the web (LDAP) are left out.
func sources(cert, issuer *x509.Certificate) ([]source, error) {
	var out []source
	for _, url := range cert.OCSPServer {
		question, err := ocsp.CreateRequest(cert, issuer, nil)
		if err != nil {
			return nil, fmt.Errorf("ask about the certificate of %s: %w", name(cert), err)
		}
		out = append(out, source{storeResponses, "OCSP from " + url, Request{
			URL: url, Type: "application/ocsp-request", Accept: "application/ocsp-response", Body: question, Limit: maxResponse,
		}})
	}
	for _, url := range cert.CRLDistributionPoints {
		out = append(out, source{storeLists, "the revocation list at " + url, Request{URL: url, Accept: "application/pkix-crl", Limit: maxList}})
	}
	return slices.DeleteFunc(out, func(s source) bool {
		return !strings.HasPrefix(s.request.URL, "http://") && !strings.HasPrefix(s.request.URL, "https://")
	}), nil
}

// revocation fetches proof that a certificate was not revoked at a time. What it
// gets is asked for no earlier than since, when the signature was made: a strict
// validator takes nothing older than what it is to prove.
func (s *Services) revocation(ctx context.Context, cert, issuer *x509.Certificate, at, since time.Time) (*evidenceItem, error) {
	all, err := sources(cert, issuer)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the certificate of %s names no address, of OCSP or a revocation list, that tells whether it was revoked: sign at level B-T, or with another certificate", name(cert))
	}
	var faults []string
	for _, from := range all {
		item, err := s.evidence(ctx, from, cert, issuer, at, since)
		var gone *RevokedError
		switch {
		case err == nil:
			return item, nil
		case errors.As(err, &gone):
			return nil, err
		case ctx.Err() != nil:
			return nil, ctx.Err()
		}
		faults = append(faults, fmt.Sprintf("%s: %v", from.what, err))
	}
	return nil, unavailable("nothing says whether the certificate of %s was revoked: %s", name(cert), strings.Join(faults, "; "))
}

// RevokedError says that a certificate in use was revoked.
type RevokedError struct {
	Certificate *x509.Certificate
	When        time.Time
}

func (e *RevokedError) Error() string {
	return fmt.Sprintf("the certificate of %s was revoked on %s", name(e.Certificate), day(e.When))
}

// evidence fetches from one source and checks what it got.
func (s *Services) evidence(ctx context.Context, from source, cert, issuer *x509.Certificate, at, since time.Time) (*evidenceItem, error) {
	data, err := s.fetch(ctx, from.request.URL+"\x00"+string(from.request.Body), from.request, since)
	if err != nil {
		return nil, err
	}
	if from.kind == storeLists {
		data = listFromPEM(data)
	}
	item, err := newEvidence(from.kind, data)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	found, err := item.tells(cert, issuer, now, now.Add(maxSkew)) // as of now: what has run out by then is stale
	switch {
	case err != nil:
		return nil, err
	case found.revocation == revoked && !found.when.After(at):
		return nil, &RevokedError{cert, found.when}
	}
	return item, nil
}

// listFromPEM takes a revocation list out of PEM, in which some servers have it.
func listFromPEM(data []byte) []byte {
	if !bytes.HasPrefix(data, []byte("-----BEGIN X509 CRL-----")) {
		return data
	}
	if block, _ := pem.Decode(data); block != nil {
		return block.Bytes
	}
	return data
}
