package typeset

// Words are what the typesetter itself says, in the book's language. Empty
// ones are English.
type Words struct {
	Alerts  [5]string // by prose.AlertKind
	Picture string    // before the alternative text of a picture that cannot be shown
	Note    string    // describes a link to a footnote; its number follows
	Page    string    // describes a link to a page; its number follows
}

func (w Words) filled() Words {
	for i, s := range [...]string{"Note", "Tip", "Important", "Warning", "Caution"} {
		def(&w.Alerts[i], s)
	}
	def(&w.Picture, "Picture:")
	def(&w.Note, "Footnote")
	def(&w.Page, "Page")
	return w
}
