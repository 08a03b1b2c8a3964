// Package language holds the words of the interface: what pages and PDFs say
// that no author wrote.
//
// A language is one file, templates/words/TAG.yaml, named by its tag of BCP 47
// (en, de, pt-br). It is a tree of texts:
//
//	direction: ltr
//	date: "{day} {month} {year}"
//	thousands: ","
//	months: [January, …]
//	short-months: [Jan, …]
//	document:
//	  history: History
//	  pages: {one: "{n} page", other: "{n} pages"}
//
// A text is asked for by its path, document.history. Words in braces are
// replaced by what the page says. Where the text depends on a number, there is
// one for each form that the language has (Unicode CLDR plural categories:
// zero one two few many other), and {n} is the number, its digits parted in
// threes by what stands under thousands.
//
// A project's own file of the same name wins text by text; one for a language
// that Annexa does not know makes the interface speak it. What a file does not
// say is said in English.
package language

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/field"
)

// Folder is where the files of words lie, within the templates.
const Folder = "words"

// root is the language that has every text.
const root = "en"

// A Language is the words of one language. It is immutable.
type Language struct {
	// Tag is the tag of BCP 47 of the words, which is en where the language
	// that was asked for has none.
	Tag         string
	RightToLeft bool

	plural    xlanguage.Tag
	texts     map[string]text
	months    []string
	short     []string // months
	date      []string // text and the words day, month and year in turn
	thousands string
}

// A text is its forms by plural category; one that does not depend on a number
// has only that of plural.Other.
type text [plural.Many + 1]string

// Of is the language of a tag such as en-GB or de, from the files in brought
// (those in the binary) and own, which may be nil: for de-AT those of de and
// those of de-at. Problems name the file and line.
func Of(tag string, brought, own fs.FS) (*Language, []diag.Problem) {
	l := &Language{Tag: root, plural: xlanguage.English, texts: map[string]text{}}
	r := &reader{language: l}
	r.layer(root, brought, own)
	for _, name := range layers(tag)[1:] {
		if r.layer(name, brought, own) {
			l.Tag, l.plural = name, xlanguage.Make(name)
		}
	}
	if !l.Speaks(tag) {
		r.problems = append(r.problems, diag.Template.At(diag.Place{File: "templates/" + Folder + "/" + primary(tag) + ".yaml"}, "there are no words in the language %s, so pages speak English", tag).
			AtMost(diag.Note).Hinting("write the file; en.yaml that Annexa brings shows what there is to say"))
	}
	return l, r.problems
}

// Files are the files of words that a language is read from, as far as there
// are such: for de-AT those of en, de and de-at.
func Files(tag string) []string {
	var names []string
	for _, name := range layers(tag) {
		if !strings.ContainsAny(name, "/\\.") {
			names = append(names, Folder+"/"+name+".yaml")
		}
	}
	return names
}

// Known says that a tag is made of what is registered for languages, scripts and
// regions (BCP 47).
func Known(tag string) bool {
	_, err := xlanguage.Parse(tag)
	return err == nil
}

// layers are the names of a tag's files: the root, then each with a part of the
// tag more.
func layers(tag string) []string {
	names := []string{root}
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	for i := 0; i <= len(tag); i++ {
		if name := tag[:i]; (i == len(tag) || tag[i] == '-') && name != root {
			names = append(names, name)
		}
	}
	return names
}

// Speaks says whether the words are in the language of a tag of BCP 47, be it
// as another country speaks it.
func (l *Language) Speaks(tag string) bool { return primary(l.Tag) == primary(tag) }

func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	return tag
}

// Direction is how a language of BCP 47 is written: ltr or rtl.
func Direction(tag string) string {
	script, _ := xlanguage.Make(tag).Script()
	switch script.String() {
	case "Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa":
		return "rtl"
	}
	return "ltr"
}

// Has says whether there is a text of this path.
func (l *Language) Has(path string) bool {
	_, ok := l.texts[path]
	return ok
}

