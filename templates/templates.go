// Package templates holds the pages of the site as templates of html/template,
// one a kind of page. Each is executed against the view of package site that
// has its name; layout.html is the frame around all of them but 404.html, and
// parts.html holds what several of them share.
package templates

import "embed"

// FS holds the templates.
//
//go:embed *.html
var FS embed.FS
