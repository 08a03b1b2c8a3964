package sign

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"annexa/internal/pdf/object"
)

// Extend adds to a signed file what the signer's level asks for beyond
// time-stamped signatures: at B-LT the certificates and revocation data by which
// all signatures in it can be checked later, at B-LTA a time-stamp over the whole
// as well. A file that has both already gets what its newest archive time-stamp
// needs, and a new one: so it lasts as long as the new authority's certificate.
func (s *Signer) Extend(ctx context.Context, pdf []byte) ([]byte, error) {
	if err := s.served(); err != nil {
		return nil, err
	}
	out, err := s.gather(ctx, pdf)
	if err != nil {
		return nil, fmt.Errorf("long-term data: %w", err)
	}
	if s.Level >= BLTA {
		if out, err = s.archive(ctx, out); err != nil {
			return nil, fmt.Errorf("archive time-stamp: %w", err)
		}
	}
	return out, s.proven(out)
}

// served says what the level wants and the signer does not have.
func (s *Signer) served() error {
	if s.Services == nil || s.Services.Network == nil {
		return fmt.Errorf("level %s wants time-stamping authorities, and none is named", s.Level)
	}
	return nil
}

// anchors are where a chain may end: the trusted certificates, and the root that
// came with the key.
func (s *Signer) anchors() []*x509.Certificate {
	anchors := slices.Clone(s.Services.Trust)
	if s.Key != nil {
		if last := s.Key.Chain[len(s.Key.Chain)-1]; bytes.Equal(last.RawIssuer, last.RawSubject) {
			anchors = append(anchors, last)
		}
	}
	return anchors
}

// proven verifies a file that was just made, as an auditor will, and sees that
// every signature reaches the level.
func (s *Signer) proven(pdf []byte) error {
	r := Verify(pdf, Options{Trust: s.anchors(), At: s.Services.Now()})
	if r.Verdict != Valid {
		return fmt.Errorf("what was signed does not verify: it is %s: %s", r.Verdict, strings.Join(r.Reasons, "; "))
	}
	for _, one := range r.Signatures {
		if !one.TimeStamp && one.Level < s.Level {
			return fmt.Errorf("the signature in field %q reaches level %s only: %s", one.Field, one.Level, strings.Join(one.Notes, "; "))
		}
	}
	return nil
}

// gathering collects what a file lacks to be checked later.
type gathering struct {
	*verifier
	ctx     context.Context
	s       *Signer
	anchors []*x509.Certificate
	now     time.Time
	added   []*evidenceItem
	related map[*item][]*evidenceItem // what each signature needs
}

// gather appends the document security store, or a new version of it, if
// something is missing from it.
func (s *Signer) gather(ctx context.Context, pdf []byte) ([]byte, error) {
	f, err := object.Read(pdf, object.Limits{Revisions: maxRevisions})
	if err != nil {
		return nil, err
	}
	now := s.Services.Now()
	g := &gathering{ctx: ctx, s: s, anchors: s.anchors(), now: now, related: map[*item][]*evidenceItem{}}
	g.verifier = &verifier{file: f, data: pdf, report: &Report{}, effort: newEffort()}
	if err := g.collect(); err != nil {
		return nil, err
	}
	if len(g.items) == 0 {
		return nil, errors.New("the file holds no signature")
	}
	if g.evidence, err = readEvidence(f, g.effort); err != nil {
		return nil, err
	}
	if err := g.all(); err != nil {
		return nil, err
	}
	return g.append()
}

// all goes through the signatures as a verifier does, from the newest to the
// oldest: what an archive time-stamp covers is judged as of its time.
func (g *gathering) all() error {
	bound, archived := g.now, false
	for i := len(g.items) - 1; i >= 0; i-- {
		it := g.items[i]
		if !it.intact() {
			return fmt.Errorf("the signature in field %q does not hold: %s", it.Field, it.Faults[0])
		}
		at, since := bound, g.now
		switch {
		case archived: // what is in the file was fresh then
			since = time.Time{}
		case it.stamp != nil:
			since = it.stamp.time
		}
		if it.stamp != nil && !it.TimeStamp {
			if err := g.chain(it, it.stamp.signedData, bound, since); err != nil {
				return err
			}
			at = it.stamp.time
		}
		if err := g.chain(it, it.sd, at, since); err != nil {
			return err
		}
		if it.TimeStamp {
			bound, archived = it.stamp.time, true
		}
	}
	return nil
}

// chain collects the certificates of a signer's chain and proof, fetched after the
// signature was made, that none of them was revoked at a time.
func (g *gathering) chain(it *item, sd *signedData, at, since time.Time) error {
	pool := slices.Concat(g.anchors, sd.certificates, g.evidence.certificates())
	chain := g.effort.issuers(sd.signer, pool)
	if !slices.ContainsFunc(chain, func(c *x509.Certificate) bool { return contains(g.anchors, c) }) {
		return fmt.Errorf("no chain leads from %s to a trusted certificate: add its root to trust", name(sd.signer))
	}
	for i, cert := range chain {
		g.need(it, g.certificate(cert))
		if i == len(chain)-1 {
			break
		}
		found := g.evidence.status(cert, chain[i+1], at, g.now.Add(maxSkew), since)
		if found.revocation == revoked {
			return &RevokedError{cert, found.when}
		}
		proof := found.by
		if found.revocation == unknown {
			var err error
			if proof, err = g.s.Services.revocation(g.ctx, cert, chain[i+1], at, since); err != nil {
				return err
			}
			proof = g.add(proof)
		}
		g.need(it, proof)
	}
	return nil
}

