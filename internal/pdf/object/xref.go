package object

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// place is where one version of an object stands: a cross-reference entry (7.5.4, 7.5.8).
type place struct {
	kind       placeKind
	offset     int // in the file; for a compressed object the number of its object stream
	generation int // for a compressed object its index in that stream
}

type placeKind uint8

const (
	free placeKind = iota
	plain
	compressed
)

// numbered is an entry with the number of its object.
type numbered struct {
	number int
	place
}

// section is one cross-reference section with its trailer.
type section struct {
	start, end int // the end lies behind its %%EOF and the end of that line
	startxref  int // as this section's own startxref says
	entries    []numbered
	trailer    *Dict
	prev       int // -1: none
	stream     bool
	hybrid     bool
}

// sections reads the chain of cross-reference sections from the newest to the
// oldest.
func (f *File) sections() ([]*section, error) {
	at := bytes.LastIndex(f.data, []byte("startxref"))
	if at < 0 {
		return nil, errors.New("no startxref: the file is cut short or no PDF")
	}
	s := scanner{data: f.data, pos: at + len("startxref")}
	next, ok := s.whole()
	if !ok {
		return nil, s.errorf("startxref wants a number")
	}
	var chain []*section
	seen := map[int]bool{}
	for next >= 0 {
		if seen[next] {
			return nil, fmt.Errorf("the cross-reference sections form a loop at byte %d", next)
		}
		seen[next] = true
		if len(chain) == f.limits.Revisions {
			return nil, fmt.Errorf("more than %d revisions", f.limits.Revisions)
		}
		sec, err := f.section(next)
		if err != nil {
			return nil, fmt.Errorf("cross-reference section: %w", err)
		}
		chain = append(chain, sec)
		next = sec.prev
	}
	return chain, nil
}

// section reads the cross-reference table or stream at a place in the file.
func (f *File) section(at int) (*section, error) {
	if at >= len(f.data) {
		return nil, fmt.Errorf("byte %d lies behind the end of the file", at)
	}
	p := newParser(f.data, at, f.limits, f.names)
	sec := &section{start: at, prev: -1}
	var err error
	if bytes.HasPrefix(f.data[at:], []byte("xref")) {
		p.pos += len("xref")
		err = f.table(sec, p)
	} else {
		sec.stream = true
		err = f.xrefStream(sec, p)
	}
	if err != nil {
		return nil, err
	}
	if err := f.spend(p.pos - at); err != nil {
		return nil, err
	}
	if sec.trailer.Get("Encrypt") != nil {
		return nil, ErrEncrypted
	}
	if sec.prev, err = optionalOffset(sec.trailer, "Prev"); err != nil {
		return nil, err
	}
	if err := sec.check(); err != nil {
		return nil, err
	}
	return sec, sec.tail(p)
}

func optionalOffset(trailer *Dict, key Name) (int, error) {
	switch v := trailer.Get(key).(type) {
	case nil:
		return -1, nil
	case Integer:
		if v >= 0 {
			return int(v), nil
		}
	}
	return 0, fmt.Errorf("trailer: /%s is no place in the file", key)
}

// tail reads startxref, its number and %%EOF behind a section.
func (sec *section) tail(p *parser) error {
	if !p.keyword("startxref") {
		return p.errorf("startxref is missing behind a cross-reference section")
	}
	var ok bool
	if sec.startxref, ok = p.whole(); !ok {
		return p.errorf("startxref wants a number")
	}
	for p.pos < len(p.data) && class[p.data[p.pos]] == white {
		p.pos++
	}
	if !bytes.HasPrefix(p.data[p.pos:], []byte("%%EOF")) {
		return p.errorf("%%%%EOF is missing")
	}
	p.pos += len("%%EOF")
	if p.peek() == '\r' {
		p.pos++
	}
	if p.peek() == '\n' {
		p.pos++
	}
	sec.end = p.pos
	return nil
}

// check sorts the entries and refuses an object listed twice or beyond Size.
func (sec *section) check() error {
	size, ok := sec.trailer.Get("Size").(Integer)
	if !ok {
		return errors.New("trailer: /Size is missing")
	}
	slices.SortFunc(sec.entries, func(a, b numbered) int { return a.number - b.number })
	for i, e := range sec.entries {
		if i > 0 && e.number == sec.entries[i-1].number {
			return fmt.Errorf("object %d is listed twice in one cross-reference section", e.number)
		}
		if Integer(e.number) >= size {
			return fmt.Errorf("object %d lies beyond the trailer's /Size", e.number)
		}
	}
	return nil
}

// table reads a cross-reference table and its trailer (7.5.4, 7.5.5).
func (f *File) table(sec *section, p *parser) error {
	for !p.keyword("trailer") {
		first, ok1 := p.whole()
		count, ok2 := p.whole()
		if !ok1 || !ok2 {
			return p.errorf("a cross-reference table wants the first number and the count of its entries")
		}
		for p.pos < len(p.data) && class[p.data[p.pos]] == white {
			p.pos++
		}
		if count > (len(p.data)-p.pos)/20 || first > maxNumber {
			return p.errorf("the cross-reference table is longer than the file")
		}
		if f.entries += count; f.entries > f.limits.Entries {
			return p.errorf("more cross-reference entries than the limit allows")
		}
		for i := range count {
			e, ok := tableEntry(p.data[p.pos : p.pos+20])
			if !ok {
				return p.errorf("malformed cross-reference entry")
			}
			p.pos += 20
			if first+i > 0 {
				sec.entries = append(sec.entries, numbered{first + i, e})
			}
		}
	}
	p.space()
	o, err := p.object()
	if err != nil {
		return err
	}
	var ok bool
	if sec.trailer, ok = o.(*Dict); !ok {
		return p.errorf("the trailer is no dictionary")
	}
	return f.hybrid(sec)
}

// tableEntry reads the twenty bytes "nnnnnnnnnn ggggg n" and the end of line.
func tableEntry(b []byte) (place, bool) {
	offset, ok1 := digits(b[:10])
	generation, ok2 := digits(b[11:16])
	ok3 := b[10] == ' ' && b[16] == ' ' && class[b[18]] == white && class[b[19]] == white
	switch {
	case !ok1 || !ok2 || !ok3:
		return place{}, false
	case b[17] == 'n':
		return place{plain, offset, generation}, true
	case b[17] == 'f':
		return place{}, true
	}
	return place{}, false
}

// hybrid adds the objects of the stream that XRefStm names to a table (7.5.8.4).
func (f *File) hybrid(sec *section) error {
	at, err := optionalOffset(sec.trailer, "XRefStm")
	if err != nil || at < 0 {
		return err
	}
	if at >= len(f.data) {
		return errors.New("trailer: /XRefStm lies behind the end of the file")
	}
	sec.hybrid = true
	hidden := &section{start: at}
	p := newParser(f.data, at, f.limits, f.names)
	if err := f.xrefStream(hidden, p); err != nil {
		return err
	}
	if err := f.spend(p.pos - at); err != nil {
		return err
	}
	shown := make(map[int]bool, len(sec.entries))
	for _, e := range sec.entries {
		shown[e.number] = e.kind != free
	}
	sec.entries = slices.DeleteFunc(sec.entries, func(e numbered) bool { return e.kind == free })
	for _, e := range hidden.entries {
		if !shown[e.number] {
			sec.entries = append(sec.entries, e)
		}
	}
	return nil
}
