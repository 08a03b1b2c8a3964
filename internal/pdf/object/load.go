package object

import (
	"bytes"
	"errors"
	"fmt"
)

// Get returns the object that ref stands for, Null if there is none (7.3.10). An
// error says that it cannot be read.
func (f *File) Get(ref Ref) (Object, error) {
	v, ok := f.find(ref.Number)
	switch {
	case !ok:
		return Null{}, nil
	case v.kind == compressed:
		if ref.Generation != 0 {
			return Null{}, nil
		}
		o, err := f.compressed(ref.Number, v.place)
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", ref.Number, err)
		}
		return o, nil
	case v.generation != ref.Generation:
		return Null{}, nil
	}
	o, err := f.plain(ref, v.offset)
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", ref.Number, err)
	}
	return o, nil
}

// Resolve returns o itself, or what it refers to.
func (f *File) Resolve(o Object) (Object, error) {
	for range 32 {
		ref, ok := o.(Ref)
		if !ok {
			return o, nil
		}
		var err error
		if o, err = f.Get(ref); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("references lead to references without end")
}

// Dict resolves o and returns it if it is a dictionary, or the dictionary of a
// stream. Anything else gives nil.
func (f *File) Dict(o Object) (*Dict, error) {
	o, err := f.Resolve(o)
	switch v := o.(type) {
	case *Dict:
		return v, err
	case *Stream:
		return v.Dict, err
	}
	return nil, err
}

// Array resolves o and returns it if it is an array. Anything else gives nil.
func (f *File) Array(o Object) (Array, error) {
	o, err := f.Resolve(o)
	a, _ := o.(Array)
	return a, err
}

// Catalog returns the document catalogue that the trailer's Root names.
func (f *File) Catalog() (*Dict, error) {
	d, err := f.Dict(f.Trailer().Get("Root"))
	if err == nil && d == nil {
		err = errors.New("trailer: /Root leads to no catalogue")
	}
	return d, err
}

// Offset returns where the newest version of an object stands, and the revision
// that wrote it. It is false for an object that is missing or in an object stream.
func (f *File) Offset(ref Ref) (offset, revision int, ok bool) {
	v, ok := f.find(ref.Number)
	if !ok || v.kind != plain || v.generation != ref.Generation {
		return 0, 0, false
	}
	return v.offset, v.revision, true
}

// Places returns the byte range that each value takes in the dictionary which
// ref stands for. The dictionary must not stand in an object stream.
func (f *File) Places(ref Ref) (map[Name][2]int, error) {
	offset, _, ok := f.Offset(ref)
	if !ok {
		return nil, fmt.Errorf("object %d has no place of its own in the file", ref.Number)
	}
	p := newParser(f.data, offset, f.limits, f.names)
	if _, err := header(p); err != nil {
		return nil, err
	}
	if p.space(); !bytes.HasPrefix(f.data[p.pos:], []byte("<<")) {
		return nil, fmt.Errorf("object %d is no dictionary", ref.Number)
	}
	places := map[Name][2]int{}
	_, err := p.dict(places)
	if err == nil {
		err = f.spend(p.pos - offset)
	}
	return places, err
}

// plain returns the object whose header stands at offset.
func (f *File) plain(ref Ref, offset int) (Object, error) {
	if known, ok := f.parsed[offset]; ok {
		if known.ref != ref {
			return nil, fmt.Errorf("byte %d: another object stands there", offset)
		}
		return known.object, nil
	}
	if offset >= len(f.data) {
		return nil, fmt.Errorf("byte %d lies behind the end of the file", offset)
	}
	if f.reading[offset] {
		return nil, errors.New("reading it needs itself")
	}
	if err := f.spend(0); err != nil {
		return nil, err
	}
	f.reading[offset] = true
	defer delete(f.reading, offset)
	p := newParser(f.data, offset, f.limits, f.names)
	_, o, err := f.indirect(p, &ref)
	if serr := f.spend(p.pos - offset); serr != nil {
		return nil, serr
	}
	if err != nil {
		return nil, err
	}
	f.parsed[offset] = parsed{ref, o, p.pos}
	return o, nil
}

// header reads "12 0 obj".
func header(p *parser) (Ref, error) {
	number, ok1 := p.whole()
	generation, ok2 := p.whole()
	if !ok1 || !ok2 || !p.keyword("obj") {
		return Ref{}, p.errorf("no object begins here")
	}
	return Ref{number, generation}, nil
}

// indirect reads an indirect object from its header to endobj. Where want is
// given it must be that one.
func (f *File) indirect(p *parser, want *Ref) (Ref, Object, error) {
	ref, err := header(p)
	if err != nil {
		return ref, nil, err
	}
	if want != nil && ref != *want {
		return ref, nil, p.errorf("object %d %d stands there instead", ref.Number, ref.Generation)
	}
	o, err := p.object()
	if err != nil {
		return ref, nil, err
	}
	if d, ok := o.(*Dict); ok && p.keyword("stream") {
		if o, err = f.stream(p, d); err != nil {
			return ref, nil, err
		}
	}
	if !p.keyword("endobj") {
		return ref, nil, p.errorf("endobj is missing")
	}
	return ref, o, nil
}

// stream reads the data behind the keyword stream (7.3.8).
func (f *File) stream(p *parser, d *Dict) (*Stream, error) {
	if p.peek() == '\r' {
		p.pos++
	}
	if p.peek() != '\n' {
		return nil, p.errorf("an end of line is missing behind stream")
	}
	p.pos++
	length, err := f.Resolve(d.Get("Length"))
	if err != nil {
		return nil, err
	}
	n, ok := length.(Integer)
	if !ok || n < 0 || n > Integer(len(p.data)-p.pos) {
		return nil, p.errorf("the stream's /Length does not fit the file")
	}
	raw := p.data[p.pos : p.pos+int(n) : p.pos+int(n)]
	p.pos += int(n)
	for range 2 { // the end of line before endstream, which is no data
		if c := p.peek(); c == '\r' || c == '\n' {
			p.pos++
		}
	}
	if string(p.word()) != "endstream" {
		return nil, p.errorf("the stream's /Length does not lead to endstream")
	}
	return &Stream{Dict: d, Raw: raw}, nil
}