// Paths are those of all texts, sorted.
func (l *Language) Paths() []string {
	paths := make([]string, 0, len(l.texts))
	for path := range l.texts {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// Say is the text of a path. The words to fill in come in pairs, name and
// value; n chooses the form. A path without a text is said as it is: tests
// find it.
func (l *Language) Say(path string, with ...string) string {
	t, ok := l.texts[path]
	if !ok {
		return path
	}
	s := t[plural.Other]
	for i := 0; i+1 < len(with); i += 2 {
		if with[i] == "n" {
			s = l.form(t, with[i+1])
		}
	}
	return l.fill(s, with)
}

// Word is the text of a word of a group, classification.internal; a word that
// the language does not know stays.
func (l *Language) Word(group, word string) string {
	if t, ok := l.texts[group+"."+word]; ok {
		return t[plural.Other]
	}
	return word
}

// List is the text of a path that is a list, parted by commas.
func (l *Language) List(path string) []string {
	list := strings.Split(l.Say(path), ",")
	for i, item := range list {
		list[i] = strings.TrimSpace(item)
	}
	return list
}

// Count is Say for a number, which is {n}.
func (l *Language) Count(path string, n int, with ...string) string {
	if len(with) == 0 {
		return l.Say(path, "n", strconv.Itoa(n))
	}
	return l.Say(path, append([]string{"n", strconv.Itoa(n)}, with...)...)
}

// Date is a day as it is written out: 2 November 2026. The zero day is no text.
func (l *Language) Date(d day.Date) string {
	if d.IsZero() {
		return ""
	}
	var buffer [64]byte
	out, t := buffer[:0], d.Time()
	for i, piece := range l.date {
		switch {
		case i%2 == 0:
			out = append(out, piece...)
		case piece == "day":
			out = strconv.AppendInt(out, int64(t.Day()), 10)
		case piece == "month":
			out = append(out, l.Month(d)...)
		case piece == "year":
			out = strconv.AppendInt(out, int64(t.Year()), 10)
		}
	}
	return string(out)
}

// Number is a number in digits: 12,345.
func (l *Language) Number(n int) string { return l.parted(strconv.Itoa(n)) }

// parted parts the digits of a number in threes; what is no number stays.
func (l *Language) parted(number string) string {
	digits := strings.TrimPrefix(number, "-")
	if len(digits) < 4 || strings.Trim(digits, "0123456789") != "" {
		return number
	}
	out := number[:len(number)-len(digits)] + digits[:(len(digits)-1)%3+1]
	for i := (len(digits)-1)%3 + 1; i < len(digits); i += 3 {
		out += l.thousands + digits[i:i+3]
	}
	return out
}

// Month is the name of a day's month.
func (l *Language) Month(d day.Date) string { return l.months[d.Time().Month()-1] }

// ShortMonth is that name where there is little room.
func (l *Language) ShortMonth(d day.Date) string { return l.short[d.Time().Month()-1] }

// form is the text for a number.
func (l *Language) form(t text, number string) string {
	n, err := strconv.Atoi(strings.TrimPrefix(number, "-"))
	if err != nil {
		return t[plural.Other]
	}
	if s := t[plural.Cardinal.MatchPlural(l.plural, n, 0, 0, 0, 0)]; s != "" {
		return s
	}
	return t[plural.Other]
}

// fill replaces words in braces; one without a value stays.
func (l *Language) fill(s string, with []string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var buffer [128]byte
	out := buffer[:0]
	for {
		before, rest, ok := strings.Cut(s, "{")
		out = append(out, before...)
		if !ok {
			return string(out)
		}
		name, after, ok := strings.Cut(rest, "}")
		at := -1
		for i := 0; i+1 < len(with); i += 2 {
			if with[i] == name {
				at = i + 1
			}
		}
		if !ok || at < 0 {
			out = append(out, '{')
			s = rest
			continue
		}
		if name == "n" {
			out = append(out, l.parted(with[at])...)
		} else {
			out = append(out, with[at]...)
		}
		s = after
	}
}

// pieces are a text cut at its braces: text and what stands in braces in turn.
func pieces(s string) []string {
	var out []string
	for {
		before, rest, _ := strings.Cut(s, "{")
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return append(out, s)
		}
		out = append(out, before, name)
		s = after
	}
}

// A reader reads files of words.
type reader struct {
	language *Language
	file     string
	defines  bool // the file says which texts there are
	problems []diag.Problem
}

// layer puts the files of a tag over what was read before, and says whether
// there is one.
func (r *reader) layer(tag string, layers ...fs.FS) (found bool) {
	if strings.ContainsAny(tag, "/\\.") {
		return false
	}
	for i, fsys := range layers {
		if fsys == nil {
			continue
		}
		data, err := fs.ReadFile(fsys, Folder+"/"+tag+".yaml")
		if err != nil {
			continue
		}
		found, r.defines = true, tag == root && i == 0
		r.file = "templates/" + Folder + "/" + tag + ".yaml"
		v, faults := field.Parse(field.YAML, data, 1)
		r.problems = append(r.problems, field.Faults(diag.Template, r.file, faults)...)
		if v == nil || len(faults) > 0 {
			continue
		}
		r.tree("", v)
		if v.Get("months") != nil && v.Get("short-months") == nil {
			r.language.short = r.language.months
		}
	}
	return found
}

// tree reads a map of texts and maps below a path.
func (r *reader) tree(path string, v *field.Value) {
	if v.Kind != field.Map {
		r.wrong(v, "a map of texts is wanted here, not %s", v)
		return
	}
	for _, f := range v.Fields {
		key := f.Key
		if path != "" {
			key = path + "." + key
		}
		switch {
		case key == "months":
			r.months(f.Value, &r.language.months)
		case key == "short-months":
			r.months(f.Value, &r.language.short)
		case f.Value.Kind == field.Map && !isForms(f.Value):
			r.tree(key, f.Value)
		default:
			r.text(key, f.Value)
		}
	}
}

// categories are the names of the plural categories.
var categories = map[string]plural.Form{"other": plural.Other, "zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many}

// isForms says that a map holds the forms of one text.
func isForms(v *field.Value) bool {
	for _, f := range v.Fields {
		if _, ok := categories[f.Key]; !ok {
			return false
		}
	}
	return v.Get("other") != nil
}

func (r *reader) text(key string, v *field.Value) {
	var t text
	switch v.Kind {
	case field.Scalar:
		t[plural.Other] = v.Text
	case field.Map:
		for _, f := range v.Fields {
			if f.Value.Kind != field.Scalar {
				r.wrong(f.Value, "a text is wanted here, not %s", f.Value)
				return
			}
			t[categories[f.Key]] = f.Value.Text
		}
	default:
		r.wrong(v, "a text is wanted here, not %s", v)
		return
	}
	switch key {
	case "direction":
		r.language.RightToLeft = t[plural.Other] == "rtl"
	case "date":
		r.language.date = pieces(t[plural.Other])
	case "thousands":
		r.language.thousands = t[plural.Other]
	default:
		if _, known := r.language.texts[key]; !known && !r.defines {
			r.wrong(v, "nothing on any page says %s", key)
			return
		}
		r.language.texts[key] = t
	}
}

func (r *reader) months(v *field.Value, names *[]string) {
	if v.Kind != field.List || len(v.Items) != 12 {
		r.wrong(v, "the names of twelve months are wanted here")
		return
	}
	*names = nil
	for _, item := range v.Items {
		*names = append(*names, item.Text)
	}
}

func (r *reader) wrong(v *field.Value, format string, a ...any) {
	r.problems = append(r.problems, diag.Template.At(diag.Place{File: r.file, Line: v.Line, Column: v.Column}, "%s", fmt.Sprintf(format, a...)).
		Hinting("the file en.yaml that Annexa brings shows what there is"))
}
