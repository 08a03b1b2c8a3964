package config

import (
	"path"
	"slices"
	"strings"

	"annexa/internal/day"
	"annexa/internal/diag"
	"annexa/internal/field"
)

// A Setting is what annexa.yaml says of a rule: its severity alone, or
//
//	review-overdue:
//	  severity: error
//	  except: [{on: POL-18, reason: the product is being sold, until: 2026-12-31}]
//
// Whether there is such a rule is not known here.
type Setting struct {
	Rule     string        // its name
	Severity diag.Severity // where one is Given
	Given    bool
	Except   []Exception
	Want     map[string][]string // by kind of document, what a rule asks for that has to be told
	Place    diag.Place
}

// An Exception is something that a rule is not held against for a while.
type Exception struct {
	On     string   // the id of a document, requirement or row, or a path that may hold * and ?
	Reason string   // why
	Until  day.Date // the last day
	Place  diag.Place
}

// Covers says that the exception is one for a problem, whatever the day.
func (e Exception) Covers(p diag.Problem) bool {
	if strings.EqualFold(e.On, p.Subject) && e.On != "" {
		return true
	}
	matched, err := path.Match(e.On, p.Place.File)
	return err == nil && matched
}

// Setting is what is said of a rule.
func (c *Config) Setting(rule string) (Setting, bool) {
	for _, s := range c.Rules {
		if s.Rule == rule {
			return s, true
		}
	}
	return Setting{}, false
}

const rulesForm = "rules: {review-overdue: error, vague-duty: {severity: note, except: [{on: POL-18, reason: …, until: 2026-12-31}]}}"

// rawSetting is what is said of a rule.
type rawSetting struct {
	Severity *field.Value   `field:"severity" about:"off, note, warning or error"`
	Except   []*field.Value `field:"except" about:"what the rule is not held against for a while"`
	Want     *field.Value   `field:"want" about:"what it asks for, by kind of document"`
}

func (r *reader) rules(v *field.Value) {
	if v == nil || v.Kind == field.Null {
		return
	}
	if v.Kind != field.Map {
		r.decoder.Report(r.problem(diag.ConfigRule, v, "rules wants the names of rules and their severities, and this is %s", v.Kind).Hinting(rulesForm))
		return
	}
	for _, f := range v.Fields {
		s := Setting{Rule: field.Fold(f.Key), Place: r.decoder.At(f.Line, f.Column)}
		if _, twice := r.c.Setting(s.Rule); twice {
			r.decoder.Report(diag.ConfigRule.At(s.Place, "the rule %s stands here a second time", f.Key).Hinting("the first counts; take one of them out"))
			continue
		}
		severity := f.Value
		if f.Value.Kind == field.Map {
			var in rawSetting
			r.decoder.Decode(f.Value, &in)
			severity = in.Severity
			s.Except = r.exceptions(in.Except)
			s.Want = r.want(in.Want)
		}
		if severity != nil {
			if s.Severity, s.Given = diag.ParseSeverity(strings.ToLower(severity.Text)); !s.Given {
				r.decoder.Report(r.problem(diag.ConfigRule, severity, "the severity of %s is one of off, note, warning, error", f.Key).Hinting(rulesForm))
			}
		}
		r.c.Rules = append(r.c.Rules, s)
	}
}

// rawException is an exception as it stands.
type rawException struct {
	On     string   `field:"on" about:"an id, or a path that may hold * and ?"`
	Reason string   `field:"reason" about:"why"`
	Until  day.Date `field:"until" about:"the last day"`
}

func (r *reader) exceptions(values []*field.Value) []Exception {
	const form = "{on: POL-18, reason: the product is being sold, until: 2026-12-31}"
	var out []Exception
	for _, v := range values {
		var in rawException
		if v.Kind != field.Map {
			r.decoder.Report(r.problem(diag.ConfigRule, v, "an exception wants on, reason and until, and this is %s", v.Kind).Hinting(form))
			continue
		}
		r.decoder.Decode(v, &in)
		e := Exception{On: strings.TrimSpace(in.On), Reason: strings.TrimSpace(in.Reason), Until: in.Until, Place: r.decoder.At(v.Line, v.Column)}
		if _, err := path.Match(e.On, ""); err != nil {
			r.decoder.Report(r.problem(diag.ConfigRule, v.Get("on"), "%q is neither an id nor a path", e.On).Hinting(form))
			continue
		}
		if e.On == "" || e.Reason == "" || e.Until.IsZero() {
			r.decoder.Report(r.problem(diag.ConfigRule, v, "an exception says on what it is made, why, and until when; this one does not count").Hinting(form))
			continue
		}
		out = append(out, e)
	}
	return out
}

// kinds are the kinds of document that can be asked for more.
var kinds = []string{"policy", "standard", "procedure", "guideline", "plan", "record", "control", "clause", "soa"}

func (r *reader) want(v *field.Value) map[string][]string {
	if v == nil || v.Kind == field.Null {
		return nil
	}
	const form = "want: {policy: [Purpose, Exceptions]}"
	if v.Kind != field.Map {
		r.decoder.Report(r.problem(diag.ConfigRule, v, "want has the kinds of document, and this is %s", v.Kind).Hinting(form))
		return nil
	}
	out := map[string][]string{}
	for _, f := range v.Fields {
		kind := field.Fold(f.Key)
		if !slices.Contains(kinds, kind) {
			p := diag.ConfigRule.At(r.decoder.At(f.Line, f.Column), "there is no kind of document %s", f.Key).Hinting("kinds are %s", strings.Join(kinds, ", "))
			if near := diag.Nearest(kind, slices.Values(kinds)); near != "" {
				p = p.Hinting("did you mean %s?", near)
			}
			r.decoder.Report(p)
			continue
		}
		items := f.Value.Items
		if f.Value.Kind == field.Scalar {
			items = []*field.Value{f.Value}
		}
		for _, item := range items {
			if item.Text != "" {
				out[kind] = append(out[kind], item.Text)
			}
		}
	}
	return out
}
