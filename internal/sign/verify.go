package sign

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"annexa/internal/diag"
	"annexa/internal/pdf/object"
)

// Options say whom a verifier trusts.
type Options struct {
	Trust []*x509.Certificate // roots, or signers themselves
	Own   []*x509.Certificate // certificates of one's own keys
	At    time.Time           // the day of verification, all of which counts, in UTC
	Bare  bool                // nothing but signatures, which may be seen, may follow the first revision, before the first of them either
}

// What Verify takes apart at most.
const (
	maxRevisions  = 200
	maxSignatures = 50
)

// Verify says what the signatures of a file prove at a time, offline. It never
// fails: a file that cannot be read is Broken, with the reason.
func Verify(pdf []byte, opts Options) *Report {
	r := &Report{Size: len(pdf), Signatures: []Signature{}, Reasons: []string{}}
	f, err := object.Read(pdf, object.Limits{Revisions: maxRevisions})
	if err != nil {
		if bytes.Contains(pdf, []byte("/ByteRange")) && !errors.Is(err, object.ErrEncrypted) {
			r.suspect(forgedTables)
		}
		return r.broken(err)
	}
	opts.At = endOfDay(opts.At)
	v := &verifier{file: f, data: pdf, opts: opts, report: r, effort: newEffort()}
	revisions := f.Revisions()
	r.Revisions = len(revisions)
	base := sha256.Sum256(pdf[:revisions[0].End])
	r.Base = hex.EncodeToString(base[:])
	if err := v.collect(); err != nil {
		return r.broken(err)
	}
	if v.evidence, err = readEvidence(f, v.effort); err != nil {
		v.evidence = &evidence{effort: v.effort}
		if len(v.items) > 0 {
			v.flaw = err
		}
	}
	v.time()
	if v.effort.left < 0 {
		return r.broken(errors.New("the file carries more certificates and revocation data than the limit allows"))
	}
	v.compare()
	v.conclude()
	return r
}

func (r *Report) broken(err error) *Report {
	r.suspectOf(err)
	r.Verdict = Broken
	r.Reasons = append(r.Reasons, err.Error())
	return r
}

// verifier is a file under examination.
type verifier struct {
	file     *object.File
	data     []byte
	opts     Options
	report   *Report
	effort   *effort
	items    []*item // by the revision in which they appear
	flaw     error   // of the long-term data; nil: none
	evidence *evidence
}

// item is one signature or document time-stamp.
type item struct {
	Signature
	ref      object.Ref // of its dictionary
	appeared int        // revision in which its field first refers to it
	sd       *signedData
	stamp    *timeStamp // the item itself, or over the signature; nil: none
	checked  bool       // revocation data complete, for signer and time-stamp
}

func (it *item) fault(format string, args ...any) {
	it.Faults = append(it.Faults, fmt.Sprintf(format, args...))
}

// intact says whether nothing spoke against the item so far.
func (it *item) intact() bool { return len(it.Faults) == 0 }

// collect finds the signatures of every revision, so that one which a later
// revision hides is found too, and checks each by itself.
func (v *verifier) collect() error {
	known := map[object.Ref]*item{}
	for k := range v.file.Revisions() {
		view := v.file.At(k)
		fm, err := readForm(view)
		if err != nil {
			return err
		}
		names, values := map[string]bool{}, map[object.Ref]string{}
		for _, fd := range fm.fields {
			if names[fd.name] {
				return like(objectShadowing, "two fields are called %q", fd.name)
			}
			names[fd.name] = true
			if !fd.signature || fd.value == nil {
				continue
			}
			ref, ok := fd.value.(object.Ref)
			if !ok {
				return fmt.Errorf("field %q: the signature has no object of its own", fd.name)
			}
			if other, twice := values[ref]; twice {
				return like(wrapping, "fields %q and %q share one signature", other, fd.name)
			}
			values[ref] = fd.name
			if known[ref] == nil {
				if len(v.items) == maxSignatures {
					return fmt.Errorf("the file holds more than %d signatures", maxSignatures)
				}
				it := &item{ref: ref, appeared: k}
				it.Field = fd.name
				known[ref] = it
				v.items = append(v.items, it)
				v.examine(it)
			}
		}
	}
	return nil
}

// covered is the newest revision that an intact item covers, -1 if none.
func (v *verifier) covered() int {
	newest := -1
	for _, it := range v.items {
		if it.intact() {
			newest = max(newest, it.Revision-1)
		}
	}
	return newest
}

// conclude draws the verdict from what was found.
func (v *verifier) conclude() {
	r := v.report
	signed, verdict := false, Valid
	if v.flaw != nil {
		verdict = Broken
		r.Reasons = append(r.Reasons, v.flaw.Error())
	}
	for _, it := range v.items {
		it.Intact = it.intact()
		it.Trusted = it.Intact && len(it.Doubts) == 0
		signed = signed || !it.TimeStamp
		what := ""
		if it.Field != "" { // a detached signature stands in none
			what = fmt.Sprintf("%q: ", it.Field)
		}
		switch {
		case !it.Intact:
			verdict = min(verdict, Broken)
			for _, s := range it.Faults {
				r.Reasons = append(r.Reasons, what+s)
			}
		case !it.Trusted:
			verdict = min(verdict, IntactStranger)
			for _, s := range it.Doubts {
				r.Reasons = append(r.Reasons, what+s)
			}
		}
		r.Signatures = append(r.Signatures, it.Signature)
	}
	if len(v.items) > 0 && len(r.Changes) > 0 {
		verdict = min(verdict, ChangedAfterSigning)
		r.Reasons = slices.Concat(r.Changes, r.Reasons)
	}
	if !signed && verdict > Unsigned {
		v.unsigned()
		return
	}
	r.Verdict = verdict
}

// unsigned says what a file without a signature is: perhaps one that had a
// signature before it was damaged.
func (v *verifier) unsigned() {
	r := v.report
	r.Verdict = Unsigned
	n := len(v.data) - v.file.Revisions()[r.Revisions-1].End
	switch {
	case len(v.items) > 0:
		r.Reasons = []string{"the file is time-stamped, but nobody signed it"}
	case n > 0:
		r.Verdict = Broken
		r.Reasons = []string{diag.Plural(n, "byte") + " follow the end of the file"}
		r.suspect(trailing(v.data[len(v.data)-n:]))
	case bytes.Contains(v.data, []byte("/ByteRange")):
		r.Verdict = Broken
		r.Reasons = []string{"the file holds a signature that no field of its form refers to"}
		r.suspect(shadowHide)
	default:
		r.Reasons = []string{"the file holds no signature"}
	}
}
