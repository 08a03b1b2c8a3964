package typeset

import (
	"fmt"
	"strings"
)

// dump writes pages down as text: each line of glyphs with its place, what lies
// behind it, links and destinations, and the structure tree.
func dump(p *Pages) string {
	var b strings.Builder
	for i := range p.Pages {
		page := &p.Pages[i]
		fmt.Fprintf(&b, "page %d %s x %s, %d behind\n", i+1, pt(page.Width), pt(page.Height), len(page.Behind))
		for _, f := range page.Frames {
			for _, m := range f.Marks {
				fmt.Fprintf(&b, "  %s %s w %s %s", pt(f.X+m.X), pt(f.Y+m.Y), pt(m.W), pt(m.Size))
				if m.Node < 0 {
					fmt.Fprintf(&b, " artifact %d", -m.Node)
				}
				if m.Picture != nil {
					fmt.Fprintf(&b, " picture h %s\n", pt(m.H))
					continue
				}
				if m.Path != nil {
					fmt.Fprintf(&b, " path of %d segments\n", len(m.Path.Segments))
					continue
				}
				fmt.Fprintf(&b, " %s %q", m.Runs[0].Face.Name, shown(&m))
				if m.Said != nil {
					fmt.Fprintf(&b, " says %q", *m.Said)
				}
				b.WriteByte('\n')
			}
		}
		for _, a := range page.Areas {
			fmt.Fprintf(&b, "  link %s %s w %s h %s → %s#%s\n", pt(a.X), pt(a.Y), pt(a.W), pt(a.H), p.Links[a.Link].Address, p.Links[a.Link].Destination)
		}
	}
	for _, d := range p.Destinations {
		fmt.Fprintf(&b, "destination %s page %d y %s\n", d.Name, d.Page+1, pt(d.Y))
	}
	for _, m := range p.Bookmarks {
		fmt.Fprintf(&b, "bookmark %d %s → %s\n", m.Level, m.Title, m.Destination)
	}
	for _, r := range p.Remarks {
		fmt.Fprintf(&b, "remark %d %s:%d %q %s\n", r.Kind, r.Source, r.Line, r.Rune, r.Text)
	}
	said := contentText(p)
	var tree func(node int32, indent string)
	tree = func(node int32, indent string) {
		n := &p.Nodes[node]
		if n.Role == Content {
			fmt.Fprintf(&b, "%s%q\n", indent, said[node])
			return
		}
		fmt.Fprintf(&b, "%s%s", indent, n.Role)
		if n.Role == Figure {
			fmt.Fprintf(&b, " alt %q", n.Detail.Alt)
		}
		if n.Detail != nil && n.Detail.Language != "" {
			fmt.Fprintf(&b, " in %s", n.Detail.Language)
		}
		b.WriteByte('\n')
		for k := range p.Kids(node) {
			tree(k, indent+"  ")
		}
	}
	tree(0, "")
	return b.String()
}

func pt(l Length) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", float64(l)/1000), "0"), ".")
}

// text is what a mark says: that of its glyphs, or what stands for it.
func text(m *Mark) string {
	if m.Said != nil {
		return *m.Said
	}
	return shown(m)
}

// shown is what the glyphs of a mark show.
func shown(m *Mark) string {
	var b strings.Builder
	for _, r := range m.Runs {
		for _, g := range r.Glyphs {
			b.WriteString(g.Text)
		}
	}
	return b.String()
}

// contentText gathers what the pages show for each place of content.
func contentText(p *Pages) map[int32]string {
	said := map[int32]string{}
	for i := range p.Pages {
		for _, f := range p.Pages[i].Frames {
			for j := range f.Marks {
				if m := &f.Marks[j]; m.Node >= 0 {
					said[m.Node] += text(m)
				}
			}
		}
	}
	return said
}
