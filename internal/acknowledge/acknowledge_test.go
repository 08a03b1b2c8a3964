package acknowledge_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/acknowledge"
	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/isms"
)

func link(t testing.TB, more map[string]string) (*isms.ISMS, fstest.MapFS) {
	t.Helper()
	content := fstest.MapFS{
		"a.md": {Data: []byte("---\nid: POL-01\ntitle: Acceptable Use\nkind: policy\nversion: \"1.2\"\nstatus: approved\nhistory:\n- {version: \"1.0\", date: 2025-01-01}\n- {version: \"1.2\", date: 2026-01-01}\n---\nx\n")},
		"b.md": {Data: []byte("---\nid: POL-02\ntitle: Acceptable Use of Cloud Services\nkind: policy\nversion: \"1.0\"\nstatus: approved\n---\nx\n")},
	}
	for name, data := range more {
		content[name] = &fstest.MapFile{Data: []byte(data)}
	}
	l, err := build.Load(context.Background(), build.Sources{Content: content}, build.Options{Day: func(day.Date) day.Date { return day.New(2026, 11, 2) }, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return l.Whole, content
}

func TestARowIsUnderstoodOrSaidWhyNot(t *testing.T) {
	m, _ := link(t, nil)
	for _, c := range []struct {
		file string
		opt  acknowledge.Options
		want string
	}{
		{"who,date,document,version\nann,2026-02-01,POL-01,1.2\n", acknowledge.Options{}, "ann POL-01 1.2 2026-02-01"},
		{"\ufeffName\tDatum\tKurs\r\nAnn\t1.2.2026 10:00\tAcceptable use (V 1.2)\r\n", acknowledge.Options{}, "Ann POL-01 1.2 2026-02-01"},
		{"E-mail,Completed on,Course\na@example.org,\"Feb 1, 2026\",Training: acceptable use of cloud services\n", acknowledge.Options{Version: "1.0"}, "a@example.org POL-02 1.0 2026-02-01"},
		{"user,date,policy\na,2025-06-01,pol-01\n", acknowledge.Options{}, "a POL-01 1.0 2025-06-01 assumed"},
		{"user,date,policy\na,2026-06-01,POL-02\n", acknowledge.Options{}, "line 2: it names no version, and nothing says which version of POL-02 was in force on 2026-06-01: give it with --version"},
		{"user,date,policy,version\na,3/2/2026,POL-01,1.2\nb,13/2/2026,POL-01,1.2\n", acknowledge.Options{}, "a POL-01 1.2 2026-02-03; b POL-01 1.2 2026-02-13"},
		{"user,date,policy,version\na,3/2/2026,POL-01,1.2\n", acknowledge.Options{}, `line 2: "3/2/2026" can be read in two ways: say which comes first with --dates day-first or month-first`},
		{"user,date,policy,version\na,3/2/2026 9:05 PM,POL-01,1.2\n", acknowledge.Options{MonthTold: true}, "a POL-01 1.2 2026-03-02"},
		{"user,date,policy,version\na,13/2/2026,POL-01,1.2\nb,2/13/2026,POL-01,1.2\nc,3/2/2026,POL-01,1.2", acknowledge.Options{}, `a POL-01 1.2 2026-02-13; b POL-01 1.2 2026-02-13; line 4: "3/2/2026" can be read in two ways: say which comes first with --dates day-first or month-first`},
		{"user,date,policy,version\na,2026-02-01,POL-01,1.2\nA,2026-03-01,POL-01,1.2\n", acknowledge.Options{}, "a POL-01 1.2 2026-02-01; known 1"},
		{"user,date,policy,version\n,2026-02-01,POL-01,1.2\nb,soon,POL-01,1.2\nc\n", acknowledge.Options{}, `line 2: it names nobody; line 3: "soon" is no day that can be read; line 4: "" is no day that can be read`},
		{"date,policy\n2026-02-01,POL-01\n", acknowledge.Options{}, "no column of the file is understood as who: name it with --column who=HEADING; it has: date, policy"},
		{"", acknowledge.Options{}, "the file is empty"},
		{"PK\x03\x04", acknowledge.Options{}, "this is a workbook: save the sheet as CSV UTF-8"},
		{"a\xff", acknowledge.Options{}, "this is not UTF-8 text: save it as CSV UTF-8"},
		{"who,date\na,2026-02-01\n", acknowledge.Options{Document: "POL-09"}, "there is no document POL-09"},
	} {
		if got := told(acknowledge.Read(m, []byte(c.file), c.opt)); got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.file, got, c.want)
		}
	}
}

func told(r *acknowledge.Report, err error) string {
	if err != nil {
		return err.Error()
	}
	var list []string
	for _, taken := range r.Taken {
		s := fmt.Sprintf("%s %s %s %s", taken.Who, taken.Document.ID, taken.Version, taken.Date)
		if taken.Assumed {
			s += " assumed"
		}
		list = append(list, s)
	}
	if r.Known > 0 {
		list = append(list, fmt.Sprintf("known %d", r.Known))
	}
	for _, left := range r.Left {
		list = append(list, fmt.Sprintf("line %d: %s", left.Line, left.Why))
	}
	return strings.Join(list, "; ")
}

func TestRowsAreAddedToTheRegisterAsItIsWritten(t *testing.T) {
	file := "who,date,document,group\n\"Ann, Bob\",2026-02-01,POL-01,all\n"
	for name, c := range map[string]struct{ register, want string }{
		"registers/acknowledgements.yaml": {"owner: Boss\nrows:\n  - {id: ACK-07, title: x, date: 2026-01-01} # old\n", "owner: Boss\nrows:\n  - {id: ACK-07, title: x, date: 2026-01-01} # old\n  - {id: ACK-08, title: Acceptable Use, date: \"2026-02-01\", who: \"Ann, Bob\", document: POL-01, version: \"1.2\", audience: all}\n"},
		"registers/acknowledgements.csv":  {"version;who;document;date;title;id;audience\n1.0;x;POL-01;2025-05-05;x;ACK-1;\n", "version;who;document;date;title;id;audience\n1.0;x;POL-01;2025-05-05;x;ACK-1;\n1.2;Ann, Bob;POL-01;2026-02-01;Acceptable Use;ACK-2;all\n"},
	} {
		m, content := link(t, map[string]string{name: c.register})
		r, err := acknowledge.Read(m, []byte(file), acknowledge.Options{})
		if err != nil {
			t.Fatal(err)
		}
		change, err := r.Change(m, content.ReadFile)
		if err != nil {
			t.Fatal(err)
		}
		if change.Path != name || string(change.New) != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", change.Path, change.New, c.want)
		}
	}
	m, content := link(t, map[string]string{"registers/acknowledgements.csv": "id,title,date,who\n"})
	r, err := acknowledge.Read(m, []byte(file), acknowledge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Change(m, content.ReadFile); err == nil || !strings.Contains(err.Error(), "has no column document, version, audience") {
		t.Errorf("columns that are missing: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	m, _ := link(f, nil)
	f.Add([]byte("who,date,document\na,2026-02-01,POL-01 v1.2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := acknowledge.Read(m, data, acknowledge.Options{})
		if err == nil && r.Rows != len(r.Taken)+r.Known+len(r.Left) {
			t.Errorf("of %d rows %d are new, %d known, %d left out", r.Rows, len(r.Taken), r.Known, len(r.Left))
		}
	})
}
