package stencil

import (
	"cmp"
	"reflect"
	"strconv"
	"text/template/parse"
)

// A value is an expression: what type it has, and how it is found.
type value struct {
	kind  reflect.Type
	of    func(f *frame) reflect.Value
	fixed bool // it is the same for every view
}

// must says that a value is not of a kind.
func (v value) must(kind reflect.Kind) error {
	if v.kind.Kind() != kind {
		return errorf("a %s is wanted, not a %s", kind, v.kind)
	}
	return nil
}

// pipe is a pipe of one command, without what it declares.
func (c *compiler) pipe(pipe *parse.PipeNode) (value, error) {
	if len(pipe.Cmds) != 1 {
		return value{}, errorf("%s is not compiled", pipe)
	}
	return c.command(pipe.Cmds[0])
}

func (c *compiler) command(command *parse.CommandNode) (value, error) {
	if len(command.Args) == 1 {
		return c.value(command.Args[0])
	}
	if id, ok := command.Args[0].(*parse.IdentifierNode); ok {
		switch {
		case id.Ident == "len" && len(command.Args) == 2:
			return c.length(command.Args[1])
		case id.Ident == "say":
			return c.said(command.Args[1:])
		}
	}
	return value{}, errorf("%s is not compiled as a value", command)
}

func (c *compiler) length(of parse.Node) (value, error) {
	list, err := c.value(of)
	if err != nil {
		return value{}, err
	}
	return value{kind: reflect.TypeFor[int](), of: func(f *frame) reflect.Value {
		if l := list.of(f); !f.failed {
			return reflect.ValueOf(l.Len())
		}
		return reflect.ValueOf(0)
	}}, list.must(reflect.Slice)
}

// said is what say says of its arguments.
func (c *compiler) said(args []parse.Node) (value, error) {
	fixed := true
	texts := make([]func(f *frame) string, len(args))
	for i, arg := range args {
		v, err := c.value(arg)
		if err != nil {
			return value{}, err
		}
		fixed = fixed && v.fixed
		switch v.kind.Kind() {
		case reflect.String:
			texts[i] = func(f *frame) string { return v.of(f).String() }
		case reflect.Int:
			texts[i] = func(f *frame) string { return strconv.FormatInt(v.of(f).Int(), 10) }
		default:
			return value{}, errorf("say takes texts and numbers, not a %s", v.kind)
		}
	}
	say := func(f *frame) (string, error) {
		all := make([]string, len(texts))
		for i, text := range texts {
			all[i] = text(f)
		}
		return c.set.say(all[0], all[1:]...)
	}
	if fixed {
		s, err := say(&frame{})
		return constant(s), err
	}
	return value{kind: reflect.TypeFor[string](), of: func(f *frame) reflect.Value {
		s, err := say(f)
		f.failed = f.failed || err != nil
		return reflect.ValueOf(s)
	}}, nil
}

func (c *compiler) value(node parse.Node) (value, error) {
	switch node := node.(type) {
	case *parse.DotNode:
		return value{kind: c.dot, of: func(f *frame) reflect.Value { return f.dot }}, nil
	case *parse.FieldNode:
		return fields(value{kind: c.dot, of: func(f *frame) reflect.Value { return f.dot }}, node.Ident)
	case *parse.VariableNode:
		for i := len(c.scope) - 1; i >= 0; i-- {
			if v := c.scope[i]; v.name == node.Ident[0] {
				return fields(value{kind: v.kind, of: func(f *frame) reflect.Value { return f.stack[f.base+v.slot] }}, node.Ident[1:])
			}
		}
	case *parse.StringNode:
		return constant(node.Text), nil
	case *parse.NumberNode:
		if node.IsInt {
			return constant(int(node.Int64)), nil
		}
	case *parse.PipeNode:
		if len(node.Decl) == 0 {
			return c.pipe(node)
		}
	}
	return value{}, errorf("%s is not compiled as a value", node)
}

func constant(of any) value {
	v := reflect.ValueOf(of)
	return value{v.Type(), func(*frame) reflect.Value { return v }, true}
}

// fields is a chain of fields of a value.
func fields(of value, names []string) (value, error) {
	for _, name := range names {
		var err error
		if of, err = field(of, name); err != nil {
			return value{}, err
		}
	}
	return of, nil
}

