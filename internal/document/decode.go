package document

import (
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/prose"
)

// Statement is the file that introduces the Statement of Applicability.
const Statement = "soa.md"

// managing are the keys that make a file a document of the management system.
var managing = []string{"id", "kind", "control", "clause"}

// Decode makes a document of a file's front matter and body. Fields is nil
// where there is no front matter.
func Decode(file string, hash [32]byte, fields *field.Value, body *prose.Tree) *Document {
	d := &Document{File: file, Hash: hash, Body: body, fields: fields}
	report := func(p diag.Problem) { d.Problems = append(d.Problems, p) }
	if fields != nil {
		var foreign []string
		d.Managed = file == Statement || managed(fields)
		decoder := field.Decoder{File: file, Wrong: diag.FrontMatter, Unknown: diag.FrontMatter, Report: report}
		if !d.Managed {
			d.keptBack(fields, report)
			d.foreignNames(fields, report)
			foreign, fields = split(fields)
		}
		decoder.Decode(fields, &d.Front)
		if len(foreign) > 0 {
			report(diag.FrontMatter.At(diag.Place{File: file, Line: 1, Column: 1}, "keys that Annexa does not read: %s", strings.Join(foreign, ", ")).
				Hinting("this file is a page; an id and a kind make it a document with owner, status and review").AtMost(diag.Note))
		}
	}
	if d.Managed {
		d.numbers(report)
	}
	d.bodyProblems(report)
	if !d.Managed {
		for i := range d.Problems {
			d.Problems[i] = d.Problems[i].AtMost(diag.Warning)
		}
	}
	return d
}

// managed says whether front matter makes its file a document of the management
// system. What other programs mean by such a key does not by itself: an id made
// for an address, such as getting-started; a control or a clause that no number or
// id names, such as true or Payment terms. With a key that only documents have it
// does, and what is wrong with it is an error.
func managed(v *field.Value) bool {
	slug, requirement, status, ours := false, false, false, false
	for _, f := range v.Fields {
		key, text := field.Fold(f.Key), f.Value.Text
		switch {
		case slices.Contains(managing, key):
			scalar := f.Value.Kind == field.Scalar && text != ""
			if !scalar || key == "kind" || key == "id" && !isSlug(text) || key != "id" && isNumber(text) {
				return true
			}
			slug, requirement = slug || key == "id", requirement || key != "id"
		case key == "status":
			status = slices.Contains(statuses, text)
		default:
			ours = ours || slices.Contains(documentKeys, key)
		}
	}
	return slug && ours || requirement && (ours || status)
}

// statuses and documentKeys are what no page of another program is likely to say.
var (
	statuses     = []string{"draft", "in-review", "approved", "retired"}
	documentKeys = []string{"approved", "implements", "provides", "applicable", "reasons", "justification", "implementation", "maturity", "evidence", "maps"}
)

// isNumber says whether a control or a clause is named as one is, however wrong
// the number may be: A.5.15, 6.1.3, 2013:A.9.1, ORG-01.
func isNumber(text string) bool {
	number := strings.TrimLeft(text, "Aa. ")
	return prose.IsID(text) || number != "" && '0' <= number[0] && number[0] <= '9'
}

// isSlug says whether an id is made for an address: small letters, digits and
// hyphens. One with a number that is an id in capitals, such as pol-02, is meant
// as that.
func isSlug(id string) bool {
	const digits = "0123456789"
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz-_"+digits) == "" && !(strings.ContainsAny(id, digits) && prose.IsID(strings.ToUpper(id)))
}

// foreignNames reports an id, a control or a clause of a page, in case it was
// meant to make it a document.
func (d *Document) foreignNames(v *field.Value, report func(diag.Problem)) {
	for _, f := range v.Fields {
		var is, mend string
		switch key := field.Fold(f.Key); key {
		case "id":
			is, mend = "id of a document", "to make it a document, give it a kind, and an id of capital letters, a hyphen, and up to eight digits or capitals: POL-01"
		case "control":
			is, mend = "control", "to make it the write-up of one, say which by its number: control: A.5.15"
		case "clause":
			is, mend = "clause", "to make it the write-up of one, say which by its number: clause: 6.1.3"
		default:
			continue
		}
		report(diag.InvalidID.At(diag.Place{File: d.File, Line: f.Value.Line, Column: f.Value.Column}, "%q is no %s, and this file is a page", f.Value.Text, is).Hinting("%s", mend))
	}
}

