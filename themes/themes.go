// Package themes holds the look of the site: a folder a theme, with style
// sheets, a script and pictures. They are published as they are, below assets/.
// Colours, faces and spacing are said once, in tokens.css.
package themes

import "embed"

// FS holds the themes by name.
//
//go:embed default
var FS embed.FS
