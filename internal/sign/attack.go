package sign

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"annexa/internal/pdf/object"
)

// The attacks on signed PDFs by the names that the literature gives them
// (Mladenov and others, "1 Trillion Dollar Refund", 2019; "Shadow Attacks", 2021;
// "Breaking the Specification: PDF Certification", 2021). A file that is refused is
// refused for what was found in it; the name only says what that looks like.
const (
	incrementalSaving = "incremental saving attack"
	wrapping          = "signature wrapping attack"
	forgery           = "universal signature forgery"
	shadowHide        = "shadow attack: hide"
	shadowReplace     = "shadow attack: replace"
	shadowBoth        = "shadow attack: hide and replace"
	evilAnnotation    = "evil annotation attack"
	sneakySignature   = "sneaky signature attack"
	appendedBytes     = "appended bytes"
	objectShadowing   = "object shadowing"
	forgedTables      = "forged cross-references"
)

// likeError is an error that looks like an attack.
type likeError struct {
	attack string
	error
}

func (e likeError) Unwrap() error { return e.error }

func like(attack, format string, args ...any) error {
	return likeError{attack, fmt.Errorf(format, args...)}
}

// suspect enters what something looks like, once.
func (r *Report) suspect(attack string) {
	if !slices.Contains(r.Attacks, attack) {
		r.Attacks = append(r.Attacks, attack)
	}
}

// suspectOf enters what an error looks like, if anything.
func (r *Report) suspectOf(err error) {
	var e likeError
	if errors.As(err, &e) {
		r.suspect(e.attack)
	}
}

// moved says what it looks like that a revision lists objects at places of an
// earlier one: they were signed, but not as what they now are.
func (d *difference) moved(rev object.Revision) {
	for _, ref := range rev.Changed {
		at, _, ok := d.after.Offset(ref)
		was, _, existed := d.before.Offset(ref)
		if ok && at < rev.Start && (!existed || at != was) {
			d.suspect(shadowBoth)
		}
	}
}

// added says what an object that was added looks like.
func (d *difference) added(o object.Object) {
	dict, _ := o.(*object.Dict)
	switch {
	case dict == nil || dict.Get("Type") != object.Object(object.Name("Annot")):
		d.plain++
	case dict.Get("FT") == object.Object(object.Name("Sig")):
		d.suspect(sneakySignature)
	default:
		d.suspect(evilAnnotation)
	}
}

// overwritten says what a changed object looks like, by its name, and by the keys
// that changed where it is a dictionary.
func (d *difference) overwritten(what string, was, is object.Object) {
	before, ok1 := was.(*object.Dict)
	after, ok2 := is.(*object.Dict)
	if !ok1 || !ok2 {
		d.suspect(incrementalSaving)
		return
	}
	keys := differing(before, after)
	switch {
	case strings.HasPrefix(what, "field "):
		if after.Get("V") == nil && before.Get("V") != nil {
			d.suspect(shadowHide)
		} else {
			d.suspect(shadowReplace)
		}
	case len(keys) == 1 && keys[0] == "Annots":
		d.plain++
	case slices.Contains(keys, "Contents") && d.knew(after.Get("Contents")):
		d.suspect(shadowReplace)
	default:
		d.suspect(incrementalSaving)
	}
}

// knew says whether a reference leads to an object that was there before.
func (d *difference) knew(o object.Object) bool {
	ref, ok := o.(object.Ref)
	return ok && d.before.Has(ref.Number)
}

func (d *difference) suspect(attack string) {
	d.named = true
	d.v.report.suspect(attack)
}

// trailing says what bytes behind the end of a file look like.
func trailing(data []byte) string {
	switch text := string(data); {
	case strings.Contains(text, "/ByteRange") && !strings.Contains(text, "%PDF-"):
		return shadowHide
	case strings.Contains(text, " obj"):
		return incrementalSaving
	}
	return appendedBytes
}
