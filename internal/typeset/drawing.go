package typeset

// pictured returns the marks of a picture: a bitmap is one, a drawing one for
// each shape and word.
func (l *layouter) pictured(m Mark) []Mark {
	if m.Picture.vector == nil {
		return []Mark{m}
	}
	v := m.Picture.vector
	if len(v.shapes) == 0 {
		return nil
	}
	place := func(p XY) XY { return XY{p.X * m.W / v.width, p.Y * m.H / v.height} }
	marks := make([]Mark, 0, len(v.shapes))
	for i := range v.shapes {
		s := &v.shapes[i]
		if s.words != "" {
			marks = append(marks, l.drawn(s, m, place)...)
			continue
		}
		path := make([]Segment, len(s.path))
		outside := false
		for j, seg := range s.path {
			for k, at := range seg.To {
				at = place(at)
				outside = outside || at.X < 0 || at.Y < 0 || at.X > m.W || at.Y > m.H
				seg.To[k] = at
			}
			path[j] = seg
		}
		shape := Mark{Node: m.Node, Link: m.Link, X: m.X, Y: m.Y, W: m.W, H: m.H}
		if s.fill != nil {
			shape.Colour, shape.Path = *s.fill, &Path{Segments: path, Clip: outside}
			marks = append(marks, shape)
		}
		if s.stroke != nil && s.line > 0 {
			shape.Colour, shape.Path = *s.stroke, &Path{Segments: path, Stroke: max(s.line*m.W/v.width, 100), Clip: outside}
			marks = append(marks, shape)
		}
	}
	return marks
}

// drawn sets the words of a drawing.
func (l *layouter) drawn(s *shape, m Mark, place func(XY) XY) []Mark {
	k := look{size: s.size * m.W / m.Picture.vector.width, colour: *s.fill}
	if s.bold {
		k.cut |= bold
	}
	if k.size <= 0 {
		return nil
	}
	from := len(l.atoms)
	l.chunk(s.words, noBreak, k, m.Node, m.Link)
	l.direct(from)
	atoms := l.atoms[from:len(l.atoms):len(l.atoms)]
	defer func() { l.atoms = l.atoms[:from] }()
	w, _ := natural(atoms)
	at := place(s.path[0].To[0])
	switch s.anchor {
	case "middle":
		at.X -= w / 2
	case "end":
		at.X -= w
	}
	// A word that would leave the page stays within the drawing.
	at.X = min(max(at.X, 0), max(m.W-w, 0))
	marks, runs := l.marks, l.runs // the line around it, if any, is not finished
	l.marks, l.runs = nil, nil
	defer func() { l.marks, l.runs = marks, runs }()
	if l.right { // the page is turned round, the drawing is not
		at.X = m.W - at.X - w
	}
	return l.ordered(atoms, m.X+at.X, m.Y+min(max(at.Y, 0), m.H))
}
