package day

import (
	"testing"
	"time"
)

func TestOnlyDaysOfTheCalendarParse(t *testing.T) {
	for s, want := range map[string]bool{
		"2026-11-02": true, "2024-02-29": true, "2026-02-29": false, "2026-13-01": false,
		"2026-00-10": false, "02.11.2026": false, "2026-1-02": false, "": false, "0000-01-01": false, "2026-11-02 ": false,
	} {
		d, err := Parse(s)
		if (err == nil) != want {
			t.Errorf("Parse(%q) = %v, %v", s, d, err)
		}
		if err == nil && d.String() != s {
			t.Errorf("Parse(%q) prints %q", s, d)
		}
	}
}

func TestMonthsAreAddedAsPeopleDo(t *testing.T) {
	for _, c := range []struct{ from, every, want string }{
		{"2026-01-31", "1 month", "2026-02-28"},
		{"2026-02-20", "12 months", "2027-02-20"},
		{"2024-02-29", "1 year", "2025-02-28"},
		{"2026-12-31", "30 days", "2027-01-30"},
		{"2026-11-02", "2 weeks", "2026-11-16"},
		{"2026-10-31", "1 quarter", "2027-01-31"},
	} {
		from, _ := Parse(c.from)
		every, err := ParseInterval(c.every)
		if err != nil {
			t.Fatal(err)
		}
		if got := from.Add(every).String(); got != c.want {
			t.Errorf("%s + %s = %s, want %s", c.from, c.every, got, c.want)
		}
	}
}

func TestIntervalsReadBackAsWritten(t *testing.T) {
	for s, want := range map[string]string{"12 months": "1 year", "6 months": "6 months", "30 days": "30 days", "1 day": "1 day", "2 weeks": "2 weeks"} {
		i, err := ParseInterval(s)
		if err != nil || i.String() != want {
			t.Errorf("ParseInterval(%q) = %q, %v", s, i, err)
		}
	}
	for _, s := range []string{"", "months", "0 months", "-1 day", "12", "12 moons", "999999999999 years", "3000000 days"} {
		if i, err := ParseInterval(s); err == nil {
			t.Errorf("ParseInterval(%q) = %q without an error", s, i)
		}
	}
}

func TestDatesAreOrderedAndCounted(t *testing.T) {
	a, b := New(2026, time.March, 1), New(2025, time.December, 31)
	if !b.Before(a) || a.Before(b) || !a.After(b) || a.Sub(b) != 60 || a.Long() != "1 March 2026" {
		t.Errorf("a=%v b=%v sub=%d long=%q", a, b, a.Sub(b), a.Long())
	}
}
