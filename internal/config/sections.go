package config

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
)

// Risk says how the level of a risk is found: by a matrix, or else as
// likelihood times impact.
type Risk struct {
	Scale      int     // likelihood and impact go from 1 to it
	Acceptance int     // the highest level that is accepted without treatment
	Matrix     [][]int // [likelihood-1][impact-1]; may be nil
}

// Level is the level of a risk, 0 where one of its parts is not given.
func (r Risk) Level(likelihood, impact int) int {
	if likelihood < 1 || impact < 1 || likelihood > r.Scale || impact > r.Scale {
		return 0
	}
	if r.Matrix != nil {
		return r.Matrix[likelihood-1][impact-1]
	}
	return likelihood * impact
}

// rawRisk is what annexa.yaml says of risks.
type rawRisk struct {
	Scale      int            `field:"scale" about:"likelihood and impact go from 1 to it"`
	Acceptance int            `field:"acceptance" about:"the highest level accepted without treatment"`
	Matrix     []*field.Value `field:"matrix" about:"levels, a row for each likelihood, a number for each impact; else the level is likelihood times impact"`
}

func (r *reader) risk(v *field.Value) {
	risk := rawRisk{Scale: 5, Acceptance: 6}
	r.decoder.Decode(v, &risk)
	if risk.Scale < 2 || risk.Scale > 10 {
		r.decoder.Report(r.problem(diag.ConfigRule, v.Get("scale"), "the scale of risks goes from 1 to a number between 2 and 10"))
		risk.Scale = 5
	}
	r.c.Risk = Risk{Scale: risk.Scale, Acceptance: risk.Acceptance}
	if len(risk.Matrix) == 0 {
		return
	}
	matrix := make([][]int, 0, risk.Scale)
	for _, row := range risk.Matrix {
		var levels []int
		for _, cell := range row.Items {
			if n, err := strconv.Atoi(cell.Text); err == nil && n > 0 {
				levels = append(levels, n)
			}
		}
		if len(levels) == risk.Scale {
			matrix = append(matrix, levels)
		}
	}
	if len(matrix) != risk.Scale || len(risk.Matrix) != risk.Scale {
		r.decoder.Report(r.problem(diag.ConfigRule, v.Get("matrix"), "the matrix wants %d rows of %d whole numbers, likelihood downwards and impact across", risk.Scale, risk.Scale))
		return
	}
	r.c.Risk.Matrix = matrix
}

// audiences reads how many people each audience has: {all staff: 118}.
func (r *reader) audiences(v *field.Value) {
	if v == nil || v.Kind == field.Null {
		return
	}
	r.c.Audiences = map[string]int{}
	for _, f := range v.Fields {
		n, err := strconv.Atoi(f.Value.Text)
		if err != nil || f.Value.Kind != field.Scalar || n < 1 {
			r.decoder.Report(r.problem(diag.ConfigRule, f.Value, "an audience has a number of people, and %s has %q", f.Key, f.Value.Text).Hinting("write audiences: {all staff: 118}"))
			continue
		}
		r.c.Audiences[strings.ToLower(f.Key)] = n
	}
	if v.Kind != field.Map {
		r.decoder.Report(r.problem(diag.ConfigRule, v, "audiences are names with numbers of people").Hinting("write audiences: {all staff: 118}"))
	}
}

// An Authority says who approves a kind of document: in annexa.yaml
//
//	approval:
//	  policy: [Chief Executive]
//	  plan: {roles: [Chief Operating Officer, ISMS Manager], approvers: 2}
//	  record: {roles: [ISMS Manager], owner-alone: yes}
type Authority struct {
	Roles      []field.Text `field:"roles" about:"each of which may"`
	Approvers  int          `field:"approvers" about:"how many it takes, at least 1"`
	OwnerAlone bool         `field:"owner-alone" about:"whether the owner of a document may be its only approver"`
}

// rawApproval is who may approve, kind by kind.
type rawApproval struct {
	Policy    *field.Value `field:"policy"`
	Standard  *field.Value `field:"standard"`
	Procedure *field.Value `field:"procedure"`
	Guideline *field.Value `field:"guideline"`
	Plan      *field.Value `field:"plan"`
	Record    *field.Value `field:"record"`
	Control   *field.Value `field:"control"`
	Clause    *field.Value `field:"clause"`
	SoA       *field.Value `field:"soa"`
}

// approval reads who may approve a kind of document.
func (r *reader) approval(v *field.Value) {
	var in rawApproval
	r.decoder.Decode(v, &in)
	r.c.Approval = map[string]Authority{}
	for _, k := range []struct {
		kind string
		v    *field.Value
	}{
		{"policy", in.Policy}, {"standard", in.Standard}, {"procedure", in.Procedure}, {"guideline", in.Guideline}, {"plan", in.Plan},
		{"record", in.Record}, {"control", in.Control}, {"clause", in.Clause}, {"soa", in.SoA},
	} {
		if a := r.authority(k.v); len(a.Roles) > 0 {
			r.c.Approval[k.kind] = a
		}
	}
}