// keptBack finds in a page's front matter that its author does not publish it.
// It has no status that could mark it as a draft, and to show it as any other
// page would say of it what its author denies.
func (d *Document) keptBack(v *field.Value, report func(diag.Problem)) {
	for _, f := range v.Fields {
		key := field.Fold(f.Key)
		yes, ok := field.ParseBool(f.Value.Text)
		back := ok && (key == "draft" && yes || key == "published" && !yes) || key == "status" && f.Value.Text == "draft"
		if f.Value.Kind != field.Scalar || !back {
			continue
		}
		d.Unpublished = true
		report(diag.FrontMatter.At(diag.Place{File: d.File, Line: f.Line, Column: f.Column}, "%s: %s keeps this page out of what is published", f.Key, f.Value.Text).
			Hinting("take the line out to publish it; an id and a kind make it a document, and that is shown as a draft").AtMost(diag.Note))
		return
	}
}

// split takes from a page's front matter what is not ours: other tools' keys
// are no mistakes there.
func split(v *field.Value) (foreign []string, ours *field.Value) {
	out := *v
	out.Fields = nil
	for _, f := range v.Fields {
		switch field.Fold(f.Key) {
		case "title", "summary", "classification", "owner", "audience", "related", "aliases", "language":
			if f.Value.Kind != field.Map {
				out.Fields = append(out.Fields, f)
				continue
			}
		case "id", "control", "clause": // see foreignNames
			continue
		case "draft", "published": // see keptBack
			if _, ok := field.ParseBool(f.Value.Text); ok {
				continue
			}
		case "status":
			if f.Value.Text == "draft" {
				continue
			}
		}
		foreign = append(foreign, f.Key)
	}
	return foreign, &out
}

// foreignMends say what to write in the place of another program's markup. The
// first mark that it begins with counts.
var foreignMends = []struct{ mark, mend string }{
	{":::", boxMend},
	{"!!!", boxMend},
	{"???", boxMend},
	{"===", "write each tab as a section with a heading"},
	{"==", "write ** on both sides of what is to stand out"},
	{"--8<--", "Annexa includes no files: write here what is to stand here, or link it"},
	{"{:", "take it out: how texts look is for the theme to say"},
	{"[TOC]", "take it out: the contents stand beside the text by themselves"},
	{"%%", "write a comment as <!-- … -->, which is published nowhere"},
	{"", "Annexa runs no templates: write what is to stand here"},
}

const boxMend = "write a box as > [!NOTE], with > before each of its lines"

func foreignMend(markup string) string {
	i := slices.IndexFunc(foreignMends, func(m struct{ mark, mend string }) bool { return strings.HasPrefix(markup, m.mark) })
	return foreignMends[i].mend
}

func (d *Document) bodyProblems(report func(diag.Problem)) {
	html, foreign := 0, map[string]bool{}
	for _, r := range d.Body.Remarks {
		at := d.AtPlace(r.Place)
		switch r.Kind {
		case prose.RawHTML:
			if html++; html == 1 {
				report(diag.RawHTMLShown.At(at, "HTML is shown as text: %s", short(r.Text)).Hinting("only <br>, <sub>, <sup> and <kbd> without attributes work; write Markdown"))
			}
		case prose.ForeignMarkup:
			hint := foreignMend(r.Text)
			if !foreign[hint] {
				foreign[hint] = true
				report(diag.ForeignMarkup.At(at, "this is shown as it stands: %s", short(r.Text)).Hinting("%s", hint))
			}
		case prose.TooDeep:
			report(diag.NestedTooDeep.At(at, "%s, and this is shown as plain text", r.Text).Hinting("write it flatter, in shorter lines, or as several files"))
		case prose.SameAnchor:
			report(diag.DuplicateAnchor.At(at, "another heading has the anchor %s already", r.Text).Hinting("give this one another name in {#…}"))
		}
	}
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
