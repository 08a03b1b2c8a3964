package standard

import "annexa/internal/day"

// An Edition of ISO/IEC 27001, named by its year. Functions that take an
// Edition treat every value but [Edition2013] as the current one.
type Edition int

const (
	Edition2013 Edition = 2013
	Edition2022 Edition = 2022
)

// ParseEdition reads "2013" or "2022" and nothing else.
func ParseEdition(s string) (Edition, bool) {
	switch s {
	case "2013":
		return Edition2013, true
	case "2022":
		return Edition2022, true
	}
	return 0, false
}

// String is the year: "2022".
func (e Edition) String() string {
	if e == Edition2013 {
		return "2013"
	}
	return "2022"
}

// Name is the edition as it is cited: "ISO/IEC 27001:2022".
func (e Edition) Name() string {
	return "ISO/IEC 27001:" + e.String()
}

// Other is the edition that e is compared with.
func (e Edition) Other() Edition {
	if e == Edition2013 {
		return Edition2022
	}
	return Edition2013
}

// A Withdrawal says when an edition stopped being in force.
type Withdrawal struct {
	Since             day.Date // the day its successor was published
	CertificatesEnded day.Date // the last day a certificate to it was valid
}

// Withdrawn tells when e was withdrawn; false while e is in force.
func (e Edition) Withdrawn() (Withdrawal, bool) {
	if e != Edition2013 {
		return Withdrawal{}, false
	}
	return Withdrawal{
		Since:             day.New(2022, 10, 25),
		CertificatesEnded: day.New(2025, 10, 31),
	}, true
}
