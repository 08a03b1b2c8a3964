package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// char is a character of a paragraph on its way to a level (UAX #9, The Unicode
// Bidirectional Algorithm): what is of an even level is written from left to
// right, what is of an odd one from right to left.
//
// Characters that embed, isolate or override (rules X1 to X8) are not heeded:
// they could make a text read otherwise than those who approved it saw it in
// their editor.
type char struct {
	r     rune
	class bidi.Class // what the rules have made of it
	was   bidi.Class
	level uint8
}

// classOf returns the class of a character, that of a mark for one that is not
// heeded: it goes with what stands before it (UAX #9, 5.2).
func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	switch c := p.Class(); c {
	case bidi.BN, bidi.Control, bidi.LRO, bidi.RLO, bidi.LRE, bidi.RLE, bidi.PDF, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
		return bidi.NSM
	case bidi.B, bidi.S, bidi.WS:
		return bidi.WS
	default:
		return c
	}
}

// rightToLeft says whether a character is of those that make a line run from
// right to left, if only in part.
func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	switch classOf(r) {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}

// levels gives every character its level, in a paragraph whose own is base, 0
// or 1.
func levels(text []char, base uint8) {
	embedding := bidi.L
	if base == 1 {
		embedding = bidi.R
	}
	weak(text, embedding)
	brackets(text, embedding)
	neutral(text, embedding)
	for i := range text {
		c := &text[i]
		c.level = base
		switch c.class { // rules I1 and I2
		case bidi.L:
			c.level += base & 1
		case bidi.R:
			c.level += 1 - base&1
		case bidi.AN, bidi.EN:
			c.level += 2 - base&1
		}
	}
}

// weak resolves marks, numbers and what belongs to these (rules W1 to W7).
func weak(text []char, embedding bidi.Class) {
	before, strong := embedding, embedding
	for i := range text {
		c := &text[i]
		if c.class == bidi.NSM { // W1
			c.class = before
		}
		before = c.class
		switch c.class {
		case bidi.L, bidi.R:
			strong = c.class
		case bidi.AL:
			strong, c.class = bidi.AL, bidi.R // W3
		case bidi.EN:
			if strong == bidi.AL { // W2
				c.class = bidi.AN
			}
		}
	}
	for i := range text { // W4
		c := &text[i]
		if i == 0 || i == len(text)-1 {
			continue
		}
		left, right := text[i-1].class, text[i+1].class
		if left == right && (left == bidi.EN && (c.class == bidi.ES || c.class == bidi.CS) || left == bidi.AN && c.class == bidi.CS) {
			c.class = left
		}
	}
	for from := 0; from < len(text); { // W5 and W6
		to := from
		for to < len(text) && text[to].class == bidi.ET {
			to++
		}
		if to == from {
			if c := &text[from]; c.class == bidi.ES || c.class == bidi.CS {
				c.class = bidi.ON
			}
			from++
			continue
		}
		class := bidi.ON
		if from > 0 && text[from-1].class == bidi.EN || to < len(text) && text[to].class == bidi.EN {
			class = bidi.EN
		}
		for i := from; i < to; i++ {
			text[i].class = class
		}
		from = to
	}
	strong = embedding
	for i := range text { // W7
		switch c := &text[i]; c.class {
		case bidi.L, bidi.R:
			strong = c.class
		case bidi.EN:
			if strong == bidi.L {
				c.class = bidi.L
			}
		}
	}
}

// direction is that of a class, where numbers count as written from right to
// left; ON for one that has none.
func direction(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// brackets gives those of a pair the same direction (rule N0).
func brackets(text []char, embedding bidi.Class) {
	type open struct {
		closing rune
		at      int
	}
	const deepest = 63
	var stack []open
	var pairs [][2]int
	for i := range text {
		c := &text[i]
		if c.class != bidi.ON {
			continue
		}
		p, _ := bidi.LookupRune(c.r)
		switch {
		case !p.IsBracket():
		case p.IsOpeningBracket():
			if len(stack) == deepest {
				stack, pairs = stack[:0], pairs[:0]
				break
			}
			stack = append(stack, open{counterpart(c.r), i})
		default:
			for k, o := range slices.Backward(stack) {
				if o.closing == angle(c.r) {
					pairs, stack = append(pairs, [2]int{o.at, i}), stack[:k]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return a[0] - b[0] })
	for _, p := range pairs {
		if d := inside(text, p, embedding); d != bidi.ON {
			for _, at := range p {
				text[at].class = d
				for i := at + 1; i < len(text) && text[i].was == bidi.NSM; i++ {
					text[i].class = d
				}
			}
		}
	}
}

// inside is the direction of a pair by what it holds and what stands before.
func inside(text []char, pair [2]int, embedding bidi.Class) bidi.Class {
	found := bidi.ON
	for _, c := range text[pair[0]+1 : pair[1]] {
		switch d := direction(c.class); d {
		case embedding:
			return embedding
		case bidi.L, bidi.R:
			found = d
		}
	}
	if found == bidi.ON {
		return bidi.ON
	}
	for _, c := range slices.Backward(text[:pair[0]]) {
		if d := direction(c.class); d != bidi.ON {
			return d
		}
	}
	return embedding
}

// counterpart is the bracket that closes the one an opening bracket opens.
func counterpart(r rune) rune {
	for _, c := range bidi.ReverseString(string(r)) {
		return angle(c)
	}
	return r
}

// angle makes one of the two closing brackets that are canonically equivalent.
func angle(r rune) rune {
	if r == '\u232a' {
		return '\u3009'
	}
	return r
}

// neutral resolves what has no direction of its own (rules N1 and N2).
func neutral(text []char, embedding bidi.Class) {
	before := embedding
	for from := 0; from < len(text); {
		if d := direction(text[from].class); d != bidi.ON {
			before = d
			from++
			continue
		}
		to := from
		for to < len(text) && direction(text[to].class) == bidi.ON {
			to++
		}
		after := embedding
		if to < len(text) {
			after = direction(text[to].class)
		}
		class := embedding
		if before == after {
			class = before
		}
		for i := from; i < to; i++ {
			text[i].class = class
		}
		from = to
	}
}
