package typeset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
)

// element is an element of a drawing, or a stretch of characters where it has
// no name.
type element struct {
	name       string
	attributes map[string]string // with what the style sheets and style say over them (SVG 1.1, 6.4)
	kids       []*element
	text       string
}

// Limits of a drawing: what is beyond them is no picture for an office text.
const (
	maxShapes   = 20_000
	maxElements = 100_000 // drawn, those that are used several times as often
	maxSVGDepth = 60
)

var errComplicated = errors.New("the drawing is too complicated: save it as PNG")

// svgTree is a drawing as it is written.
type svgTree struct {
	root *element
	ids  map[string]*element
	odd  []string // selectors of its style sheets that are not read

	unheeded []string // properties of its styles of which nothing is known
}

const svgSpace = "http://www.w3.org/2000/svg"

// parseSVG reads the elements of SVG; those of drawing programs beside them are
// left out.
func parseSVG(data []byte) (*svgTree, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	root := &element{}
	stack, count := []*element{root}, 0
	var style strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("it is damaged: %w", err)
		}
		up := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if count++; len(stack) > maxSVGDepth || count > maxElements {
				return nil, errComplicated
			}
			e := &element{name: t.Name.Local, attributes: attributesOf(t)}
			if s := t.Name.Space; s == "" || s == svgSpace || s == "svg" {
				up.kids = append(up.kids, e)
			}
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if up.name == "style" {
				style.Write(t)
				style.WriteByte('\n')
			} else {
				up.kids = append(up.kids, &element{text: string(t)})
			}
		}
	}
	t := &svgTree{ids: map[string]*element{}}
	for _, e := range root.kids {
		if e.name == "svg" && t.root == nil {
			t.root = e
		}
	}
	if t.root == nil {
		return nil, errors.New("it has no svg element")
	}
	var s sheet
	s, t.odd = parseSheet(style.String())
	for i := range s {
		t.heed(s[i].properties)
	}
	t.settle([]*element{t.root}, s)
	return t, nil
}

func attributesOf(t xml.StartElement) map[string]string {
	a := make(map[string]string, len(t.Attr))
	for _, at := range t.Attr {
		switch {
		case at.Name.Space == "":
			a[at.Name.Local] = strings.TrimSpace(at.Value)
		case at.Name.Local == "href" && a["href"] == "":
			a["href"] = strings.TrimSpace(at.Value)
		}
	}
	return a
}

// settle puts styles over the attributes of the last element of a path and of
// all within it, and finds them by their ids: the first one of a name has it.
func (t *svgTree) settle(path []*element, s sheet) {
	e := path[len(path)-1]
	if e.attributes != nil {
		own := e.attributes["style"]
		s.over(path)
		if own != "" {
			properties := map[string]string{}
			declare(properties, own)
			t.heed(properties)
			maps.Copy(e.attributes, properties)
		}
		if id := e.attributes["id"]; id != "" && t.ids[id] == nil {
			t.ids[id] = e
		}
	}
	for _, k := range e.kids {
		t.settle(append(path, k), s)
	}
}

// find returns the element that a reference leads to (#id), nil for one
// elsewhere.
func (t *svgTree) find(reference string) *element {
	if id, ok := strings.CutPrefix(reference, "#"); ok {
		return t.ids[id]
	}
	return nil
}

// referenceOf reads url(#id), with what stands behind it.
func referenceOf(value string) (reference, rest string, ok bool) {
	inner, ok := strings.CutPrefix(value, "url(")
	if !ok {
		return "", "", false
	}
	inner, rest, ok = strings.Cut(inner, ")")
	return strings.Trim(inner, " \"'"), strings.TrimSpace(rest), ok
}
