package object

// Parse reads the one object that data hold, with nothing but white space and
// comments around it. It reads no streams, which need a file around them.
func Parse(data []byte, limits Limits) (Object, error) {
	p := newParser(data, 0, limits.orDefault(), nil)
	o, err := p.object()
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(data) {
		return nil, p.errorf("something follows the object")
	}
	return o, nil
}

// parser reads objects. Every container takes one from depth while it is read,
// every object one from items.
type parser struct {
	scanner
	depth, items int
}

func newParser(data []byte, pos int, limits Limits, names map[string]Name) *parser {
	return &parser{scanner: scanner{data: data, pos: pos, names: names}, depth: limits.Depth, items: limits.Items}
}

// object reads a direct object or a reference.
func (p *parser) object() (Object, error) {
	if p.items--; p.items < 0 {
		return nil, p.errorf("an object holds more values than the limit allows")
	}
	p.space()
	if p.pos >= len(p.data) {
		return nil, errEnd
	}
	switch c := p.data[p.pos]; c {
	case '/':
		n, err := p.name()
		return n, err
	case '(':
		s, err := p.literalString()
		return s, err
	case '[':
		return p.array()
	case '<':
		if p.pos+1 < len(p.data) && p.data[p.pos+1] == '<' {
			return p.dict(nil)
		}
		s, err := p.hexString()
		return s, err
	default:
		if class[c] == delimiter {
			return nil, p.errorf("%q begins no object", c)
		}
	}
	start := p.pos
	word := p.word()
	switch string(word) {
	case "null":
		return Null{}, nil
	case "true":
		return Bool(true), nil
	case "false":
		return Bool(false), nil
	}
	if n, ok := digits(word); ok && n > 0 {
		if ref, ok := p.reference(n); ok {
			return ref, nil
		}
	}
	o, ok := number(word)
	if !ok {
		p.pos = start
		return nil, p.errorf("%.40q is no object", word)
	}
	return o, nil
}

// reference completes a reference whose object number has been read, or stays
// where it was.
func (p *parser) reference(number int) (Ref, bool) {
	start := p.pos
	if generation, ok := p.whole(); ok && p.keyword("R") && number <= maxNumber && generation <= 65535 {
		return Ref{number, generation}, true
	}
	p.pos = start
	return Ref{}, false
}

func (p *parser) array() (Object, error) {
	if p.depth--; p.depth < 0 {
		return nil, p.errorf("arrays and dictionaries are nested deeper than the limit allows")
	}
	p.pos++
	a := Array{}
	for {
		p.space()
		if p.peek() == ']' {
			p.pos++
			p.depth++
			return a, nil
		}
		o, err := p.object()
		if err != nil {
			return nil, err
		}
		a = append(a, o)
	}
}

// dict reads a dictionary whose << is at pos. Where places are wanted it notes
// the byte range of each value.
func (p *parser) dict(places map[Name][2]int) (*Dict, error) {
	if p.depth--; p.depth < 0 {
		return nil, p.errorf("arrays and dictionaries are nested deeper than the limit allows")
	}
	p.pos += 2
	d := &Dict{entries: make([]entry, 0, 6)}
	for {
		p.space()
		switch p.peek() {
		case '>':
			if p.pos+1 >= len(p.data) || p.data[p.pos+1] != '>' {
				return nil, p.errorf("a dictionary ends with >>")
			}
			p.pos += 2
			p.depth++
			return d, nil
		case '/':
		default:
			if p.pos >= len(p.data) {
				return nil, errEnd
			}
			return nil, p.errorf("a dictionary wants a name as key")
		}
		key, err := p.name()
		if err != nil {
			return nil, err
		}
		p.space()
		start := p.pos
		value, err := p.object()
		if err != nil {
			return nil, err
		}
		n := d.Len()
		if d.Set(key, value); d.Len() == n {
			return nil, p.errorf("a dictionary names /%s twice", key)
		}
		if places != nil {
			places[key] = [2]int{start, p.pos}
		}
	}
}