// Unclear is the classification, the highest there is, of what says one that
// cannot be read: whoever says one means to protect something.
const Unclear = "restricted"

// Classified is the classification that was read of a map, Unclear where what
// it says is none, or nothing where it says nothing.
func Classified(read string, v *field.Value) string {
	if said := v.Get("classification"); read != "" || said == nil || said.Kind == field.Null {
		return read
	}
	return Unclear
}

// authority reads roles, or a map that holds them.
func (r *reader) authority(v *field.Value) Authority {
	a := Authority{Approvers: 1}
	switch {
	case v == nil || v.Kind == field.Null:
	case v.Kind == field.Map:
		r.decoder.Decode(v, &a)
		if a.Approvers < 1 || a.Approvers > 9 {
			r.decoder.Report(r.problem(diag.ConfigRule, v.Get("approvers"), "it takes 1 to 9 approvers"))
			a.Approvers = 1
		}
	default:
		roles := []field.Field{{Key: "roles", Line: v.Line, Column: v.Column, Value: v}}
		r.decoder.Decode(&field.Value{Kind: field.Map, Line: v.Line, Column: v.Column, Fields: roles}, &a)
	}
	return a
}

var packID = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// rawPack is a pack as it stands.
type rawPack struct {
	ID             string         `field:"id" about:"names the file: audit"`
	Title          string         `field:"title" about:"stands on the cover"`
	Classification string         `field:"classification" words:"public internal confidential restricted" about:"of the pack; nothing in it may be classified higher"`
	Include        []*field.Value `field:"include" about:"kinds in the plural, soa, controls, clauses, ids, and {register: risks}, in this order"`
	Drafts         bool           `field:"drafts" about:"whether drafts are in it, watermarked"`
	Attach         string         `field:"attach" words:"sources none" about:"whether it carries the Markdown it was made from"`
}

func (r *reader) packs(values []*field.Value) {
	seen := map[string]bool{}
	for _, v := range values {
		var in rawPack
		r.decoder.Decode(v, &in)
		if v.Kind != field.Map {
			continue
		}
		p := Pack{ID: strings.ToLower(in.ID), Title: in.Title, Classification: cmp.Or(Classified(in.Classification, v), "internal"), Drafts: in.Drafts, Attach: r.c.Attach, Place: r.decoder.At(v.Line, v.Column)}
		if in.Attach != "" {
			p.Attach = in.Attach != "none"
		}
		switch {
		case len(p.ID) > 64 || !packID.MatchString(p.ID):
			r.decoder.Report(r.problem(diag.ConfigRule, v, "a pack wants an id, which names its file, and %q is none", in.ID).Hinting("use lower-case letters, digits and hyphens: audit-pack"))
			continue
		case seen[p.ID]:
			r.decoder.Report(r.problem(diag.ConfigRule, v, "there are two packs %s", p.ID))
			continue
		}
		seen[p.ID] = true
		if p.Title == "" {
			p.Title = p.ID
		}
		for _, item := range in.Include {
			include := Include{Word: item.Text, Place: r.decoder.At(item.Line, item.Column)}
			if item.Kind == field.Map && len(item.Fields) == 1 && field.Fold(item.Fields[0].Key) == "register" {
				include.Word, include.Register = item.Fields[0].Value.Text, true
			}
			if include.Word == "" {
				r.decoder.Report(r.problem(diag.ConfigRule, item, "a pack includes words or {register: name}, and this is %s", item.Kind))
				continue
			}
			p.Include = append(p.Include, include)
		}
		if len(in.Include) == 0 {
			r.decoder.Report(r.problem(diag.ConfigRule, v, "the pack %s includes nothing", p.ID).Hinting("include: [policies, procedures, {register: risks}]"))
		}
		r.c.Packs = append(r.c.Packs, p)
	}
}

var (
	registerName   = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	registerPrefix = regexp.MustCompile(`^[A-Z][A-Z0-9]*$`)
)

// isName says that a text can name a register or a column.
func isName(s string) bool { return len(s) <= 40 && registerName.MatchString(s) }

// rawRegister is a register of the owner.
type rawRegister struct {
	Prefix         string       `field:"prefix" about:"of the ids of its rows, in capitals: PRJ"`
	Title          string       `field:"title" about:"what the register is called"`
	Classification string       `field:"classification" words:"public internal confidential restricted" about:"of the register, unless its file says otherwise"`
	Columns        *field.Value `field:"columns" about:"by their names; id, title, owner, due, every and note are there already"`
}

