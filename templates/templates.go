// Package templates holds the pages of the site as templates of html/template,
// one a kind of page. Each is executed against the view of package site that
// has its name; layout.html is the frame around all of them but 404.html and moved.html, and
// parts.html holds what several of them share.
//
// Beside the functions of html/template there is each: {{each "name" .List}}
// says what {{range .List}}{{template "name" .}}{{end}} says, and is much
// faster where equal elements stand on many pages. It takes the lists of links,
// entries, facts, headings, notices, states, chips, attributes and successors,
// and a third argument that goes between two elements.
//
// What no author wrote is said by say: {{say "document.history"}} is the text of
// that path in words/, in the language of the site, {{say "home.more" "n" .More}}
// one with a word or a number to fill in. Nothing of it stands in a template. A
// view's Lang is there where its texts are in another language than the page, for
// the attributes lang and dir.
package templates

import "embed"

// FS holds the templates, and below words/ what they say in each language.
//
//go:embed *.html words/*.yaml
var FS embed.FS
