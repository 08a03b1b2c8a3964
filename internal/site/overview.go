package site

// The pages that follow from the whole.
const (
	coveragePage  = "coverage.html"
	readinessPage = "readiness.html"
	tracePage     = "traceability/index.html"
	auditsPage    = "audits.html"
	calendarPage  = "calendar.html"

	acknowledgementsPage = "acknowledgements.html"

	changesPage = "changes.html"
	verifyPage  = "verify.html"
)

// overviews adds the pages that show the whole from one side each.
func (s *Site) overviews() error {
	for _, add := range []func() error{s.coveragePage, s.readiness, s.traceability, s.auditMatrix, s.acknowledgements, s.calendar, s.changesOverview, s.verify} {
		if err := add(); err != nil {
			return err
		}
	}
	return nil
}
