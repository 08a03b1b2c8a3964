package site

import (
	"slices"
	"strconv"

	"annexa/internal/day"
	"annexa/internal/isms"
)

// Calendar is everything that recurs or falls due, by month, and how much of
// it is whose.
type Calendar struct {
	Date   string
	Done   string // the words with which a row says that it is done with
	ICS    Link
	Months []Month
	Owners []OwnerMonths
}

// A Month is a part of the calendar: what is overdue, a month of the year to
// come, or all that is later.
type Month struct {
	Anchor, Title string
	Short         string // in the heading of a column
	Late          bool
	Deadlines     []Deadline
}

// OwnerMonths is how many deadlines an owner has in each of the months.
type OwnerMonths struct {
	Owner Fact
	Cells []MonthCell
	Total int
}

// A MonthCell is how many deadlines an owner has in a month.
type MonthCell struct {
	Number int
	Heat   int // 0 to 4: how much that is, beside the others
	Late   bool
}

// A Deadline is a day on which something falls due.
type Deadline struct {
	Kind  string // what falls due
	What  string // may be empty
	On    Entry  // what it belongs to
	Date  string
	When  string // in how many days, or how many days ago
	Every string // how often, may be empty
	Owner Fact
	State Chip
}

// deadlineWords are the texts that say what falls due.
var deadlineWords = [...]string{
	isms.DocumentReview: "deadline.review", isms.EvidenceRenewal: "deadline.evidence", isms.OpenAction: "deadline.action", isms.InternalAudit: "deadline.audit",
	isms.ManagementReview: "deadline.management-review", isms.ExceptionEnd: "deadline.exception", isms.AcceptanceEnd: "deadline.acceptance",
	isms.SupplierReview: "deadline.supplier", isms.AppointmentEnd: "deadline.appointment", isms.RowDue: "deadline.row",
}

// calendarMonths is how many months the calendar shows one by one.
const calendarMonths = 12

// due are the deadlines of what is published, the earliest first.
func (s *Site) due() []isms.Deadline {
	return slices.DeleteFunc(s.m.Deadlines(), func(d isms.Deadline) bool { return !d.Published() })
}

// calendar adds the page of what falls due.
func (s *Site) calendar() error {
	return s.page(header{calendarPage, section{calendarSection, ""}, s.say("calendar.title"), s.say("calendar.about")}, "calendar.html", s.calendarView)
}

func (s *Site) calendarView(at seat) any {
	v := Calendar{Date: s.date(s.m.Day), Done: s.say("calendar.done-words"), ICS: at.link(calendarFile, s.say("calendar.ics"))}
	first := day.New(s.m.Day.Time().Year(), s.m.Day.Time().Month(), 1)
	v.Months = append(v.Months, Month{Anchor: "Overdue", Title: s.say("calendar.overdue"), Short: s.say("calendar.overdue"), Late: true})
	for i := range calendarMonths {
		month := first.Add(day.Interval{Months: i})
		if month.IsZero() {
			break // no day of the build, or the end of time
		}
		short := s.opt.Words.ShortMonth(month) + " " + strconv.Itoa(month.Time().Year())
		v.Months = append(v.Months, Month{Anchor: "Month-" + month.String()[:len("2026-11")], Title: s.month(month), Short: short})
	}
	v.Months = append(v.Months, Month{Anchor: "Later", Title: s.say("calendar.later"), Short: s.say("calendar.later")})
	owners := map[string][]MonthCell{}
	for _, d := range s.due() {
		i := 0
		if !d.Day.Before(s.m.Day) {
			i = min(1+months(first, d.Day), len(v.Months)-1)
		}
		v.Months[i].Deadlines = append(v.Months[i].Deadlines, s.deadline(at, d))
		if owners[d.Owner] == nil {
			owners[d.Owner] = make([]MonthCell, len(v.Months))
			owners[d.Owner][0].Late = true
		}
		owners[d.Owner][i].Number++
	}
	most := 0
	for _, cells := range owners {
		for _, c := range cells {
			most = max(most, c.Number)
		}
	}
	for _, owner := range sortedKeys(owners) {
		o := OwnerMonths{Owner: s.role(at, "", owner), Cells: owners[owner]}
		for i, c := range o.Cells {
			o.Total += c.Number
			o.Cells[i].Heat = heat(c.Number, most)
		}
		v.Owners = append(v.Owners, o)
	}
	return v
}

// heat is how much a number is beside the greatest one: 0 for none, 4 for the
// most.
func heat(n, most int) int {
	if n == 0 {
		return 0
	}
	return 1 + min(3, n*4/(most+1))
}

// months is how many months lie between two days, as the calendar counts them.
func months(from, to day.Date) int {
	a, b := from.Time(), to.Time()
	return (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
}

// deadline is a deadline as seen from a page.
func (s *Site) deadline(at seat, d isms.Deadline) Deadline {
	v := Deadline{
		Kind: s.say(deadlineWords[d.Kind]), What: d.What, Date: s.date(d.Day), When: s.when(d.Day), Every: s.every(d.Every), Owner: s.role(at, "", d.Owner),
	}
	v.On = Entry{Href: at.to(deadlinePage(d)), ID: d.ID(), Title: d.Title(), Lang: s.own}
	if d.Document != nil {
		v.On.Title, v.On.Lang = s.title(d.Document)
	}
	if d.Day.Before(s.m.Day) {
		v.State = Chip{"overdue", s.say("deadline.overdue")}
	}
	return v
}

// deadlineTitle is the title of what a deadline belongs to.
func (s *Site) deadlineTitle(d isms.Deadline) string {
	if d.Document != nil {
		title, _ := s.title(d.Document)
		return title
	}
	return d.Title()
}

// deadlinePage is the address of what a deadline belongs to.
func deadlinePage(d isms.Deadline) string {
	if d.Row != nil {
		return rowPage(d.Row)
	}
	return d.Document.Page
}
