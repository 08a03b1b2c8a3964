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
	ref         object.Ref // zero: not in the file yet
	revision    int        // that wrote it
	kind        object.Name
	data        []byte
	made        time.Time // of a list or response
	certificate *x509.Certificate
	list        *x509.RevocationList
	response    []byte            // OCSP; what it says depends on the certificate asked about
	responder   *x509.Certificate // of the response, once it was used; nil: the issuer itself
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
		item, err := newEvidence(part.kind, data)
		if err != nil {
			return nil, fmt.Errorf("document security store: object %d: %w", part.ref.Number, err)
		}
		item.ref = part.ref
		_, item.revision, _ = f.Offset(part.ref)
		ev.items = append(ev.items, item)
	}
	return ev, nil
}

// newEvidence parses what stands in one of the lists of a store.
func newEvidence(kind object.Name, data []byte) (*evidenceItem, error) {
	item := &evidenceItem{kind: kind, data: data}
	var err error
	switch kind {
	case storeCertificates:
		item.certificate, err = x509.ParseCertificate(data)
	case storeLists:
		if item.list, err = x509.ParseRevocationList(data); err == nil {
			item.made = item.list.ThisUpdate
		}
	case storeResponses:
		item.response = data
		var r *ocsp.Response
		if r, err = ocsp.ParseResponse(data, nil); err == nil {
			item.made = r.ThisUpdate
		}
	}
	return item, err
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
	var responders []*x509.Certificate // some programs keep them beside their responses
	for _, item := range ev.items {
		if item.responder != nil {
			responders = append(responders, item.responder)
		}
	}
	var out []*evidenceItem
	for _, item := range ev.items {
		used := item.used || item.certificate != nil && contains(responders, item.certificate)
		if !used && item.revision > covered {
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

// standing is what is known of a certificate, since when it is revoked, and by
// which item.
type standing struct {
	revocation
	when time.Time
	by   *evidenceItem
}

// status says whether a certificate was revoked at a time, as far as lists and
// responses that were still current then, or made later, but not after now, tell.
// Those not made after since are left out, unless that is zero.
func (ev *evidence) status(cert, issuer *x509.Certificate, at, now, since time.Time) standing {
	result := standing{}
	for _, item := range ev.items {
		if item.certificate != nil || !item.made.After(since) {
			continue
		}
		if !ev.effort.spend(1 + item.size()/10_000) {
			return standing{}
		}
		found, err := item.tells(cert, issuer, at, now)
		if err == nil && found.revocation > result.revocation {
			result = found
		}
		if result.revocation == revoked {
			break
		}
	}
	return result
}

// size is how much there is to be searched.
func (item *evidenceItem) size() int {
	if item.list != nil {
		return len(item.list.Raw)
	}
	return len(item.response)
}

// tells says what a list or response tells of a certificate at a time. The error
// is why it tells nothing.
func (item *evidenceItem) tells(cert, issuer *x509.Certificate, at, now time.Time) (standing, error) {
	if outsized(issuer) {
		return standing{}, fmt.Errorf("the key of %s is too long to check with", name(issuer))
	}
	if item.list != nil {
		return item.listed(cert, issuer, at, now)
	}
	return item.answered(cert, issuer, at, now)
}

func (item *evidenceItem) listed(cert, issuer *x509.Certificate, at, now time.Time) (standing, error) {
	list := item.list
	if !bytes.Equal(list.RawIssuer, issuer.RawSubject) || list.CheckSignatureFrom(issuer) != nil {
		return standing{}, fmt.Errorf("the revocation list is not one of %s", name(issuer))
	}
	if !speaksOf(list, cert) {
		return standing{}, fmt.Errorf("the revocation list of %s does not speak of the certificate of %s", name(issuer), name(cert))
	}
	item.used = true
	switch {
	case list.NextUpdate.Before(at):
		return standing{}, fmt.Errorf("the revocation list of %s is out of date: the next was due on %s", name(issuer), moment(list.NextUpdate))
	case list.ThisUpdate.After(now):
		return standing{}, fmt.Errorf("the revocation list of %s is from the future: %s", name(issuer), moment(list.ThisUpdate))
	}
	for _, e := range list.RevokedCertificateEntries {
		if e.SerialNumber.Cmp(cert.SerialNumber) == 0 && !e.RevocationTime.After(at) {
			return standing{revoked, e.RevocationTime, item}, nil
		}
	}
	return standing{good, time.Time{}, item}, nil
}

func (item *evidenceItem) answered(cert, issuer *x509.Certificate, at, now time.Time) (standing, error) {
	r, err := ocsp.ParseResponseForCert(item.response, cert, issuer)
	if err != nil {
		return standing{}, fmt.Errorf("the OCSP response does not speak of the certificate of %s: %w", name(cert), err)
	}
	if c := r.Certificate; c != nil && !c.Equal(issuer) && (!slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) || !covers(c, r.ProducedAt)) {
		return standing{}, fmt.Errorf("the OCSP response was signed by %s, who may not do so", name(c))
	}
	item.used, item.responder = true, r.Certificate
	next := r.NextUpdate
	if next.IsZero() {
		next = r.ThisUpdate // newer information is to be had at any time (RFC 6960, 4.2.2.1)
	}
	switch {
	case next.Before(at):
		return standing{}, fmt.Errorf("the OCSP response about %s is out of date: it held until %s", name(cert), moment(next))
	case r.ThisUpdate.After(now):
		return standing{}, fmt.Errorf("the OCSP response about %s is from the future: %s", name(cert), moment(r.ThisUpdate))
	case r.Status == ocsp.Good, r.Status == ocsp.Revoked && r.RevokedAt.After(at):
		return standing{good, time.Time{}, item}, nil
	case r.Status == ocsp.Revoked:
		return standing{revoked, r.RevokedAt, item}, nil
	}
	return standing{}, fmt.Errorf("the OCSP responder does not know the certificate of %s", name(cert))
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
