package standard

// A DocumentedItem is documented information that the clauses ask for by name.
type DocumentedItem struct {
	Item       string // the word used under `provides`: "scope"
	Clause2022 string // the clause that asks for it
	Clause2013 string // the same in the edition of 2013
	What       string // a phrase: "the boundaries of the management system"
	UsualForm  string // "document", "record", "register or document", "soa"
}

// Clause is the clause of edition e that asks for the item.
func (d DocumentedItem) Clause(e Edition) string {
	if e == Edition2013 {
		return d.Clause2013
	}
	return d.Clause2022
}

// Documented is everything that must be documented, in the order of the clauses.
func Documented() []DocumentedItem { return library().documented }

// LookupDocumented finds an item by the word used under `provides`.
func LookupDocumented(item string) (DocumentedItem, bool) {
	for _, d := range library().documented {
		if d.Item == item {
			return d, true
		}
	}
	return DocumentedItem{}, false
}
