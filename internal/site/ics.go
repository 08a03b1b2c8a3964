package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"strings"

	ics "github.com/arran4/golang-ical"

	"annexa/internal/isms"
)

// calendarFile is the calendar for other programs (RFC 5545).
const calendarFile = "reviews.ics"

// ics is everything that falls due, as events of a day. It knows no clock: its
// time stamps are those of the day of the build.
func (s *Site) ics() ([]byte, error) {
	c := ics.NewCalendar()
	c.SetProductId("-//" + s.opt.Generator + "//reviews//" + strings.ToUpper(primary(s.language)))
	c.SetXWRCalName(s.m.Config.Name() + ": " + s.say("calendar.title"))
	for _, d := range s.due() {
		on := d.Day.Time()
		e := c.AddEvent(uid(d))
		e.SetDtStampTime(s.m.Day.Time())
		e.SetAllDayStartAt(on)
		e.SetAllDayEndAt(on.Add(24 * time.Hour))
		what := s.say(deadlineWords[d.Kind])
		if d.What != "" {
			what += ": " + d.What
		}
		e.SetSummary(what + ", " + joined(" ", d.ID(), s.deadlineTitle(d)))
		if d.Owner != "" {
			e.SetDescription(s.say("calendar.owner") + ": " + d.Owner)
		}
		if s.m.Config.Base != "" {
			e.SetURL(s.m.Config.Base + string(s.seat("").to(deadlinePage(d))))
		}
	}
	var b bytes.Buffer
	err := c.SerializeTo(&b, ics.WithNewLineWindows)
	return b.Bytes(), err
}

// uid is the name by which programs know an event again (RFC 5545, 3.8.4.7).
func uid(d isms.Deadline) string {
	name := "review-" + d.ID()
	if d.Kind != isms.DocumentReview {
		h := sha256.Sum256([]byte(d.Kind.String() + "\x00" + d.What))
		name = "due-" + d.ID() + "-" + hex.EncodeToString(h[:4])
	}
	return name + "-" + d.Day.String() + "@annexa"
}
