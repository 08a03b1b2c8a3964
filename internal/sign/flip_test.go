package sign

import (
	"bytes"
	"crypto/elliptic"
	"runtime"
	"sync"
	"testing"

	"annexa/internal/pdf/object"
)

// flipped changes the bytes of a file in turn, every step-th of them, and sees
// that none leaves it valid, or hides that there was a signature. The lowest bit
// is changed; in what no signature covers, the Contents of the last one, also the
// one that tells small letters from capitals.
func flipped(t *testing.T, pdf []byte, opts Options, step int) {
	t.Helper()
	verdict(t, pdf, opts, Valid, "")
	open := bytes.LastIndex(pdf, []byte(contentsKey+"<"))
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			own := bytes.Clone(pdf)
			for i := w * step; i < len(own); i += workers * step {
				masks := []byte{0x01, 0x20}
				if i < open {
					masks = masks[:1]
				}
				for _, mask := range masks {
					own[i] ^= mask
					if r := Verify(own, opts); r.Verdict == Valid || r.Verdict == IntactStranger || r.Verdict == Unsigned || len(r.Reasons) == 0 {
						t.Errorf("byte %d of %d, xor %#x: %s, %q", i, len(own), mask, r.Verdict, r.Reasons)
					}
					own[i] ^= mask
				}
			}
		})
	}
	wg.Wait()
}

// TestNoFlippedByteIsValid takes every byte of a file of each level that carries
// no unproven data, one in some under the race detector.
func TestNoFlippedByteIsValid(t *testing.T) {
	step := 1
	if raced || testing.Short() {
		step = 53
	}
	pki := newPKI(t)
	opts := trusting(pki.Root.Certificate)
	for kind, layout := range map[string]object.Layout{"table": {}, "stream": {Pack: object.NewDeflater(6)}} {
		for _, level := range []Level{BB, BT, BLTA} {
			t.Run(level.String()+" "+kind, func(t *testing.T) {
				s := signerOf(t, pki, ecKey(t, elliptic.P256()), level)
				s.Reason = "Approved"
				file := blank(t, layout, "Signature1", "DocTimeStamp1")
				signed(t, s, file) // from here on it knows how long a time-stamp is
				flipped(t, made(t, s, file), opts, step)
			})
		}
	}
}

// TestNoFlippedByteOfAForeignFileIsValid takes some bytes of larger files, whose
// time-stamps carry the certificates of their authority.
func TestNoFlippedByteOfAForeignFileIsValid(t *testing.T) {
	step := 199
	if raced {
		step = 4999
	}
	for _, name := range lta {
		pdf, opts := ltaFile(t, name)
		flipped(t, pdf, opts, step)
	}
}
