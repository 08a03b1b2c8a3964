package object

// offsetWidth is how many bytes an offset takes in a cross-reference stream that
// stands at a place behind all it lists.
func offsetWidth(at int) int {
	width := 1
	for n := at; n > 255; n >>= 8 {
		width++
	}
	return width
}

// appendXrefEntry appends one entry of a cross-reference stream (7.5.8.3).
func appendXrefEntry(data []byte, p place, width int) []byte {
	data = append(data, byte(p.kind))
	for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
		data = append(data, byte(p.offset>>shift))
	}
	generation := p.generation
	if p.kind == free {
		generation = 65535
	}
	return append(data, byte(generation>>8), byte(generation))
}

// xrefDict makes the dictionary of a cross-reference stream from the trailer.
func xrefDict(trailer *Dict, index Array, width int) *Dict {
	dict := new(Dict).Set("Type", Name("XRef"))
	for key, o := range trailer.All() {
		dict.Set(key, o)
	}
	return dict.Set("Index", index).Set("W", Array{Integer(1), Integer(width), Integer(2)})
}

// xrefData returns the dictionary and the data of a cross-reference stream that
// stands at a place behind all it lists. The entries are sorted by number.
func xrefData(trailer *Dict, entries []numbered, at int) (*Dict, []byte) {
	width := offsetWidth(at)
	data := make([]byte, 0, len(entries)*(width+3))
	index := Array{}
	for i, e := range entries {
		if i == 0 || e.number != entries[i-1].number+1 {
			index = append(index, Integer(e.number), Integer(0))
		}
		index[len(index)-1] = index[len(index)-1].(Integer) + 1
		data = appendXrefEntry(data, e.place, width)
	}
	return xrefDict(trailer, index, width), data
}
