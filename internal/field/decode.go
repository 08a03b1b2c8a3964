package field

import (
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"annexa/internal/day"
	"annexa/internal/diag"
)

// A Text is a scalar that remembers where it stands.
type Text struct {
	Value        string
	Line, Column int
}

// YesNo is a yes, a no, or neither.
type YesNo uint8

// The answers.
const (
	Unsaid YesNo = iota
	Yes
	No
)

// A Decoder fills Go values from decoded files and reports what does not fit.
//
// Struct fields are named by the tag `field:"key"`; a key is written as its
// tag, in any case, with hyphens, spaces or underscores. The types are string
// and [Text] (a scalar as typed), bool (yes, no, true, false), int (digits),
// [YesNo], [day.Date], [day.Interval], structs and pointers to them (maps), slices (lists; a single value
// stands for a list of one), maps from string (for keys that are the owner's
// to choose) and *Value (anything). A string field may be limited to words
// by the tag `words:"a b c"`. A field that does not fit stays as it was.
type Decoder struct {
	File    string             // of the problems
	Wrong   *diag.Rule         // for values of the wrong type
	Unknown *diag.Rule         // for keys that nobody reads
	Report  func(diag.Problem) // is called for each problem, in order of the keys
}

// At is a place in the decoder's file.
func (d *Decoder) At(line, column int) diag.Place {
	return diag.Place{File: d.File, Line: line, Column: column}
}

// Decode fills the struct that into points at from the map v.
func (d *Decoder) Decode(v *Value, into any) {
	if v == nil || v.Kind == Null {
		return
	}
	if v.Kind != Map {
		d.wrong(v, "keys with values are wanted here, and this is %s", v.Kind)
		return
	}
	d.structure(v, reflect.ValueOf(into).Elem())
}

func (d *Decoder) wrong(v *Value, format string, args ...any) {
	d.Report(d.Wrong.At(d.At(v.Line, v.Column), format, args...))
}

// Fold is a key as it is compared: lower case, with hyphens.
func Fold(key string) string {
	if folded(key) {
		return key
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '_' {
			return '-'
		}
		return unicode.ToLower(r)
	}, strings.TrimSpace(key))
}

// folded says that a key is as it is compared, as nearly every key is.
func folded(key string) bool {
	for i := range len(key) {
		if c := key[i]; c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

func (d *Decoder) structure(v *Value, into reflect.Value) {
	l := layoutOf(into.Type())
	var room [40]int
	known := append(room[:0], make([]int, len(l.words))...) // the line of the key, by field
	var unknown map[string]int                              // and by key
	twice := func(f Field, line int) {
		d.Report(d.Wrong.At(d.At(f.Line, f.Column), "the key %s stands here a second time", f.Key).Hinting("the first is in line %d and counts; take one of them out", line))
	}
	for _, f := range v.Fields {
		key := Fold(f.Key)
		if i, ok := l.fields[key]; ok {
			if known[i] > 0 {
				twice(f, known[i])
				continue
			}
			known[i] = f.Line
			d.value(f.Key, f.Value, into.Field(i), l.words[i])
			continue
		}
		if line, ok := unknown[key]; ok {
			twice(f, line)
			continue
		}
		if unknown == nil {
			unknown = map[string]int{}
		}
		unknown[key] = f.Line
		p := d.Unknown.At(d.At(f.Line, f.Column), "the key %s is not known here", f.Key)
		if near := diag.Nearest(key, Keys(into.Type())); near != "" {
			p = p.Hinting("did you mean %s?", near)
		}
		d.Report(p)
	}
}

// A layout is what the tags of a struct type say.
type layout struct {
	fields map[string]int // by key
	words  []string       // by field
}

// layouts are those of the types that were met: a type says the same for ever.
var layouts sync.Map

func layoutOf(t reflect.Type) *layout {
	if l, ok := layouts.Load(t); ok {
		return l.(*layout)
	}
	l := &layout{fields: make(map[string]int, t.NumField()), words: make([]string, t.NumField())}
	for i := range l.words {
		tag := t.Field(i).Tag
		if key := tag.Get("field"); key != "" {
			l.fields[key] = i
		}
		l.words[i] = tag.Get("words")
	}
	layouts.Store(t, l)
	return l
}

// Keys are the keys that a struct type reads.
func Keys(t reflect.Type) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range t.NumField() {
			if key := t.Field(i).Tag.Get("field"); key != "" && !yield(key) {
				return
			}
		}
	}
}

var (
	textType     = reflect.TypeFor[Text]()
	dateType     = reflect.TypeFor[day.Date]()
	intervalType = reflect.TypeFor[day.Interval]()
	valueType    = reflect.TypeFor[*Value]()
	yesNoType    = reflect.TypeFor[YesNo]()
)

