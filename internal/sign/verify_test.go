package sign

import (
	"bytes"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"strings"
	"testing"
	"time"

	"annexa/internal/pdf/object"
)

func trusting(certs ...*x509.Certificate) Options { return Options{Trust: certs, At: signingDay} }

// verdict checks the verdict on a file, and that the reasons hold a text.
func verdict(t testing.TB, pdf []byte, opts Options, want Verdict, reason string) *Report {
	t.Helper()
	r := Verify(pdf, opts)
	if r.Verdict != want || !strings.Contains(strings.Join(r.Reasons, "\n"), reason) {
		var b strings.Builder
		r.WriteText(&b)
		t.Errorf("want %s for %q, got\n%s", want, reason, b.String())
	}
	if len(r.Attacks) > 0 && (r.Verdict == Valid || r.Verdict == IntactStranger) {
		t.Errorf("%s, and it looks like %q", r.Verdict, r.Attacks)
	}
	return r
}

func TestVerdictNeedsTrust(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	own := identity(t, 1)
	file := blank(t, object.Layout{}, "Signature1", "Signature2")
	byStaff, bySelf := signed(t, &Signer{Key: key}, file), signed(t, &Signer{Key: own}, file)
	for name, c := range map[string]struct {
		pdf  []byte
		opts Options
		want Verdict
	}{
		"root":             {byStaff, trusting(root), Valid},
		"signer":           {byStaff, trusting(key.Certificate()), Valid},
		"own key":          {byStaff, Options{Own: key.Chain[:1], At: signingDay}, Valid},
		"own root":         {byStaff, Options{Own: key.Chain[1:], At: signingDay}, IntactStranger},
		"nobody":           {byStaff, Options{At: signingDay}, IntactStranger},
		"somebody else":    {byStaff, trusting(own.Certificate()), IntactStranger},
		"self-made, own":   {bySelf, Options{Own: own.Chain, At: signingDay}, Valid},
		"self-made, given": {bySelf, trusting(own.Certificate()), Valid},
		"self-made":        {bySelf, trusting(root), IntactStranger},
		"both":             {signed(t, &Signer{Key: own}, byStaff), trusting(root, own.Certificate()), Valid},
		"one of two":       {signed(t, &Signer{Key: own}, byStaff), trusting(root), IntactStranger},
		"unsigned":         {file, trusting(root), Unsigned},
	} {
		t.Run(name, func(t *testing.T) { verdict(t, c.pdf, c.opts, c.want, "") })
	}
	late := trusting(root)
	late.At = signingDay.AddDate(5, 0, 0)
	verdict(t, byStaff, late, IntactStranger, "was valid from 2025-11-02 to 2030-11-02, not on 2031-11-02")
	if got := IntactStranger.String(); got != "intact, but the signer is a stranger" {
		t.Errorf("a stranger is called %q", got)
	}
}

func TestEveryKindOfKeyVerifies(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	key, root := chained(t, rsaKey)
	p384, root384 := chained(t, ecKey(t, elliptic.P384()))
	for name, c := range map[string]struct {
		signer Signer
		root   *x509.Certificate
	}{
		"RSA-PSS with SHA-256":  {Signer{Key: key}, root},
		"RSA with SHA-256":      {Signer{Key: key, PKCS1v15: true}, root},
		"ECDSA with SHA-384":    {Signer{Key: p384}, root384},
		"ECDSA with SHA-384 +c": {Signer{Key: p384, Certify: true}, root384},
	} {
		out := signed(t, &c.signer, blank(t, object.Layout{Pack: object.NewDeflater(6)}))
		r := verdict(t, out, trusting(c.root), Valid, "")
		if s := r.Signatures[0]; !strings.HasPrefix(name, s.Algorithm) || s.Level != BB || s.Covers != len(out) || s.Certified != c.signer.Certify {
			t.Errorf("%s: reported as %+v", name, s)
		}
	}
}

func TestTwoSignaturesLeaveTheFirstValid(t *testing.T) {
	first, second := identity(t, 1), identity(t, 2)
	opts := trusting(first.Certificate(), second.Certificate())
	for name, file := range map[string][]byte{
		"reserved":        blank(t, object.Layout{}, "Signature1", "Signature2"),
		"none reserved":   blank(t, object.Layout{}),
		"one reserved":    blank(t, object.Layout{Pack: object.NewDeflater(6)}, "Signature1", "DocTimeStamp1"),
		"no last newline": bytes.TrimSuffix(blank(t, object.Layout{}), []byte("\n")),
	} {
		t.Run(name, func(t *testing.T) {
			one := signed(t, &Signer{Key: first, Certify: true}, file)
			two := signed(t, &Signer{Key: second, Name: "Lukas Weber"}, bytes.TrimSuffix(one, []byte("\n")))
			if name != "no last newline" {
				two = signed(t, &Signer{Key: second, Name: "Lukas Weber"}, one)
			}
			r := verdict(t, two, opts, Valid, "")
			if len(r.Signatures) != 2 || r.Signatures[0].Revision != 2 || len(r.Signatures[0].Later) != 1 || r.Signatures[1].Name != "Lukas Weber" {
				t.Errorf("%+v", r.Signatures)
			}
			if want := Verify(file, opts).Base; r.Base != want && name != "no last newline" {
				t.Errorf("the unsigned revision has hash %s, not %s", r.Base, want)
			}
		})
	}
}

