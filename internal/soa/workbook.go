package soa

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// A workbook is an XLSX in the making. Its first error is kept to the end.
type workbook struct {
	file   *excelize.File
	s      *Statement
	words  Words
	err    error
	names  []string // of its sheets
	styles map[style]int
}

// A style is how a cell looks.
type style struct {
	tone tone
	link bool
	bold bool
	big  bool // a title, on one line
}

func newWorkbook(s *Statement, w Words) *workbook {
	b := &workbook{file: excelize.NewFile(), s: s, words: w, styles: map[style]int{}}
	stamp := s.ISMS.Day.Time().Format("2006-01-02T15:04:05Z")
	properties := &excelize.DocProperties{
		Title: w.Say("soa.title"), Creator: s.ISMS.Config.Organisation.Name, Created: stamp, Modified: stamp, LastModifiedBy: "Annexa", Language: s.ISMS.Config.Language,
	}
	if d := s.Document; d != nil && d.Published {
		properties.Identifier, properties.Version = d.ID, d.Front.Version
	}
	b.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return &dated{zip.NewWriter(w), s.ISMS.Day.Time()} })
	b.check(b.file.SetDocProps(properties))
	b.check(b.file.SetAppProps(&excelize.AppProperties{Application: "Annexa", Company: s.ISMS.Config.Organisation.Name}))
	return b
}

func (b *workbook) check(err error) { b.err = cmp.Or(b.err, err) }

// A dated archive gives each file the day of the statement.
type dated struct {
	*zip.Writer
	day time.Time
}

// Create begins a file.
func (d *dated) Create(name string) (io.Writer, error) {
	return d.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: d.day})
}

// bytes is the finished workbook.
func (b *workbook) bytes() ([]byte, error) {
	var out bytes.Buffer
	if b.err == nil {
		_, b.err = b.file.WriteTo(&out)
	}
	if b.err != nil {
		return nil, fmt.Errorf("write the workbook: %w", b.err)
	}
	return out.Bytes(), nil
}

// sheet begins a sheet. Its name is made one that a workbook may have: without
// some marks, at most 31 characters long, and no other's.
func (b *workbook) sheet(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name), " '")
	if r := []rune(name); len(r) > 28 {
		name = strings.TrimSpace(string(r[:28]))
	}
	name = cmp.Or(name, "Sheet")
	for unique, n := name, 2; ; n++ {
		if !b.has(unique) {
			name = unique
			break
		}
		unique = fmt.Sprintf("%s %d", name, n)
	}
	if len(b.names) == 0 {
		b.check(b.file.SetSheetName("Sheet1", name))
	} else {
		_, err := b.file.NewSheet(name)
		b.check(err)
	}
	b.names = append(b.names, name)
	right := b.words.RightToLeft
	b.check(b.file.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &right}))
	return name
}

// has says whether a sheet has a name already, whatever the case of its letters,
// or the spreadsheet itself.
func (b *workbook) has(name string) bool {
	if strings.EqualFold(name, "History") {
		return true
	}
	for _, n := range b.names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// cover is a sheet of keys and values.
func (b *workbook) cover(title string, facts [][2]string) {
	name := b.sheet(title)
	b.widths(name, 26, 70)
	b.put(name, 1, 1, title, style{big: true, bold: true})
	b.check(b.file.SetRowHeight(name, 1, 30))
	for i, f := range facts {
		b.put(name, 1, 3+i, f[0], style{bold: true})
		b.cell(name, 2, 3+i, cell{text: f[1], href: address(f[1])})
		b.check(b.file.SetRowHeight(name, 3+i, height([]cell{{text: f[0]}, {text: f[1]}}, []float64{26, 70})))
	}
	b.print(name, "portrait")
}

// address is a text that is the address of a page.
func address(text string) string {
	if strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") {
		return text
	}
	return ""
}

// widths of the columns by their names, in characters.
var widths = map[string]float64{
	"control": 10, "clause": 10, "title": 32, "group": 22, "maps": 22, "entry": 15, "through": 26, "mentioned": 13, "documented": 13, "met": 13, "evidenced": 13, "applicable": 13, "reasons": 14, "justification": 50, "implemented": 15, "implementation": 17,
	"owner": 17, "documents": 16, "risks": 11, "write-up": 15,
}

