package standard

import "strings"

// A Passage is how a requirement came from the edition of 2013 to that of 2022,
// seen from the requirement.
type Passage uint8

const (
	Alone    Passage = iota // the other edition has nothing that corresponds
	Kept                    // one for one, under the same title
	Retitled                // one for one, under another title
	Shared                  // with others of its edition it corresponds to one of the other
	Spread                  // it corresponds to several of the other edition
)

// String is the passage in lower case: "kept".
func (p Passage) String() string {
	switch p {
	case Alone:
		return "alone"
	case Kept:
		return "kept"
	case Retitled:
		return "retitled"
	case Shared:
		return "shared"
	case Spread:
		return "spread"
	}
	return "unknown passage"
}

// Passage says how r passed from one edition to the other. Of a heading, whose
// parts each have a passage of their own, it says little.
func (r *Requirement) Passage() Passage {
	if len(r.Others) == 0 {
		return Alone
	}
	if len(r.Others) > 1 {
		return Spread
	}
	other, ok := Of(r.Edition.Other()).Lookup(r.Others[0])
	switch {
	case !ok:
		return Alone
	case len(other.Others) > 1:
		return Shared
	case spelling.Replace(strings.ToLower(r.Title)) == spelling.Replace(strings.ToLower(other.Title)):
		return Kept
	}
	return Retitled
}

// spelling levels out what the two editions only spell otherwise:
// synchronisation and synchronization, reuse and re-use.
var spelling = strings.NewReplacer("z", "s", "-", "")

// Companions are the ids of r's own edition that share its correspondence, in
// order: for A.9.2.2 of 2013, which became A.5.18 of 2022, these are A.9.2.5 and
// A.9.2.6.
func (r *Requirement) Companions() []string {
	var out []string
	other := Of(r.Edition.Other())
	for _, id := range r.Others {
		o, ok := other.Lookup(id)
		if !ok {
			continue
		}
		for _, companion := range o.Others {
			if companion != r.ID {
				out = append(out, companion)
			}
		}
	}
	return inOrder(out)
}
