package typeset

// Words are what the typesetter itself says, in the book's language. Empty
// ones are English.
type Words struct {
	Alerts  [5]string // by prose.AlertKind
	Notes   string    // above footnotes
	Picture string    // before the alternative text of a picture that cannot be shown
	Page    string    // describes a link to a page of the book; the title follows
}

func (w Words) filled() Words {
	for i, s := range [...]string{"Note", "Tip", "Important", "Warning", "Caution"} {
		def(&w.Alerts[i], s)
	}
	def(&w.Notes, "Notes")
	def(&w.Picture, "Picture:")
	def(&w.Page, "Go to")
	return w
}
