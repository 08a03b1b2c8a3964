package check_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"annexa/internal/day"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/register"
)

// trailsOfTheSample: what is said in two places is the same from either end.
var trailsOfTheSample = []property{
	{
		name: "a withdrawn document tells of its withdrawal in its history",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, d := range m.Documents {
				if d.State != isms.Retired {
					continue
				}
				newest := slices.MaxFunc(d.Front.History, func(a, b document.Entry) int { return a.Date.Compare(b.Date) })
				if !strings.HasPrefix(newest.Change, "Withdrawn") || d.ReplacedBy == nil || newest.Date.Before(d.ReplacedBy.Front.Effective) {
					fault("the last that %s says of itself is %q on %s", d.ID, newest.Change, newest.Date)
				}
			}
		},
		broken: []change{replaced("standards/password-and-passkey.md", "Withdrawn; its rules", "Its rules")}, tells: "STD-02",
	},
	{
		name: "an objective is missed from the first month that missed its target, and on track until then",
		faults: func(m *isms.ISMS, fault faulter) {
			counts := map[string]int{}
			for _, row := range rows(m, "objectives") {
				status := row.Cell("status").Text
				word, _, _ := strings.Cut(status, " ")
				counts[word]++
				measured := metricIn.FindString(row.Cell("measure").Text)
				if measured == "" {
					continue
				}
				target := row.Cell("target").Text
				from, want := monthOf(target), "On track"
				for _, p := range metric(m, measured) {
					if !p.Date.Before(from) && misses(p.Value, target) {
						want = "Missed in " + p.Date.Time().Month().String()
						break
					}
				}
				if from.IsZero() || !strings.HasPrefix(status, want) {
					fault("%s, %q, says %q and not %q", row.ID.Value, target, status, want)
				}
			}
			summed := fmt.Sprintf("%s objectives are on track and %s are missed", inWords[counts["On"]], inWords[counts["Missed"]])
			if q, ok := m.Requirement("6.2"); ok && !strings.Contains(plain(q.WriteUp), summed) {
				fault("6.2 does not say that %s", summed)
			}
		},
		broken: []change{replaced("registers/metrics.yaml", `      - {date: 2026-08-31, value: "97"}`+"\n      - {date: 2026-09-30, value: \"99\"}", `      - {date: 2026-08-31, value: "98"}`+"\n      - {date: 2026-09-30, value: \"99\"}")}, tells: "OBJ-03",
	},
	{
		name: "the quarters of the yearly index are those of the metrics register",
		faults: func(m *isms.ISMS, fault faulter) {
			told := 0
			for _, row := range table(m, "REC-07", "Measure") {
				id := metricIn.FindString(row["Measure"])
				for quarter, column := range []string{"Q1", "Q2", "Q3"} {
					first := day.New(m.Day.Time().Year(), time.Month(1+3*quarter), 1)
					var worst []float64
					for _, p := range metric(m, id) {
						if value, err := strconv.ParseFloat(p.Value, 64); err == nil && !p.Date.Before(first) && p.Date.Before(first.Add(day.Interval{Months: 3})) {
							worst = append(worst, value)
						}
					}
					told++
					pick := slices.Min[[]float64]
					if strings.HasPrefix(row["Target"], "≤") {
						pick = slices.Max[[]float64]
					}
					if len(worst) == 0 || row[column] != strconv.FormatFloat(pick(worst), 'f', -1, 64) {
						fault("%s in %s: the index says %s, the register %v", id, column, row[column], worst)
					}
				}
			}
			if told != 3*len(rows(m, "metrics")) {
				fault("the index tells of %d quarters", told)
			}
		},
		broken: []change{replaced("records/operation-evidence-index-2026.md", "| 90 | 98 | 97 |", "| 97 | 99 | 99 |")}, tells: "MET-04 in Q3",
	},
	{
		name: "every risk has work in the treatment plan, and every sum of the work is that of its rows",
		faults: func(m *isms.ISMS, fault faulter) {
			plan := table(m, "PLN-02", "State")
			for _, row := range rows(m, "risks") {
				if !slices.ContainsFunc(plan, func(action map[string]string) bool { return strings.Contains(action["Risk"], row.ID.Value) }) {
					fault("nothing is done about %s", row.ID.Value)
				}
			}
			for id, on := range map[string]string{"PLN-02": "2026-09-08", "REC-01": "2026-09-08", "8.3": "2026-09-08", "REC-03": "2026-07-14"} {
				done := 0
				for _, action := range plan {
					if day, ok := strings.CutPrefix(action["State"], "done "); ok && day <= on {
						done++
					}
				}
				summed := fmt.Sprintf("%d of %d actions", done, len(plan))
				if d := written(m, id); d == nil || !strings.Contains(plain(d), summed) {
					fault("%s does not say that %s were done by %s", id, summed, on)
				}
			}
		},
		broken: []change{replaced("plans/risk-treatment-plan.md", "| 33 | R-030 |", "| 33 | R-029 |")}, tells: "R-030",
	},
	{
		name: "evidence under one address is of one day",
		faults: func(m *isms.ISMS, fault faulter) {
			first := map[string]*isms.Document{}
			days := map[string]day.Date{}
			for _, d := range m.Documents {
				for _, e := range d.Front.Evidence {
					link := e.Link.Value
					switch {
					case first[link] == nil:
						first[link], days[link] = d, e.Date
					case days[link] != e.Date:
						fault("%s is of %s in %s, of %s in %s", link, days[link], first[link].File, e.Date, d.File)
					}
				}
			}
		},
		broken: []change{replaced("controls/A.5.2.md", "ISMS-158\", date: 2026-09-08", "ISMS-158\", date: 2026-09-16")}, tells: "ISMS-158",
	},
	{
		name: "every exercise of the calendar has a row with the lead that it names",
		faults: func(m *isms.ISMS, fault faulter) {
			held := func(lead, titled string, from, until day.Date) bool {
				return slices.ContainsFunc(rows(m, "exercises"), func(r *isms.Row) bool {
					on := r.Cell("date").Date
					return strings.Contains(lead, r.Cell("owner").List[0].Value) && strings.Contains(r.Title, titled) && !on.Before(from) && on.Before(until)
				})
			}
			planned := 0
			for _, row := range table(m, "PRO-17", "Exercise") {
				planned++
				at, month := time.Parse("January", row["Month"])
				ok := false
				switch {
				case month == nil: // the last one, or the next
					from := day.New(m.Day.Time().Year(), at.Month(), 1)
					ok = held(row["Lead"], "", from, from.Add(day.Interval{Months: 1}))
				case row["Month"] == "each quarter": // this one and the last
					now := day.New(m.Day.Time().Year(), (m.Day.Time().Month()-1)/3*3+1, 1)
					last, next := now.Add(day.Interval{Months: -3}), now.Add(day.Interval{Months: 3})
					ok = held(row["Lead"], "availability zone", last, now) && held(row["Lead"], "availability zone", now, next)
				default:
					ok = held(row["Lead"], "Telephone tree", m.Day.Add(day.Interval{Months: -12}), m.Day)
				}
				if !ok {
					fault("no row has the exercise %q (%s) of the %s", row["Exercise"], row["Month"], row["Lead"])
				}
			}
			if planned < 6 {
				fault("the calendar has %d exercises", planned)
			}
		},
		broken: []change{replaced("registers/exercises.yaml", `made shorter.", owner: Chief Operating Officer`, `made shorter.", owner: ISMS Manager`)}, tells: `"tabletop with the leadership team" (September)`,
	},
	{
		name: "every exercise that evidence tells of has a row of its day",
		faults: func(m *isms.ISMS, fault faulter) {
			days := map[day.Date]bool{}
			for _, row := range slices.Concat(rows(m, "exercises"), rows(m, "training")) {
				days[row.Cell("date").Date] = true
			}
			told := 0
			for _, d := range m.Documents {
				for _, e := range d.Front.Evidence {
					if exercise.MatchString(e.Title) {
						told++
						if !days[e.Date] {
							fault("%s tells of %q on %s", d.File, e.Title, e.Date)
						}
					}
				}
			}
			if told < 5 {
				fault("evidence tells of %d exercises", told)
			}
		},
		broken: []change{replaced("controls/A.8.14.md", "PLT-739\", date: 2026-09-15", "PLT-739\", date: 2026-09-16")}, tells: "A.8.14",
	},
	{
		name: "a text tells of nothing that came after its approval",
		faults: func(m *isms.ISMS, fault faulter) {
			came := map[string]day.Date{}
			for _, register := range []string{"incidents", "exercises", "training", "management-reviews"} {
				for _, row := range rows(m, register) {
					came[row.ID.Value] = row.Cell("date").Date
				}
			}
			for _, d := range m.Documents {
				if !d.InForce() {
					continue
				}
				text, approved := plain(d), d.Front.Approved.Date
				for _, id := range rowID.FindAllString(text, -1) {
					if came[id].After(approved) {
						fault("%s was approved on %s and names %s of %s", d.ID, approved, id, came[id])
					}
				}
				if d.Requirement == nil {
					continue // plans and records look ahead
				}
				for _, said := range dayIn.FindAllStringSubmatch(text, -1) {
					on, err := time.Parse("2 January 2006", said[1]+" "+cmp.Or(said[2], strconv.Itoa(m.Day.Time().Year())))
					if told := day.New(on.Year(), on.Month(), on.Day()); err == nil && told.After(approved) && !told.After(m.Day) {
						fault("%s was approved on %s and tells of %s", d.ID, approved, told)
					}
				}
			}
		},
		broken: []change{replaced("controls/A.8.14.md", "date: 2026-09-18}", "date: 2026-09-14}")}, tells: "A.8.14 was approved on 2026-09-14 and names EXE-05",
	},
	{
		name: "exceptions are granted by the two who may, for six months at most",
		faults: func(m *isms.ISMS, fault faulter) {
			const both = "ISMS Manager and the Chief Operating Officer"
			for _, row := range rows(m, "exceptions") {
				note := row.Cell("note").Text
				decided, err := day.Parse(dated.FindString(note))
				if err != nil || row.Cell("approved-by").List[0].Value != "ISMS Manager" || !strings.Contains(note, "with the Chief Operating Officer") ||
					row.Cell("until").Date.After(decided.Add(day.Interval{Months: 6})) {
					fault("%s ends on %s and says %q", row.ID.Value, row.Cell("until").Date, note)
				}
			}
			for _, d := range m.Documents {
				if !d.InForce() || !slices.Contains([]string{"policy", "standard", "procedure"}, d.Kind) {
					continue
				}
				for _, sentence := range sentences.Split(plain(d), -1) {
					if granted.MatchString(sentence) && !strings.Contains(sentence, both) && !strings.Contains(sentence, "POL-01") {
						fault("%s lets others decide: %q", d.ID, sentence)
					}
				}
			}
		},
		broken: []change{replaced("policies/cryptography.md", "An exception to it follows [[POL-01]], after hearing the Chief Technology Officer.", "The Chief Technology Officer allows exceptions to it.")}, tells: "POL-05 lets others decide",
	},
	{
		name: "who advises or audits owns no risk",
		faults: func(m *isms.ISMS, fault faulter) {
			for _, row := range rows(m, "risks") {
				if owner := row.Cell("owner").List[0].Value; owner == "Data Protection Officer" || owner == "Internal Auditor" {
					fault("%s is owned by the %s", row.ID.Value, owner)
				}
			}
		},
		broken: []change{replaced("registers/risks.yaml", "owner: Head of Product", "owner: Data Protection Officer")}, tells: "R-014",
	},
	{
		name: "suppliers that were added later have later numbers",
		faults: func(m *isms.ISMS, fault faulter) {
			added := false
			for _, row := range rows(m, "suppliers") {
				late := strings.HasPrefix(row.Cell("note").Text, "Added in ")
				if added && !late {
					fault("%s stands behind suppliers that were added later", row.ID.Value)
				}
				added = added || late
			}
			if !added {
				fault("no supplier was added")
			}
		},
		broken: []change{replaced("registers/suppliers.csv", "SUP-32,Stockleaf,Pictures for the website,low,Licence to 2027-06,None,2026-07-08,2027-06-30,Head of Product,Added in July 2026 (NC-03)", "SUP-32,Stockleaf,Pictures for the website,low,Licence to 2027-06,None,2026-07-08,2027-06-30,Head of Product,")}, tells: "SUP-32",
	},
}

