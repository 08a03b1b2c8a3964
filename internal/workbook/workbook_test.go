package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"annexa/internal/workbook"
)

var day = time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)

// book is one of every feature.
func book() *workbook.Book {
	return &workbook.Book{
		Title: "The <book>", Author: "A & B", Company: "C", Language: "en-GB", ID: "SOA-01", Version: "1.2", Program: "P", Day: day, RightToLeft: true, Footer: [3]string{"one && two", "", "&P / &N"},
		Sheets: []workbook.Sheet{
			{Name: "Cover", Widths: []float64{26, 70.5}, Rows: []workbook.Row{
				{Height: 30, Cells: []workbook.Cell{{Text: "Big", Style: workbook.Style{Title: true, Bold: true}}}},
				{},
				{Cells: []workbook.Cell{{Text: "Site"}, {Text: "https://a.example/", Link: "https://a.example/?a=1&b=2", Style: workbook.Style{Color: "0B5A66", Underlined: true}}}},
			}},
			{Name: "It's a table", Widths: []float64{10, 20}, Heads: true, Landscape: true, Rows: []workbook.Row{
				{Cells: []workbook.Cell{{Text: "Head", Style: workbook.Style{Fill: "1F3D45"}}, {Text: "Other"}}},
				{Height: 43.5, Cells: []workbook.Cell{{Text: "=1+1"}, {Text: " two\nlines "}}},
				{Cells: []workbook.Cell{{Text: ""}, {Text: "=1+1"}}},
			}},
			{Name: "Empty"},
		},
	}
}

