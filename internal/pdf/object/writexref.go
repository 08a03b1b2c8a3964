package object

// xrefData returns the dictionary, made from the trailer, and the data of a
// cross-reference stream that stands at a place behind all it lists. The entries
// are sorted by number.
func xrefData(trailer *Dict, entries []numbered, at int) (*Dict, []byte) {
	width := 1
	for n := at; n > 255; n >>= 8 {
		width++
	}
	data := make([]byte, 0, len(entries)*(width+3))
	index := Array{}
	for i, e := range entries {
		if i == 0 || e.number != entries[i-1].number+1 {
			index = append(index, Integer(e.number), Integer(0))
		}
		index[len(index)-1] = index[len(index)-1].(Integer) + 1
		data = append(data, byte(e.kind))
		for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
			data = append(data, byte(e.offset>>shift))
		}
		generation := e.generation
		if e.kind == free {
			generation = 65535
		}
		data = append(data, byte(generation>>8), byte(generation))
	}
	dict := new(Dict).Set("Type", Name("XRef"))
	for key, o := range trailer.All() {
		dict.Set(key, o)
	}
	dict.Set("Index", index).Set("W", Array{Integer(1), Integer(width), Integer(2)})
	return dict, data
}

// rowOf is the length of one entry.
func rowOf(xref *Dict) int {
	return 3 + int(xref.Get("W").(Array)[1].(Integer))
}

// predictUp applies the PNG predictor "up" to rows: sorted offsets compress much
// better so.
func predictUp(data []byte, row int) []byte {
	out := make([]byte, 0, len(data)/row*(row+1))
	above := make([]byte, row)
	for ; len(data) > 0; data = data[row:] {
		out = append(out, 2)
		for i, c := range data[:row] {
			out = append(out, c-above[i])
		}
		copy(above, data[:row])
	}
	return out
}
