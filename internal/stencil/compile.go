package stencil

import (
	"reflect"
	"text/template/parse"
)

// deepest is how deep templates may call each other; html/template reports what
// goes on for ever.
const deepest = 1000

// A compiler compiles one template for one type.
type compiler struct {
	set   *Set
	out   *program
	dot   reflect.Type
	scope []variable // those that can be seen, the innermost last
}

// A variable is a slot of the stack.
type variable struct {
	name string
	slot int
	kind reflect.Type
}

// compile makes the program of a template for a type, and those it calls. The
// caller holds the lock, and the templates are escaped.
func (s *Set) compile(name string, view reflect.Type) *program {
	p := s.call(name, view)
	for _, p := range s.programs {
		if !p.judged {
			p.verdict = p.judge(map[*program]bool{})
			p.judged = true
		}
	}
	return p
}

func (s *Set) call(name string, view reflect.Type) *program {
	if p, ok := s.programs[key{name, view}]; ok {
		return p
	}
	p := &program{}
	s.programs[key{name, view}] = p // before its steps: it may call itself
	t := s.templates.Lookup(name)
	switch {
	case view == nil:
		p.err = errorf("%s is executed against nothing", name)
	case t == nil || t.Tree == nil:
		p.err = errorf("%s is no template of the set in plain text", name)
	default:
		c := &compiler{set: s, out: p, dot: view}
		c.declare("$", view)
		p.steps, p.err = c.list(t.Tree.Root)
	}
	return p
}

// nothing is what a template is executed against that is called with nothing.
// Whatever it does with it is left to html/template.
type nothing struct{}

// declare gives a variable a slot.
func (c *compiler) declare(name string, kind reflect.Type) int {
	slot := c.out.variables
	c.out.variables++
	c.scope = append(c.scope, variable{name, slot, kind})
	return slot
}

func (c *compiler) list(list *parse.ListNode) ([]step, error) {
	if list == nil {
		return nil, nil
	}
	outer := len(c.scope)
	defer func() { c.scope = c.scope[:outer] }()
	var steps []step
	for _, node := range list.Nodes {
		step, err := c.node(node)
		if err != nil {
			return nil, err
		}
		if step != nil {
			steps = append(steps, step)
		}
	}
	return steps, nil
}

func (c *compiler) node(node parse.Node) (step, error) {
	switch node := node.(type) {
	case *parse.TextNode:
		return text(node.Text), nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return c.action(node.Pipe)
	case *parse.IfNode:
		return c.choice(&node.BranchNode)
	case *parse.WithNode:
		return c.with(&node.BranchNode)
	case *parse.RangeNode:
		return c.each(&node.BranchNode)
	case *parse.TemplateNode:
		return c.template(node)
	}
	return nil, errorf("%s is not compiled", node)
}

// action prints a value, or declares a variable.
func (c *compiler) action(pipe *parse.PipeNode) (step, error) {
	if len(pipe.Decl) > 0 {
		v, err := c.pipe(pipe)
		if err != nil {
			return nil, err
		}
		return c.set1(pipe, v)
	}
	first := pipe.Cmds[0]
	if id, ok := first.Args[0].(*parse.IdentifierNode); ok && id.Ident == "each" {
		return c.eachCall(first, pipe.Cmds[1:])
	}
	v, err := c.command(first)
	if err != nil {
		return nil, err
	}
	step, err := print(v, pipe.Cmds[1:])
	if err != nil || !v.fixed {
		return step, err
	}
	var f frame
	step(&f)
	return text(f.dst), nil
}

// text prints what is the same for every view.
func text(s []byte) step { return func(f *frame) { f.dst = append(f.dst, s...) } }

// set1 declares the one variable of a pipe.
func (c *compiler) set1(pipe *parse.PipeNode, v value) (step, error) {
	if pipe.IsAssign || len(pipe.Decl) != 1 {
		return nil, errorf("%s is not compiled", pipe)
	}
	slot := c.declare(pipe.Decl[0].Ident[0], v.kind)
	return func(f *frame) { f.stack[f.base+slot] = v.of(f) }, nil
}

