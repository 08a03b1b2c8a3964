package pack_test

import (
	"maps"
	"strings"
	"testing"

	"annexa/internal/pdf/object"
)

// reservedFields are the signature fields of a PDF: by name, whether one has a
// place on a page.
func reservedFields(t *testing.T, data []byte) map[string]bool {
	t.Helper()
	f, err := object.Read(data, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := f.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	form, err := f.Dict(catalog.Get("AcroForm"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := f.Array(form.Get("Fields"))
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]bool{}
	for _, o := range list {
		d, err := f.Dict(o)
		if err != nil {
			t.Fatal(err)
		}
		name := d.Get("T").(object.String).Text()
		if _, twice := fields[name]; twice || d.Get("V") != nil {
			t.Errorf("the field %q is there twice, or is not empty", name)
		}
		fields[name] = d.Get("Kids") != nil
	}
	return fields
}

func TestEverySignerHasAFieldAndAPlaceWhereOneIsWanted(t *testing.T) {
	files := content()
	files["registers/roles.yaml"] = "- {id: ROL-01, title: Chief Executive, holder: Dana Reyes}\n- {id: ROL-02, title: Auditor, holder: Ann Field}\n- {id: ROL-03, title: Head of IT, holder: Tom Aldridge}\n"
	for _, c := range []struct {
		name, sign       string
		document, bundle map[string]bool // their fields besides those of every PDF
		said             []string        // by a pack
	}{
		{"nothing", "", nil, nil, nil},
		{"signers", "sign: {signers: [Auditor]}", map[string]bool{"Auditor": false}, map[string]bool{"Auditor": false}, nil},
		{"places", "sign: {visible: yes}", map[string]bool{"Approval": true}, map[string]bool{"Approval": true}, []string{"Example Ltd", "Approval of All of it"}},
		{"both", "sign: {visible: yes, signers: [Chief Executive, Auditor, Treasurer]}",
			map[string]bool{"Approval": true, "Chief Executive": false, "Auditor": true, "Treasurer": true},
			map[string]bool{"Chief Executive": true, "Auditor": true, "Treasurer": true},
			[]string{"Dana Reyes", "Chief Executive", "Ann Field", "Auditor", "Treasurer", "Confirmation of All of it", "2 November 2026"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			with := maps.Clone(files)
			with["annexa.yaml"] += c.sign + "\n"
			k := maker(t, with)
			check := func(what string, data []byte, want map[string]bool) {
				t.Helper()
				got := reservedFields(t, data)
				if len(got) != len(want)+2 {
					t.Errorf("%s has the fields %v, not %v", what, got, want)
				}
				for name, seen := range want {
					if is, has := got[name]; !has || is != seen {
						t.Errorf("%s: the field %q is there: %t, and seen: %t", what, name, has, is)
					}
				}
			}
			for _, id := range []string{"POL-01", "POL-02", "SOA-01"} { // short, long, and the statement
				check(id, document(t, k, id).PDF, c.document)
			}
			f, err := k.Pack(k.ISMS.Select(k.ISMS.Config.Packs[0]))
			if err != nil {
				t.Fatal(err)
			}
			check("the pack", f.PDF, c.bundle)
			text := run(t, f.PDF, "pdftotext", "-raw", "FILE", "-")
			contains(t, text[strings.LastIndex(text, "Document control"):], c.said...)
		})
	}
}
