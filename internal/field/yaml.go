package field

import (
	"bytes"
	"errors"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// bareVariable finds a variable where YAML would read a map: at the beginning
// of a value that is not quoted.
var bareVariable = regexp.MustCompile(`(?m)^[^#'"\n]*?[:\[,{-]\s*(\{\{[^}\n]*\}\})`)

func parseYAML(src []byte) (*Value, []Fault) {
	if fault, out := outOfBounds(src); out {
		return nil, []Fault{fault}
	}
	if v, ok := parsePlain(src); ok {
		return v, nil
	}
	return parseLibrary(src)
}

// parseLibrary reads all of YAML.
func parseLibrary(src []byte) (*Value, []Fault) {
	file, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, []Fault{explain(src, yamlFault(err))}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return &Value{Kind: Map, Line: 1, Column: 1}, nil
	}
	if len(file.Docs) > 1 {
		return nil, []Fault{{1, 1, "there is more than one YAML document here", "keep one document in a file"}}
	}
	y := yamlReader{anchors: map[string]*Value{}}
	v := y.value(file.Docs[0].Body, 0)
	if len(y.faults) > maxFaults {
		y.faults = y.faults[:maxFaults] // the rest is of the same kind
	}
	for i := range y.faults {
		y.faults[i] = explain(src, y.faults[i])
	}
	return v, y.faults
}

func yamlFault(err error) Fault {
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) {
		return Fault{1, 1, "this is not YAML: " + firstLine(err.Error()), ""}
	}
	f := Fault{1, 1, "this is not YAML: " + firstLine(syntax.Message), ""}
	if syntax.Token != nil && syntax.Token.Position != nil {
		f.Line, f.Column = max(1, syntax.Token.Position.Line), max(1, syntax.Token.Position.Column)
	}
	return f
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// explain gives a fault the mend if its likely cause is a variable that is
// not quoted.
func explain(src []byte, f Fault) Fault {
	if f.Hint != "" {
		return f
	}
	if m := bareVariable.FindSubmatchIndex(src); m != nil {
		f.Line, f.Column = (&places{src: src}).at(m[2])
		f.Hint = `a value that begins with {{, or stands inside { } or [ ], must be quoted: "` + string(src[m[2]:m[3]]) + ` …"`
	} else if bytes.ContainsRune(src, '\t') {
		f.Hint = "indent with spaces, not with tabs"
	} else {
		f.Hint = `a value that holds ": " or " #", or begins with one of [ { & * ! | > @, must be quoted`
	}
	return f
}

// maxFaults is how many faults of one text are told.
const maxFaults = 20

type yamlReader struct {
	anchors map[string]*Value
	nodes   int
	faults  []Fault
}

func (y *yamlReader) fault(line, column int, message, hint string) *Value {
	y.faults = append(y.faults, Fault{line, column, message, hint})
	return &Value{Line: line, Column: column}
}