// table is a sheet of rows below heads that stay in view, can be filtered by
// and stand on every page.
func (b *workbook) table(title string, t sheet) {
	name := b.sheet(title)
	columns := make([]float64, len(t.names))
	for i, n := range t.names {
		columns[i] = widths[n]
	}
	b.widths(name, columns...)
	for i, h := range t.heads {
		b.cell(name, i+1, 1, cell{text: h, tone: heading})
	}
	for y, row := range t.rows {
		for x, c := range row {
			b.cell(name, x+1, y+2, c)
		}
		b.check(b.file.SetRowHeight(name, y+2, height(row, columns)))
	}
	last, err := excelize.CoordinatesToCellName(len(t.heads), len(t.rows)+1)
	b.check(err)
	b.check(b.file.SetSheetDimension(name, "A1:"+last))
	b.check(b.file.AutoFilter(name, "A1:"+last, nil))
	b.check(b.file.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
	b.check(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoted(name) + "!$1:$1", Scope: name}))
	b.print(name, "landscape")
}

// height is how high a row has to be, in points, for all its text to be seen:
// not every reader finds that out by itself.
func height(row []cell, widths []float64) float64 {
	most := 1
	for i, c := range row {
		lines := 0
		for text := range strings.SplitSeq(c.text, "\n") {
			lines++
			room := max(1, int(widths[i]*1.1))
			used := 0
			for word := range strings.FieldsSeq(text) {
				n := utf8.RuneCountInString(word)
				if used > 0 && used+1+n > room {
					lines, used = lines+1, 0
				}
				for ; n > room; n -= room {
					lines++
				}
				used += n + 1
			}
		}
		most = max(most, lines)
	}
	return min(float64(most)*13.5+3, 409) // which no row may exceed
}

// quoted is the name of a sheet as references have it.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

func (b *workbook) widths(name string, widths ...float64) {
	for i, w := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.check(err)
		b.check(b.file.SetColWidth(name, column, column, w))
	}
}

// print sets a sheet up for the printer: as wide as the paper, with a footer.
func (b *workbook) print(name, orientation string) {
	config := b.s.ISMS.Config
	paper, wide, high, fit := 9, 1, 0, true // A4
	if config.Paper == "letter" {
		paper = 1
	}
	b.check(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	side, end := 0.4, 0.6 // inches
	b.check(b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end}))
	b.check(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}))
	footer := []string{clip(config.Name()), b.s.ISMS.Day.String(), "&P / &N"}
	if d := b.s.Document; d != nil && d.Published {
		footer[1] = clip(strings.TrimSpace(d.ID + " " + d.Front.Version))
	}
	b.check(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L" + footer[0] + "&C" + footer[1] + "&R" + footer[2]}))
}

// clip is a text as a footer has it, where & begins a code and no more than 255
// characters fit in all.
func clip(text string) string {
	if r := []rune(text); len(r) > 60 {
		text = string(r[:59]) + "…"
	}
	return strings.ReplaceAll(text, "&", "&&")
}

// maxLink is how long an address is at most that a workbook takes.
const maxLink = 2079

func (b *workbook) cell(name string, x, y int, c cell) {
	link := c.href != "" && len(c.href) <= maxLink
	at := b.put(name, x, y, c.text, style{tone: c.tone, link: link, bold: c.tone == heading})
	if link {
		b.check(b.file.SetCellHyperLink(name, at, c.href, "External"))
	}
}

// put writes a text, and says in which cell.
func (b *workbook) put(name string, x, y int, text string, s style) string {
	at, err := excelize.CoordinatesToCellName(x, y)
	b.check(err)
	if text != "" {
		b.check(b.file.SetCellStr(name, at, text))
	}
	b.check(b.file.SetCellStyle(name, at, at, b.style(s)))
	return at
}

// fills are the colours of tones.
var fills = [...]string{good: "DDF0E3", part: "FFF0CC", bad: "FBDFDC", out: "E8E8E8", heading: "1F3D45"}

// style returns the number of a style, which is made where it is new.
func (b *workbook) style(s style) int {
	if n, ok := b.styles[s]; ok {
		return n
	}
	x := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: !s.big}, Font: &excelize.Font{Family: "Calibri", Size: 10, Bold: s.bold}}
	if s.big {
		x.Font.Size = 20
	}
	if !s.big {
		x.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: "D9D9D9"}}
	}
	if fill := fills[s.tone]; fill != "" {
		x.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	if s.tone == heading {
		x.Font.Color = "FFFFFF"
	}
	if s.link {
		x.Font.Color, x.Font.Underline = "0B5A66", "single"
	}
	n, err := b.file.NewStyle(x)
	b.check(err)
	b.styles[s] = n
	return n
}