// field is a field of a struct or of what a pointer leads to. A nil pointer is
// left to html/template, which says where it was met.
func field(of value, name string) (value, error) {
	kind, pointer := of.kind, of.kind.Kind() == reflect.Pointer
	if pointer {
		kind = kind.Elem()
	}
	if _, method := reflect.PointerTo(kind).MethodByName(name); method || kind.Kind() != reflect.Struct {
		return value{}, errorf("%s is no field of %s", name, of.kind)
	}
	fl, ok := kind.FieldByName(name)
	if !ok || !fl.IsExported() {
		return value{}, errorf("%s is no field of %s", name, of.kind)
	}
	for at, i := kind, 0; i < len(fl.Index)-1; i++ {
		if at = at.Field(fl.Index[i]).Type; at.Kind() == reflect.Pointer {
			return value{}, errorf("%s of %s lies behind a pointer", name, of.kind)
		}
	}
	get := func(v reflect.Value) reflect.Value { return v.FieldByIndex(fl.Index) }
	if len(fl.Index) == 1 {
		i := fl.Index[0]
		get = func(v reflect.Value) reflect.Value { return v.Field(i) }
	}
	from := of.of
	if !pointer {
		return value{kind: fl.Type, of: func(f *frame) reflect.Value { return get(from(f)) }}, nil
	}
	return value{kind: fl.Type, of: func(f *frame) reflect.Value {
		v := from(f)
		if v.IsNil() {
			f.failed = true
			return reflect.Zero(fl.Type)
		}
		return get(v.Elem())
	}}, nil
}

// truth says which values of a type count as true.
func truth(kind reflect.Type) (func(reflect.Value) bool, error) {
	if kind == reflect.TypeFor[nothing]() {
		return nil, errorf("nothing has no truth")
	}
	switch kind.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool, nil
	case reflect.String, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() > 0 }, nil
	case reflect.Int:
		return func(v reflect.Value) bool { return v.Int() != 0 }, nil
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }, nil
	case reflect.Struct:
		return func(reflect.Value) bool { return true }, nil
	}
	return nil, errorf("the truth of a %s is not compiled", kind)
}

// truth is the truth of an expression.
func (c *compiler) truth(node parse.Node) (func(f *frame) bool, error) {
	if pipe, ok := node.(*parse.PipeNode); ok && len(pipe.Cmds) == 1 && len(pipe.Decl) == 0 {
		args := pipe.Cmds[0].Args
		if len(args) == 1 {
			return c.truth(args[0])
		}
		if id, ok := args[0].(*parse.IdentifierNode); ok && id.Ident != "len" {
			return c.function(id.Ident, args[1:])
		}
	}
	v, err := c.value(node)
	if err != nil {
		return nil, err
	}
	holds, err := truth(v.kind)
	return func(f *frame) bool {
		it := v.of(f)
		return !f.failed && holds(it)
	}, err
}

// function is a function whose result is true or false, or is only asked for
// its truth.
func (c *compiler) function(name string, args []parse.Node) (func(f *frame) bool, error) {
	switch name {
	case "and", "or", "not":
		if name == "not" && len(args) != 1 {
			return nil, errorf("not takes one argument")
		}
		holds := make([]func(f *frame) bool, len(args))
		for i, arg := range args {
			var err error
			if holds[i], err = c.truth(arg); err != nil {
				return nil, err
			}
		}
		switch name {
		case "not":
			return func(f *frame) bool { return !holds[0](f) }, nil
		case "and":
			return func(f *frame) bool {
				for _, h := range holds {
					if !h(f) {
						return false
					}
				}
				return true
			}, nil
		}
		return func(f *frame) bool {
			for _, h := range holds {
				if h(f) {
					return true
				}
			}
			return false
		}, nil
	case "eq", "ne", "lt", "le", "gt", "ge":
		return c.comparison(name, args)
	}
	return nil, errorf("the function %s is not compiled", name)
}

func (c *compiler) comparison(name string, args []parse.Node) (func(f *frame) bool, error) {
	if len(args) != 2 {
		return nil, errorf("%s is compiled for two arguments", name)
	}
	a, err := c.value(args[0])
	if err != nil {
		return nil, err
	}
	b, err := c.value(args[1])
	if err != nil {
		return nil, err
	}
	var compare func(a, b reflect.Value) int
	switch {
	case a.kind.Kind() == reflect.String && b.kind.Kind() == reflect.String:
		compare = func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) }
	case a.kind.Kind() == reflect.Int && b.kind.Kind() == reflect.Int:
		compare = func(a, b reflect.Value) int { return cmp.Compare(a.Int(), b.Int()) }
	default:
		return nil, errorf("%s of a %s and a %s is not compiled", name, a.kind, b.kind)
	}
	holds := map[string]func(order int) bool{
		"eq": func(o int) bool { return o == 0 }, "ne": func(o int) bool { return o != 0 },
		"lt": func(o int) bool { return o < 0 }, "le": func(o int) bool { return o <= 0 },
		"gt": func(o int) bool { return o > 0 }, "ge": func(o int) bool { return o >= 0 },
	}[name]
	return func(f *frame) bool {
		x, y := a.of(f), b.of(f)
		return !f.failed && holds(compare(x, y))
	}, nil
}
