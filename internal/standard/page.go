package standard

import _ "embed"

// The pages a newcomer needs, by the name that [Page] knows them by.
const (
	PageAbout      = "about"      // the standard, its neighbours, certification
	PageScope      = "scope"      // clause 1
	PageReferences = "references" // clause 2
	PageTerms      = "terms"      // clause 3, the introduction to [Terms]
)

var (
	//go:embed data/about.md
	aboutPage string
	//go:embed data/scope.md
	scopePage string
	//go:embed data/references.md
	referencesPage string
	//go:embed data/terms.md
	termsPage string
)

// Page is a text in Markdown that begins with its heading of level one, or ""
// where there is none of that name.
func Page(name string) string {
	switch name {
	case PageAbout:
		return aboutPage
	case PageScope:
		return scopePage
	case PageReferences:
		return referencesPage
	case PageTerms:
		return termsPage
	}
	return ""
}

// Pages is the names of all pages, in reading order.
func Pages() []string {
	return []string{PageAbout, PageScope, PageReferences, PageTerms}
}
