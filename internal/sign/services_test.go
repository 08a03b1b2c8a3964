package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"annexa/internal/pdf/object"
	"annexa/internal/sign/signtest"
)

// now is the time of what is time-stamped in tests.
var now = signingDay.Add(9 * time.Hour)

const pkiURL = "http://pki.example.test"

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

func newPKI(t testing.TB) *signtest.PKI {
	t.Helper()
	pki, err := signtest.New(pkiURL, at(now))
	if err != nil {
		t.Fatal(err)
	}
	return pki
}

// services are those of a PKI, with no network between.
func services(pki *signtest.PKI) *Services {
	return &Services{
		Network:     func(ctx context.Context, r Request) ([]byte, error) { return pki.Reply(ctx, r.URL, r.Body) },
		Authorities: []string{pkiURL + "/tsa"}, Trust: []*x509.Certificate{pki.Root.Certificate},
		Now: func() time.Time { return pki.Now() }, Random: rand.Reader,
	}
}

// signerOf returns a signer with a certificate of the PKI.
func signerOf(t testing.TB, pki *signtest.PKI, key crypto.Signer, level Level) *Signer {
	t.Helper()
	chain, err := pki.Sign("Dana Reyes", key, pki.Now().AddDate(2, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return &Signer{Key: &Key{Signer: key, Chain: chain}, Level: level, Services: services(pki), Day: signingDay, Name: "Dana Reyes"}
}

// made signs a file up to the signer's level.
func made(t testing.TB, s *Signer, pdf []byte) []byte {
	t.Helper()
	out := signed(t, s, pdf)
	if s.Level < BLT {
		return out
	}
	out, err := s.Extend(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryLevelIsReached(t *testing.T) {
	pki := newPKI(t)
	file := blank(t, object.Layout{}, "Signature1", "DocTimeStamp1")
	for _, c := range []struct {
		level     Level
		revisions int
		asked     []string
	}{
		{BB, 2, nil},
		{BT, 2, []string{"/tsa"}},
		{BLT, 3, []string{"/tsa", "/root.crl", "/ocsp"}},
		{BLTA, 4, []string{"/tsa", "/root.crl", "/ocsp", "/tsa"}},
	} {
		before := len(pki.Asked())
		pdf := made(t, signerOf(t, pki, ecKey(t, elliptic.P256()), c.level), file)
		r := verdict(t, pdf, Options{Trust: []*x509.Certificate{pki.Root.Certificate}, At: now}, Valid, "")
		if r.Signatures[0].Level != c.level || r.Revisions != c.revisions || !bytes.HasPrefix(pdf, file) {
			t.Errorf("%s: level %s in %d revisions, notes %q", c.level, r.Signatures[0].Level, r.Revisions, r.Signatures[0].Notes)
		}
		if asked := pki.Asked()[before:]; !slices.Equal(asked, c.asked) {
			t.Errorf("%s: asked for %q, not %q", c.level, asked, c.asked)
		}
		until := now.AddDate(2, 0, 0) // the signer's certificate
		if c.level > BB {
			until = now.AddDate(5, 0, 0) // the authority's
		}
		if !r.Until.Equal(until) {
			t.Errorf("%s: the proof lasts until %s, not %s", c.level, r.Until, until)
		}
		// Years later the signer's certificate has ended, and then the authority's.
		later := Options{Trust: []*x509.Certificate{pki.Root.Certificate}, At: now.AddDate(3, 0, 0)}
		want := IntactStranger
		if c.level >= BLT {
			want = Valid
		}
		if c.level >= BT {
			want = Valid // a trusted time-stamp proves that it was made in time
		}
		verdict(t, pdf, later, want, "")
	}
}

func TestAnswersAreSharedOnceAllIsStamped(t *testing.T) {
	pki := newPKI(t)
	s := signerOf(t, pki, ecKey(t, elliptic.P256()), BLT)
	file := blank(t, object.Layout{}, "Signature1")
	var all [][]byte
	for range 3 {
		all = append(all, signed(t, s, file))
	}
	pki.Now = at(now.Add(time.Second))
	for i := range all {
		out, err := s.Extend(t.Context(), all[i])
		if err != nil {
			t.Fatal(err)
		}
		verdict(t, out, Options{Trust: []*x509.Certificate{pki.Root.Certificate}, At: now}, Valid, "")
	}
	if want := []string{"/tsa", "/tsa", "/tsa", "/root.crl", "/ocsp"}; !slices.Equal(pki.Asked(), want) {
		t.Errorf("asked for %q", pki.Asked())
	}
	// A signature made later wants answers that are no older than it.
	before := len(pki.Asked())
	pki.Now = at(now.Add(time.Minute))
	made(t, s, file)
	if asked := pki.Asked()[before:]; !slices.Equal(asked, []string{"/tsa", "/root.crl", "/ocsp"}) {
		t.Errorf("later: asked for %q", asked)
	}
}

func TestArchiveTimeStampsAreRenewed(t *testing.T) {
	pki := newPKI(t)
	trust := []*x509.Certificate{pki.Root.Certificate}
	s := signerOf(t, pki, ecKey(t, elliptic.P256()), BLTA)
	pdf := made(t, s, blank(t, object.Layout{Pack: object.NewDeflater(6)}, "Signature1", "DocTimeStamp1"))
	soon, err := s.Extend(t.Context(), pdf) // all that it needs is there but its entry in VRI
	if err != nil {
		t.Fatal(err)
	}
	verdict(t, soon, Options{Trust: trust, At: now}, Valid, "")
	pki.Now = at(now.AddDate(4, 0, 0)) // the signer's certificate has ended meanwhile
	renewer := &Signer{Level: BLTA, Services: services(pki)}
	again, err := renewer.Extend(t.Context(), pdf)
	if err != nil {
		t.Fatal(err)
	}
	r := verdict(t, again, Options{Trust: trust, At: pki.Now()}, Valid, "")
	if len(r.Signatures) != 3 || r.Signatures[2].Field != "DocTimeStamp2" || r.Signatures[0].Level != BLTA || !r.Signatures[0].Proven.Equal(now) {
		t.Errorf("%+v", r.Signatures)
	}
	if !bytes.HasPrefix(again, pdf) {
		t.Error("the renewed file does not begin with the one before")
	}
}

func TestAStampOfTheWholeLiftsABareSignature(t *testing.T) {
	pki := newPKI(t)
	s := signerOf(t, pki, ecKey(t, elliptic.P256()), BB)
	pdf := signed(t, s, blank(t, object.Layout{}, "Signature1", "DocTimeStamp1"))
	s.Level = BLTA
	out, err := s.Extend(t.Context(), pdf)
	if err != nil {
		t.Fatal(err)
	}
	r := verdict(t, out, Options{Trust: []*x509.Certificate{pki.Root.Certificate}, At: now}, Valid, "")
	if r.Signatures[0].Level != BLTA {
		t.Errorf("level %s", r.Signatures[0].Level)
	}
}

func TestWhatOthersDoWrongIsNamed(t *testing.T) {
	other := newPKI(t)
	for name, c := range map[string]struct {
		wrong func(*signtest.PKI, *Signer)
		want  string
		own   bool // nobody else's fault
	}{
		"TSA refuses":   {func(p *signtest.PKI, _ *Signer) { p.Lies.Refuse = true }, "refuses with status 2: too many requests", false},
		"wrong nonce":   {func(p *signtest.PKI, _ *Signer) { p.Lies.Nonce = true }, "its nonce is wrong", false},
		"wrong imprint": {func(p *signtest.PKI, _ *Signer) { p.Lies.Imprint = true }, "its imprint is wrong", false},
		"no time-stamp": {func(p *signtest.PKI, _ *Signer) { p.Lies.Garbage = true }, "no time-stamp reply", false},
		"wrong clock":   {func(p *signtest.PKI, _ *Signer) { p.Lies.Clock = time.Hour }, "and the clock here", false},
		"untrusted":     {func(p *signtest.PKI, _ *Signer) { p.TSA, p.Root = other.TSA, other.Root }, "no chain leads from Test TSA to a trusted certificate", false},
		"no authority":  {func(_ *signtest.PKI, s *Signer) { s.Services.Authorities = nil }, "no time-stamping authority is named", true},
		"down": {func(_ *signtest.PKI, s *Signer) {
			s.Services.Authorities = []string{"http://a.example", "http://b.example"}
		}, "http://a.example: no such host: http://a.example; http://b.example", false},
		"all stale":       {func(p *signtest.PKI, _ *Signer) { p.Lies.StaleOCSP, p.Lies.StaleCRL = true, true }, "is out of date", false},
		"replayed":        {func(p *signtest.PKI, _ *Signer) { p.Lies.OtherOCSP, p.Lies.NoCRL = true, true }, "nothing says whether the certificate of", false},
		"nothing answers": {func(p *signtest.PKI, _ *Signer) { p.Lies.NoOCSP, p.Lies.NoCRL = true, true }, "nothing says whether", false},
		"signer revoked":  {func(p *signtest.PKI, s *Signer) { p.Revoke(s.Key.Certificate(), now.AddDate(0, 0, -1)) }, "the certificate of Dana Reyes was revoked on 2026-11-01", true},
		"TSA revoked":     {func(p *signtest.PKI, _ *Signer) { p.Revoke(p.TSA.Certificate, now.AddDate(0, 0, -1)) }, "the certificate of Test TSA was revoked", true},
		"signer's CA":     {func(_ *signtest.PKI, s *Signer) { s.Key.Chain = s.Key.Chain[:1] }, "no chain leads from Dana Reyes to a trusted certificate", true},
		"OCSP is down":    {func(p *signtest.PKI, _ *Signer) { p.Lies.NoOCSP = true }, "", false},
		"OCSP is stale":   {func(p *signtest.PKI, _ *Signer) { p.Lies.StaleOCSP = true }, "", false},
		"second authority": {func(_ *signtest.PKI, s *Signer) {
			s.Services.Authorities = []string{"http://a.example", pkiURL + "/tsa"}
		}, "", false},
		"revoked later": {func(p *signtest.PKI, s *Signer) { p.Revoke(s.Key.Certificate(), now.AddDate(0, 0, 1)) }, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			pki := newPKI(t)
			s := signerOf(t, pki, ecKey(t, elliptic.P256()), BLTA)
			c.wrong(pki, s)
			pdf, err := s.Sign(t.Context(), blank(t, object.Layout{}, "Signature1"))
			if err == nil {
				pdf, err = s.Extend(t.Context(), pdf)
			}
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v, want %q", err, c.want)
			case c.want != "" && pdf != nil && err == nil:
				t.Error("a file was made all the same")
			}
			if err != nil && errors.Is(err, ErrNetwork) == c.own {
				t.Errorf("%v: told as a fault of the network is %t", err, c.own)
			}
		})
	}
}