func TestNoCutOrLongerFileIsValid(t *testing.T) {
	key := identity(t, 1)
	out := signed(t, &Signer{Key: key}, blank(t, object.Layout{}, "Signature1"))
	opts := trusting(key.Certificate())
	for i := range out {
		if r := Verify(out[:i], opts); r.Verdict == Valid {
			t.Errorf("cut to %d of %d bytes: %s", i, len(out), r.Verdict)
		}
	}
	for c := range 256 {
		verdict(t, append(bytes.Clone(out), byte(c)), opts, ChangedAfterSigning, "")
	}
	verdict(t, append(bytes.Clone(out), "\n%%EOF\n"...), opts, ChangedAfterSigning, "follow")
}

// lta are files that a prototype signed at B-LTA, judged good by other validators.
var lta = []string{"ec-two-lta", "ec-renewed", "rsapss-two-lta"}

func ltaFile(t testing.TB, name string) (pdf []byte, opts Options) {
	t.Helper()
	pdf, err := os.ReadFile("testdata/" + name + ".pdf")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("testdata/root.crt")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(raw)
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return pdf, Options{Trust: []*x509.Certificate{root}, At: signingDay.AddDate(0, 1, 0)}
}

func TestLongTermSignaturesAreValid(t *testing.T) {
	for _, name := range lta {
		pdf, opts := ltaFile(t, name)
		for _, years := range []int{0, 3, 9} { // the signer's certificates end after two
			opts := opts
			opts.At = opts.At.AddDate(years, 0, 0)
			r := verdict(t, pdf, opts, Valid, "")
			for _, s := range r.Signatures {
				if !s.TimeStamp && (s.Level != BLTA || s.Proven.IsZero()) {
					t.Errorf("%s, %s: level %s, proven %s", name, s.Field, s.Level, s.Proven)
				}
			}
		}
		opts.At = opts.At.AddDate(11, 0, 0) // the authority's certificate has ended too
		verdict(t, pdf, opts, IntactStranger, "Test TSA was valid")
		opts.Trust = nil
		verdict(t, pdf, opts, IntactStranger, "no chain leads")
	}
}

func TestReportIsWrittenForPeopleAndMachines(t *testing.T) {
	key := identity(t, 1)
	r := Verify(signed(t, &Signer{Key: key, Name: "Dana\x1b[31m Reyes"}, blank(t, object.Layout{})), Options{At: signingDay})
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"intact, but the signer is a stranger\n  \"Signature1\": no chain leads from Northwind Data Ltd to a trusted certificate\n",
		"     covers:    the whole file\n", "     level:     B-B\n", "     claimed:   2026-11-02 00:00:00 UTC\n", "Dana\uFFFD[31m Reyes",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, text.String())
		}
	}
	raw, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Verdict    string
		Base       string
		Signatures []struct{ Level, Signer string }
	}
	if err := json.Unmarshal(raw, &back); err != nil || back.Verdict != IntactStranger.String() || len(back.Base) != 64 ||
		len(back.Signatures) != 1 || back.Signatures[0].Level != "B-B" || back.Signatures[0].Signer != "CN=Northwind Data Ltd" {
		t.Errorf("JSON: %v\n%s", err, raw)
	}
}

func TestWhatComesBeforeTheFirstSignatureCountsWhereNothingMay(t *testing.T) {
	key := identity(t, 1)
	clean := blank(t, object.Layout{})
	changed := appended(t, clean, func(f *object.File, inc *object.Increment) {
		ref, page := pageOf(t, f)
		inc.Set(ref, page.Set("Contents", inc.Add(stream("0 0 m 99 99 l S\n"))))
	})
	for _, c := range []struct {
		name      string
		pdf       []byte
		bare      bool
		want      Verdict
		mentioned string
	}{
		{"a signature alone", clean, true, Valid, ""},
		{"a page put in before it", changed, true, ChangedAfterSigning, "page 1"},
		{"a page put in before it, by whoever made the file", changed, false, Valid, ""},
	} {
		opts := trusting(key.Certificate())
		opts.Bare = c.bare
		r := verdict(t, signed(t, &Signer{Key: key, Day: signingDay}, c.pdf), opts, c.want, c.mentioned)
		if got := r.Signatures[0].When(); !got.Equal(signingDay) {
			t.Errorf("%s: it was signed at %s", c.name, got)
		}
	}
}

func TestTheClaimedTimeIsReadInItsZone(t *testing.T) {
	for _, c := range []struct{ m, want string }{
		{"D:20261102233000Z", "2026-11-02T23:30:00Z"},
		{"D:20261102233000-02'00'", "2026-11-03T01:30:00Z"},
		{"D:20261103003000+01'00", "2026-11-02T23:30:00Z"},
		{"D:20261103003000", "2026-11-03T00:30:00Z"},
		{"D:2026", "0001-01-01T00:00:00Z"},
		{"yesterday", "0001-01-01T00:00:00Z"},
		{"", "0001-01-01T00:00:00Z"},
	} {
		s := Signature{Claimed: claimed(c.m)}
		if got := s.When().Format(time.RFC3339); got != c.want {
			t.Errorf("%q is %s, not %s", c.m, got, c.want)
		}
	}
}
