package object

import "slices"

// Composed is an object that was laid out as text, with gaps where references
// go. It is only written. A file has thousands of elements of structure: as
// dictionaries each would be many values, as Composed they share two slices.
type Composed struct {
	text []byte
	gaps []gap
}

// gap is a place in the text of a Composed, before the byte at, where the
// reference to an object goes. Gaps stand in order.
type gap struct{ at, number int32 }

func (c *Composed) write(e *encoder) {
	from := int32(0)
	for _, g := range c.gaps {
		e.buf = append(e.buf, c.text[from:g.at]...)
		Ref{Number: int(g.number)}.write(e)
		from = g.at
	}
	e.buf = append(e.buf, c.text[from:]...)
}

// Composer lays out objects one after the other. The zero value is ready.
type Composer struct {
	text    []byte
	gaps    []gap
	done    []span
	objects []Composed
}

// span is where an object's text and gaps begin; they end where those of the
// next one do.
type span struct{ text, gaps int }

// Reset forgets what was laid out, and keeps the memory. What Objects returned
// is not to be used any more.
func (c *Composer) Reset() { c.text, c.gaps, c.done = c.text[:0], c.gaps[:0], c.done[:0] }

// Grow makes room for n objects of a usual size, such as elements of structure.
func (c *Composer) Grow(n int) {
	c.text, c.gaps, c.done = slices.Grow(c.text, 64*n), slices.Grow(c.gaps, 3*n), slices.Grow(c.done, n)
}

// Begin begins the next object.
func (c *Composer) Begin() { c.done = append(c.done, span{len(c.text), len(c.gaps)}) }

// Text appends to the object that was begun last.
func (c *Composer) Text(s string) { c.text = append(c.text, s...) }

// Object appends any object that refers to none to the one that was begun last.
func (c *Composer) Object(o Object) error {
	var err error
	c.text, err = Append(c.text, o)
	return err
}

// Integer appends a number.
func (c *Composer) Integer(n int) { c.text = AppendInteger(c.text, n) }

// Thousandths appends n thousandths.
func (c *Composer) Thousandths(n int) { c.text = AppendThousandths(c.text, n) }

// Ref appends a reference to an object of the graph.
func (c *Composer) Ref(to Ref) {
	c.gaps = append(c.gaps, gap{int32(len(c.text) - c.done[len(c.done)-1].text), int32(to.Number)})
}

// Objects returns what was laid out, in its order.
func (c *Composer) Objects() []Composed {
	if cap(c.objects) < len(c.done) {
		c.objects = make([]Composed, len(c.done))
	}
	out := c.objects[:len(c.done)]
	end := span{len(c.text), len(c.gaps)}
	for i := len(out) - 1; i >= 0; i-- {
		at := c.done[i]
		out[i] = Composed{c.text[at.text:end.text:end.text], c.gaps[at.gaps:end.gaps:end.gaps]}
		end = at
	}
	return out
}
