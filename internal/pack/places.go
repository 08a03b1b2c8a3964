package pack

import (
	"cmp"
	"slices"
	"strings"

	"annexa/internal/isms"
	"annexa/internal/pdf"
	"annexa/internal/typeset"
)

// approvalField is the signature field of who approves what a PDF holds.
const approvalField = "Approval"

// A place is where somebody is to sign.
type place struct {
	field        string // beside what is said of it
	signer, role string
	on           typeset.Fact // the day that the signature is about
	reason       string
}

// places are where a document is to be signed: by its approver, then by the
// roles that annexa.yaml names. A pack has its own, so its documents have none.
func (b *book) places(d *isms.Document) []typeset.Block {
	if !b.ISMS.Config.Sign.Visible || !approved(d) || b.pack != nil {
		return nil
	}
	a := d.Front.Approved
	on := typeset.Fact{Key: b.key("approved-on"), Value: b.date(a.Date)}
	list := []place{{approvalField, a.By, a.Role.Value, on, b.reason("approval", d)}}
	for _, role := range b.ISMS.Config.Sign.Signers {
		if !strings.EqualFold(role, a.Role.Value) { // who approves it signs there
			list = append(list, b.placeOf(role, on, b.reason("confirmation", d)))
		}
	}
	return b.place(list)
}

// packPlaces are where a pack is to be signed: by the roles that annexa.yaml
// names, or for the organisation where it names none.
func (b *book) packPlaces() []typeset.Block {
	c := b.ISMS.Config
	if !c.Sign.Visible {
		return nil
	}
	on := typeset.Fact{Key: b.key("as-of"), Value: b.date(b.ISMS.Day)}
	var list []place
	for _, role := range c.Sign.Signers {
		list = append(list, b.placeOf(role, on, b.say("confirmation-of", "document", b.pack.Pack.Title)))
	}
	if list == nil {
		list = []place{{approvalField, c.Organisation.Name, "", on, b.say("approval-of", "document", b.pack.Pack.Title)}}
	}
	return b.place(list)
}

// reason is why somebody signs a document: for its approval, or to confirm it.
func (b *book) reason(kind string, d *isms.Document) string {
	if d.Front.Version == "" {
		return b.say(kind+"-of", "document", d.ID)
	}
	return b.say(kind+"-of-version", "document", d.ID, "version", d.Front.Version)
}

// placeOf is the place of whoever holds a role, where the register of roles
// says who that is.
func (b *book) placeOf(role string, on typeset.Fact, reason string) place {
	holder, register := b.ISMS.Holder(role)
	b.inputs.register(register)
	return place{role, holder, role, on, reason}
}

// place sets places one below the other. What a long document opens with has
// them, and so has what a short one begins with: one of the two is seen.
func (b *book) place(list []place) []typeset.Block {
	var blocks []typeset.Block
	for _, p := range list {
		var f facts
		f.add(b.key("signer"), p.signer)
		f.add(b.key("role"), p.role)
		f.add(p.on.Key, p.on.Value)
		f.add(b.key("reason"), p.reason)
		blocks = append(blocks, &typeset.Signature{Facts: f, Name: p.field, Description: b.say("signature-of", "name", cmp.Or(p.signer, p.role), "reason", p.reason)})
		if !slices.Contains(b.placed, p.field) {
			b.placed = append(b.placed, p.field)
		}
	}
	return blocks
}

// reserved are the fields of a book that have no place: those of every file, and
// those of signers who are not shown one.
func (b *book) reserved() []pdf.Field {
	fields := pdf.Fields()
	for _, role := range b.ISMS.Config.Sign.Signers {
		if !slices.Contains(b.placed, role) {
			fields = append(fields, pdf.Field{Name: role, Description: b.say("confirmation-of", "document", b.heading)})
		}
	}
	return fields
}
