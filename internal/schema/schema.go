// Package schema says in JSON Schema what the types read that a
// [field.Decoder] fills, so that an editor can complete and check what somebody
// types with the very types the content is decoded into.
//
// The schemas are of draft-07, the one that the language servers of editors
// know whole. They say how values are meant to be written: a decoder also takes
// the keys and words in capitals or with spaces, and editors shall not teach
// that. YAML, TOML and JSON are read alike: what a text looks like makes it a
// number in one place and not in another (version: 2.1), so a text may be
// either.
package schema

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"annexa/internal/day"
	"annexa/internal/field"
)

// Draft is the draft of JSON Schema that schemas are written in.
const Draft = "http://json-schema.org/draft-07/schema#"

// A Schema is a JSON Schema, as far as one is needed here. The zero value
// allows anything.
type Schema struct {
	Schema               string             `json:"$schema,omitempty"`
	Comment              string             `json:"$comment,omitempty"`
	Definitions          map[string]*Schema `json:"definitions,omitempty"`
	Title                string             `json:"title,omitempty"`
	Description          string             `json:"description,omitempty"`
	Type                 []string           `json:"type,omitempty"`
	Const                any                `json:"const,omitempty"`
	Enum                 []any              `json:"enum,omitempty"`
	EnumDescriptions     []string           `json:"enumDescriptions,omitempty"` // read by editors, one a value
	Pattern              string             `json:"pattern,omitempty"`
	Format               string             `json:"format,omitempty"`
	Minimum              *int               `json:"minimum,omitempty"`
	Maximum              *int               `json:"maximum,omitempty"`
	Items                *Schema            `json:"items,omitempty"`
	MinItems             int                `json:"minItems,omitempty"`
	MaxItems             int                `json:"maxItems,omitempty"`
	Properties           map[string]*Schema `json:"properties,omitempty"`
	PatternProperties    map[string]*Schema `json:"patternProperties,omitempty"`
	AdditionalProperties any                `json:"additionalProperties,omitempty"` // false, or a *Schema
	Required             []string           `json:"required,omitempty"`
	AnyOf                []*Schema          `json:"anyOf,omitempty"`
	AllOf                []*Schema          `json:"allOf,omitempty"`
	If                   *Schema            `json:"if,omitempty"`
	Then                 *Schema            `json:"then,omitempty"`
	Ref                  string             `json:"$ref,omitempty"` // the path of another schema, from that of this one, or #/definitions/…
}

// A Word is a value with what it means.
type Word struct{ Value, About string }

// Of is the schema of a struct that a decoder fills. Its fields are described
// by the tag `about:"…"`.
func Of[T any]() *Schema { return of(reflect.TypeFor[T](), "") }

func of(t reflect.Type, words string) *Schema {
	switch t {
	case reflect.TypeFor[field.Text]():
		return text(words)
	case reflect.TypeFor[day.Date]():
		return Date()
	case reflect.TypeFor[day.Interval]():
		return Interval()
	case reflect.TypeFor[field.YesNo]():
		return YesNo()
	case reflect.TypeFor[*field.Value]():
		return &Schema{}
	}
	switch t.Kind() {
	case reflect.Bool:
		return YesNo()
	case reflect.Int:
		return Integer()
	case reflect.Slice:
		return List(of(t.Elem(), words))
	case reflect.Pointer:
		return of(t.Elem(), words)
	case reflect.Map:
		return &Schema{Type: []string{"object", "null"}, AdditionalProperties: of(t.Elem(), words)}
	case reflect.Struct:
		s := Object(map[string]*Schema{})
		for i := range t.NumField() {
			f := t.Field(i)
			if key := f.Tag.Get("field"); key != "" {
				s.Properties[key] = of(f.Type, f.Tag.Get("words")).About(f.Tag.Get("about"))
			}
		}
		return s
	}
	return text(words)
}

