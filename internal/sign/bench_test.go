package sign

import (
	"testing"

	"annexa/internal/pdf/object"
)

func BenchmarkSign(b *testing.B) {
	file := blank(b, object.Layout{}, "Signature1")
	s := &Signer{Key: identity(b, 1), Day: signingDay}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Sign(b.Context(), file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	key := identity(b, 1)
	small := signed(b, &Signer{Key: key}, blank(b, object.Layout{}, "Signature1"))
	b.Run("B-B", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			verdict(b, small, trusting(key.Certificate()), Valid, "")
		}
	})
	b.Run("B-LTA", func(b *testing.B) {
		pdf, opts := ltaFile(b, "ec-two-lta")
		b.ReportAllocs()
		for b.Loop() {
			verdict(b, pdf, opts, Valid, "")
		}
	})
}
