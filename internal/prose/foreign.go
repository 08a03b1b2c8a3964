package prose

import "bytes"

// A foreign is what other programs that read Markdown take for more than text.
type foreign struct {
	open  string
	begin bool // only where a line begins
	twice bool // only in a pair, or alone on a line
	tight bool // only in a pair around words, without a space within it
}

// foreigns are tags, admonitions, tabs and inclusions of site generators, the
// attributes they hang on a text, and comments and marked words of notebooks.
var foreigns = []foreign{
	{open: "{%"}, {open: "{{<"}, {open: "{{%"}, {open: "{:"},
	{open: ":::", begin: true}, {open: "!!! ", begin: true}, {open: "???", begin: true},
	{open: `=== "`, begin: true}, {open: "--8<--", begin: true}, {open: "[TOC]", begin: true},
	{open: "%%", twice: true}, {open: "==", tight: true},
}

// holdsForeign says whether any may be in a text, which most are without.
func holdsForeign(src []byte) bool {
	for i := range foreigns {
		if bytes.Contains(src, []byte(foreigns[i].open)) {
			return true
		}
	}
	return false
}

// foreign remarks what a piece of text between two offsets holds of them. The
// parser cuts a line before every character that may begin markup, so one may go
// on behind the piece.
func (r *reader) foreign(from, to int) {
	line := r.src[from:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	for i := range foreigns {
		f := &foreigns[i]
		at := bytes.Index(line, []byte(f.open))
		switch {
		case at < 0, at >= to-from, from+at > 0 && r.src[from+at-1] == f.open[0]:
		case f.begin && from+at > 0 && r.src[from+at-1] != '\n':
		case f.twice && bytes.Count(line[at:], []byte(f.open)) < 2 && len(bytes.TrimSpace(line)) > len(f.open):
		case f.tight && !f.encloses(line[at:]):
		default:
			r.remark(ForeignMarkup, string(bytes.TrimSpace(line[at:])), from+at)
			return
		}
	}
}

// encloses says whether a line that begins with the mark holds words between it
// and the next one.
func (f *foreign) encloses(line []byte) bool {
	words, _, ok := bytes.Cut(line[len(f.open):], []byte(f.open))
	return ok && len(words) > 0 && len(bytes.TrimSpace(words)) == len(words)
}