// read opens a book with a library that did not write it.
func read(tb testing.TB, b *workbook.Book) *excelize.File {
	tb.Helper()
	data, err := b.Bytes()
	if err != nil {
		tb.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// must is a value that there is no error with.
func must[T any](v T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func TestABookSaysWhatItWasGiven(t *testing.T) {
	f := read(t, book())
	if got := strings.Join(f.GetSheetList(), "|"); got != "Cover|It's a table|Empty" {
		t.Error(got)
	}
	for at, want := range map[[2]string]string{
		{"Cover", "A1"}: "Big", {"Cover", "A2"}: "", {"Cover", "B3"}: "https://a.example/", {"It's a table", "A1"}: "Head", {"It's a table", "A2"}: "=1+1", {"It's a table", "B2"}: " two\nlines ", {"It's a table", "A3"}: "", {"It's a table", "B3"}: "=1+1",
	} {
		if got := must(f.GetCellValue(at[0], at[1]))(t); got != want {
			t.Errorf("%v says %q, not %q", at, got, want)
		}
		if kind := must(f.GetCellType(at[0], at[1]))(t); want != "" && kind != excelize.CellTypeSharedString {
			t.Errorf("%v is no text, but %v", at, kind)
		}
		if formula := must(f.GetCellFormula(at[0], at[1]))(t); formula != "" {
			t.Errorf("%v is the formula %s", at, formula)
		}
	}
	if ok, link, err := f.GetCellHyperLink("Cover", "B3"); !ok || link != "https://a.example/?a=1&b=2" || err != nil {
		t.Errorf("%v %q %v", ok, link, err)
	}
	if ok, _, _ := f.GetCellHyperLink("Cover", "A3"); ok {
		t.Error("a cell leads somewhere that was to lead nowhere")
	}
	if w, h := must(f.GetColWidth("Cover", "B"))(t), must(f.GetRowHeight("Cover", 1))(t); w != 70.5 || h != 30 {
		t.Errorf("B is %v wide, 1 is %v high", w, h)
	}
	if h := must(f.GetRowHeight("It's a table", 2))(t); h != 43.5 {
		t.Errorf("2 is %v high", h)
	}
	for _, name := range f.GetSheetList() {
		view := must(f.GetSheetView(name, 0))(t)
		if view.RightToLeft == nil || !*view.RightToLeft {
			t.Errorf("%s does not go from right to left", name)
		}
		panes := must(f.GetPanes(name))(t)
		if heads := name == "It's a table"; panes.Freeze != heads || heads && panes.TopLeftCell != "B2" {
			t.Errorf("%s has the panes %+v", name, panes)
		}
		if fit := must(f.GetSheetProps(name))(t).FitToPage; fit == nil || !*fit {
			t.Errorf("%s is printed larger than the paper", name)
		}
		layout := must(f.GetPageLayout(name))(t)
		if wide := name == "It's a table"; *layout.Size != 9 || (*layout.Orientation == "landscape") != wide || *layout.FitToWidth != 1 {
			t.Errorf("%s is printed as %+v", name, layout)
		}
		if footer := must(f.GetHeaderFooter(name))(t); footer.OddFooter != "&Lone && two&C&R&P / &N" {
			t.Errorf("%s has the footer %q", name, footer.OddFooter)
		}
	}
	for name, want := range map[string]string{"Cover": "A1:B3", "It's a table": "A1:B3", "Empty": "A1:A1"} {
		if got := must(f.GetSheetDimension(name))(t); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Scope+" "+n.Name] = n.RefersTo
	}
	if names["It's a table _xlnm.Print_Titles"] != "'It''s a table'!$1:$1" || names["It's a table _xlnm._FilterDatabase"] != "'It''s a table'!$A$1:$B$3" || len(names) != 2 {
		t.Error(names)
	}
	properties := must(f.GetDocProps())(t)
	if properties.Title != "The <book>" || properties.Creator != "A & B" || properties.Language != "en-GB" || properties.Identifier != "SOA-01" || properties.Version != "1.2" || properties.Created != "2026-11-02T00:00:00Z" {
		t.Errorf("%+v", properties)
	}
	if properties.LastModifiedBy != "P" || properties.Modified != properties.Created {
		t.Errorf("%+v", properties)
	}
	if app := must(f.GetAppProps())(t); app.Application != "P" || app.Company != "C" {
		t.Errorf("%+v", app)
	}
}

// TestCellsLookAsTheirStylesSay reads the style sheet as it lies in the file, since
// the library says no colour where there is no theme.
func TestCellsLookAsTheirStylesSay(t *testing.T) {
	f := read(t, book())
	type look struct {
		size                        float64
		bold, underlined, wrap, top bool
		border, fill, color         string
	}
	for at, want := range map[[2]string]look{
		{"Cover", "A1"}:        {size: 20, bold: true, top: true},
		{"Cover", "A3"}:        {size: 10, wrap: true, top: true, border: "thin"},
		{"Cover", "B3"}:        {size: 10, underlined: true, wrap: true, top: true, border: "thin", color: "FF0B5A66"},
		{"It's a table", "A1"}: {size: 10, wrap: true, top: true, border: "thin", fill: "FF1F3D45"},
		{"Cover", "D9"}:        {size: 11}, // of no cell: widths are counted in it
	} {
		x := f.Styles.CellXfs.Xf[must(f.GetCellStyle(at[0], at[1]))(t)]
		font, fill, bottom := f.Styles.Fonts.Font[*x.FontID], f.Styles.Fills.Fill[*x.FillID].PatternFill, f.Styles.Borders.Border[*x.BorderID].Bottom
		got := look{size: *font.Sz.Val, bold: font.B != nil, underlined: font.U != nil, border: bottom.Style}
		if x.Alignment != nil {
			got.wrap, got.top = x.Alignment.WrapText, x.Alignment.Vertical == "top"
		}
		if font.Color != nil {
			got.color = font.Color.RGB
		}
		if fill.FgColor != nil {
			got.fill = fill.FgColor.RGB
		}
		if got != want {
			t.Errorf("%v looks like %+v, not %+v", at, got, want)
		}
	}
	for _, want := range []string{` tabSelected="1"`, ` hidden="1"`} {
		if !strings.Contains(part(t, book(), "xl/worksheets/sheet1.xml")+part(t, book(), "xl/workbook.xml"), want) {
			t.Errorf("there is no%s", want)
		}
	}
	if strings.Contains(part(t, book(), "xl/worksheets/sheet2.xml"), "tabSelected") {
		t.Error("two sheets are in front")
	}
}

func TestTheSameBookHasTheSameBytes(t *testing.T) {
	first := must(book().Bytes())(t)
	for range 5 {
		if !bytes.Equal(first, must(book().Bytes())(t)) {
			t.Fatal("others")
		}
	}
	r := must(zip.NewReader(bytes.NewReader(first), int64(len(first))))(t)
	for _, f := range r.File {
		if !f.Modified.Equal(day) {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
	}
}

// part is one of a book's.
func part(t *testing.T, b *workbook.Book, name string) string {
	t.Helper()
	data := must(b.Bytes())(t)
	r := must(zip.NewReader(bytes.NewReader(data), int64(len(data))))(t)
	return string(must(io.ReadAll(must(r.Open(name))(t)))(t))
}

func TestEachTextAndStyleIsWrittenOnce(t *testing.T) {
	shared := part(t, book(), "xl/sharedStrings.xml")
	if strings.Count(shared, "=1+1") != 1 || !strings.Contains(shared, `count="8" uniqueCount="7"`) {
		t.Error(shared)
	}
	if styles := part(t, book(), "xl/styles.xml"); !strings.Contains(styles, `<cellXfs count="5">`) || !strings.Contains(styles, `<fgColor rgb="FF1F3D45"/>`) || !strings.Contains(styles, `<color rgb="FF0B5A66"/>`) {
		t.Error(styles)
	}
}

func TestABookStopsAtTheLimitsOfExcel(t *testing.T) {
	long := strings.Repeat("🦀", 20000) // of two UTF-16 units each
	links := make([]workbook.Cell, 16000)
	for i := range links {
		links[i] = workbook.Cell{Text: "x", Link: "https://a.example/"}
	}
	f := read(t, &workbook.Book{Footer: [3]string{strings.Repeat("&&", 50), strings.Repeat("x", 79) + "&P", "&P"}, Sheets: []workbook.Sheet{{Name: "A", Rows: []workbook.Row{
		{Cells: []workbook.Cell{{Text: long, Link: "https://a.example/" + strings.Repeat("x", 2079)}}},
		{Cells: links}, {Cells: links}, {Cells: links}, {Cells: links}, {Cells: links},
	}}}})
	if got := must(f.GetCellValue("A", "A1"))(t); !strings.HasPrefix(long, strings.TrimSuffix(got, "…")) || !strings.HasSuffix(got, "…") || utf8.RuneCountInString(got) != 32766/2+1 {
		t.Errorf("%d characters, which end with %q", utf8.RuneCountInString(got), got[len(got)-9:])
	}
	for at, want := range map[string]bool{"A1": false, "A2": true, "A6": true, "WQP6": false} {
		if ok, _, err := f.GetCellHyperLink("A", at); ok != want || err != nil {
			t.Errorf("%s leads somewhere: %v, %v", at, ok, err)
		}
	}
	if footer := must(f.GetHeaderFooter("A"))(t); footer.OddFooter != "&L"+strings.Repeat("&&", 40)+"&C"+strings.Repeat("x", 79)+"&R&P" {
		t.Errorf("the footer %q", footer.OddFooter)
	}
	full := strings.Repeat("x", 32767)
	if got := must(read(t, &workbook.Book{Sheets: []workbook.Sheet{{Name: "A", Rows: []workbook.Row{{Cells: []workbook.Cell{{Text: full}}}}}}}).GetCellValue("A", "A1"))(t); got != full {
		t.Errorf("%d of %d", len(got), len(full))
	}
	high := read(t, &workbook.Book{Sheets: []workbook.Sheet{{Name: "A", Widths: []float64{1e6}, Rows: []workbook.Row{{Height: 1e6, Cells: []workbook.Cell{{Text: "x"}}}}}}})
	if w, h := must(high.GetColWidth("A", "A"))(t), must(high.GetRowHeight("A", 1))(t); w != 255 || h != workbook.MaxHeight {
		t.Errorf("A is %v wide, 1 is %v high", w, h)
	}
	for _, c := range []struct {
		sheets []workbook.Sheet
		want   string
	}{
		{nil, "at least one sheet"},
		{[]workbook.Sheet{{Name: "A", Rows: make([]workbook.Row, 1<<20)}}, ""},
		{[]workbook.Sheet{{Name: "A", Rows: make([]workbook.Row, 1<<20+1)}}, "1048577 rows"},
		{[]workbook.Sheet{{Name: "A", Rows: []workbook.Row{{Cells: make([]workbook.Cell, 1<<14)}}}}, ""},
		{[]workbook.Sheet{{Name: "A", Rows: []workbook.Row{{Cells: make([]workbook.Cell, 1<<14+1)}}}}, "16385 columns"},
	} {
		if _, err := (&workbook.Book{Sheets: c.sheets}).Bytes(); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, not %q", err, c.want)
		}
	}
}

func TestALinkLeadsToAHost(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/über?a=1#b": true, "http://a.example": true, "": false, "controls/A.5.1.html": false, "https:// [x": false, "https://": false, "mailto:a@example.org": false, "https://a.example/" + strings.Repeat("x", 2079): false, "https://a.example/%zz": false,
	} {
		if got := workbook.CanLink(address); got != want {
			t.Errorf("%.40q: %v", address, got)
		}
		f := read(t, &workbook.Book{Sheets: []workbook.Sheet{{Name: "A", Rows: []workbook.Row{{Cells: []workbook.Cell{{Text: "x", Link: address}}}}}}})
		if ok, _, err := f.GetCellHyperLink("A", "A1"); ok != want || err != nil {
			t.Errorf("%.40q: %v, %v", address, ok, err)
		}
	}
}

func TestNamesOfSheets(t *testing.T) {
	var sheets []workbook.Sheet
	for _, c := range [][2]string{
		{"[a/b]: what? * 'x'", "a b   what    'x"}, {"History", "History 2"}, {"HISTORY", "HISTORY 3"}, {"", "Sheet"}, {"'", "Sheet 2"}, {strings.Repeat("ä", 40), strings.Repeat("ä", 31)},
		{strings.Repeat("Ä", 40), strings.Repeat("Ä", 29) + " 2"}, {strings.Repeat("🦀", 20), strings.Repeat("🦀", 15)}, {"a\x00b", "a b"}, {"S\ufffe", "S"}, {"S\uffff", "S 2"}, {"S_x0041_x0042_", "S x0041 x0042_"}, {"a\x01b", "a b 2"}, {strings.Repeat("x", 30) + " y", strings.Repeat("x", 30)},
	} {
		name := workbook.Name(c[0], sheets)
		if name != c[1] {
			t.Errorf("%q is named %q, not %q", c[0], name, c[1])
		}
		sheets = append(sheets, workbook.Sheet{Name: name})
	}
	if got := read(t, &workbook.Book{Sheets: sheets}).GetSheetList(); len(got) != len(sheets) {
		t.Error(got)
	}
}

// inXML is a text with U+FFFD for what XML cannot have.
func inXML(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, text)
}

