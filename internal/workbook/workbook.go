// Package workbook writes workbooks of texts: Office Open XML (ISO/IEC 29500-1,
// 18, SpreadsheetML) in a package of ISO/IEC 29500-2. Every cell is text, never
// a formula, a number or a date; the same book gives the same bytes.
//
// It writes what a statement needs and no more: sheets with columns of a width,
// rows of a height, a few styles, links, heads that stay in view and are printed
// on every page, a filter, and how a sheet is printed.
package workbook

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// A Book is a workbook.
type Book struct {
	Title, Author, Company, Language string // Language is a tag of BCP 47
	ID, Version                      string // of the document, may be empty
	Program                          string // that wrote it
	Day                              time.Time
	Letter                           bool // the paper is US Letter; else it is A4
	RightToLeft                      bool
	Footer                           [3]string // at the left, in the middle, at the right; &P and &N are the page and how many there are
	Sheets                           []Sheet
}

// A Sheet is a table.
type Sheet struct {
	Name      string    // one that [Name] made
	Widths    []float64 // of the columns, in characters
	Rows      []Row
	Heads     bool // the first row are heads: it stays in view, is printed on every page, and rows can be filtered by it
	Landscape bool
}

// A Row is a row of a sheet.
type Row struct {
	Height float64 // in points, at most [MaxHeight]; 0: as high as whoever shows it makes it
	Cells  []Cell
}

// A Cell is a text, which may lead to an address.
type Cell struct {
	Text  string // of which Excel takes 32,767 UTF-16 units: what is more is left out, and an ellipsis says so
	Link  string // the address it leads to, not longer than [MaxLink]; empty: none
	Style Style
}

// A Style is how a cell looks. The zero value is black text of 10 points on
// lines that break, with a thin line below.
type Style struct {
	Fill       string // the colour behind the text, as RRGGBB; empty: none
	Color      string // that of the text, as RRGGBB; empty: black
	Bold       bool
	Underlined bool
	Title      bool // large, on one line, without a line below
}

// The limits of Excel.
const (
	MaxLink   = 2079 // how long an address may be, in bytes
	MaxHeight = 409  // how high a row may be, in points
	maxName   = 31   // how long the name of a sheet may be, in UTF-16 units
	maxText   = 32767
	maxLinks  = 65530 // of a sheet
	maxRows   = 1 << 20
)

// Name makes a name for a sheet that a workbook may have and none of others is:
// without some marks, at most 31 UTF-16 units long, and not the one that Excel
// keeps for itself.
func Name(name string, others []Sheet) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, name), " '")
	cut := func(units int) string { return strings.TrimRight(prefix(name, units), " '") }
	name = cmp.Or(name, "Sheet")
	taken := func(name string) bool {
		if strings.EqualFold(name, "History") {
			return true
		}
		for _, s := range others {
			if strings.EqualFold(s.Name, name) {
				return true
			}
		}
		return false
	}
	unique := cut(maxName)
	for n := 2; taken(unique); n++ {
		number := fmt.Sprintf(" %d", n)
		unique = cut(maxName-len(number)) + number
	}
	return unique
}

// prefix is as much of a text as has no more than units of UTF-16.
func prefix(text string, units int) string {
	for i, r := range text {
		if units -= width(r); units < 0 {
			return text[:i]
		}
	}
	return text
}

// width is of how many units of UTF-16 a character is.
func width(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// Bytes is the book as a file. An error says that a sheet has more rows than
// Excel takes.
func (b *Book) Bytes() ([]byte, error) {
	w := &writer{book: b, strings: map[string]int{}, styles: map[Style]int{}}
	var sheets, links [][]byte
	for i := range b.Sheets {
		s := &b.Sheets[i]
		if len(s.Rows) > maxRows {
			return nil, fmt.Errorf("the sheet %s has %d rows; a workbook takes %d", s.Name, len(s.Rows), maxRows)
		}
		sheet, link := w.sheet(i, s)
		sheets, links = append(sheets, sheet), append(links, link)
	}
	var out bytes.Buffer
	file := zip.NewWriter(&out)
	add := func(name string, data []byte) error {
		part, err := file.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.Day})
		if err == nil {
			_, err = part.Write(data)
		}
		return err
	}
	parts := []struct {
		name string
		data []byte
	}{
		{"[Content_Types].xml", w.contentTypes()},
		{"_rels/.rels", packageRelations},
		{"docProps/app.xml", w.appProperties()},
		{"docProps/core.xml", w.coreProperties()},
		{"xl/workbook.xml", w.workbook()},
		{"xl/_rels/workbook.xml.rels", w.workbookRelations()},
		{"xl/styles.xml", w.styleSheet()},
		{"xl/sharedStrings.xml", w.sharedStrings()},
	}
	for _, p := range parts {
		if err := add(p.name, p.data); err != nil {
			return nil, err
		}
	}
	for i := range sheets {
		if err := add(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), sheets[i]); err != nil {
			return nil, err
		}
		if len(links[i]) == 0 {
			continue
		}
		if err := add(fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", i+1), links[i]); err != nil {
			return nil, err
		}
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// appendText appends a text as XML has it, in an element or an attribute. What
// XML cannot have becomes U+FFFD.
func appendText(dst []byte, s string) []byte {
	plain := 0
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		var with string
		switch {
		case r == '&':
			with = "&amp;"
		case r == '<':
			with = "&lt;"
		case r == '>':
			with = "&gt;"
		case r == '"':
			with = "&#34;"
		case r == '\n':
			with = "&#10;"
		case r == '\r':
			with = "&#13;"
		case r == '\t':
			with = "&#9;"
		case r < ' ' || r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff:
			with = "\ufffd"
		default:
			i += n
			continue
		}
		dst = append(append(dst, s[plain:i]...), with...)
		i += n
		plain = i
	}
	return append(dst, s[plain:]...)
}

// appendString appends a text as an ST_Xstring (ISO/IEC 29500-1, 22.9.2.19),
// where _x and four digits of 16 and _ stand for a character: the first _ of
// such is written in that way itself.
func appendString(dst []byte, s string) []byte {
	for {
		i := strings.Index(s, "_x")
		if i < 0 {
			return appendText(dst, s)
		}
		dst = appendText(dst, s[:i])
		if s = s[i:]; isCode(s) {
			dst = append(dst, "_x005F_"...)
		} else {
			dst = append(dst, '_')
		}
		s = s[1:]
	}
}

// isCode says that a text that begins with _x goes on as the code of a character.
func isCode(s string) bool {
	if len(s) < len("_x0000_") || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
			return false
		}
	}
	return true
}
