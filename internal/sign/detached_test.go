package sign

import (
	"bytes"
	"crypto/elliptic"
	"strings"
	"testing"
)

func TestDetachedSignaturesAreVerified(t *testing.T) {
	pki := newPKI(t)
	data := []byte("{\n  \"generator\": \"annexa\"\n}\n")
	for _, level := range []Level{BB, BT, BLTA} {
		s := signerOf(t, pki, ecKey(t, elliptic.P256()), level)
		cms, err := s.SignDetached(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		opts := trusting(pki.Root.Certificate)
		r := VerifyDetached(data, cms, opts)
		if r.Verdict != Valid || r.Signatures[0].Level != min(level, BT) || !s.HoldsDetached(data, cms) {
			t.Errorf("%s: %s at level %s: %q", level, r.Verdict, r.Signatures[0].Level, r.Reasons)
		}
		if r := VerifyDetached(data, cms, Options{At: signingDay}); r.Verdict != IntactStranger {
			t.Errorf("%s: %s to a stranger", level, r.Verdict)
		}
		if r := VerifyDetached(append(bytes.Clone(data), ' '), cms, opts); r.Verdict != Broken || !strings.Contains(r.Reasons[0], "the signed bytes were changed") {
			t.Errorf("%s: %s with a byte more: %q", level, r.Verdict, r.Reasons)
		}
		if r := VerifyDetached(data, append(bytes.Clone(cms), 0), opts); r.Verdict != Broken {
			t.Errorf("%s: %s with a byte behind the signature", level, r.Verdict)
		}
		for i := range cms {
			bad := bytes.Clone(cms)
			bad[i] ^= 1
			if r := VerifyDetached(data, bad, opts); r.Verdict == Valid || r.Verdict == IntactStranger {
				t.Errorf("%s: byte %d of %d changed: %s", level, i, len(cms), r.Verdict)
			}
		}
	}
}
