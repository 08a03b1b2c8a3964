package typeset

import (
	"strings"

	"annexa/internal/prose"
)

// One pixel of a screen is 1/96 inch.
const pixel Length = 750

// load returns the picture of an image, or remarks why there is none.
func (l *layouter) load(img *prose.Image) *Picture {
	b, r := l.binding(img.Reference)
	switch {
	case b.Data != nil:
	case b.Href != "": // a file that was not read as an image
		l.remark(BadPicture, 0, r.Target+": its name is not that of a PNG, JPEG or SVG")
		return nil
	default:
		return nil // whoever bound it has said so
	}
	p, err := l.e.picture(b.Data)
	if err != nil {
		l.remark(BadPicture, 0, r.Target+": "+err.Error())
		return nil
	}
	l.incomplete(r.Target, p)
	return p
}

// incomplete remarks what of a picture is not drawn.
func (l *layouter) incomplete(name string, p *Picture) {
	if p.vector != nil && len(p.vector.undrawn) > 0 {
		l.remark(PartOfPicture, 0, name+": "+strings.Join(p.vector.undrawn, ", "))
	}
}

// fit scales a picture to the width that its text asks for, if it does, and down
// to a width and a height.
func fit(p *Picture, asked int, width, height Length) (w, h Length) {
	w, h = Length(p.Width)*pixel, Length(p.Height)*pixel
	if asked > 0 {
		w, h = Length(asked)*pixel, max(1, h*Length(asked)/Length(p.Width))
	}
	if w > width {
		w, h = width, max(1, h*width/w)
	}
	if h > height {
		w, h = max(1, w*height/h), height
	}
	return w, h
}

// illustration makes the element of a picture: decoration has no alternative
// text and is no part of the content.
func (l *layouter) illustration(alt string, parent int32) int32 {
	if alt == "" {
		return Decoration
	}
	return l.out.content(l.out.node(parent, Node{Role: Figure, Detail: &Detail{Alt: alt}}))
}

// figure sets an image that stands by itself, with its title below.
func (l *layouter) figure(img *prose.Image) {
	p := l.load(img)
	if p == nil {
		l.absent(img)
		return
	}
	w, h := fit(p, img.Width, l.w, l.height*6/10)
	l.space(l.lead)
	l.emit(item{height: h, frame: Frame{Marks: l.pictured(Mark{Node: l.illustration(img.Alt, l.node), W: w, H: h, Picture: p})}})
	if img.Title != "" {
		l.stayWithNext()
		l.space(l.lead / 4)
		l.sized(l.st.SmallSize, l.st.SmallLead, func() {
			k := l.textLook()
			k.colour = l.st.Colours.Muted
			l.say(P, img.Title, k)
		})
	}
	l.space(l.lead)
}

// absent sets a box with the alternative text in place of a picture.
func (l *layouter) absent(img *prose.Image) {
	l.boxed(&decor{fill: &l.st.Colours.Panel, bar: &l.st.Colours.Strong}, Node{Role: P}, l.lead/2, func() {
		k := l.textLook().with(italic)
		k.colour = l.st.Colours.Muted
		l.run(func() { l.chars(l.words.Picture+" "+img.Alt, k, l.node, 0) }, func(a []atom) { l.lines(a, running) })
	})
}

// narrow scales the pictures among atoms down to the width of a column.
func narrow(atoms []atom, width Length) {
	for i := range atoms {
		if a := &atoms[i]; a.inset != nil && a.width > width {
			a.inset.high = max(1, a.inset.high*width/a.width)
			a.width = width
		}
	}
}

// inlineImage appends an image within a line.
func (l *layouter) inlineImage(img *prose.Image, k look, node, link int32) {
	p := l.load(img)
	if p == nil {
		k.cut |= italic
		l.chars("["+img.Alt+"]", k, node, link)
		return
	}
	w, h := fit(p, img.Width, l.w, 4*l.lead)
	l.atoms = append(l.atoms, atom{kind: pictureAtom, brk: usualBreak, look: k, node: l.illustration(img.Alt, node), link: link, width: w, inset: &inset{p, h}})
}
