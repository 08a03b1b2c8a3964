package endtoend

import (
	"crypto/x509"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"annexa/internal/sign"
	"annexa/internal/sign/signtest"
)

// TestAttacksOnAPublishedFileAreRefusedByName makes the attacks that the literature
// knows of a document and of a pack, as they are published.
func TestAttacksOnAPublishedFileAreRefusedByName(t *testing.T) {
	p := publishContent(t, fstest.MapFS{
		"annexa.yaml": {Data: []byte("organisation: {name: Example Ltd}\ndate: 2026-11-02\npacks: [{id: all, title: All, include: [policies]}]\n")},
		"pol.md":      {Data: []byte(small)},
	}, true)
	identity, err := sign.NewIdentity("Attacked", p.on, rand.NewChaCha8([32]byte{2}))
	if err != nil {
		t.Fatal(err)
	}
	key, err := sign.LoadKey(identity, "")
	if err != nil {
		t.Fatal(err)
	}
	s := &sign.Signer{Key: key, Day: p.on, Certify: true}
	signs := func(pdf []byte) ([]byte, error) { return s.Sign(t.Context(), pdf) }
	for _, name := range []string{"documents/POL-01.pdf", "packs/all.pdf"} {
		unsigned := firstRevision(p.read(t, name))
		signed, err := signs(unsigned)
		if err != nil {
			t.Fatal(err)
		}
		attacks, err := signtest.Attacks(unsigned, signed, signs)
		if err != nil {
			t.Fatal(err)
		}
		opts := sign.Options{Trust: []*x509.Certificate{key.Certificate()}, At: p.on}
		if r := sign.Verify(signed, opts); r.Verdict != sign.Valid {
			t.Fatalf("%s: %s", r.Verdict, r.Reasons)
		}
		for _, a := range attacks {
			r := sign.Verify(a.PDF, opts)
			if r.Verdict != sign.Broken && r.Verdict != sign.ChangedAfterSigning || !slices.Contains(r.Attacks, a.Family) {
				t.Errorf("%s: %s, a %s, is %s: %q, looks like %q", name, a.Name, a.Family, r.Verdict, r.Reasons, r.Attacks)
			}
		}
	}
}
