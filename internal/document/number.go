package document

import (
	"regexp"
	"strconv"

	"annexa/internal/diag"
	"annexa/internal/field"
)

// shrinking are the plain scalars that other readers of YAML, TOML and JSON
// take for a number and write back as another text: 1.10 as 1.1.
var shrinking = regexp.MustCompile(`^[0-9]+\.[0-9]*[1-9]0+$`)

// numbers finds versions and ids that only Annexa reads as they stand.
func (d *Document) numbers(report func(diag.Problem)) {
	look := func(v *field.Value) {
		if v == nil || v.Kind != field.Scalar || v.Quoted || !shrinking.MatchString(v.Text) {
			return
		}
		n, err := strconv.ParseFloat(v.Text, 64)
		if err != nil {
			return // a number too large to be one
		}
		quoted := `"` + v.Text + `"`
		report(diag.UnquotedNumber.At(diag.Place{File: d.File, Line: v.Line, Column: v.Column}, "%s stands here without quotes, and other programs read %s", v.Text, strconv.FormatFloat(n, 'f', -1, 64)).
			Hinting("write %s", quoted).Fixed(v.Text, quoted))
	}
	for _, key := range []string{"version", "clause"} {
		look(d.fields.Get(key))
	}
	for _, key := range []string{"implements", "maps"} {
		if v := d.fields.Get(key); v != nil {
			look(v)
			for _, item := range v.Items {
				look(item)
			}
		}
	}
	if v := d.fields.Get("history"); v != nil {
		for _, item := range v.Items {
			look(item.Get("version"))
		}
	}
}
