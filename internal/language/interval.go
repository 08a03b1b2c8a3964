package language

import "annexa/internal/day"

// Interval is how long an interval is: 3 years. The zero one is no text.
func (l *Language) Interval(i day.Interval) string { return l.interval("interval", i) }

// Every is how often something recurs: every 12 months. The zero interval is
// no text.
func (l *Language) Every(i day.Interval) string { return l.interval("every", i) }

func (l *Language) interval(path string, i day.Interval) string {
	switch {
	case i.IsZero():
		return ""
	case i.Days == 0 && i.Months%12 == 0:
		return l.Count(path+".years", i.Months/12)
	case i.Days == 0:
		return l.Count(path+".months", i.Months)
	case i.Months == 0 && i.Days%7 == 0:
		return l.Count(path+".weeks", i.Days/7)
	}
	return l.Count(path+".days", i.Days)
}
