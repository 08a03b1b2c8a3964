package site

import (
	"fmt"

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
