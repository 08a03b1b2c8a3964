package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// maxToken is how many bytes an authority's reply may have.
const maxToken = 256 << 10

// maxSkew is how far an authority's clock may be from one's own.
const maxSkew = 10 * time.Minute

// stamp asks the authorities in turn, beginning with the one that answered last,
// for a time-stamp over a SHA-256, and returns the first token that holds, with
// what it says.
func (s *Services) stamp(ctx context.Context, sum []byte) ([]byte, *timeStamp, error) {
	if len(s.Authorities) == 0 {
		return nil, nil, errors.New("no time-stamping authority is named")
	}
	var faults []string
	first := s.first()
	for i := range s.Authorities {
		i = (first + i) % len(s.Authorities)
		url := s.Authorities[i]
		token, ts, err := s.ask(ctx, url, sum)
		if err == nil {
			s.saw(i, token)
			return token, ts, nil
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		faults = append(faults, fmt.Sprintf("%s: %v", url, err))
	}
	return nil, nil, unavailable("no time-stamp: %s", strings.Join(faults, "; "))
}

// ask asks one authority, and checks all of its answer (RFC 3161, 2.2).
func (s *Services) ask(ctx context.Context, url string, sum []byte) ([]byte, *timeStamp, error) {
	nonce, err := s.nonce()
	if err != nil {
		return nil, nil, err
	}
	query, err := stampQuery(sum, nonce)
	if err != nil {
		return nil, nil, err
	}
	reply, err := s.Network(ctx, Request{
		URL: url, Type: "application/timestamp-query", Accept: "application/timestamp-reply", Body: query, Limit: maxToken,
	})
	if err != nil {
		return nil, nil, err
	}
	token, err := readReply(reply)
	if err != nil {
		return nil, nil, err
	}
	ts, err := readTimeStamp(token)
	switch {
	case err != nil:
		return nil, nil, err
	case ts.nonce == nil || ts.nonce.Cmp(nonce) != 0:
		return nil, nil, errors.New("the time-stamp answers another question (its nonce is wrong)")
	case ts.hash != crypto.SHA256 || !bytes.Equal(ts.imprint, sum):
		return nil, nil, errors.New("the time-stamp is over something else (its imprint is wrong)")
	}
	now := s.Now()
	if skew := ts.time.Sub(now).Abs(); skew > maxSkew {
		return nil, nil, fmt.Errorf("the time-stamp says %s, and the clock here %s", ts.time.Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	}
	if err := s.vouched(ts, now); err != nil {
		return nil, nil, err
	}
	return token, ts, nil
}

// vouched says whether the authority's chain leads to a trusted certificate.
func (s *Services) vouched(ts *timeStamp, now time.Time) error {
	e := newEffort()
	chain := e.issuers(ts.signer, slices.Concat(s.Trust, ts.certificates))
	anchor := slices.IndexFunc(chain, func(c *x509.Certificate) bool { return contains(s.Trust, c) })
	if anchor < 0 {
		return fmt.Errorf("no chain leads from %s to a trusted certificate: add the root of the authority to trust", name(ts.signer))
	}
	return holds(chain[:anchor+1], now)
}

// nonce draws 63 bits, so that a reply cannot have been made before.
func (s *Services) nonce() (*big.Int, error) {
	raw := make([]byte, 8)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	raw[0] &= 0x7F
	return new(big.Int).SetBytes(raw), nil
}

// stampQuery returns a TimeStampReq (RFC 3161, 2.4.1) that asks for the
// authority's certificates too.
func stampQuery(sum []byte, nonce *big.Int) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			addDigestID(b, crypto.SHA256)
			b.AddASN1OctetString(sum)
		})
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})
	return b.Bytes()
}

// readReply takes the token out of a TimeStampResp (RFC 3161, 2.4.2).
func readReply(raw []byte) ([]byte, error) {
	malformed := errors.New("the reply is no time-stamp reply")
	input := cryptobyte.String(raw)
	var reply, status, token cryptobyte.String
	var code int
	if !input.ReadASN1(&reply, der.SEQUENCE) || !input.Empty() ||
		!reply.ReadASN1(&status, der.SEQUENCE) || !status.ReadASN1Integer(&code) {
		return nil, malformed
	}
	if code != 0 && code != 1 { // granted, with or without modifications
		return nil, fmt.Errorf("the authority refuses with status %d%s", code, statusText(status))
	}
	if !reply.ReadASN1Element(&token, der.SEQUENCE) || !reply.Empty() {
		return nil, malformed
	}
	return token, nil
}

// statusText is what a PKIStatusInfo says in words, behind a colon.
func statusText(s cryptobyte.String) string {
	var texts cryptobyte.String
	var text []byte
	if !s.ReadASN1(&texts, der.SEQUENCE) || !texts.ReadASN1Bytes(&text, der.UTF8String) || len(text) > 500 {
		return ""
	}
	return ": " + printable(string(text))
}
