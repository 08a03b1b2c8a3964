package workbook

import (
	"strconv"
	"strings"
)

// sheet is a sheet (ISO/IEC 29500-1, 18.3.1.99), and the relations that its
// links need, none where it has no links.
func (w *writer) sheet(i int, s *Sheet) (sheet, relations []byte) {
	columns := s.columns()
	last := column(columns) + strconv.Itoa(max(len(s.Rows), 1))
	b := []byte(header + `<worksheet xmlns="` + spreadsheet + `" xmlns:r="` + office + `relationships"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:` + last + `"/><sheetViews><sheetView`)
	if w.book.RightToLeft {
		b = append(b, ` rightToLeft="1"`...)
	}
	if i == 0 {
		b = append(b, ` tabSelected="1"`...)
	}
	b = append(b, ` workbookViewId="0"`...)
	if s.Heads {
		b = append(b, `><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView>`...)
	} else {
		b = append(b, `/>`...)
	}
	b = append(b, `</sheetViews><sheetFormatPr defaultRowHeight="15"/>`...)
	if len(s.Widths) > 0 {
		b = append(b, `<cols>`...)
		for x, width := range s.Widths {
			n := strconv.Itoa(x + 1)
			b = append(b, `<col min="`+n+`" max="`+n+`" width="`...)
			b = append(strconv.AppendFloat(b, min(width, maxWidth), 'f', -1, 64), `" customWidth="1"/>`...)
		}
		b = append(b, `</cols>`...)
	}
	b = append(b, `<sheetData>`...)
	names := make([]string, columns)
	for x := range names {
		names[x] = column(x + 1)
	}
	var links []byte // the cells that lead somewhere
	count := 0
	for y, row := range s.Rows {
		b = append(strconv.AppendInt(append(b, `<row r="`...), int64(y+1), 10), '"')
		if row.Height > 0 {
			b = append(strconv.AppendFloat(append(b, ` ht="`...), min(row.Height, MaxHeight), 'f', -1, 64), `" customHeight="1"`...)
		}
		b = append(b, '>')
		for x, c := range row.Cells {
			b = strconv.AppendInt(append(append(b, `<c r="`...), names[x]...), int64(y+1), 10)
			b = strconv.AppendInt(append(b, `" s="`...), int64(w.style(c.Style)), 10)
			if c.Text == "" {
				b = append(b, `"/>`...)
			} else {
				b = append(strconv.AppendInt(append(b, `" t="s"><v>`...), int64(w.text(c.Text)), 10), `</v></c>`...)
			}
			if !CanLink(c.Link) || count == maxLinks {
				continue
			}
			count++
			links = strconv.AppendInt(append(append(links, `<hyperlink ref="`...), names[x]...), int64(y+1), 10)
			links = append(strconv.AppendInt(append(links, `" r:id="rId`...), int64(count), 10), `"/>`...)
			relations = append(strconv.AppendInt(append(relations, `<Relationship Id="rId`...), int64(count), 10), `" Type="`+office+`relationships/hyperlink" Target="`...)
			relations = append(appendText(relations, c.Link), `" TargetMode="External"/>`...)
		}
		b = append(b, `</row>`...)
	}
	b = append(b, `</sheetData>`...)
	if s.Heads {
		b = append(b, `<autoFilter ref="A1:`+last+`"/>`...)
	}
	if count > 0 {
		b = append(append(append(b, `<hyperlinks>`...), links...), `</hyperlinks>`...)
		relations = append(append([]byte(header+`<Relationships xmlns="`+packages+`relationships">`), relations...), `</Relationships>`...)
	}
	return append(w.print(b, s), `</worksheet>`...), relations
}

// columns is how many columns a sheet has.
func (s *Sheet) columns() int {
	n := max(len(s.Widths), 1)
	for _, row := range s.Rows {
		n = max(n, len(row.Cells))
	}
	return n
}

// print appends how a sheet is printed: as wide as the paper, with a footer.
func (w *writer) print(b []byte, s *Sheet) []byte {
	paper, orientation := "9", "portrait"
	if w.book.Letter {
		paper = "1"
	}
	if s.Landscape {
		orientation = "landscape"
	}
	b = append(b, `<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="`+paper+`" orientation="`+orientation+`" fitToWidth="1" fitToHeight="0"/>`...)
	if w.book.Footer == [3]string{} {
		return b
	}
	b = append(b, `<headerFooter><oddFooter>`...)
	for i, part := range w.book.Footer {
		b = append(append(b, "&amp;"...), "LCR"[i])
		b = appendString(b, footerPart(part))
	}
	return append(b, `</oddFooter></headerFooter>`...)
}

// footerPart is as much of a part of a footer as is kept, without half a code at
// its end.
func footerPart(part string) string {
	short := prefix(part, maxFooter)
	if n := len(short) - len(strings.TrimRight(short, "&")); n%2 == 1 {
		short = short[:len(short)-1]
	}
	return short
}

// column is the name of a column, from 1 on: A, B, …, Z, AA, AB.
func column(n int) string {
	var b [8]byte
	i := len(b)
	for n = max(n, 1); n > 0; n = (n - 1) / 26 {
		i--
		b[i] = byte('A' + (n-1)%26)
	}
	return string(b[i:])
}
