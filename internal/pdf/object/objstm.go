package object

import (
	"errors"
	"fmt"
)

// packed is an object stream being read (7.5.7).
type packed struct {
	data    []byte
	numbers []int
	offsets []int // in data
	objects []Object
}

// compressed returns the object at an index of an object stream.
func (f *File) compressed(number int, at place) (Object, error) {
	pk, err := f.packed(at.offset)
	if err != nil {
		return nil, fmt.Errorf("object stream %d: %w", at.offset, err)
	}
	i := at.generation
	if i >= len(pk.numbers) || pk.numbers[i] != number {
		return nil, fmt.Errorf("object stream %d does not hold it at index %d", at.offset, i)
	}
	if pk.objects[i] != nil {
		return pk.objects[i], nil
	}
	if err := f.spend(0); err != nil {
		return nil, err
	}
	p := newParser(pk.data, pk.offsets[i], f.limits, f.names)
	o, err := p.object()
	if serr := f.spend(p.pos - pk.offsets[i]); serr != nil {
		return nil, serr
	}
	if err != nil {
		return nil, err
	}
	pk.objects[i] = o
	return o, nil
}

// packed returns the object stream with the given number, which must itself not
// be compressed.
func (f *File) packed(number int) (*packed, error) {
	v, ok := f.find(number)
	if !ok || v.kind != plain {
		return nil, errors.New("it is missing")
	}
	if pk, ok := f.streams[v.offset]; ok {
		return pk, nil
	}
	o, err := f.plain(Ref{number, v.generation}, v.offset)
	if err != nil {
		return nil, err
	}
	stream, ok := o.(*Stream)
	if !ok || stream.Dict.Get("Type") != Name("ObjStm") {
		return nil, errors.New("it is no object stream")
	}
	count, ok1 := stream.Dict.Get("N").(Integer)
	first, ok2 := stream.Dict.Get("First").(Integer)
	data, err := f.Decode(stream)
	if err != nil {
		return nil, err
	}
	if !ok1 || !ok2 || first < 0 || first > Integer(len(data)) || count < 0 || count > first {
		return nil, errors.New("/N or /First does not fit it")
	}
	pk := &packed{data: data, numbers: make([]int, count), offsets: make([]int, count), objects: make([]Object, count)}
	s := scanner{data: data[:first]}
	for i := range pk.numbers {
		n, ok1 := s.whole()
		offset, ok2 := s.whole()
		if !ok1 || !ok2 || offset > len(data)-int(first) {
			return nil, errors.New("its list of objects is malformed")
		}
		pk.numbers[i], pk.offsets[i] = n, int(first)+offset
	}
	f.streams[v.offset] = pk
	return pk, nil
}
