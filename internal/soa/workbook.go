package soa

import (
	"strings"
	"unicode/utf8"

	"annexa/internal/workbook"
)

// newBook is a workbook of a statement, without sheets.
func newBook(s *Statement, w Words) *workbook.Book {
	config := s.ISMS.Config
	b := &workbook.Book{
		Title: w.Say("soa.title"), Author: config.Organisation.Name, Company: config.Organisation.Name, Language: config.Language, Program: "Annexa",
		Day: s.ISMS.Day.Time(), Letter: config.Paper == "letter", RightToLeft: w.RightToLeft, Footer: [3]string{clip(config.Name()), s.ISMS.Day.String(), "&P / &N"},
	}
	if d := s.Document; d != nil && d.Published {
		b.ID, b.Version = d.ID, d.Front.Version
		b.Footer[1] = clip(strings.TrimSpace(d.ID + " " + d.Front.Version))
	}
	return b
}

// clip is a text as a footer has it, where & begins a code, and not so long that it
// meets the next.
func clip(text string) string {
	if r := []rune(text); len(r) > 60 {
		text = string(r[:59]) + "…"
	}
	return strings.ReplaceAll(text, "&", "&&")
}

// addCover adds a sheet of keys and values.
func addCover(b *workbook.Book, title string, facts [][2]string) {
	cover := workbook.Sheet{Name: workbook.Name(title, b.Sheets), Widths: []float64{26, 70}}
	cover.Rows = append(cover.Rows, workbook.Row{Height: 30, Cells: []workbook.Cell{{Text: title, Style: workbook.Style{Title: true, Bold: true}}}}, workbook.Row{})
	for _, f := range facts {
		row := []cell{{text: f[0]}, {text: f[1], href: address(f[1])}}
		cells := cellsOf(row)
		cells[0].Style.Bold = true
		cover.Rows = append(cover.Rows, workbook.Row{Height: height(row, cover.Widths), Cells: cells})
	}
	b.Sheets = append(b.Sheets, cover)
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

// addTable adds a sheet of rows below heads.
func addTable(b *workbook.Book, title string, t sheet) {
	out := workbook.Sheet{Name: workbook.Name(title, b.Sheets), Heads: true, Landscape: true, Widths: make([]float64, len(t.names)), Rows: make([]workbook.Row, 0, len(t.rows)+1)}
	for i, n := range t.names {
		out.Widths[i] = widths[n]
	}
	heads := make([]cell, len(t.heads))
	for i, h := range t.heads {
		heads[i] = cell{text: h, tone: heading}
	}
	out.Rows = append(out.Rows, workbook.Row{Cells: cellsOf(heads)})
	for _, row := range t.rows {
		out.Rows = append(out.Rows, workbook.Row{Height: height(row, out.Widths), Cells: cellsOf(row)})
	}
	b.Sheets = append(b.Sheets, out)
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
	return min(float64(most)*13.5+3, workbook.MaxHeight)
}

// looks are those of tones; headings are bold.
var looks = [...]workbook.Style{
	noTone: {}, good: {Fill: "DDF0E3"}, part: {Fill: "FFF0CC"}, bad: {Fill: "FBDFDC"}, out: {Fill: "E8E8E8"}, heading: {Fill: "1F3D45", Color: "FFFFFF", Bold: true},
}

// cellsOf are the cells of a row as a workbook has them: what leads somewhere
// looks like it.
func cellsOf(row []cell) []workbook.Cell {
	cells := make([]workbook.Cell, len(row))
	for i, c := range row {
		style := looks[c.tone]
		if workbook.CanLink(c.href) {
			style.Color, style.Underlined = "0B5A66", true
		}
		cells[i] = workbook.Cell{Text: c.text, Link: c.href, Style: style}
	}
	return cells
}
