package build

import (
	"annexa/internal/diag"
	"annexa/internal/release"
	"annexa/internal/site"
)

// addresses finds the files whose addresses not every file system can tell
// apart: a site that is copied to one of them would lose a page or a picture.
// What is wrong with former addresses is found with them.
func (l *Loaded) addresses() []diag.Problem {
	aliases, problems := site.Aliases(l.Whole)
	names := release.Names{}
	claim := func(address, file string) {
		if _, err := names.Claim(address); err != nil {
			problems = append(problems, diag.DuplicateAddress.At(diag.Place{File: file}, "this cannot be published as %s: %v", address, err).
				Hinting("names that differ in upper and lower case alone are one name to many systems"))
		}
	}
	for _, d := range l.Whole.Documents {
		if d.Published && d.Page != "" {
			claim(d.Page, d.File)
			for _, page := range site.ApprovalPages(l.Whole, d) {
				claim(page, d.File)
			}
		}
	}
	for _, name := range l.Whole.PublishedFiles() {
		claim("files/"+name, name)
	}
	for _, a := range aliases {
		claim(a.Path, a.Document.File)
	}
	return problems
}