func (d *Decoder) value(key string, v *Value, into reflect.Value, words string) {
	t := into.Type()
	if t == valueType {
		into.Set(reflect.ValueOf(v))
		return
	}
	if v.Kind == Null {
		return
	}
	switch {
	case t == textType, t == dateType, t == intervalType, t == yesNoType, t.Kind() == reflect.String, t.Kind() == reflect.Bool, t.Kind() == reflect.Int:
		d.scalar(key, v, into, words)
	case t.Kind() == reflect.Slice:
		items := v.Items
		if v.Kind != List {
			items = []*Value{v}
		}
		list := reflect.MakeSlice(t, 0, len(items))
		for _, item := range items {
			if item.Kind == Null {
				continue
			}
			element := reflect.New(t.Elem()).Elem()
			d.value(key, item, element, words)
			if !element.IsZero() {
				list = reflect.Append(list, element)
			}
		}
		into.Set(list)
	case v.Kind != Map:
		d.wrong(v, "%s wants keys with values, and this is %s", key, v.Kind)
	case t.Kind() == reflect.Pointer:
		into.Set(reflect.New(t.Elem()))
		d.structure(v, into.Elem())
	case t.Kind() == reflect.Struct:
		d.structure(v, into)
	case t.Kind() == reflect.Map:
		m := reflect.MakeMapWithSize(t, len(v.Fields))
		for _, f := range v.Fields {
			element := reflect.New(t.Elem()).Elem()
			if m.MapIndex(reflect.ValueOf(f.Key)).IsValid() {
				d.Report(d.Wrong.At(d.At(f.Line, f.Column), "the key %s stands here a second time", f.Key).Hinting("the first counts; take one of them out"))
				continue
			}
			d.value(f.Key, f.Value, element, words)
			m.SetMapIndex(reflect.ValueOf(f.Key), element)
		}
		into.Set(m)
	}
}

func (d *Decoder) scalar(key string, v *Value, into reflect.Value, words string) {
	if v.Kind != Scalar {
		d.wrong(v, "%s wants a single text, and this is %s", key, v.Kind)
		return
	}
	t := into.Type()
	switch {
	case t == textType:
		into.Set(reflect.ValueOf(Text{d.word(key, v, words), v.Line, v.Column}))
	case t == dateType:
		date, err := day.Parse(v.Text)
		if err != nil {
			d.Report(BadDate(d.At(v.Line, v.Column), key, v.Text, err))
			return
		}
		into.Set(reflect.ValueOf(date))
	case t == intervalType:
		interval, err := day.ParseInterval(v.Text)
		if err != nil {
			d.Report(diag.InvalidDate.At(d.At(v.Line, v.Column), "%s: %v", key, err).Hinting("write a number and day, week, month or year: 12 months"))
			return
		}
		into.Set(reflect.ValueOf(interval))
	case t.Kind() == reflect.Bool, t == yesNoType:
		yes, ok := ParseBool(v.Text)
		switch {
		case !ok:
			d.wrong(v, "%s wants yes or no, and this is %q", key, v.Text)
		case t != yesNoType:
			into.SetBool(yes)
		case yes:
			into.Set(reflect.ValueOf(Yes))
		default:
			into.Set(reflect.ValueOf(No))
		}
	case t.Kind() == reflect.Int:
		n, err := strconv.Atoi(v.Text)
		if err != nil || strings.HasPrefix(v.Text, "+") {
			d.Report(d.Wrong.At(d.At(v.Line, v.Column), "%s wants a whole number, and this is %q", key, v.Text).Hinting("write it in digits alone, such as %s: 5", key))
			return
		}
		into.SetInt(int64(n))
	default:
		into.SetString(d.word(key, v, words))
	}
}

// BadDate is the problem of a text that is no date. Where it can be read as one
// in one way only, it is rewritten.
func BadDate(at diag.Place, key, text string, err error) diag.Problem {
	p := diag.InvalidDate.At(at, "%s: %v", key, err)
	if date, ok := day.ReadOther(text); ok {
		return p.Hinting("write %s", date).Fixed(text, date.String())
	}
	return p.Hinting("write year-month-day: 2026-11-02")
}

// word returns the text of a scalar; where only some words are wanted, the one
// of them that it is, or nothing.
func (d *Decoder) word(key string, v *Value, words string) string {
	if words == "" {
		return strings.TrimSpace(v.Text)
	}
	folded := Fold(v.Text)
	if folded == "" {
		return ""
	}
	for w := range strings.FieldsSeq(words) {
		if w == folded {
			return w
		}
	}
	p := d.Wrong.At(d.At(v.Line, v.Column), "%s is one of %s, and this is %q", key, strings.ReplaceAll(words, " ", ", "), v.Text)
	if near := diag.Nearest(folded, strings.FieldsSeq(words)); near != "" {
		p = p.Hinting("did you mean %s?", near)
	}
	d.Report(p)
	return ""
}

// ParseBool reads yes, no, true and false in any case.
func ParseBool(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "yes", "true":
		return true, true
	case "no", "false":
		return false, true
	}
	return false, false
}

// Faults turns what [Parse] could not read into problems of the rule.
func Faults(rule *diag.Rule, file string, faults []Fault) []diag.Problem {
	problems := make([]diag.Problem, len(faults))
	for i, f := range faults {
		problems[i] = rule.At(diag.Place{File: file, Line: f.Line, Column: f.Column}, "%s", f.Message)
		problems[i].Hint = f.Hint
	}
	return problems
}

// String is the value in the notation of flow YAML, for messages and tests.
func (v *Value) String() string {
	if v == nil {
		return "nil"
	}
	var b strings.Builder
	v.print(&b)
	return b.String()
}

func (v *Value) print(b *strings.Builder) {
	switch v.Kind {
	case Null:
		b.WriteString("null")
	case Scalar:
		fmt.Fprintf(b, "%q", v.Text)
	case List:
		b.WriteByte('[')
		for i, item := range v.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			item.print(b)
		}
		b.WriteByte(']')
	case Map:
		b.WriteByte('{')
		for i, f := range v.Fields {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(b, "%s: ", f.Key)
			f.Value.print(b)
		}
		b.WriteByte('}')
	}
}
