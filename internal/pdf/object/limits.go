package object

// Limits bound what reading may cost. A zero field means its default.
type Limits struct {
	Depth     int // nesting of arrays and dictionaries in one object: 100
	Items     int // values in one object: 2 million
	Entries   int // entries of all cross-reference sections together: 4 million
	Revisions int // cross-reference sections in the chain: 10,000
	Decoded   int // bytes all streams may decode to, together: 512 MiB
}

func (l Limits) orDefault() Limits {
	set := func(field *int, value int) {
		if *field <= 0 {
			*field = value
		}
	}
	set(&l.Depth, 100)
	set(&l.Items, 2_000_000)
	set(&l.Entries, 4_000_000)
	set(&l.Revisions, 10_000)
	set(&l.Decoded, 512<<20)
	return l
}

// maxNumber is the highest object number that common readers take (annex C.2).
const maxNumber = 8_388_607
