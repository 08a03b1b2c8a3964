package site

import (
	"bytes"
	"time"

	ics "github.com/arran4/golang-ical"

	"annexa/internal/isms"
)

// calendarFile is the calendar of reviews (RFC 5545).
const calendarFile = "reviews.ics"

// calendar is the next review of every document, as events of a day. It knows
// no clock: its time stamps are those of the day of the build.
func (s *Site) calendar() ([]byte, error) {
	c := ics.NewCalendar()
	c.SetProductId("-//" + s.opt.Generator + "//reviews//EN")
	c.SetXWRCalName(s.m.Config.Name() + ": reviews")
	for _, d := range s.shown {
		r := s.m.Review(d)
		if r.Status == isms.NoReview || r.Next.IsZero() {
			continue
		}
		next := r.Next.Time()
		e := c.AddEvent("review-" + d.ID + "-" + r.Next.String() + "@annexa")
		e.SetDtStampTime(s.m.Day.Time())
		e.SetAllDayStartAt(next)
		e.SetAllDayEndAt(next.Add(24 * time.Hour))
		e.SetSummary("Review " + d.ID + " " + d.Title)
		if owner := d.Front.Owner.Value; owner != "" {
			e.SetDescription("Owner: " + owner)
		}
		if s.m.Config.Base != "" {
			e.SetURL(s.m.Config.Base + escapePath(d.Page))
		}
	}
	var b bytes.Buffer
	err := c.SerializeTo(&b, ics.WithNewLineWindows)
	return b.Bytes(), err
}
