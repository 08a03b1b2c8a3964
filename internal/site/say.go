package site

import (
	"fmt"
	"strconv"

	"annexa/internal/day"
	"annexa/internal/language"
)

// says is the function say of the templates: {{say "document.history"}} is the
// text of that path in the site's language, {{say "home.pages" "n" .Pages}} one
// with a word or a number to fill in.
type says struct{ words *language.Language }

// any is the function as html/template calls it.
func (s *says) any(path string, with ...any) (string, error) {
	texts := make([]string, len(with))
	for i, w := range with {
		texts[i] = fmt.Sprint(w)
	}
	return s.texts(path, texts...)
}

// texts is the function as stencils call it.
func (s *says) texts(path string, with ...string) (string, error) {
	if !s.words.Has(path) {
		return "", fmt.Errorf("there is no text %s in the words of the interface", path)
	}
	return s.words.Say(path, with...), nil
}

// say is a text of the interface in the site's language.
func (s *Site) say(path string, with ...string) string { return s.opt.Words.Say(path, with...) }

// word is one of a group of words in the site's language: what the content says
// by a word of its own stays.
func (s *Site) word(group, word string) string { return s.opt.Words.Word(group, word) }

// count is the text of the interface for a number of things.
func (s *Site) count(path string, n int, with ...string) string {
	return s.opt.Words.Count(path, n, with...)
}

// month is a day's month with its year.
func (s *Site) month(d day.Date) string {
	return s.opt.Words.Month(d) + " " + strconv.Itoa(d.Time().Year())
}

// date is a day as the site's language writes it out.
func (s *Site) date(d day.Date) string { return s.opt.Words.Date(d) }

// level says what of the content is on the site, where something is left out
// for its classification.
func (s *Site) level() string {
	if s.m.Level == "" {
		return ""
	}
	return s.say("level." + s.m.Level)
}

// every says how often something recurs; nothing where it does not.
func (s *Site) every(i day.Interval) string { return s.opt.Words.Every(i) }

// interval is how long an interval is.
func (s *Site) interval(i day.Interval) string { return s.opt.Words.Interval(i) }