func text(words string) *Schema {
	if words == "" {
		return Text()
	}
	var list []Word
	for w := range strings.FieldsSeq(words) {
		list = append(list, Word{Value: w})
	}
	return OneOf(list...)
}

// Text is any single text. One that looks like a number or like yes and no is
// a text too.
func Text() *Schema { return &Schema{Type: []string{"string", "number", "boolean", "null"}} }

// Date is a day: 2026-11-02.
func Date() *Schema {
	return &Schema{Type: []string{"string", "null"}, Format: "date", Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
}

// Interval is a length of time: 12 months.
func Interval() *Schema {
	return &Schema{Type: []string{"string", "null"}, Pattern: `^[1-9][0-9]* +(day|week|month|quarter|year)s?$`}
}

// YesNo is yes or no, as a reader of YAML 1.2 has it: a text, or true and false.
func YesNo() *Schema { return &Schema{Enum: []any{"yes", "no", true, false, nil}} }

// Integer is a whole number.
func Integer() *Schema {
	return &Schema{Type: []string{"integer", "string", "null"}, Pattern: `^-?[0-9]+$`}
}

// Between is a whole number within bounds, both included. A quoted one is
// looked at by nobody but the decoder.
func Between(least, most int) *Schema {
	s := Integer()
	s.Minimum, s.Maximum = &least, &most
	return s
}

// OneOf is one of the words, or nothing yet. A word that looks like a number
// may be one: 6.2, without quotes.
func OneOf(words ...Word) *Schema {
	s := &Schema{}
	described := false
	for _, w := range words {
		s.Enum, s.EnumDescriptions = append(s.Enum, w.Value), append(s.EnumDescriptions, w.About)
		described = described || w.About != ""
	}
	for _, w := range words {
		if n, err := strconv.ParseFloat(w.Value, 64); err == nil && strconv.FormatFloat(n, 'f', -1, 64) == w.Value {
			s.Enum, s.EnumDescriptions = append(s.Enum, json.Number(w.Value)), append(s.EnumDescriptions, w.About)
		}
	}
	s.Enum, s.EnumDescriptions = append(s.Enum, nil), append(s.EnumDescriptions, "nothing yet")
	if !described {
		s.EnumDescriptions = nil
	}
	return s
}

// Suggest is any text, with words that an editor offers: they are those of
// today, and one that is added tomorrow is no mistake.
func Suggest(words ...Word) *Schema {
	if len(words) == 0 {
		return Text()
	}
	return Any(OneOf(words...), Text())
}

// List is a list, or a single value that stands for a list of one.
func List(item *Schema) *Schema {
	return Any(&Schema{Type: []string{"array"}, Items: item}, item)
}

// Any is what one of several schemas allows.
func Any(of ...*Schema) *Schema { return &Schema{AnyOf: of} }

// Object is a map with these keys and no others.
func Object(properties map[string]*Schema) *Schema {
	return &Schema{Type: []string{"object", "null"}, Properties: properties, AdditionalProperties: false}
}

// About is a copy with a description, where there is one to give.
func (s *Schema) About(description string) *Schema {
	switch {
	case description == "":
		return s
	case s.Ref != "": // what stands beside a reference is not read
		return &Schema{Description: description, AllOf: []*Schema{s}}
	}
	out := *s
	out.Description = description
	return &out
}

// Defined is the schema that the whole defines by a name.
func Defined(name string) *Schema { return &Schema{Ref: "#/definitions/" + name} }

// Wanting is a copy that wants keys of its map.
func (s *Schema) Wanting(keys ...string) *Schema {
	out := *s
	out.Type, out.Required = []string{"object"}, keys
	return &out
}

// Set gives a key of the map another schema, and leaves it its description.
func (s *Schema) Set(key string, value *Schema) {
	if was := s.Properties[key]; was != nil {
		value = value.About(was.Description)
	}
	s.Properties[key] = value
}

func (s *Schema) bytes() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ") // the files are long, and read by machines
	err := e.Encode(s)
	return b.Bytes(), err
}
