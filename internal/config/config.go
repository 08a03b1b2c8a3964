// Package config says what annexa.yaml says: whose management system this is,
// which edition of the standard it follows, how often documents are reviewed,
// who may approve them, what goes into which pack and how packs are signed.
//
// Every value below a first-level key is also a variable of the text:
// {{organisation.name}}. A first-level key that Annexa does not know and that
// holds words of its own ({name: Rotaline} below product) is the owner's.
package config

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/field"
	"annexa/internal/standard"
)

// File is the name of the configuration within the content.
const File = "annexa.yaml"

// Config is what annexa.yaml says. Its zero value is not usable; see [Read].
type Config struct {
	Organisation Organisation
	Title        string     // of the site; empty where none is given
	Language     string     // a tag of BCP 47, en-GB unless said
	LanguageAt   diag.Place // where it is said, if it is
	Edition      standard.Edition
	Date         day.Date // pins the day of the build; usually none
	Base         string   // absolute address of the site, with a slash at its end, or empty
	Edit         string   // absolute address at which files are edited, with {path} in it, or empty
	HideDrafts   bool
	Paper        string // of PDFs: a4 or letter
	Attach       bool   // to PDFs the sources they were made from
	Review       Review
	Approval     map[string]Authority // who approves a kind of document, by kind
	Risk         Risk
	Packs        []Pack
	Sign         Sign
	Rules        []Setting // in their order, no rule twice
	Registers    []OwnRegister
	Contacts     map[string]string
	Audiences    map[string]int // how many people are readers of a name, by that in lower case

	values map[string]string
}

// Organisation is whose management system it is.
type Organisation struct {
	Name  string `field:"name" about:"with its legal form"`
	Short string `field:"short" about:"as texts call it"`
}

// Review is how often a document is looked at where it says nothing itself,
// and how long before that day it counts as due.
type Review struct {
	Every  day.Interval `field:"every" about:"how often a document is looked at that says nothing itself: 12 months"`
	Remind day.Interval `field:"remind" about:"how long before that day it counts as due: 30 days"`
}

// A Pack is a selection of documents bound into one PDF.
type Pack struct {
	ID             string
	Title          string
	Classification string
	Include        []Include
	Drafts         bool
	Attach         bool // its sources
	Place          diag.Place
}

// An Include is one word of a pack: the plural of a kind, soa, controls,
// clauses, a document's id, or a register.
type Include struct {
	Word     string
	Register bool
	Place    diag.Place
}

// OwnRegister is a register that the owner has defined.
type OwnRegister struct {
	Name           string
	Prefix         string
	Title          string
	Classification string
	Columns        []OwnColumn
	Place          diag.Place
}

// OwnColumn is a column of an owner's register.
type OwnColumn struct {
	Key, Title, Type string
	Required         bool
	Words            []string
	Least, Most      *int   // of a number; nil where there is no bound
	Of               string // of a reference: the prefix of the rows it leads to; empty for anything
}

// raw is annexa.yaml as it stands.
type raw struct {
	Organisation Organisation      `field:"organisation" about:"whose management system it is; {{organisation.name}} in the texts"`
	Title        string            `field:"title" about:"of the site"`
	Language     field.Text        `field:"language" about:"of the content, as a tag of BCP 47: en-GB"`
	Edition      field.Text        `field:"edition" about:"of ISO/IEC 27001 that the content is written to"`
	Date         day.Date          `field:"date" about:"pins the day of the build; for samples and reprints only"`
	Base         field.Text        `field:"base" about:"the address of the site, where absolute addresses are wanted: https://isms.example.org/"`
	Edit         field.Text        `field:"edit" about:"the address at which a file is edited, with {path} in it"`
	Drafts       string            `field:"drafts" words:"show hide" about:"whether documents never approved are published, marked as drafts"`
	Paper        string            `field:"paper" words:"a4 letter" about:"of PDFs"`
	Attach       string            `field:"attach" words:"sources none" about:"whether PDFs carry the Markdown they were made from"`
	Contacts     map[string]string `field:"contacts" about:"addresses that the texts name as {{contacts.security-event}}"`
	Audiences    *field.Value      `field:"audiences" about:"how many people are readers of a name: {all staff: 118}"`
	Review       Review            `field:"review" about:"of documents that say nothing of it themselves"`
	Approval     *field.Value      `field:"approval" about:"the roles that may approve a kind of document"`
	Risk         *field.Value      `field:"risk" about:"the scale of risks, and what is accepted"`
	Packs        []*field.Value    `field:"packs" about:"documents bound into one PDF"`
	Sign         *field.Value      `field:"sign" about:"how PDFs are signed, or none"`
	Rules        *field.Value      `field:"rules" about:"severities of rules and exceptions from them; annexa help lists the rules"`
	Registers    *field.Value      `field:"registers" about:"registers of your own, by name"`
}

