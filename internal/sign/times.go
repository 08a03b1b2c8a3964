package sign

import "fmt"

// time goes through the signatures from the newest to the oldest and finds out
// when each was made. A trusted document time-stamp proves that all before it
// existed at its time, so what is older is judged as of then: a certificate that
// ran out, or was revoked, later does no harm any more.
func (v *verifier) time() {
	bound := v.opts.At
	archive := -1 // newest revision that a trusted document time-stamp covers
	covered := v.covered()
	for i := len(v.items) - 1; i >= 0; i-- {
		it := v.items[i]
		if !it.intact() {
			continue
		}
		at := bound
		it.checked = true
		if it.stamp != nil && !it.TimeStamp {
			j := v.judge(it.stamp.signedData, bound, v.opts.At)
			if it.stamp.time.After(bound) {
				j.doubts = append(j.doubts, fmt.Sprintf("its time, %s, lies in the future of what came later", day(it.stamp.time)))
			}
			if len(j.doubts) == 0 {
				at, it.Proven = it.stamp.time, it.stamp.time
				it.checked = j.checked
			} else {
				it.Notes = append(it.Notes, prefixed("the time-stamp proves nothing: ", j.doubts)...)
			}
			if cert := v.unused(it.stamp.signedData, j.chain); cert != nil && it.Revision-1 == covered {
				it.fault("the certificate of %s in its time-stamp is damaged or belongs to no chain", name(cert))
			}
		} else if archive >= 0 {
			it.Proven = bound
		}
		j := v.judge(it.sd, at, v.opts.At)
		it.Doubts = append(it.Doubts, j.doubts...)
		it.checked = it.checked && j.checked
		if !j.checked {
			it.Notes = append(it.Notes, "the file does not hold all that tells whether the certificates were revoked")
		}
		if cert := v.unused(it.sd, j.chain); cert != nil && it.Revision-1 == covered {
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
