package typeset

// resolve looks after the links within the book: an area that leads to a
// destination the book does not have is taken off, and remarked.
func (l *layouter) resolve() {
	dead := map[int]bool{}
	for i := range l.out.Links {
		k := &l.out.Links[i]
		if k.Address != "" {
			continue
		}
		if at, ok := l.places[k.Destination]; !ok || at < 0 {
			dead[i] = true
			l.out.remark(Remark{Kind: NoDestination, Source: k.source, Line: k.line, Text: k.Destination})
		}
	}
	if len(dead) == 0 {
		return
	}
	for i := range l.out.Pages {
		kept := l.out.Pages[i].Areas[:0]
		for _, a := range l.out.Pages[i].Areas {
			if !dead[a.Link] {
				kept = append(kept, a)
			}
		}
		l.out.Pages[i].Areas = kept
	}
	for i := range dead { // a link that leads nowhere is plain text
		l.out.Nodes[l.out.Links[i].Node].Role = Span
	}
}
