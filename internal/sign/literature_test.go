package sign

import (
	"crypto/elliptic"
	"slices"
	"testing"

	"annexa/internal/pdf/object"
	"annexa/internal/sign/signtest"
)

// TestAttacksOfTheLiteratureAreRefusedByName takes every attack on files of both
// kinds, signed once, certified, and at B-LTA.
func TestAttacksOfTheLiteratureAreRefusedByName(t *testing.T) {
	pki := newPKI(t)
	lta := signerOf(t, pki, ecKey(t, elliptic.P256()), BLTA)
	bare := signerOf(t, pki, ecKey(t, elliptic.P256()), BB)
	certified := signerOf(t, pki, ecKey(t, elliptic.P256()), BB)
	certified.Certify = true
	opts := trusting(pki.Root.Certificate)
	for name, s := range map[string]*Signer{"B-B": bare, "certified": certified, "B-LTA": lta} {
		for kind, layout := range map[string]object.Layout{"table": {}, "stream": {Pack: object.NewDeflater(6)}} {
			t.Run(name+" "+kind, func(t *testing.T) {
				file := blank(t, layout, "Signature1", "DocTimeStamp1")
				attacks, err := signtest.Attacks(file, made(t, s, file), func(pdf []byte) ([]byte, error) {
					out, err := s.Sign(t.Context(), pdf)
					if err == nil && s.Level >= BLT {
						out, err = s.Extend(t.Context(), out)
					}
					return out, err
				})
				if err != nil {
					t.Fatal(err)
				}
				if len(attacks) < 50 {
					t.Errorf("%d attacks only", len(attacks))
				}
				for _, a := range attacks {
					r := Verify(a.PDF, opts)
					if r.Verdict != Broken && r.Verdict != ChangedAfterSigning || !slices.Contains(r.Attacks, a.Family) {
						t.Errorf("%s, a %s, is %s: %q, looks like %q", a.Name, a.Family, r.Verdict, r.Reasons, r.Attacks)
					}
				}
			})
		}
	}
}
