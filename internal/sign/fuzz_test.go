package sign

import (
	"crypto/elliptic"
	"testing"

	"annexa/internal/pdf/object"
)

func FuzzVerify(f *testing.F) {
	key := identity(f, 1)
	for _, l := range []object.Layout{{}, {Pack: object.NewDeflater(6)}} {
		file := blank(f, l, "Signature1")
		one := signed(f, &Signer{Key: key, Certify: true}, file)
		f.Add(file)
		f.Add(one)
		f.Add(signed(f, &Signer{Key: key}, one))
	}
	opts := trusting(key.Certificate())
	f.Fuzz(func(t *testing.T, pdf []byte) {
		r := Verify(pdf, opts)
		if r.Verdict == Valid && !r.Signatures[0].Trusted {
			t.Error("valid without trust")
		}
		if r.Verdict != Valid && len(r.Reasons) == 0 {
			t.Errorf("%s without a reason", r.Verdict)
		}
	})
}

func FuzzCMS(f *testing.F) {
	key, _ := chained(f, ecKey(f, elliptic.P256()))
	s := &Signer{Key: key, Day: signingDay}
	cms, err := s.SignDetached(f.Context(), []byte("manifest"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(cms)
	pdf, _ := ltaFile(f, "rsapss-two-lta")
	cms, _ = cut(f, pdf)
	f.Add(cms)
	if sd, err := readCMS(cms); err == nil {
		f.Add(sd.timeStamp)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if sd, err := readCMS(raw); err == nil && sd.signer == nil {
			t.Error("read without a signer")
		}
		if ts, err := readTimeStamp(raw); err == nil && ts.time.IsZero() {
			t.Error("a time-stamp without a time")
		}
	})
}
