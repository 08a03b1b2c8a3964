package object

import (
	"crypto/sha256"
	"fmt"
	"slices"
)

// Layout says how a graph is written.
type Layout struct {
	Version string    // of the header: "1.7" unless said
	Pack    *Deflater // where given, object streams and a cross-reference stream are used
}

// packSize is how many objects go into one object stream: more pack better, and
// cost a reader more who wants one of them.
const packSize = 500

// Write returns the graph as a file. Objects are numbered in the order in which
// the trailer reaches them; what it does not reach is left out. Both parts of ID
// come from the SHA-256 of what stands before the cross-reference section. The
// graph itself stays as it is.
func (g *Graph) Write(l Layout) ([]byte, error) {
	w := &g.writer
	w.begin(g, l.Pack)
	defer w.end()
	if l.Version == "" {
		l.Version = "1.7"
	}
	// Four bytes above 127 tell programs that move files that this one is binary (7.5.2).
	w.body.buf = append(w.body.buf, "%PDF-"+l.Version+"\n%\xE2\xE3\xCF\xD3\n"...)
	for _, o := range g.Trailer.All() {
		if ref, ok := o.(Ref); ok {
			w.number(ref)
		}
	}
	for i := 0; i < len(w.order); i++ {
		w.object(i+1, w.order[i])
		if w.body.err != nil {
			return nil, w.body.err
		}
		if w.small.err != nil {
			return nil, w.small.err
		}
	}
	w.flush()
	if l.Pack != nil {
		w.crossReferenceStream()
	} else {
		w.table()
	}
	return w.body.buf, w.body.err
}

// size is about how many bytes the graph takes as a file.
func (g *Graph) size() int {
	n := 1024 + 16*len(g.objects)
	for _, o := range g.objects {
		switch o := o.(type) {
		case *Stream:
			n += len(o.Raw) + 128
		case *Composed:
			n += len(o.text) / 3
		}
	}
	return n
}

// writer holds a file on its way.
type writer struct {
	g       *Graph
	pack    *Deflater
	body    encoder
	numbers []int   // new number of each object of the graph, 0: not reached yet
	order   []int   // old numbers in the new order
	places  []place // by new number less one; compressed: index of the pack, and index in it
	small   encoder // objects of the pack that is being filled
	header  []byte  // its numbers and offsets
	inPack  int
	packs   []*Stream
}

// begin makes the writer ready for a graph, with the memory it had for the last
// one. The body is made anew: it becomes the file.
func (w *writer) begin(g *Graph, pack *Deflater) {
	n := len(g.objects)
	*w = writer{
		g: g, pack: pack, numbers: slices.Grow(w.numbers[:0], n)[:n], order: slices.Grow(w.order[:0], n), places: slices.Grow(w.places[:0], n+8),
		body: encoder{buf: make([]byte, 0, g.size())}, small: encoder{buf: w.small.buf[:0]}, header: w.header[:0],
	}
	clear(w.numbers)
	w.body.number, w.small.number = w.number, w.number
}

// end lets go of the file.
func (w *writer) end() { w.g, w.pack, w.packs, w.body = nil, nil, nil, encoder{} }

// number gives an object its place in the order the first time it is reached.
func (w *writer) number(ref Ref) Ref {
	if w.g.Get(ref) == nil {
		w.body.fail("object %d is referred to but missing", ref.Number)
		return ref
	}
	n := &w.numbers[ref.Number-1]
	if *n == 0 {
		w.order = append(w.order, ref.Number)
		*n = len(w.order)
	}
	return Ref{Number: *n}
}

func (w *writer) object(number, old int) {
	o := w.g.objects[old-1]
	if _, stream := o.(*Stream); stream || w.pack == nil || w.g.apart[old] {
		w.places = append(w.places, place{plain, len(w.body.buf), 0})
		w.body.indirect(Ref{Number: number}, o)
		return
	}
	w.header = append(AppendInteger(w.header, number), ' ')
	w.header = append(AppendInteger(w.header, len(w.small.buf)), ' ')
	w.places = append(w.places, place{compressed, len(w.packs), w.inPack})
	w.small.object(o)
	w.small.buf = append(w.small.buf, '\n')
	if w.inPack++; w.inPack == packSize {
		w.flush()
	}
}

