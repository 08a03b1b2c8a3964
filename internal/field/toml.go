package field

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// maxTOML is how large a text of TOML may be, in bytes. Tables are looked for
// one by one, so the time grows with the square of their number.
const maxTOML = 128 << 10

func parseTOML(src []byte) (*Value, []Fault) {
	if len(src) > maxTOML {
		return nil, []Fault{{1, 1, "this is too large to be read as TOML", "keep data in a register"}}
	}
	root := &Value{Kind: Map, Line: 1, Column: 1}
	t := tomlReader{places: places{src: src}, defined: map[*Value]bool{}}
	t.p.Reset(src)
	table := root
	for t.p.NextExpression() {
		e := t.p.Expression()
		switch e.Kind {
		case unstable.KeyValue:
			t.keyValue(table, e, 0)
		case unstable.Table:
			table = t.table(root, e)
			if t.defined[table] {
				line, column := t.keyPlace(e)
				t.fault(line, column, "this table stands here twice", "put its keys together")
			}
			t.defined[table] = true
		case unstable.ArrayTable:
			table = t.arrayTable(root, e)
		}
	}
	if err := t.p.Error(); err != nil {
		f := Fault{1, 1, "this is not TOML: " + err.Error(), `a text stands in "quotes" in TOML`}
		var parse *unstable.ParserError
		if errors.As(err, &parse) {
			f.Message = "this is not TOML: " + strings.TrimPrefix(parse.Message, "toml: ")
			if len(parse.Highlight) > 0 {
				f.Line, f.Column = t.places.at(int(t.p.Range(parse.Highlight).Offset))
			}
		}
		return nil, append(t.faults, f)
	}
	return root, t.faults
}

type tomlReader struct {
	p       unstable.Parser
	places  places
	defined map[*Value]bool
	faults  []Fault
	nodes   int
}

func (t *tomlReader) fault(line, column int, message, hint string) {
	t.faults = append(t.faults, Fault{line, column, message, hint})
}

// keyPlace is where an expression's first key begins.
func (t *tomlReader) keyPlace(e *unstable.Node) (line, column int) {
	keys := e.Key()
	if !keys.Next() {
		return 1, 1
	}
	return t.place(keys.Node())
}

func (t *tomlReader) place(n *unstable.Node) (line, column int) {
	if n.Raw.Length > 0 {
		return t.places.at(int(n.Raw.Offset))
	}
	if len(n.Data) > 0 && n.Kind != unstable.String {
		return t.places.at(int(t.p.Range(n.Data).Offset))
	}
	return 1, 1
}

// descend finds or makes the map that the key's words but the last lead to,
// and returns it with the last word.
func (t *tomlReader) descend(at *Value, e *unstable.Node) (*Value, Field) {
	var words []Field
	for keys := e.Key(); keys.Next(); {
		line, column := t.place(keys.Node())
		words = append(words, Field{Key: string(keys.Node().Data), Line: line, Column: column})
		if len(words) > maxDepth {
			t.fault(line, column, "this is nested too deep to be read", "write it flatter")
			break
		}
	}
	for _, w := range words[:len(words)-1] {
		at = t.step(at, w)
	}
	return at, words[len(words)-1]
}

// own returns the value of the key spelt exactly so, or nil.
func (v *Value) own(key string) *Value {
	for i := range v.Fields {
		if v.Fields[i].Key == key {
			return v.Fields[i].Value
		}
	}
	return nil
}

// step enters the map below a key, the last one where there is a list of them.
func (t *tomlReader) step(at *Value, w Field) *Value {
	next := at.own(w.Key)
	if next == nil {
		next = &Value{Kind: Map, Line: w.Line, Column: w.Column}
		w.Value = next
		at.Fields = append(at.Fields, w)
	}
	if next.Kind == List && len(next.Items) > 0 {
		next = next.Items[len(next.Items)-1]
	}
	if next.Kind != Map {
		t.fault(w.Line, w.Column, w.Key+" is "+next.Kind.String()+" above and cannot hold keys", "")
		return &Value{Kind: Map, Line: w.Line, Column: w.Column}
	}
	return next
}

func (t *tomlReader) table(root *Value, e *unstable.Node) *Value {
	at, last := t.descend(root, e)
	return t.step(at, last)
}

func (t *tomlReader) arrayTable(root *Value, e *unstable.Node) *Value {
	at, last := t.descend(root, e)
	item := &Value{Kind: Map, Line: last.Line, Column: last.Column}
	list := at.own(last.Key)
	switch {
	case list == nil:
		last.Value = &Value{Kind: List, Line: last.Line, Column: last.Column, Items: []*Value{item}}
		at.Fields = append(at.Fields, last)
	case list.Kind == List:
		list.Items = append(list.Items, item)
	default:
		t.fault(last.Line, last.Column, last.Key+" is "+list.Kind.String()+" above and cannot be a list", "")
	}
	return item
}

func (t *tomlReader) keyValue(at *Value, e *unstable.Node, depth int) {
	at, last := t.descend(at, e)
	last.Value = t.value(e.Value(), depth+1)
	if last.Value.Line == 1 && last.Value.Column == 1 {
		last.Value.Line, last.Value.Column = last.Line, last.Column
	}
	at.Fields = append(at.Fields, last)
}

func (t *tomlReader) value(n *unstable.Node, depth int) *Value {
	line, column := t.place(n)
	v := &Value{Line: line, Column: column}
	if t.nodes++; depth > maxDepth || t.nodes > maxNodes {
		t.fault(line, column, "this is nested too deep or too large to be read", "write it flatter")
		return v
	}
	switch n.Kind {
	case unstable.Array:
		v.Kind = List
		for items := n.Children(); items.Next(); {
			if items.Node().Kind != unstable.Comment {
				v.Items = append(v.Items, t.value(items.Node(), depth+1))
			}
		}
	case unstable.InlineTable:
		v.Kind = Map
		for items := n.Children(); items.Next(); {
			if items.Node().Kind == unstable.KeyValue {
				t.keyValue(v, items.Node(), depth+1)
			}
		}
	case unstable.String:
		v.Kind, v.Text, v.Quoted = Scalar, string(n.Data), true
	default:
		v.Kind, v.Text = Scalar, string(n.Data)
	}
	return v
}
