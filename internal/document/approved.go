package document

import (
	"slices"

	"annexa/internal/field"
)

// free are the keys of front matter that may change without a new approval:
// they say how a text is handled and what came of it, not what it says.
var free = []string{"status", "approved", "review", "history", "related", "aliases", "replaced-by", "evidence", "action", "maturity"}

// Free says whether a key of front matter may change without a new approval.
func Free(key string) bool { return slices.Contains(free, field.Fold(key)) }

// Approved is a text that was approved, as it is to be read today: it says
// what was approved, and the document that it has become says what may change
// without a new approval. The history of another version than the approved one
// is none of its own yet.
func (d *Document) Approved(today *Document, by Approved) *Document {
	out := *d
	out.today = today
	f, now := &out.Front, &today.Front
	f.Status, f.Approved = "approved", by
	f.Review, f.Related, f.Aliases, f.ReplacedBy = now.Review, now.Related, now.Aliases, now.ReplacedBy
	f.Evidence, f.Action, f.Maturity = now.Evidence, now.Action, now.Maturity
	if f.Version == now.Version {
		f.History = now.History
	}
	return &out
}

// AsOf is a text that was approved as it was then: with the review, the evidence
// and all else that may change without a new approval as they stood in it.
func (d *Document) AsOf(today *Document, by Approved) *Document {
	out := *d
	out.Front.Status, out.Front.Approved = "approved", by
	if today != d {
		out.today, out.then = today, true
	}
	return &out
}

// Today is the document that an approved text has become, or the document
// itself.
func (d *Document) Today() *Document {
	if d.today != nil {
		return d.today
	}
	return d
}

// Source is the path within the content of the file that this was read from:
// File, but for a text that was kept as approved.
func (d *Document) Source() string {
	if d.Kept != "" {
		return d.Kept
	}
	return d.File
}

// holder is where the value of a key of front matter stands.
func (d *Document) holder(keys []string) *Document {
	if d.today == nil || d.then || len(keys) == 0 || !Free(keys[0]) || field.Fold(keys[0]) == "history" && d.Front.Version != d.today.Front.Version {
		return d
	}
	return d.today
}
