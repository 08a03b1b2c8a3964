// Package day counts in calendar days of UTC: the dates of approvals and
// reviews, and the intervals between them ("12 months").
//
// Dates are written as ISO 8601 calendar dates (2026-11-02). An interval is a
// number and one of day, week, month, year (with or without s). Months are
// added as people do: 31 January and one month is the last day of February.
package day

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Date is a calendar day. The zero value is no date.
type Date struct {
	y    int16
	m, d int8
}

// New returns the date of the given year, month and day, or no date if there
// is no such day.
func New(year int, month time.Month, dayOfMonth int) Date {
	if year < 1 || year > 9999 {
		return Date{}
	}
	t := time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != dayOfMonth {
		return Date{}
	}
	return Date{int16(year), int8(month), int8(dayOfMonth)}
}

// Of returns the day of t in UTC.
func Of(t time.Time) Date {
	t = t.UTC()
	return New(t.Year(), t.Month(), t.Day())
}

// Parse reads a date of the form 2026-11-02. Impossible days (2026-02-30) are
// refused.
func Parse(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("%q is no date of the form 2026-11-02", s)
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return Date{}, fmt.Errorf("%q is no date of the form 2026-11-02", s)
	}
	date := New(y, time.Month(m), d)
	if date.IsZero() {
		return Date{}, fmt.Errorf("there is no day %s", s)
	}
	return date, nil
}

func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is the date as 2026-11-02, or nothing where there is none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return string([]byte{
		byte('0' + d.y/1000), byte('0' + d.y/100%10), byte('0' + d.y/10%10), byte('0' + d.y%10), '-',
		byte('0' + d.m/10), byte('0' + d.m%10), '-', byte('0' + d.d/10), byte('0' + d.d%10),
	})
}

// Time is midnight UTC at the beginning of the day.
func (d Date) Time() time.Time {
	return time.Date(int(d.y), time.Month(d.m), int(d.d), 0, 0, 0, 0, time.UTC)
}

// Long is the date as people write it: 2 November 2026.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(int(d.d)) + " " + time.Month(d.m).String() + " " + strconv.Itoa(int(d.y))
}

// Compare orders dates; no date comes first.
func (d Date) Compare(e Date) int {
	if d.y != e.y {
		return int(d.y) - int(e.y)
	}
	if d.m != e.m {
		return int(d.m) - int(e.m)
	}
	return int(d.d) - int(e.d)
}

// Before says that d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After says that d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Sub is the number of days from e to d.
func (d Date) Sub(e Date) int { return int(d.Time().Sub(e.Time()) / (24 * time.Hour)) }

// Add returns the date that is the interval later; no date stays none.
func (d Date) Add(i Interval) Date {
	if d.IsZero() {
		return d
	}
	months := int(d.y)*12 + int(d.m) - 1 + i.Months
	y, m := months/12, time.Month(months%12+1)
	last := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return Of(time.Date(y, m, min(int(d.d), last)+i.Days, 0, 0, 0, 0, time.UTC))
}

// An Interval is a number of months and days. The zero value is no interval.
type Interval struct{ Months, Days int }

// ParseInterval reads "12 months", "1 year", "2 weeks", "30 days". Nothing
// longer than a hundred years is an interval of this field.
func ParseInterval(s string) (Interval, error) {
	number, unit, ok := strings.Cut(strings.TrimSpace(s), " ")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 {
		return Interval{}, fmt.Errorf("%q is no interval such as 12 months", s)
	}
	var i Interval
	switch strings.TrimSuffix(strings.ToLower(strings.TrimSpace(unit)), "s") {
	case "day":
		i.Days = n
	case "week":
		i.Days = 7 * n
	case "month":
		i.Months = n
	case "quarter":
		i.Months = 3 * n
	case "year":
		i.Months = 12 * n
	default:
		return Interval{}, fmt.Errorf("%q is no interval such as 12 months: the unit is day, week, month or year", s)
	}
	if n > 36500 || i.Months > 1200 || i.Days > 36500 {
		return Interval{}, fmt.Errorf("%q is longer than a hundred years", s)
	}
	return i, nil
}

// IsZero says that there is no interval.
func (i Interval) IsZero() bool { return i == Interval{} }

// String is the interval in the words it is read from.
func (i Interval) String() string {
	switch {
	case i.IsZero():
		return ""
	case i.Days == 0 && i.Months%12 == 0:
		return count(i.Months/12, "year")
	case i.Days == 0:
		return count(i.Months, "month")
	case i.Months == 0 && i.Days%7 == 0:
		return count(i.Days/7, "week")
	case i.Months == 0:
		return count(i.Days, "day")
	}
	return count(i.Months, "month") + " " + count(i.Days, "day")
}

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}
