package typeset

import "slices"

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
		path, outside := placed(s.path, place, m)
		p := Path{Segments: path, Clip: outside, EvenOdd: s.even}
		for _, c := range s.clips {
			clip, _ := placed(c, place, m)
			p.Clips = append(p.Clips, clip)
		}
		shape := Mark{Node: m.Node, Link: m.Link, X: m.X, Y: m.Y, W: m.W, H: m.H}
		if s.fill != nil && hasArea(path) {
			area := p
			area.Shading = s.shading.placed(place)
			shape.Colour, shape.Path = *s.fill, &area
			marks = append(marks, shape)
		}
		if s.stroke != nil && s.line > 0 {
			p.Shading, p.Stroke, p.Cap, p.Join = s.shade.placed(place), max(s.line*m.W/v.width, 100), s.cap, s.join
			p.Mitre, p.Begins = s.mitre, s.begins*m.W/v.width
			for _, d := range s.dashes {
				p.Dashes = append(p.Dashes, d*m.W/v.width)
			}
			if sum(p.Dashes) == 0 { // too fine to be seen
				p.Dashes = nil
			}
			shape.Colour, shape.Path = *s.stroke, &p
			marks = append(marks, shape)
		}
	}
	return marks
}

// hasArea says whether there is something within a path: programs draw a fine
// line where one is filled that is but a line (ISO 32000-1, 8.5.3.3.1).
func hasArea(path []Segment) bool {
	_, _, w, h := extent(path)
	curved := slices.ContainsFunc(path, func(s Segment) bool { return s.Op == CurveTo })
	return w > 0 && h > 0 && (len(path) > 2 || curved)
}

// placed puts a path of a drawing in its place, and says whether some of it is
// beyond the mark.
func placed(path []Segment, place func(XY) XY, m Mark) (out []Segment, outside bool) {
	out = make([]Segment, len(path))
	for i, s := range path {
		for k, at := range s.To {
			at = place(at)
			outside = outside || at.X < 0 || at.Y < 0 || at.X > m.W || at.Y > m.H
			s.To[k] = at
		}
		out[i] = s
	}
	return out, outside
}

// placed is the shading in its place, nil for none.
func (s *Shading) placed(place func(XY) XY) *Shading {
	if s == nil {
		return nil
	}
	out := *s
	out.Origin, out.Across, out.Up = place(s.Origin), place(s.Across), place(s.Up)
	return &out
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
	at, back := place(s.path[0].To[0]), Length(0)
	switch s.anchor {
	case "middle":
		back = w / 2
	case "end":
		back = w
	}
	if t := s.turn; t[1] != 0 || t[2] != 0 || t[0] < 0 || t[3] < 0 {
		return []Mark{l.turned(atoms, s, m, at, back)}
	}
	at.X -= back
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

// turned draws words that do not stand upright, as outlines: pages know no other
// text than in lines.
func (l *layouter) turned(atoms []atom, s *shape, m Mark, at XY, back Length) Mark {
	path := &Path{}
	x := -back
	order := l.visual(atoms)
	if l.right {
		slices.Reverse(order)
	}
	for _, i := range order {
		a := &atoms[i]
		path.Segments = append(path.Segments, l.e.outlines(a.word, a.look.size, func(right, up Length) XY {
			p := s.turn.point(XY{x + right, -up})
			p = XY{at.X + p.X, at.Y + p.Y}
			path.Clip = path.Clip || p.X < 0 || p.Y < 0 || p.X > m.W || p.Y > m.H
			return p
		})...)
		x += a.width
	}
	return Mark{Node: m.Node, Link: m.Link, X: m.X, Y: m.Y, W: m.W, H: m.H, Colour: *s.fill, Path: path}
}