func (r *reader) registers(v *field.Value) {
	if v == nil || v.Kind == field.Null {
		return
	}
	const form = "registers: {projects: {prefix: PRJ, columns: {sponsor: {required: yes}}}}"
	if v.Kind != field.Map {
		r.decoder.Report(r.problem(diag.ConfigRule, v, "registers wants the names of registers, and this is %s", v.Kind).Hinting(form))
		return
	}
	for _, f := range v.Fields {
		var in rawRegister
		r.decoder.Decode(f.Value, &in)
		if f.Value.Kind == field.Scalar || f.Value.Kind == field.List {
			continue
		}
		own := OwnRegister{Name: field.Fold(f.Key), Prefix: in.Prefix, Title: in.Title, Classification: Classified(in.Classification, f.Value), Place: r.decoder.At(f.Line, f.Column)}
		if !isName(own.Name) || len(own.Prefix) > 10 || !registerPrefix.MatchString(own.Prefix) {
			r.decoder.Report(r.problem(diag.ConfigRule, &field.Value{Line: f.Line, Column: f.Column}, "a register of one's own wants a name in lower case and a prefix in capitals for its rows").Hinting(form))
			continue
		}
		if own.Title == "" {
			own.Title = strings.ToUpper(own.Name[:1]) + strings.ReplaceAll(own.Name[1:], "-", " ")
		}
		own.Columns = r.columns(in.Columns)
		r.c.Registers = append(r.c.Registers, own)
	}
}

// rawColumn is a column of such a register.
type rawColumn struct {
	Title    string     `field:"title" about:"what stands above it"`
	Type     string     `field:"type" words:"text list date interval number scale yes-no reference references role series" about:"what it holds; a scale is that of risks, a series has dates and values"`
	Required bool       `field:"required" about:"whether every row needs it"`
	Words    []string   `field:"words" about:"the values it may have"`
	Least    field.Text `field:"least" about:"of a number: the smallest there may be"`
	Most     field.Text `field:"most" about:"of a number: the largest there may be"`
	Of       field.Text `field:"of" about:"of a reference: the prefix of the rows it may lead to, such as AST"`
}

func (r *reader) columns(v *field.Value) []OwnColumn {
	if v == nil || v.Kind == field.Null {
		return nil
	}
	if v.Kind != field.Map {
		r.decoder.Report(r.problem(diag.ConfigRule, v, "columns wants the names of columns, and this is %s", v.Kind).Hinting("columns: {sponsor: {title: Sponsor, type: role, required: yes}, start: {type: date}}"))
		return nil
	}
	var out []OwnColumn
	for _, f := range v.Fields {
		in := rawColumn{Type: "text"}
		key := field.Fold(f.Key)
		place := r.decoder.At(f.Line, f.Column)
		switch {
		case !isName(key):
			r.decoder.Report(diag.ConfigRule.At(place, "%q is no name of a column", f.Key).Hinting("use letters, digits and hyphens"))
			continue
		case key == "id" || key == "title":
			r.decoder.Report(diag.ConfigRule.At(place, "every register has the column %s already", key).Hinting("take it out, or choose another name"))
			continue
		case slices.ContainsFunc(out, func(c OwnColumn) bool { return c.Key == key }):
			r.decoder.Report(diag.ConfigRule.At(place, "the column %s stands here a second time", f.Key).Hinting("the first counts; take one of them out"))
			continue
		}
		r.decoder.Decode(f.Value, &in)
		column := OwnColumn{Key: key, Title: in.Title, Type: in.Type, Required: in.Required, Words: in.Words}
		r.bounds(&column, in)
		out = append(out, column)
	}
	return out
}

// bounds reads what a column of the owner's allows beside its type: the bounds
// of a number, and which rows a reference leads to.
func (r *reader) bounds(c *OwnColumn, in rawColumn) {
	wrong := func(t field.Text, format string, args ...any) {
		r.decoder.Report(diag.ConfigRule.At(r.decoder.At(t.Line, t.Column), format, args...).Hinting("columns: {size: {type: number, least: 1, most: 5}, asset: {type: reference, of: AST}}"))
	}
	for _, b := range []struct {
		said field.Text
		of   **int
		key  string
	}{{in.Least, &c.Least, "least"}, {in.Most, &c.Most, "most"}} {
		if b.said.Value == "" {
			continue
		}
		n, err := strconv.Atoi(b.said.Value)
		switch {
		case c.Type != "number":
			wrong(b.said, "%s is for numbers, and the column %s has the type %s", b.key, c.Key, c.Type)
		case err != nil:
			wrong(b.said, "%s wants a whole number, and this is %q", b.key, b.said.Value)
		default:
			*b.of = &n
		}
	}
	if c.Least != nil && c.Most != nil && *c.Least > *c.Most {
		wrong(in.Most, "no number is at least %d and at most %d", *c.Least, *c.Most)
		c.Least, c.Most = nil, nil
	}
	switch of := in.Of.Value; {
	case of == "":
	case c.Type != "reference" && c.Type != "references":
		wrong(in.Of, "of is for references, and the column %s has the type %s", c.Key, c.Type)
	case !registerPrefix.MatchString(of):
		wrong(in.Of, "%q is no prefix of rows", of)
	default:
		c.Of = of
	}
}
