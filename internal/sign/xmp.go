package sign

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/pdf/object"
)

// What is read of metadata at most.
const (
	maxXMP      = 1 << 20
	maxXMPPaths = 16 << 20
	maxXMPDepth = 50
)

var errLongXMP = errors.New("the metadata are longer than the limit allows")

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// volatile says whether a property is one that a program writes anew whenever it
// writes a file: when, and by what.
func volatile(path string) bool {
	switch path {
	case "/http://ns.adobe.com/xap/1.0/ ModifyDate", "/http://ns.adobe.com/xap/1.0/ MetadataDate", "/http://ns.adobe.com/pdf/1.3/ Producer":
		return true
	}
	return false
}

// sameMetadata says whether two packets of metadata say the same but for when
// and by what the file was written, in whatever form of RDF.
func sameMetadata(f *object.File, was, is *object.Stream) bool {
	said := func(s *object.Stream) (map[string][]string, error) {
		data, err := f.Decode(s)
		if err != nil {
			return nil, err
		}
		return statements(data)
	}
	a, err := said(was)
	if err != nil {
		return false
	}
	b, err := said(is)
	return err == nil && equalStatements(a, b)
}

func equalStatements(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal) }

// statements reads what metadata say (ISO 16684-1, 7): the values by their paths,
// without those that are volatile.
func statements(data []byte) (map[string][]string, error) {
	if len(data) > maxXMP {
		return nil, errLongXMP
	}
	root, err := parseXML(data)
	if err != nil {
		return nil, err
	}
	said := statementsOf{values: map[string][]string{}, left: maxXMPPaths}
	for _, packet := range root.children {
		list := []*xmlElement{packet}
		if packet.name.Local == "xmpmeta" {
			list = packet.children
		}
		for _, e := range list {
			if e.name != (xml.Name{Space: rdf, Local: "RDF"}) {
				return nil, fmt.Errorf("the metadata have the element %s", e.name.Local)
			}
			for _, about := range e.children {
				said.properties("", about)
			}
		}
	}
	if said.left < 0 {
		return nil, errLongXMP
	}
	return said.values, nil
}

type statementsOf struct {
	values map[string][]string
	left   int // bytes that paths may still take
}

func (s *statementsOf) add(path, value string) {
	if s.left >= 0 {
		s.values[path] = append(s.values[path], value)
	}
}

// at is the path of a property below another; false where it is not looked at.
func (s *statementsOf) at(path string, name xml.Name) (string, bool) {
	if s.left -= len(path) + len(name.Space) + len(name.Local); s.left < 0 {
		return "", false
	}
	path += "/" + name.Space + " " + name.Local
	return path, !volatile(path)
}

// properties are those of a description: as its attributes, and as elements in it.
func (s *statementsOf) properties(path string, e *xmlElement) {
	for _, a := range e.attributes {
		if syntactic(a.Name) {
			continue
		}
		if at, ok := s.at(path, a.Name); ok {
			s.add(at, a.Value)
		}
	}
	for _, p := range e.children {
		if at, ok := s.at(path, p.name); ok {
			s.value(at, p)
		}
	}
}

// value is that of a property or of an item: a description, a list, or text.
func (s *statementsOf) value(path string, e *xmlElement) {
	text := strings.TrimSpace(string(e.text))
	empty := text == "" && len(e.children) == 0
	if text != "" {
		s.add(path, text)
	}
	for _, a := range e.attributes {
		switch {
		case a.Name == xml.Name{Space: rdf, Local: "resource"}:
			s.add(path, a.Value)
			empty = false
		case a.Name == xml.Name{Space: rdf, Local: "parseType"} && a.Value == "Resource":
			s.properties(path, e)
			return
		case !syntactic(a.Name):
			if at, ok := s.at(path, a.Name); ok {
				s.add(at, a.Value)
			}
		}
	}
	if empty {
		s.add(path, "")
	}
	for _, c := range e.children {
		switch c.name {
		case xml.Name{Space: rdf, Local: "Description"}:
			s.properties(path, c)
		case xml.Name{Space: rdf, Local: "Alt"}, xml.Name{Space: rdf, Local: "Seq"}, xml.Name{Space: rdf, Local: "Bag"}:
			for i, li := range c.children {
				if at, ok := s.at(path, xml.Name{Space: c.name.Local, Local: strconv.Itoa(i)}); ok {
					s.value(at, li)
				}
			}
		default:
			if at, ok := s.at(path, c.name); ok {
				s.value(at, c)
			}
		}
	}
}

// syntactic says whether an attribute belongs to the form of what is said.
func syntactic(name xml.Name) bool {
	return name.Space == "xmlns" || name.Local == "xmlns" || name == xml.Name{Space: rdf, Local: "about"} || name == xml.Name{Space: rdf, Local: "parseType"}
}

// xmlElement is an element with all that is in it.
type xmlElement struct {
	name       xml.Name
	attributes []xml.Attr
	children   []*xmlElement
	text       []byte
}

// parseXML reads a document, under an element without a name. It knows no
// entities but those of XML itself.
func parseXML(data []byte) (*xmlElement, error) {
	root := &xmlElement{}
	open := []*xmlElement{root}
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if len(open) > maxXMPDepth {
				return nil, errors.New("the metadata are nested deeper than the limit allows")
			}
			e := &xmlElement{name: t.Name, attributes: t.Copy().Attr}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text = append(top.text, t...)
		}
	}
}
