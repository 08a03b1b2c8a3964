package object

import (
	"crypto/sha256"
	"fmt"
	"slices"
)

// Increment collects objects to be appended to a file, whose bytes stay as they
// are (7.5.6).
type Increment struct {
	file    *File
	objects map[Ref]Object
	next    int
}

// Increment begins an increment to f, which must show its newest revision.
func (f *File) Increment() *Increment {
	size, _ := f.Trailer().Get("Size").(Integer)
	return &Increment{file: f, objects: map[Ref]Object{}, next: int(size)}
}

// Add puts a new object into the increment and returns the reference to it.
func (inc *Increment) Add(o Object) Ref {
	ref := Ref{Number: inc.next}
	inc.next++
	inc.objects[ref] = o
	return ref
}

// Set gives an object of the file a new version.
func (inc *Increment) Set(ref Ref, o Object) { inc.objects[ref] = o }

// Get returns the object as the increment leaves it.
func (inc *Increment) Get(ref Ref) (Object, error) {
	if o, ok := inc.objects[ref]; ok {
		return o, nil
	}
	return inc.file.Get(ref)
}

// Write returns the file with the increment behind it, and where each object of
// the increment begins ("12 0 obj"). Objects are written by number. The
// cross-reference section is of the kind the file has; the second part of ID
// comes from the SHA-256 of the increment's objects. The file must end with its
// last revision.
func (inc *Increment) Write() ([]byte, map[Ref]int, error) {
	f := inc.file
	last := f.Revisions()[f.revision]
	if f.revision != len(f.revisions)-1 || last.End != len(f.data) {
		return nil, nil, fmt.Errorf("%d bytes follow the last revision: an increment cannot be appended", len(f.data)-last.End)
	}
	e := encoder{buf: append(make([]byte, 0, len(f.data)+inc.size()), f.data...)}
	if c := f.data[len(f.data)-1]; c != '\n' && c != '\r' {
		e.buf = append(e.buf, '\n')
	}
	refs := make([]Ref, 0, len(inc.objects))
	for ref := range inc.objects {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, func(a, b Ref) int { return a.Number - b.Number })
	offsets := make(map[Ref]int, len(refs))
	entries := make([]numbered, 0, len(refs)+1)
	for _, ref := range refs {
		offsets[ref] = len(e.buf)
		entries = append(entries, numbered{ref.Number, place{plain, len(e.buf), ref.Generation}})
		e.indirect(ref, inc.objects[ref])
	}
	at := len(e.buf)
	trailer := inc.trailer(last, e.buf[len(f.data):])
	if last.Stream {
		entries = append(entries, numbered{inc.next, place{plain, at, 0}})
		dict, data := xrefData(trailer.Set("Size", Integer(inc.next+1)), entries, at)
		e.indirect(Ref{Number: inc.next}, &Stream{Dict: dict, Raw: data})
		e.buf = e.buf[:len(e.buf)-1]
	} else {
		e.buf = append(e.buf, "xref\n"...)
		for i := 0; i < len(entries); {
			n := 1
			for i+n < len(entries) && entries[i+n].number == entries[i].number+n {
				n++
			}
			e.buf = fmt.Appendf(e.buf, "%d %d\n", entries[i].number, n)
			for _, entry := range entries[i : i+n] {
				e.buf = appendTableEntry(e.buf, entry.place)
			}
			i += n
		}
		e.buf = append(e.buf, "trailer\n"...)
		e.object(trailer)
	}
	e.end(at)
	return e.buf, offsets, e.err
}

// size is about how many bytes the increment takes.
func (inc *Increment) size() int {
	n := 4096
	for _, o := range inc.objects {
		switch o := o.(type) {
		case *Stream:
			n += len(o.Raw)
		case Verbatim:
			n += len(o)
		}
	}
	return n
}

// trailer carries Root, Info and the first part of ID over from the revision
// before.
func (inc *Increment) trailer(last Revision, body []byte) *Dict {
	d := new(Dict).Set("Size", Integer(inc.next))
	for _, key := range []Name{"Root", "Info"} {
		if o := last.Trailer.Get(key); o != nil {
			d.Set(key, o)
		}
	}
	d.Set("Prev", Integer(last.XRef))
	if id, ok := last.Trailer.Get("ID").(Array); ok && len(id) == 2 {
		sum := sha256.Sum256(body)
		d.Set("ID", Array{id[0], String(sum[:16])})
	}
	return d
}