func (g *gathering) need(it *item, e *evidenceItem) {
	if !slices.Contains(g.related[it], e) {
		g.related[it] = append(g.related[it], e)
	}
}

// certificate returns the item that holds a certificate, and adds it if there is none.
func (g *gathering) certificate(cert *x509.Certificate) *evidenceItem {
	return g.add(&evidenceItem{kind: storeCertificates, data: cert.Raw, certificate: cert})
}

// add adds an item unless the same is there already, and returns the one that is.
func (g *gathering) add(e *evidenceItem) *evidenceItem {
	for _, have := range g.evidence.items {
		if have.kind == e.kind && string(have.data) == string(e.data) {
			return have
		}
	}
	own := *e // answers are shared among files, where they stand is not
	g.evidence.items = append(g.evidence.items, &own)
	g.added = append(g.added, &own)
	return &own
}

// append writes the increment with the store: all of it in one dictionary, and
// under VRI what belongs to each signature (EN 319 142-1, 5.4.2).
func (g *gathering) append() ([]byte, error) {
	f := g.file
	catalog, err := f.Catalog()
	if err != nil {
		return nil, err
	}
	root, ok := f.Trailer().Get("Root").(object.Ref)
	if !ok {
		return nil, errors.New("trailer: /Root is no reference")
	}
	old, err := f.Dict(catalog.Get("DSS"))
	if err != nil {
		return nil, err
	}
	store := new(object.Dict)
	if old != nil {
		store = old.Clone()
	}
	inc := f.Increment()
	for _, e := range g.added {
		e.ref = inc.Add(&object.Stream{Dict: &object.Dict{}, Raw: e.data})
	}
	for _, kind := range []object.Name{storeCertificates, storeLists, storeResponses} {
		list, err := f.Array(store.Get(kind))
		if err != nil {
			return nil, err
		}
		if list = append(slices.Clone(list), refsOf(g.added, kind)...); len(list) > 0 {
			store.Set(kind, list)
		}
	}
	grown, err := g.relate(store)
	if err != nil || !grown && len(g.added) == 0 {
		return g.data, err
	}
	store.Set("Type", object.Name("DSS"))
	if ref, ok := catalog.Get("DSS").(object.Ref); ok {
		inc.Set(ref, store)
	} else {
		inc.Set(root, catalog.Clone().Set("DSS", inc.Add(store)))
	}
	out, _, err := inc.Write()
	return out, err
}

// relate enters into VRI what each signature needs, and says whether that is new.
func (g *gathering) relate(store *object.Dict) (grown bool, err error) {
	old, err := g.file.Dict(store.Get("VRI"))
	if err != nil {
		return false, err
	}
	vri := new(object.Dict)
	if old != nil {
		vri = old.Clone()
	}
	for _, it := range g.items {
		key, err := g.contentsDigest(it)
		if err != nil {
			return false, err
		}
		needs := g.related[it]
		known := vri.Get(key) != nil && !slices.ContainsFunc(needs, func(e *evidenceItem) bool { return slices.Contains(g.added, e) })
		if known {
			continue
		}
		grown = true
		one := new(object.Dict)
		for _, e := range []struct{ key, kind object.Name }{{"Cert", storeCertificates}, {"CRL", storeLists}, {"OCSP", storeResponses}} {
			if list := refsOf(needs, e.kind); len(list) > 0 {
				one.Set(e.key, list)
			}
		}
		vri.Set(key, one)
	}
	store.Set("VRI", vri)
	return grown, nil
}

// contentsDigest is the key of a signature in VRI: the SHA-1 of its Contents, with
// their padding, in capitals.
func (g *gathering) contentsDigest(it *item) (object.Name, error) {
	d, err := g.file.At(it.appeared).Dict(it.ref)
	if err != nil {
		return "", err
	}
	contents, _ := d.Get("Contents").(object.String)
	sum := sha1.Sum([]byte(contents))
	return object.Name(strings.ToUpper(hex.EncodeToString(sum[:]))), nil
}

func refsOf(items []*evidenceItem, kind object.Name) object.Array {
	var out object.Array
	for _, e := range items {
		if e.kind == kind {
			out = append(out, e.ref)
		}
	}
	return out
}

// archive appends a document time-stamp (EN 319 142-1, 5.4.3).
func (s *Signer) archive(ctx context.Context, pdf []byte) ([]byte, error) {
	return s.seal(pdf, true, s.Services.room(), func(before, after []byte) ([]byte, error) {
		h := sha256.New()
		h.Write(before)
		h.Write(after)
		token, _, err := s.Services.stamp(ctx, h.Sum(nil))
		return token, err
	})
}
