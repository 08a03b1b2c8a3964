package sign

import (
	"crypto/x509"
	"fmt"
)

// time goes through the signatures from the newest to the oldest and finds out
// when each was made. A trusted document time-stamp proves that all before it
// existed at its time, so what is older is judged as of then: a certificate that
// ran out, or was revoked, later does no harm any more.
func (v *verifier) time() {
	bound := v.opts.At
	archive := -1 // newest revision that a trusted document time-stamp covers
	newest := v.covered()
	for i := len(v.items) - 1; i >= 0; i-- {
		it := v.items[i]
		if !it.intact() {
			continue
		}
		at := bound
		it.checked = true
		covered := archive >= 0 // by a document time-stamp that is newer
		var lasts []*x509.Certificate
		if it.stamp != nil && !it.TimeStamp {
			j := v.judge(it.stamp.signedData, bound, v.opts.At)
			if it.stamp.time.After(bound) {
				j.doubts = append(j.doubts, fmt.Sprintf("its time, %s, lies in the future of what came later", day(it.stamp.time)))
			}
			if len(j.doubts) == 0 {
				at, it.Proven = it.stamp.time, it.stamp.time
				it.checked = j.checked
				lasts = j.chain
			} else {
				it.Notes = append(it.Notes, prefixed("the time-stamp proves nothing: ", j.doubts)...)
			}
			if cert := v.unused(it.stamp.signedData, j.chain); cert != nil && it.Revision-1 == newest {
				it.fault("the certificate of %s in its time-stamp is damaged or belongs to no chain", name(cert))
			}
		} else if archive >= 0 {
			it.Proven = bound
		}
		j := v.judge(it.sd, at, v.opts.At)
		it.Doubts = append(it.Doubts, j.doubts...)
		it.checked = it.checked && j.checked
		if lasts == nil {
			lasts = j.chain
		}
		if !covered && it.intact() {
			v.lasts(lasts)
		}
		if !j.checked {
			it.Notes = append(it.Notes, "the file does not hold all that tells whether the certificates were revoked")
		}
		if cert := v.unused(it.sd, j.chain); cert != nil && it.Revision-1 == newest {
			it.fault("the certificate of %s is damaged or belongs to no chain", name(cert))
		}
		if it.TimeStamp {
			it.Proven = it.stamp.time
			if it.stamp.time.After(bound) {
				it.Doubts = append(it.Doubts, fmt.Sprintf("its time, %s, lies in the future of what came later", day(it.stamp.time)))
			}
			if it.intact() && len(it.Doubts) == 0 {
				bound, archive = it.stamp.time, max(archive, it.appeared)
			}
		} else if it.Level == BB {
			it.Level = v.level(it, archive)
		}
	}
}

// lasts notes that a proof ends with the first certificate of a chain that ends.
func (v *verifier) lasts(chain []*x509.Certificate) {
	for _, cert := range chain {
		if v.report.Until.IsZero() || cert.NotAfter.Before(v.report.Until) {
			v.report.Until = cert.NotAfter.UTC()
		}
	}
}

// level is the level that a signature reaches, where the newest archive
// time-stamp covers a revision.
func (v *verifier) level(it *item, archive int) Level {
	switch {
	case it.Proven.IsZero() || len(it.Doubts) > 0:
		return BB
	case !it.checked || len(v.evidence.items) == 0:
		return BT
	case archive < 0 || !v.evidence.within(archive):
		return BLT
	}
	return BLTA
}

func prefixed(prefix string, texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = prefix + s
	}
	return out
}