// eachCall is {{each "name" .List "between"}}, whose result is HTML.
func (c *compiler) eachCall(call *parse.CommandNode, escapers []*parse.CommandNode) (step, error) {
	if len(escapers) != 1 || escapers[0].String() != textEscaper || len(call.Args) < 3 || len(call.Args) > 4 {
		return nil, errorf("%s is not compiled here", call)
	}
	name, ok := call.Args[1].(*parse.StringNode)
	if !ok {
		return nil, errorf("%s takes a name", call)
	}
	between := ""
	if len(call.Args) == 4 {
		s, ok := call.Args[3].(*parse.StringNode)
		if !ok {
			return nil, errorf("%s takes a text between", call)
		}
		between = s.Text
	}
	list, err := c.value(call.Args[2])
	if err != nil {
		return nil, err
	}
	each, called := c.set.each, name.Text
	return func(f *frame) {
		l := list.of(f)
		if f.failed || l.Len() == 0 {
			return
		}
		dst, err := each(f.dst, called, l.Interface(), between)
		f.dst, f.failed = dst, f.failed || err != nil
	}, list.must(reflect.Slice)
}

func (c *compiler) choice(node *parse.BranchNode) (step, error) {
	if len(node.Pipe.Decl) > 0 {
		return nil, errorf("%s is not compiled", node.Pipe)
	}
	holds, err := c.truth(node.Pipe)
	if err != nil {
		return nil, err
	}
	yes, err := c.list(node.List)
	if err != nil {
		return nil, err
	}
	no, err := c.list(node.ElseList)
	return func(f *frame) {
		steps := no
		if holds(f) {
			steps = yes
		}
		for _, step := range steps {
			step(f)
		}
	}, err
}

func (c *compiler) with(node *parse.BranchNode) (step, error) {
	v, err := c.pipe(node.Pipe)
	if err != nil {
		return nil, err
	}
	holds, err := truth(v.kind)
	if err != nil {
		return nil, err
	}
	inner := len(c.scope)
	slot := -1
	switch {
	case len(node.Pipe.Decl) > 1 || node.Pipe.IsAssign:
		return nil, errorf("%s is not compiled", node.Pipe)
	case len(node.Pipe.Decl) == 1:
		slot = c.declare(node.Pipe.Decl[0].Ident[0], v.kind)
	}
	outer := c.dot
	c.dot = v.kind
	yes, err := c.list(node.List)
	c.dot = outer
	if err != nil {
		return nil, err
	}
	no, err := c.list(node.ElseList)
	c.scope = c.scope[:inner]
	return func(f *frame) {
		it := v.of(f)
		if f.failed {
			return
		}
		if slot >= 0 {
			f.stack[f.base+slot] = it
		}
		if !holds(it) {
			for _, step := range no {
				step(f)
			}
			return
		}
		dot := f.dot
		f.dot = it
		for _, step := range yes {
			step(f)
		}
		f.dot = dot
	}, err
}

func (c *compiler) each(node *parse.BranchNode) (step, error) {
	list, err := c.pipe(node.Pipe)
	if err != nil {
		return nil, err
	}
	if err := list.must(reflect.Slice); err != nil {
		return nil, err
	}
	if node.Pipe.IsAssign {
		return nil, errorf("%s is not compiled", node.Pipe)
	}
	inner := len(c.scope)
	index, element := -1, -1
	switch names := node.Pipe.Decl; len(names) {
	case 0:
	case 1:
		element = c.declare(names[0].Ident[0], list.kind.Elem())
	case 2:
		index = c.declare(names[0].Ident[0], reflect.TypeFor[int]())
		element = c.declare(names[1].Ident[0], list.kind.Elem())
	}
	outer := c.dot
	c.dot = list.kind.Elem()
	yes, err := c.list(node.List)
	c.dot = outer
	if err != nil {
		return nil, err
	}
	no, err := c.list(node.ElseList)
	c.scope = c.scope[:inner]
	return func(f *frame) {
		l := list.of(f)
		if f.failed {
			return
		}
		n := l.Len()
		if n == 0 {
			for _, step := range no {
				step(f)
			}
			return
		}
		dot := f.dot
		for i := range n {
			f.dot = l.Index(i)
			if index >= 0 {
				f.stack[f.base+index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				f.stack[f.base+element] = f.dot
			}
			for _, step := range yes {
				step(f)
			}
		}
		f.dot = dot
	}, err
}

func (c *compiler) template(node *parse.TemplateNode) (step, error) {
	v := value{kind: reflect.TypeFor[nothing](), of: func(*frame) reflect.Value { return reflect.ValueOf(nothing{}) }}
	if node.Pipe != nil {
		var err error
		if v, err = c.pipe(node.Pipe); err != nil {
			return nil, err
		}
	}
	p := c.set.call(node.Name, v.kind)
	c.out.calls = append(c.out.calls, p)
	return func(f *frame) {
		it := v.of(f)
		if f.failed || len(f.stack) > deepest {
			f.failed = true
			return
		}
		p.run(f, it)
	}, nil
}
