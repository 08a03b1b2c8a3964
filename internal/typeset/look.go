package typeset

// look is how a piece of text is set.
type look struct {
	size      Length
	rise      Length // above the baseline
	colour    Colour
	cut       cut
	underline bool
	strike    bool
	shade     bool // code within a line, keys
}

func (k look) with(c cut) look {
	k.cut |= c
	if c&mono != 0 {
		k.cut &^= display
	}
	return k
}

// small returns the look of a superscript or subscript.
func (k look) small(rise Length) look {
	k.rise += k.size * rise / 100
	k.size = k.size * 68 / 100
	return k
}

func (l *layouter) textLook() look {
	return look{size: l.size, colour: l.st.Colours.Ink}
}

// baseline is where text of the layouter's size stands in a line of its
// leading, below the line's top.
func (l *layouter) baseline() Length { return l.baselineOf(l.size, l.lead) }

func (l *layouter) baselineOf(size, lead Length) Length {
	f := l.e.main
	up, down := scale(f.Ascent, size, f.UnitsPerEm), scale(f.Descent, size, f.UnitsPerEm)
	return (lead-up-down)/2 + up
}
