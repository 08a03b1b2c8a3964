package prose

import "strconv"

// spans writes what stands within a block.
func (w *htmlWriter) spans(spans []Span) {
	for _, s := range spans {
		switch s := s.(type) {
		case Text:
			w.words(string(s))
		case CodeSpan:
			w.str("<code>")
			w.text(string(s))
			w.str("</code>")
		case Break:
			w.str("<br>\n")
		case *Styled:
			w.str("<" + styleTag[s.Style])
			if s.Language != "" {
				w.str(` lang="`)
				w.text(s.Language)
				w.str(`"`)
			}
			w.str(">")
			switch s.Style {
			case Gone:
				w.fate(w.Gone)
			case New:
				w.fate(w.New)
			}
			w.spans(s.Spans)
			w.str("</" + styleTag[s.Style] + ">")
		case *Link:
			w.link(s)
		case *Image:
			w.image(s)
		case VariableMark:
			if int(s) < len(w.b.Variables) {
				w.running(w.b.Variables[s])
			}
		case FootnoteMark:
			w.footnote(s)
		}
	}
}

// fate says what became of the words that follow, to whom does not see it.
func (w *htmlWriter) fate(word string) {
	w.str(`<span class="quiet"`)
	w.lang()
	w.str(">")
	w.text(word)
	w.str(" </span>")
}

// quietly writes spans in which no term is linked.
func (w *htmlWriter) quietly(spans []Span) {
	w.silent++
	w.spans(spans)
	w.silent--
}

// words writes running text, with a link for every term that is used for the
// first time.
func (w *htmlWriter) words(s string) {
	if w.b.Terms == nil || w.silent > 0 {
		w.running(s)
		return
	}
	last := 0
	for at := 0; ; {
		term, from, to := w.b.Terms.next(s, at)
		if term < 0 {
			break
		}
		at = to
		if w.linked == nil {
			w.linked = make([]bool, len(w.b.Terms.anchors))
		}
		if w.linked[term] {
			continue
		}
		w.linked[term] = true
		w.running(s[last:from])
		w.str(`<a class="term" href="`)
		w.attr(w.b.Glossary + w.b.Terms.anchors[term])
		w.str(`">`)
		w.running(s[from:to])
		w.str("</a>")
		last = to
	}
	w.running(s[last:])
}

func (w *htmlWriter) footnote(s FootnoteMark) {
	n := strconv.Itoa(s.Index + 1)
	w.str(`<sup`)
	if s.Nth == 0 {
		w.str(` id="fnref-` + n + `"`)
	}
	w.str(`><a href="#fn-` + n + `" role="doc-noteref">` + n + `</a></sup>`)
}

func (w *htmlWriter) binding(i int) (Binding, bool) {
	if i < len(w.b.References) {
		return w.b.References[i], true
	}
	return Binding{State: NotALink}, false
}

// stateClasses tell a reader what to expect behind a link.
var stateClasses = [...]string{Found: "", Broken: "broken", Outside: "outside", Draft: "draft", Retired: "retired", NotALink: ""}

func (w *htmlWriter) link(s *Link) {
	b, _ := w.binding(s.Reference)
	inner := func() {
		if len(s.Spans) > 0 {
			w.quietly(s.Spans)
		} else {
			w.running(b.Text)
		}
	}
	switch {
	case b.Href != "":
		w.str(`<a href="`)
		w.attr(b.Href)
		w.str(`"`)
		if b.Lang != "" && len(s.Spans) == 0 {
			w.str(` lang="`)
			w.attr(b.Lang)
			w.str(`"`)
		}
		w.about(b)
		w.str(">")
		inner()
		switch b.State {
		case Draft:
			w.doubt(w.Draft)
		case Retired:
			w.doubt(w.Retired)
		}
		w.str("</a>")
	case b.State == Broken:
		w.str("<span")
		w.about(b)
		w.str(">")
		inner()
		w.str("</span>")
	default:
		inner()
	}
}

// doubt says behind a link that what it leads to does not hold.
func (w *htmlWriter) doubt(word string) {
	if word == "" {
		return
	}
	w.str(" <small")
	w.lang()
	w.str(">(")
	w.text(word)
	w.str(")</small>")
}

func (w *htmlWriter) about(b Binding) {
	if class := stateClasses[b.State]; class != "" {
		w.str(` class="` + class + `"`)
	}
	if b.Title != "" {
		w.str(` title="`)
		w.attr(b.Title)
		w.str(`"`)
	}
}

// figure is the image that is all there is to a paragraph, if it is there.
func (w *htmlWriter) figure(p *Paragraph) *Image {
	if len(p.Spans) != 1 {
		return nil
	}
	img, ok := p.Spans[0].(*Image)
	if !ok {
		return nil
	}
	if b, _ := w.binding(img.Reference); b.Href == "" {
		return nil
	}
	return img
}

func (w *htmlWriter) image(s *Image) {
	b, _ := w.binding(s.Reference)
	if b.Href == "" {
		w.str(`<span class="broken"`)
		if b.Title != "" {
			w.str(` title="`)
			w.attr(b.Title)
			w.str(`"`)
		}
		w.str(">")
		w.text(s.Alt)
		w.str("</span>")
		return
	}
	w.str(`<img src="`)
	w.attr(b.Href)
	w.str(`" alt="`)
	w.attr(s.Alt)
	w.str(`"`)
	if s.Title != "" {
		w.str(` title="`)
		w.attr(s.Title)
		w.str(`"`)
	}
	if b.Width > 0 && b.Height > 0 {
		width, height := b.Width, b.Height
		if s.Width > 0 {
			width, height = s.Width, max(1, height*s.Width/width)
		}
		w.str(` width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) + `"`)
	}
	w.str(` loading="lazy">`)
}
