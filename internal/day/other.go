package day

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A form of dates that people write beside 2026-11-02: in which group of its
// pattern each number stands.
type form struct {
	pattern          *regexp.Regexp
	year, month, day int
}

// forms can be read in one way only. They are compiled when a date is first
// written in one.
var forms = sync.OnceValue(func() []form {
	return []form{
		{regexp.MustCompile(`^(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})$`), 1, 2, 3},
		{regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`), 1, 2, 3},
		{regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})[Tt ]\d{2}:\d{2}`), 1, 2, 3},
		{regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$`), 3, 2, 1},
		{regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|\.)? ([\p{L}]+)\.?,? (\d{4})$`), 3, 2, 1},
		{regexp.MustCompile(`^([\p{L}]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`), 3, 1, 2},
	}
})

// slashes is the form in which some write the day first and some the month.
var slashes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$`) })

// german are the months in German; English has them from the library.
var german = []string{"januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"}

// ReadOther reads a date that is written in another form than 2026-11-02, if it
// can be read in one way only: 2.11.2026 and 2 November 2026, but 2/11/2026 not,
// which is of February to some.
func ReadOther(s string) (Date, bool) {
	s = strings.Join(strings.Fields(s), " ")
	for _, f := range forms() {
		if m := f.pattern.FindStringSubmatch(s); m != nil {
			return of(m[f.year], m[f.month], m[f.day])
		}
	}
	if m := slashes().FindStringSubmatch(s); m != nil {
		first, ok := of(m[3], m[2], m[1])
		second, alsoOK := of(m[3], m[1], m[2])
		switch {
		case ok && alsoOK && first != second:
			return Date{}, false
		case ok:
			return first, true
		}
		return second, alsoOK
	}
	return Date{}, false
}

func of(year, month, day string) (Date, bool) {
	y, _ := strconv.Atoi(year) // digits, at most four
	d, _ := strconv.Atoi(day)
	m, err := strconv.Atoi(month)
	if err != nil {
		m = monthOf(month)
	}
	date := New(y, time.Month(m), d)
	return date, !date.IsZero()
}

// monthOf is the number of a month by its name in English or German, or the
// beginning of it, of three letters or more; 0 for what is none.
func monthOf(name string) int {
	name = strings.ToLower(name)
	if len([]rune(name)) < 3 {
		return 0
	}
	for i := range german {
		if strings.HasPrefix(strings.ToLower(time.Month(i+1).String()), name) || strings.HasPrefix(german[i], name) {
			return i + 1
		}
	}
	return 0
}
