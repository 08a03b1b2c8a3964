package typeset

import (
	"strconv"

	"annexa/internal/prose"
)

func (l *layouter) noteName(i int) string { return l.text.Prefix + "fn-" + strconv.Itoa(i+1) }
func (l *layouter) noteBack(i int) string { return l.text.Prefix + "fnref-" + strconv.Itoa(i+1) }

// notes sets footnotes at the end of the text they belong to, below a short
// line.
func (l *layouter) notes(notes [][]prose.Block) {
	if len(notes) == 0 {
		return
	}
	l.space(2 * l.lead)
	l.emit(item{height: l.lead / 2, stay: true, frame: Frame{Fills: []Mark{{Node: Decoration, W: min(l.w, 50*Millimetre), H: 600, Colour: l.st.Colours.Rule}}}})
	l.sized(l.st.SmallSize, l.st.SmallLead, func() {
		indent := l.e.word(0, strconv.Itoa(len(notes))).width(l.size) + 8*Point
		for i, blocks := range notes {
			if i > 0 {
				l.space(l.lead / 4)
			}
			l.within(Node{Role: Note, Detail: &Detail{ID: l.noteName(i)}}, func() {
				l.name(l.noteName(i), 0)
				l.hang(strconv.Itoa(i+1), l.textLook(), Lbl)
				l.inside(indent, 0, func() { l.blocksTight(blocks, l.lead/4) })
				if l.label != nil {
					l.emit(item{height: l.lead})
				}
			})
		}
	})
}
