package standard

// A Term is a word the standard uses in a defined sense, explained in our own
// words.
type Term struct {
	Term    string
	Meaning string // one or two sentences
	Source  string // where the definition stands: "ISO/IEC 27000:2018, 3.61"
}

// Terms is the terms a newcomer meets first, in alphabetical order.
func Terms() []Term { return library().terms }
