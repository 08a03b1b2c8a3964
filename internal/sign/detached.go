package sign

import (
	"context"
	"errors"
	"time"
)

// SignDetached signs data that stay in a file of their own, as a CMS in DER:
// openssl cms -verify -cades -binary -inform DER -content FILE checks it. From
// level B-T on it is time-stamped; what B-LT and B-LTA add has no place in it.
func (s *Signer) SignDetached(ctx context.Context, data []byte) ([]byte, error) {
	a, err := s.algorithm()
	if err != nil {
		return nil, err
	}
	return s.buildCMS(ctx, a, digest(a.hash, data))
}

// VerifyDetached says what a detached CMS signature of data proves, as Verify
// does for a PDF. Its level is B-B or B-T.
func VerifyDetached(data, cms []byte, opts Options) *Report {
	r := &Report{Size: len(data), Signatures: []Signature{}, Reasons: []string{}}
	opts.At = endOfDay(opts.At)
	v := &verifier{data: data, opts: opts, report: r, effort: newEffort()}
	v.evidence = &evidence{effort: v.effort}
	it := &item{}
	it.Covers, it.Revision = len(data), 1
	if err := it.readDetached(data, cms); err != nil {
		it.fault("%v", err)
	} else {
		it.describe()
	}
	v.items = []*item{it}
	v.time()
	v.conclude()
	return r
}

func (it *item) readDetached(data, cms []byte) error {
	length, ok := derLength(cms)
	if !ok {
		return errCMS
	}
	if length != len(cms) {
		return errors.New("bytes follow the signature")
	}
	return it.readSignature(cms, [2][]byte{data, nil}, true)
}

// HoldsDetached says whether a detached signature that was made before need not be
// made again, as Holds does for a PDF.
func (s *Signer) HoldsDetached(data, cms []byte) bool {
	return s.holds(VerifyDetached(data, cms, s.own()), min(s.Level, BT))
}

// endOfDay is the last moment of a day: all of the day of verification counts.
func endOfDay(t time.Time) time.Time {
	return t.UTC().Truncate(24 * time.Hour).Add(24*time.Hour - time.Nanosecond)
}