// FuzzBook writes a text and a link, and has another library read them.
func FuzzBook(f *testing.F) {
	for _, s := range []string{"a", "<&>\"'", " \n\t x ", "_x0041_", "_x005F_x0041_", "_x_x00e9_x", "\x00\x1f\x7f\u0085\u2028\ufffe\uffff", "\xff\xc0", "🦀", "]]>", "=1", "'=1"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		sheet := workbook.Name(name, nil)
		link := "https://a.example/" + text
		b := read(t, &workbook.Book{Title: text, Footer: [3]string{name}, Sheets: []workbook.Sheet{{Name: sheet, Heads: true, Rows: []workbook.Row{{Cells: []workbook.Cell{{Text: text, Link: link}, {Text: "_x0020_"}}}}}}})
		if got := b.GetSheetList(); len(got) != 1 || got[0] != sheet {
			t.Errorf("%q is named %q", sheet, got)
		}
		if got := must(b.GetCellValue(b.GetSheetName(0), "A1"))(t); len(text) <= 32767 && got != inXML(text) {
			t.Errorf("%q was written as %q", text, got)
		}
		if ok, got, err := b.GetCellHyperLink(b.GetSheetName(0), "A1"); err != nil || ok != workbook.CanLink(link) || ok && got != inXML(link) {
			t.Errorf("%q leads to %q, %v", link, got, err)
		}
		if got := must(b.GetCellValue(b.GetSheetName(0), "B1"))(t); got != "_x0020_" {
			t.Errorf("what is no code was written as %q", got)
		}
	})
}
