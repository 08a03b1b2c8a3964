package object

import "strconv"

// Composed is an object that was laid out as text, with gaps where references
// go. It is only written. A file has thousands of elements of structure: as
// dictionaries each would be many values, as Composed they share two slices.
type Composed struct {
	Text []byte
	Gaps []Gap
}

// Gap is a place in the text of a Composed, before the byte At, where a
// reference goes. Gaps stand in order.
type Gap struct {
	At int
	To Ref
}

func (c *Composed) write(e *encoder) {
	from := 0
	for _, g := range c.Gaps {
		e.buf = append(e.buf, c.Text[from:g.At]...)
		g.To.write(e)
		from = g.At
	}
	e.buf = append(e.buf, c.Text[from:]...)
}

// Composer lays out objects one after the other.
type Composer struct {
	text []byte
	gaps []Gap
	done []span
}

// span is where an object's text and gaps begin; they end where those of the
// next one do.
type span struct{ text, gaps int }

// NewComposer returns a Composer with room for n objects of a hundred bytes.
func NewComposer(n int) *Composer {
	return &Composer{text: make([]byte, 0, 100*n), gaps: make([]Gap, 0, 4*n), done: make([]span, 0, n)}
}

// Begin begins the next object.
func (c *Composer) Begin() { c.done = append(c.done, span{len(c.text), len(c.gaps)}) }

// Text appends to the object that was begun last.
func (c *Composer) Text(s string) { c.text = append(c.text, s...) }

// Object appends any object to the one that was begun last.
func (c *Composer) Object(o Object) error {
	var err error
	c.text, err = Append(c.text, o)
	return err
}

// Integer appends a number.
func (c *Composer) Integer(n int) { c.text = strconv.AppendInt(c.text, int64(n), 10) }

// Ref appends a reference.
func (c *Composer) Ref(to Ref) {
	c.gaps = append(c.gaps, Gap{len(c.text) - c.done[len(c.done)-1].text, to})
}

// Objects returns what was laid out, in its order.
func (c *Composer) Objects() []Composed {
	out := make([]Composed, len(c.done))
	end := span{len(c.text), len(c.gaps)}
	for i := len(out) - 1; i >= 0; i-- {
		at := c.done[i]
		out[i] = Composed{c.text[at.text:end.text:end.text], c.gaps[at.gaps:end.gaps:end.gaps]}
		end = at
	}
	return out
}