// Read reads the bytes of annexa.yaml; none at all is a configuration too.
// What could not be understood is told as problems.
func Read(src []byte) (*Config, []diag.Problem) {
	c := &Config{
		Language: "en-GB",
		Edition:  standard.Edition2022,
		Review:   Review{Every: day.Interval{Months: 12}, Remind: day.Interval{Days: 30}},
		values:   map[string]string{},
	}
	v, faults := field.Parse(field.YAML, src, 1)
	problems := field.Faults(diag.ConfigRule, File, faults)
	r := reader{c: c}
	r.decoder = field.Decoder{File: File, Wrong: diag.ConfigRule, Unknown: diag.ConfigUnknown, Report: func(p diag.Problem) { problems = append(problems, p) }}
	if v != nil && v.Kind == field.Map {
		c.collect(v)
		v = r.withoutOwn(v)
	}
	in := raw{Review: c.Review, Paper: "a4", Attach: "sources"}
	r.decoder.Decode(v, &in)
	r.fill(&in)
	return c, problems
}

type reader struct {
	c       *Config
	decoder field.Decoder
}

func (r *reader) problem(rule *diag.Rule, v *field.Value, format string, args ...any) diag.Problem {
	return rule.At(r.decoder.At(v.Line, v.Column), format, args...)
}

// withoutOwn leaves out the keys that are the owner's: unlike any known key,
// and with nothing but words below.
func (r *reader) withoutOwn(v *field.Value) *field.Value {
	known := slices.Collect(field.Keys(reflect.TypeFor[raw]()))
	out := *v
	out.Fields = nil
	for _, f := range v.Fields {
		key := field.Fold(f.Key)
		own := f.Value.Kind == field.Map && !slices.Contains(known, key) && diag.Nearest(key, slices.Values(known)) == ""
		for _, g := range f.Value.Fields {
			own = own && g.Value.Kind == field.Scalar
		}
		if !own {
			out.Fields = append(out.Fields, f)
		}
	}
	return &out
}

func (r *reader) fill(in *raw) {
	c := r.c
	c.Organisation, c.Date, c.HideDrafts, c.Contacts = in.Organisation, in.Date, in.Drafts == "hide", in.Contacts
	c.Paper, c.Attach = in.Paper, in.Attach != "none"
	if in.Title != "" {
		c.Title = in.Title
	}
	r.language(in.Language)
	if !in.Review.Every.IsZero() {
		c.Review.Every = in.Review.Every
	}
	if !in.Review.Remind.IsZero() {
		c.Review.Remind = in.Review.Remind
	}
	if in.Edition.Value != "" {
		edition, ok := standard.ParseEdition(in.Edition.Value)
		if ok {
			c.Edition = edition
		} else {
			r.decoder.Report(diag.ConfigRule.At(r.decoder.At(in.Edition.Line, in.Edition.Column), "%q is no edition known here", in.Edition.Value).Hinting("editions are 2013 and 2022"))
		}
	}
	r.base(in.Base)
	r.edit(in.Edit)
	r.audiences(in.Audiences)
	r.approval(in.Approval)
	r.risk(in.Risk)
	r.packs(in.Packs)
	r.sign(in.Sign)
	r.rules(in.Rules)
	r.registers(in.Registers)
}

// IsLanguage says that a text is a tag of a language (RFC 5646, 2.1), without
// the rarer parts of one: two or three letters, then parts of two to eight
// letters and digits.
func IsLanguage(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		most, digits := 8, true
		if i == 0 {
			most, digits = 3, false
		}
		if len(part) < 2 || len(part) > most {
			return false
		}
		for _, c := range []byte(part) {
			if (c|0x20 < 'a' || c|0x20 > 'z') && !(digits && '0' <= c && c <= '9') {
				return false
			}
		}
	}
	return true
}

func (r *reader) language(tag field.Text) {
	switch {
	case tag.Value == "":
	case IsLanguage(tag.Value):
		r.c.Language, r.c.LanguageAt = tag.Value, r.decoder.At(tag.Line, tag.Column)
	default:
		r.decoder.Report(diag.ConfigRule.At(r.decoder.At(tag.Line, tag.Column), "%q is no tag of a language", tag.Value).Hinting("write it as en-GB or de"))
	}
}

func (r *reader) base(base field.Text) {
	if base.Value == "" {
		return
	}
	u, err := url.Parse(base.Value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		r.decoder.Report(diag.ConfigRule.At(r.decoder.At(base.Line, base.Column), "base is no address of a site: %q", base.Value).Hinting("write it as https://isms.example.org/"))
		return
	}
	r.c.Base = strings.TrimSuffix(u.String(), "/") + "/"
}

// collect takes every scalar below a first-level key as a variable.
func (c *Config) collect(v *field.Value) {
	for _, f := range v.Fields {
		c.collectBelow(f.Key, f.Value)
	}
}

func (c *Config) collectBelow(name string, v *field.Value) {
	for _, f := range v.Fields {
		key := name + "." + f.Key
		if _, twice := c.values[key]; f.Value.Kind == field.Scalar && !twice {
			c.values[key] = f.Value.Text
		}
		c.collectBelow(key, f.Value)
	}
}

// Value returns the value of a variable such as organisation.name.
func (c *Config) Value(name string) (string, bool) {
	v, ok := c.values[name]
	return v, ok
}

// Variables are the names of all variables, in order.
func (c *Config) Variables() []string { return slices.Sorted(maps.Keys(c.values)) }

// Name is the short name of the organisation, its whole one, or the title.
func (c *Config) Name() string {
	for _, s := range []string{c.Organisation.Short, c.Organisation.Name, c.Title} {
		if s != "" {
			return s
		}
	}
	return c.Edition.Name()
}