func (e *encoder) indirect(ref Ref, o Object) {
	e.buf = AppendInteger(e.buf, ref.Number)
	e.buf = append(e.buf, ' ')
	e.buf = AppendInteger(e.buf, ref.Generation)
	e.buf = append(e.buf, " obj\n"...)
	e.object(o)
	e.buf = append(e.buf, "\nendobj\n"...)
}

// flush closes the object stream that is being filled.
func (w *writer) flush() {
	if w.inPack == 0 {
		return
	}
	dict := new(Dict).Set("Type", Name("ObjStm")).
		Set("N", Integer(w.inPack)).Set("First", Integer(len(w.header)))
	w.header = append(w.header, w.small.buf...)
	w.packs = append(w.packs, w.pack.Stream(dict, w.header))
	w.header, w.small.buf, w.inPack = w.header[:0], w.small.buf[:0], 0
}

// trailer returns the trailer's dictionary with Size and ID, its references
// already renumbered.
func (w *writer) trailer(size int) *Dict {
	sum := sha256.Sum256(w.body.buf)
	id := String(sum[:16])
	d := new(Dict).Set("Size", Integer(size))
	for key, o := range w.g.Trailer.All() {
		if ref, ok := o.(Ref); ok {
			o = w.number(ref)
		}
		d.Set(key, o)
	}
	d.Set("ID", Array{id, id})
	w.body.number = nil
	return d
}

func (w *writer) table() {
	trailer := w.trailer(len(w.order) + 1)
	at := len(w.body.buf)
	w.body.buf = fmt.Appendf(w.body.buf, "xref\n0 %d\n0000000000 65535 f \n", len(w.order)+1)
	for _, p := range w.places {
		w.body.buf = appendTableEntry(w.body.buf, p)
	}
	w.body.buf = append(w.body.buf, "trailer\n"...)
	w.body.object(trailer)
	w.body.end(at)
}

// appendTableEntry appends the twenty bytes of an object in use.
func appendTableEntry(buf []byte, p place) []byte {
	return fmt.Appendf(buf, "%010d %05d n \n", p.offset, p.generation)
}

func (e *encoder) end(startxref int) {
	e.buf = fmt.Appendf(e.buf, "\nstartxref\n%d\n%%%%EOF\n", startxref)
}

func (w *writer) crossReferenceStream() {
	first := len(w.order) + 1 // number of the first object stream
	for i, s := range w.packs {
		w.places = append(w.places, place{plain, len(w.body.buf), 0})
		w.body.indirect(Ref{Number: first + i}, s)
	}
	at, width := len(w.body.buf), offsetWidth(len(w.body.buf))
	w.places = append(w.places, place{plain, at, 0})
	// Sorted offsets compress much better after the PNG predictor "up" (7.4.4.4).
	row := 3 + width
	data := append(w.header[:0], make([]byte, 2*row)...) // two lines to take turns, and behind them what comes of it
	above, line := data[:0:row], data[row:row:2*row]
	add := func(p place) {
		line = appendXrefEntry(line[:0], p, width)
		data = append(data, 2)
		for i, c := range line {
			data = append(data, c-above[:row][i])
		}
		above, line = line, above
	}
	add(place{})
	for _, p := range w.places {
		if p.kind == compressed {
			p.offset += first
		}
		add(p)
	}
	w.header = data
	size := len(w.places) + 1
	stream := w.pack.Stream(xrefDict(w.trailer(size), Array{Integer(0), Integer(size)}, width), data[2*row:])
	stream.Dict.Set("DecodeParms", new(Dict).Set("Predictor", Integer(12)).Set("Columns", Integer(row)))
	w.body.indirect(Ref{Number: size - 1}, stream)
	w.body.buf = w.body.buf[:len(w.body.buf)-1]
	w.body.end(at)
}