var (
	metricIn  = regexp.MustCompile(`MET-\d\d`)
	rowID     = regexp.MustCompile(`\b[A-Z]{2,3}-\d\d\b`)
	dayIn     = regexp.MustCompile(`\b(\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December))\b(?: (\d{4}))?`)
	dated     = regexp.MustCompile(`\d{4}-\d\d-\d\d`)
	amount    = regexp.MustCompile(`^(At least|At most)? ?([\d.]+)`)
	period    = regexp.MustCompile(`last quarter of (\d{4})|month of (\d{4})|from ([A-Z][a-z]+ \d{4})`)
	exercise  = regexp.MustCompile(`(?i)tabletop|rehearsed|exercise`)
	sentences = regexp.MustCompile(`[.:;?!]\s|\n`)
	granted   = regexp.MustCompile(`(?i)(decide|allow|grant|approve|agree)\w*\b.*\bexceptions?\b|\bexceptions?\b.*\b(decide|allow|grant|approve|agree)`)
)

var inWords = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight"}

// metric are the values of a row of the metrics register.
func metric(m *isms.ISMS, id string) []register.Point {
	for _, row := range rows(m, "metrics") {
		if row.ID.Value == id {
			return row.Cell("values").Series
		}
	}
	return nil
}

// misses says whether a value is on the wrong side of a target that begins
// with an amount: "At most 7 days", "100 %".
func misses(value, target string) bool {
	want := amount.FindStringSubmatch(target)
	if want == nil {
		return true
	}
	limit, bad := strconv.ParseFloat(want[2], 64)
	v, err := strconv.ParseFloat(value, 64)
	if bad != nil || err != nil {
		return true
	}
	if want[1] == "At most" {
		return v > limit
	}
	return v < limit
}

// monthOf is the first day on which a target holds; no day where it does not
// say so.
func monthOf(target string) day.Date {
	found := period.FindStringSubmatch(target)
	if found == nil {
		return day.Date{}
	}
	for i, month := range []string{"October ", "January ", ""} {
		if said := found[i+1]; said != "" {
			t, _ := time.Parse("January 2006", month+said)
			return day.New(t.Year(), t.Month(), 1)
		}
	}
	return day.Date{}
}

// written is the document of an id, or what answers that requirement.
func written(m *isms.ISMS, id string) *isms.Document {
	for _, d := range m.Documents {
		if d.ID == id || d.Requirement != nil && d.Requirement.ID == id {
			return d
		}
	}
	return nil
}

// table is the first table of a document that has a column of this name, each
// row by its headings.
func table(m *isms.ISMS, id, column string) []map[string]string {
	d := written(m, id)
	if d == nil {
		return nil
	}
	for _, t := range tables(d) {
		if !slices.Contains(t.head, column) {
			continue
		}
		var out []map[string]string
		for _, cells := range t.rows {
			row := map[string]string{}
			for i, head := range t.head {
				row[head] = cells[i]
			}
			out = append(out, row)
		}
		return out
	}
	return nil
}
