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
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf16"
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
	Footer                           [3]string // at the left, in the middle, at the right, of which 80 UTF-16 units each are kept; && is an ampersand, &P and &N are the page and how many there are
	Sheets                           []Sheet   // at least one
}

// A Sheet is a table.
type Sheet struct {
	Name      string    // one that [Name] made
	Widths    []float64 // of the columns, in characters, at most 255
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
	Link  string // the address it leads to, one that [CanLink]; others are left out
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
	MaxHeight  = 409   // how high a row may be, in points
	maxLink    = 2079  // how long an address may be, in bytes
	maxName    = 31    // how long the name of a sheet may be, in UTF-16 units
	maxText    = 32767 // of a cell, in UTF-16 units
	maxWidth   = 255   // of a column, in characters
	maxFooter  = 80    // of each part, in UTF-16 units: 255 in all, with what parts them
	maxLinks   = 65530 // of a sheet
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// CanLink says whether a cell may lead to an address: one of a host, as RFC 3986
// has it, of at most 2,079 bytes.
func CanLink(address string) bool {
	if address == "" || len(address) > maxLink {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Scheme != "" && u.Host != ""
}

// Name makes a name for a sheet that a workbook may have and none of others is:
// without some marks, at most 31 UTF-16 units long, and not the one that Excel
// keeps for itself.
func Name(name string, others []Sheet) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || !inXML(r) || r < ' ' {
			return ' '
		}
		return r
	}, name)
	for i := range name {
		if isCode(name[i:]) { // not every reader knows that it is none
			name = name[:i] + " " + name[i+1:]
		}
	}
	name = cmp.Or(strings.Trim(name, " '"), "Sheet")
	cut := func(units int) string { return strings.TrimRight(prefix(name, units), " '") }
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
		if units -= utf16.RuneLen(r); units < 0 {
			return text[:i]
		}
	}
	return text
}

// Bytes is the book as a file. An error says that there is no sheet, or that one
// has more rows or columns than Excel takes.
func (b *Book) Bytes() ([]byte, error) {
	if len(b.Sheets) == 0 {
		return nil, errors.New("a workbook has at least one sheet")
	}
	w := &writer{book: b, strings: map[string]int{}, styles: map[Style]int{}}
	var sheets, links [][]byte
	for i := range b.Sheets {
		s := &b.Sheets[i]
		if rows, columns := len(s.Rows), s.columns(); rows > maxRows || columns > maxColumns {
			return nil, fmt.Errorf("the sheet %s has %d rows and %d columns; a workbook takes %d and %d", s.Name, rows, columns, maxRows, maxColumns)
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
		case !inXML(r) || r == utf8.RuneError && n == 1:
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

// inXML says whether a document of XML 1.0 may hold a character.
func inXML(r rune) bool {
	return r >= ' ' && r != 0xfffe && r != 0xffff || r == '\t' || r == '\n' || r == '\r'
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

// isCode says that a text begins with the code of a character.
func isCode(s string) bool {
	if len(s) < len("_x0000_") || s[:2] != "_x" || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
			return false
		}
	}
	return true
}