func (y *yamlReader) value(n ast.Node, depth int) *Value {
	line, column := yamlPlace(n)
	if y.nodes++; y.nodes > maxNodes || depth > maxDepth {
		if y.nodes > maxNodes && len(y.faults) > 0 {
			return &Value{Line: line, Column: column}
		}
		return y.fault(line, column, "this is nested too deep or too large to be read", "write it flatter, or as several files")
	}
	switch n := n.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode, *ast.CommentNode:
		return &Value{Line: line, Column: column}
	case *ast.StringNode:
		t := n.GetToken().Type
		return &Value{Kind: Scalar, Text: n.Value, Quoted: t == token.SingleQuoteType || t == token.DoubleQuoteType, Line: line, Column: column}
	case *ast.LiteralNode:
		return &Value{Kind: Scalar, Text: n.Value.Value, Quoted: true, Line: line, Column: column}
	case *ast.MappingNode:
		if text, ok := plainWithColon(n); ok {
			return &Value{Kind: Scalar, Text: text, Line: line, Column: column}
		}
		v := &Value{Kind: Map, Line: line, Column: column, Fields: make([]Field, 0, len(n.Values))}
		for _, f := range n.Values {
			v.Fields = append(v.Fields, y.field(f, depth))
		}
		return v
	case *ast.MappingValueNode:
		return &Value{Kind: Map, Line: line, Column: column, Fields: []Field{y.field(n, depth)}}
	case *ast.SequenceNode:
		v := &Value{Kind: List, Line: line, Column: column, Items: make([]*Value, 0, len(n.Values))}
		for _, item := range n.Values {
			v.Items = append(v.Items, y.value(item, depth+1))
		}
		return v
	case *ast.AnchorNode:
		v := y.value(n.Value, depth+1)
		y.anchors[n.Name.GetToken().Value] = v
		return v
	case *ast.AliasNode:
		name := n.Value.GetToken().Value
		to, ok := y.anchors[name]
		switch {
		case !ok:
			return y.fault(line, column, "*"+name+" stands for nothing above", "write the value itself, or quote a text that begins with *")
		case to.Kind > Scalar:
			return y.fault(line, column, "*"+name+" stands for "+to.Kind.String()+", and only texts can be repeated so", "write the value itself")
		}
		return &Value{Kind: to.Kind, Text: to.Text, Quoted: to.Quoted, Line: line, Column: column}
	case *ast.TagNode:
		return y.fault(line, column, "YAML tags such as "+n.Start.Value+" are not read here", "leave the tag out, or quote a text that begins with !")
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		// The decoded value has lost what was typed (1.10, 0x10): the token has not.
		return &Value{Kind: Scalar, Text: n.GetToken().Value, Line: line, Column: column}
	}
	return y.fault(line, column, "this YAML is of a kind that is not read here", "")
}

// plainWithColon gives back the text that the parser takes apart at a colon
// with nothing behind it, in a list within a map in braces: {a: [2013:A.5.1]}.
// There is no map without a space behind the colon (YAML 1.2.2, 7.3.3).
func plainWithColon(n *ast.MappingNode) (string, bool) {
	if n.IsFlowStyle || len(n.Values) != 1 || n.Values[0].Start == nil {
		return "", false
	}
	if _, ok := n.Values[0].Value.(ast.ScalarNode); !ok {
		return "", false
	}
	colon, key, value := n.Values[0].Start.Position, n.Values[0].Key.GetToken(), n.Values[0].Value.GetToken()
	for _, t := range []*token.Token{key, value} {
		if t == nil || t.Position.Line != colon.Line || t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType {
			return "", false
		}
	}
	return key.Value + ":" + value.Value, value.Position.Column == colon.Column+1
}

func (y *yamlReader) field(n *ast.MappingValueNode, depth int) Field {
	line, column := yamlPlace(n.Key)
	f := Field{Line: line, Column: column, Value: y.value(n.Value, depth+1)}
	switch key := n.Key.(type) {
	case *ast.MergeKeyNode:
		y.fault(line, column, "merge keys (<<) are not read here", "write the keys themselves")
		f.Key = "<<"
	case *ast.StringNode:
		f.Key = key.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		f.Key = key.GetToken().Value
	default:
		y.fault(line, column, "a key must be a plain word", "")
	}
	if f.Value.Kind == Null && f.Value.Line == 0 {
		f.Value.Line, f.Value.Column = line, column
	}
	return f
}

// yamlPlace is where a node begins. A map's own token is its first colon, and
// its place that of its first key.
func yamlPlace(n ast.Node) (line, column int) {
	switch m := n.(type) {
	case nil:
		return 0, 0
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return yamlPlace(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return yamlPlace(m.Key)
	case *ast.SequenceNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return yamlPlace(m.Values[0])
		}
	}
	t := n.GetToken()
	if t == nil || t.Position == nil {
		return 0, 0
	}
	return t.Position.Line, t.Position.Column
}
