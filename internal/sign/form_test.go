package sign

import (
	"strings"
	"testing"

	"annexa/internal/pdf/object"
)

// withForm returns a file whose form has the fields that build makes.
func withForm(t *testing.T, build func(g *object.Graph) object.Array) *object.File {
	t.Helper()
	g := &object.Graph{}
	g.Trailer.Set("Root", g.Add(new(object.Dict).Set("Type", object.Name("Catalog")).
		Set("AcroForm", new(object.Dict).Set("Fields", build(g)))))
	data, err := g.Write(object.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := object.Read(data, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func named(name string) *object.Dict { return new(object.Dict).Set("T", object.Text(name)) }

func TestFieldsHandNameAndKindDown(t *testing.T) {
	f := withForm(t, func(g *object.Graph) object.Array {
		widget := g.Add(new(object.Dict).Set("Subtype", object.Name("Widget")))
		visible := g.Add(named("visible").Set("Kids", object.Array{widget}).Set("V", object.Null{}))
		text := g.Add(named("text").Set("FT", object.Name("Tx")))
		group := g.Add(named("größe").Set("FT", object.Name("Sig")).Set("Kids", object.Array{visible, text}))
		return object.Array{group, g.Add(named("single"))}
	})
	fm, err := readForm(f)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, fd := range fm.fields {
		name := fd.name
		if fd.signature {
			name += " signs"
		}
		if fd.value != nil {
			name += " filled"
		}
		got = append(got, name)
	}
	if want := "größe.visible signs|größe.text|single"; strings.Join(got, "|") != want {
		t.Errorf("fields %q, want %s", got, want)
	}
}

func TestFormsThatLoopAreRefused(t *testing.T) {
	f := withForm(t, func(g *object.Graph) object.Array {
		ref := g.Add(nil)
		g.Set(ref, named("a").Set("Kids", object.Array{ref}))
		return object.Array{ref}
	})
	if _, err := readForm(f); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a field that is its own kid gives %v", err)
	}
	f = withForm(t, func(g *object.Graph) object.Array {
		ref := g.Add(named("leaf"))
		for range 40 {
			ref = g.Add(named("a").Set("Kids", object.Array{ref}))
		}
		return object.Array{ref}
	})
	if _, err := readForm(f); err == nil || !strings.Contains(err.Error(), "deeper") {
		t.Errorf("a deep form gives %v", err)
	}
}

func TestStoreHoldsNothingElse(t *testing.T) {
	for name, c := range map[string]struct {
		dss  func(g *object.Graph) object.Object
		want string
	}{
		"good": {func(g *object.Graph) object.Object {
			cert, list := g.Add(stream("c")), g.Add(stream("l"))
			return new(object.Dict).Set("Type", object.Name("DSS")).Set("Certs", object.Array{cert}).
				Set("CRLs", g.Add(object.Array{list})).Set("OCSPs", object.Array{}).
				Set("VRI", g.Add(new(object.Dict).Set(object.Name(strings.Repeat("AB", 20)),
					new(object.Dict).Set("Cert", object.Array{cert}).Set("CRL", object.Array{list}).
						Set("OCSP", object.Array{}).Set("TU", object.Text("D:2026")))))
		}, ""},
		"no dictionary": {func(g *object.Graph) object.Object { return object.Integer(1) }, "no dictionary"},
		"key":           {func(g *object.Graph) object.Object { return new(object.Dict).Set("Kids", object.Array{}) }, "/Kids does not belong"},
		"no list":       {func(g *object.Graph) object.Object { return new(object.Dict).Set("Certs", object.Integer(1)) }, "no list"},
		"no reference":  {func(g *object.Graph) object.Object { return new(object.Dict).Set("CRLs", object.Array{object.Null{}}) }, "something else"},
		"odd VRI": {func(g *object.Graph) object.Object {
			return new(object.Dict).Set("VRI", new(object.Dict).Set("Kids", &object.Dict{}))
		}, "/Kids"},
		"odd in VRI": {func(g *object.Graph) object.Object {
			return new(object.Dict).Set("VRI", new(object.Dict).Set(object.Name(strings.Repeat("AB", 20)), named("x")))
		}, "/T does not belong"},
	} {
		g := &object.Graph{}
		g.Trailer.Set("Root", g.Add(new(object.Dict).Set("Type", object.Name("Catalog")).Set("DSS", c.dss(g))))
		data, err := g.Write(object.Layout{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := object.Read(data, object.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := readStore(f)
		switch {
		case c.want == "" && (err != nil || len(s.streams) != 2 || len(s.containers) != 2):
			t.Errorf("%s: %+v, %v", name, s, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

func TestLevelsHaveTheirNames(t *testing.T) {
	for _, name := range []string{"B-B", "B-T", "B-LT", "B-LTA"} {
		l, err := ParseLevel(name)
		if err != nil || l.String() != name {
			t.Errorf("%s is read as %s, %v", name, l, err)
		}
	}
	for _, name := range []string{"", "none", "b-b", "B-X"} {
		if l, err := ParseLevel(name); err == nil {
			t.Errorf("%q is read as %s", name, l)
		}
	}
}
