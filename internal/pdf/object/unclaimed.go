package object

import "slices"

// Unclaimed returns the first bytes that a revision added and that belong to
// none of its objects, nor to its cross-reference section, nor are white space:
// a place to hide what another reader might find. Both ends are 0 where there are
// none. The first revision always has some, its header.
func (f *File) Unclaimed(revision int) (from, to int, err error) {
	r := f.revisions[revision]
	view := f.At(revision)
	spans := [][2]int{{r.XRef, r.End}}
	for _, ref := range r.Changed {
		offset, _, ok := view.Offset(ref)
		if !ok || r.Stream && offset == r.XRef {
			continue // in an object stream, or the section itself
		}
		if _, err := view.Get(ref); err != nil {
			return 0, 0, err
		}
		spans = append(spans, [2]int{offset, f.parsed[offset].end})
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	at := r.Start
	for _, s := range spans {
		for ; at < s[0]; at++ {
			if class[f.data[at]] != white {
				return at, s[0], nil
			}
		}
		at = max(at, s[1])
	}
	return 0, 0, nil
}
