package pdf

import (
	"slices"
	"strings"

	"annexa/internal/pdf/object"
	"annexa/internal/typeset"
)

// destinations makes the name dictionary with the named destinations, sorted
// as a name tree wants them (ISO 32000-1, 7.9.6).
func (f *finishing) destinations() (*object.Dict, error) {
	names := new(object.Dict)
	list := make([]destination, len(f.d.pages.Destinations))
	for i := range list {
		d := &f.d.pages.Destinations[i]
		list[i] = destination{object.Text(d.Name), d}
	}
	if len(list) == 0 {
		return names, nil
	}
	slices.SortFunc(list, func(a, b destination) int { return strings.Compare(string(a.name), string(b.name)) })
	ref := f.g.Add(nil)
	c := f.compose(ref)
	c.Text("<</Names[")
	for i, d := range list {
		if i > 0 {
			c.Text(" ")
		}
		if err := c.Object(d.name); err != nil {
			return nil, err
		}
		c.Text("[")
		c.Ref(f.pages[d.at.Page])
		c.Text("/XYZ 0 ")
		c.Thousandths(int(f.d.pages.Pages[d.at.Page].Height - max(0, d.at.Y-above)))
		c.Text(" null]")
	}
	c.Text("]>>")
	names.Set("Dests", ref)
	return names, nil
}

// destination is one with its name as it stands in the file.
type destination struct {
	name object.String
	at   *typeset.Destination
}

// above is how much a viewer shows above a destination.
const above = 8 * typeset.Point

// mark is a bookmark with those around it, by their indices; -1 for none.
type mark struct {
	ref                           object.Ref
	up, first, last, before, next int
	children                      int
}

// outline makes the bookmarks (12.3.3); those of the first level are open.
func (f *finishing) outline() error {
	list := f.d.pages.Bookmarks
	if len(list) == 0 {
		return nil
	}
	marks := make([]mark, 1, len(list)+1) // the first one is the root
	marks[0] = mark{ref: f.g.Add(nil), up: -1, first: -1, last: -1, before: -1, next: -1}
	path := []int{0}
	for i, b := range list {
		path = path[:max(1, min(b.Level, len(path)))]
		up := path[len(path)-1]
		m := mark{ref: f.g.Add(nil), up: up, first: -1, last: -1, before: marks[up].last, next: -1}
		if m.before < 0 {
			marks[up].first = i + 1
		} else {
			marks[m.before].next = i + 1
		}
		marks[up].last = i + 1
		marks[up].children++
		marks = append(marks, m)
		path = append(path, i+1)
	}
	for i := range marks {
		m := &marks[i]
		c := f.compose(m.ref)
		if i == 0 {
			c.Text("<</Type/Outlines")
		} else {
			c.Text("<</Title")
			if err := c.Object(object.Text(clean(list[i-1].Title))); err != nil {
				return err
			}
			c.Text("/Dest")
			if err := c.Object(object.Text(list[i-1].Destination)); err != nil {
				return err
			}
		}
		for _, e := range [...]struct {
			key string
			to  int
		}{{"/Parent ", m.up}, {"/First ", m.first}, {"/Last ", m.last}, {"/Prev ", m.before}, {"/Next ", m.next}} {
			if e.to >= 0 {
				c.Text(e.key)
				c.Ref(marks[e.to].ref)
			}
		}
		switch {
		case m.children > 0 && i == 0: // the first level is shown, what is below it is closed
			c.Text("/Count ")
			c.Integer(m.children)
		case m.children > 0:
			c.Text("/Count ")
			c.Integer(-m.children)
		}
		c.Text(">>")
	}
	f.catalog.Set("Outlines", marks[0].ref)
	f.catalog.Set("PageMode", object.Name("UseOutlines"))
	return nil
}
