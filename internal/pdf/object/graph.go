package object

import "fmt"

// Graph is a set of objects that refer to one another, to be written as one
// file. The zero value is empty.
type Graph struct {
	Trailer Dict // Root and Info; Size and ID are made when the graph is written

	objects []Object     // by number less one
	apart   map[int]bool // numbers of objects kept outside object streams
	writer  writer       // kept for its memory
}

// Reset empties the graph and keeps its memory for the next file.
func (g *Graph) Reset() {
	clear(g.objects)
	g.objects = g.objects[:0]
	clear(g.apart)
	g.Trailer = Dict{}
}

// Add puts an object into the graph and returns the reference to it. A nil
// object reserves the reference: Set must follow before the graph is written.
func (g *Graph) Add(o Object) Ref {
	g.objects = append(g.objects, o)
	return Ref{Number: len(g.objects)}
}

// Set replaces the object that ref, which Add or a File made, stands for.
func (g *Graph) Set(ref Ref, o Object) {
	for len(g.objects) < ref.Number {
		g.objects = append(g.objects, nil)
	}
	g.objects[ref.Number-1] = o
}

// Get returns the object that ref stands for, or nil.
func (g *Graph) Get(ref Ref) Object {
	if ref.Number < 1 || ref.Number > len(g.objects) || ref.Generation != 0 {
		return nil
	}
	return g.objects[ref.Number-1]
}

// Resolve returns o itself, or what it refers to.
func (g *Graph) Resolve(o Object) Object {
	for range 32 {
		ref, ok := o.(Ref)
		if !ok {
			return o
		}
		o = g.Get(ref)
	}
	return nil
}

// Dict resolves o and returns it if it is a dictionary, or the dictionary of a
// stream; else nil.
func (g *Graph) Dict(o Object) *Dict {
	switch v := g.Resolve(o).(type) {
	case *Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// Apart keeps an object out of object streams, as catalogue, form and signature
// fields want: validators look for them there.
func (g *Graph) Apart(ref Ref) {
	if g.apart == nil {
		g.apart = map[int]bool{}
	}
	g.apart[ref.Number] = true
}

// Graph reads every object of the file, to be changed and written anew. The
// numbers stay until then. The file must not be used any more.
func (f *File) Graph() (*Graph, error) {
	g := &Graph{}
	for _, key := range []Name{"Root", "Info"} {
		if o := f.Trailer().Get(key); o != nil {
			g.Trailer.Set(key, o)
		}
	}
	for _, ref := range f.Refs() {
		if ref.Generation != 0 {
			return nil, fmt.Errorf("object %d has generation %d: only files whose numbers were never used again can be written anew", ref.Number, ref.Generation)
		}
		o, err := f.Get(ref)
		if err != nil {
			return nil, err
		}
		if s, ok := o.(*Stream); ok {
			if t := s.Dict.Get("Type"); t == Name("XRef") || t == Name("ObjStm") {
				continue
			}
		}
		g.Set(ref, o)
	}
	return g, nil
}
