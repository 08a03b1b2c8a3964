package standard

import "slices"

// Certification is the heading of the activities that lead to a certificate.
const Certification = "certification"

// An Activity is something an organisation does for a heading of the standard.
type Activity struct {
	// Heading is a top clause ("4"), a domain of 2013 ("A.9") or [Certification].
	Heading string

	// HeadingEdition is the edition the heading belongs to; 0 where both have it.
	HeadingEdition Edition

	Text string // in lower case, no full stop

	Requirements []string // the ids of 2022 that ask for it
	Former       []string // the ids of 2013 these correspond to; none for what is new
}

// In is the requirements of edition e that ask for the activity.
func (a Activity) In(e Edition) []string {
	if e == Edition2013 {
		return a.Former
	}
	return a.Requirements
}

// Activities is every activity, heading by heading.
func Activities() []Activity { return library().activities }

// ActivitiesOf is the activities of one heading of an edition: a top clause, a
// domain of 2013, or [Certification].
func ActivitiesOf(e Edition, heading string) []Activity {
	all := library().activities
	start := slices.IndexFunc(all, func(a Activity) bool { return a.under(e, heading) })
	if start < 0 {
		return nil
	}
	end := start + 1
	for end < len(all) && all[end].under(e, heading) {
		end++
	}
	return all[start:end:end]
}

func (a Activity) under(e Edition, heading string) bool {
	return a.Heading == heading && (a.HeadingEdition == 0 || a.HeadingEdition == e)
}
