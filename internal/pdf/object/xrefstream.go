package object

import (
	"errors"
	"slices"
)

// xrefStream reads a cross-reference stream (7.5.8); its dictionary is the trailer.
func (f *File) xrefStream(sec *section, p *parser) error {
	_, o, err := f.indirect(p, nil)
	if err != nil {
		return err
	}
	stream, ok := o.(*Stream)
	if !ok || stream.Dict.Get("Type") != Name("XRef") {
		return p.errorf("neither a cross-reference table nor a cross-reference stream stands at byte %d", sec.start)
	}
	sec.trailer = stream.Dict
	widths, err := fieldWidths(stream.Dict)
	if err != nil {
		return err
	}
	index, err := sectionIndex(stream.Dict)
	if err != nil {
		return err
	}
	data, err := f.Decode(stream)
	if err != nil {
		return err
	}
	size := widths[0] + widths[1] + widths[2]
	for i := 0; i < len(index); i += 2 {
		first, count := index[i], index[i+1]
		if count > len(data)/size {
			return errors.New("the cross-reference stream is shorter than its /Index")
		}
		if f.entries += count; f.entries > f.limits.Entries {
			return errors.New("more cross-reference entries than the limit allows")
		}
		sec.entries = slices.Grow(sec.entries, count)
		for n := range count {
			e, ok := streamEntry(data[:size], widths)
			if !ok {
				return errors.New("malformed entry in a cross-reference stream")
			}
			data = data[size:]
			if first+n > 0 {
				sec.entries = append(sec.entries, numbered{first + n, e})
			}
		}
	}
	if len(data) > 0 {
		return errors.New("the cross-reference stream is longer than its /Index")
	}
	return nil
}

// fieldWidths reads W: three widths of at most eight bytes, the second not zero.
func fieldWidths(d *Dict) (w [3]int, err error) {
	a, _ := d.Get("W").(Array)
	if len(a) != len(w) {
		return w, errors.New("the cross-reference stream wants /W with three widths")
	}
	for i := range w {
		n, ok := a[i].(Integer)
		if !ok || n < 0 || n > 8 || i == 1 && n == 0 {
			return w, errors.New("the cross-reference stream has an odd width in /W")
		}
		w[i] = int(n)
	}
	return w, nil
}

// sectionIndex reads Index: pairs of a first number and a count.
func sectionIndex(d *Dict) ([]int, error) {
	size, ok := d.Get("Size").(Integer)
	if !ok || size < 0 || size > maxNumber+1 {
		return nil, errors.New("the cross-reference stream has no fitting /Size")
	}
	o := d.Get("Index")
	if o == nil {
		return []int{0, int(size)}, nil
	}
	a, ok := o.(Array)
	if !ok || len(a)%2 != 0 {
		return nil, errors.New("the cross-reference stream's /Index is no list of pairs")
	}
	index := make([]int, len(a))
	for i := range a {
		n, ok := a[i].(Integer)
		if !ok || n < 0 || n > maxNumber+1 {
			return nil, errors.New("the cross-reference stream has an odd number in /Index")
		}
		index[i] = int(n)
	}
	return index, nil
}

// streamEntry reads one entry. A first field of no width means an object that is
// not compressed.
func streamEntry(b []byte, w [3]int) (place, bool) {
	var v [3]int
	for i := range w {
		for _, c := range b[:w[i]] {
			v[i] = v[i]<<8 | int(c)
		}
		b = b[w[i]:]
	}
	if w[0] == 0 {
		v[0] = 1
	}
	switch v[0] {
	case 0:
		return place{}, true
	case 1:
		return place{plain, v[1], v[2]}, v[1] >= 0 && v[2] >= 0
	case 2:
		return place{compressed, v[1], v[2]}, v[1] > 0 && v[1] <= maxNumber && v[2] >= 0
	}
	return place{}, false
}
