package sign

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"annexa/internal/pdf/object"

	"golang.org/x/crypto/ocsp"
)

// evidence is the long-term data of a file: what its document security store
// holds (EN 319 142-1, 5.4.2), each with a note whether anything used it.
type evidence struct {
	items  []*evidenceItem
	effort *effort
}

type evidenceItem struct {
	ref         object.Ref
	revision    int // that wrote it
	certificate *x509.Certificate
	list        *x509.RevocationList
	response    []byte // OCSP, not yet parsed: that needs the certificate it is about
	used        bool
}

// readEvidence reads the store of the newest revision.
func readEvidence(f *object.File, effort *effort) (*evidence, error) {
	ev := &evidence{effort: effort}
	store, err := readStore(f)
	if err != nil || store == nil {
		return ev, err
	}
	for _, part := range store.streams {
		s, err := f.Get(part.ref)
		if err != nil {
			return nil, err
		}
		stream, ok := s.(*object.Stream)
		if !ok {
			return nil, fmt.Errorf("document security store: object %d is no stream", part.ref.Number)
		}
		data, err := f.Decode(stream)
		if err != nil {
			return nil, fmt.Errorf("document security store: object %d: %w", part.ref.Number, err)
		}
		item := &evidenceItem{ref: part.ref}
		_, item.revision, _ = f.Offset(part.ref)
		switch part.kind {
		case "Certs":
			item.certificate, err = x509.ParseCertificate(data)
		case "CRLs":
			item.list, err = x509.ParseRevocationList(data)
		case "OCSPs":
			item.response = data
			_, err = ocsp.ParseResponse(data, nil)
		}
		if err != nil {
			return nil, fmt.Errorf("document security store: object %d: %w", part.ref.Number, err)
		}
		ev.items = append(ev.items, item)
	}
	return ev, nil
}

// certificates returns those of the store.
func (ev *evidence) certificates() []*x509.Certificate {
	var out []*x509.Certificate
	for _, item := range ev.items {
		if item.certificate != nil {
			out = append(out, item.certificate)
		}
	}
	return out
}

// use marks the certificates of a chain.
func (ev *evidence) use(chain []*x509.Certificate) {
	for _, item := range ev.items {
		if item.certificate != nil && contains(chain, item.certificate) {
			item.used = true
		}
	}
}

// idle returns the items that nothing used and no signature covers, the newest
// of which covers a revision.
func (ev *evidence) idle(covered int) []*evidenceItem {
	var out []*evidenceItem
	for _, item := range ev.items {
		if !item.used && item.revision > covered {
			out = append(out, item)
		}
	}
	return out
}

// within says whether all that was used stands in revisions up to the given one.
func (ev *evidence) within(revision int) bool {
	return !slices.ContainsFunc(ev.items, func(item *evidenceItem) bool { return item.used && item.revision > revision })
}

// revocation is what is known of a certificate.
type revocation int

const (
	unknown revocation = iota // no data that reach the time asked for
	good
	revoked
)

// status says whether a certificate was revoked at a time, as far as lists and
// responses that were still current then, or made later, but not after now, tell.
func (ev *evidence) status(cert, issuer *x509.Certificate, at, now time.Time) (revocation, time.Time) {
	result := unknown
	for _, item := range ev.items {
		var r revocation
		var when time.Time
		if item.certificate == nil && !ev.effort.spend(1+item.size()/10_000) {
			return unknown, time.Time{}
		}
		switch {
		case item.list != nil:
			r, when = item.listed(cert, issuer, at, now)
		case item.response != nil:
			r, when = item.answered(cert, issuer, at, now)
		}
		if r == revoked {
			return revoked, when
		}
		result = max(result, r)
	}
	return result, time.Time{}
}

// size is how much there is to be searched.
func (item *evidenceItem) size() int {
	if item.list != nil {
		return len(item.list.Raw)
	}
	return len(item.response)
}

func (item *evidenceItem) listed(cert, issuer *x509.Certificate, at, now time.Time) (revocation, time.Time) {
	list := item.list
	if !bytes.Equal(list.RawIssuer, issuer.RawSubject) || outsized(issuer) || list.CheckSignatureFrom(issuer) != nil {
		return unknown, time.Time{}
	}
	// A critical extension narrows what the list speaks of.
	for _, e := range list.Extensions {
		if e.Critical {
			return unknown, time.Time{}
		}
	}
	item.used = true
	if list.NextUpdate.Before(at) || list.ThisUpdate.After(now) {
		return unknown, time.Time{}
	}
	for _, e := range list.RevokedCertificateEntries {
		if e.SerialNumber.Cmp(cert.SerialNumber) == 0 && !e.RevocationTime.After(at) {
			return revoked, e.RevocationTime
		}
	}
	return good, time.Time{}
}

func (item *evidenceItem) answered(cert, issuer *x509.Certificate, at, now time.Time) (revocation, time.Time) {
	if outsized(issuer) {
		return unknown, time.Time{}
	}
	r, err := ocsp.ParseResponseForCert(item.response, cert, issuer)
	if err != nil {
		return unknown, time.Time{} // about another certificate
	}
	if c := r.Certificate; c != nil && !c.Equal(issuer) && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) {
		return unknown, time.Time{}
	}
	item.used = true
	if !r.NextUpdate.IsZero() && r.NextUpdate.Before(at) || r.NextUpdate.IsZero() && r.ThisUpdate.Before(at) || r.ThisUpdate.After(now) {
		return unknown, time.Time{}
	}
	switch {
	case r.Status == ocsp.Good, r.Status == ocsp.Revoked && r.RevokedAt.After(at):
		return good, time.Time{}
	case r.Status == ocsp.Revoked:
		return revoked, r.RevokedAt
	}
	return unknown, time.Time{}
}
