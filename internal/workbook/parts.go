package workbook

import (
	"strconv"
	"strings"
)

// A writer writes the parts of a book.
type writer struct {
	book    *Book
	texts   []byte         // the items of the shared strings
	strings map[string]int // their numbers
	uses    int            // how often one is used
	styles  map[Style]int  // their numbers, from 1 on
	looks   []Style
}

// What the parts begin with, and where their names and kinds come from.
const (
	header      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	office      = "http://schemas.openxmlformats.org/officeDocument/2006/"
	packages    = "http://schemas.openxmlformats.org/package/2006/"
	spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeType  = "application/vnd.openxmlformats-officedocument."
)

var packageRelations = []byte(header + `<Relationships xmlns="` + packages + `relationships">` +
	`<Relationship Id="rId1" Type="` + office + `relationships/officeDocument" Target="xl/workbook.xml"/>` +
	`<Relationship Id="rId2" Type="` + packages + `relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + office + `relationships/extended-properties" Target="docProps/app.xml"/>` +
	`</Relationships>`)

// contentTypes says of what kind each part is (ISO/IEC 29500-2, 10.1.2).
func (w *writer) contentTypes() []byte {
	b := []byte(header + `<Types xmlns="` + packages + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	add := func(part, is string) {
		b = append(b, `<Override PartName="`+part+`" ContentType="`+is+`+xml"/>`...)
	}
	add("/docProps/app.xml", officeType+"extended-properties")
	add("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties")
	add("/xl/workbook.xml", officeType+"spreadsheetml.sheet.main")
	add("/xl/styles.xml", officeType+"spreadsheetml.styles")
	add("/xl/sharedStrings.xml", officeType+"spreadsheetml.sharedStrings")
	for i := range w.book.Sheets {
		add("/xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml", officeType+"spreadsheetml.worksheet")
	}
	return append(b, `</Types>`...)
}

// appProperties are those of ISO/IEC 29500-1, 22.2.
func (w *writer) appProperties() []byte {
	b := []byte(header + `<Properties xmlns="` + office + `extended-properties">`)
	b = appendElement(b, "Application", w.book.Program)
	b = appendElement(b, "Company", w.book.Company)
	return append(b, `</Properties>`...)
}

// coreProperties are those of ISO/IEC 29500-2, 11.
func (w *writer) coreProperties() []byte {
	b := []byte(header + `<cp:coreProperties xmlns:cp="` + packages + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	b = appendElement(b, "dc:title", w.book.Title)
	b = appendElement(b, "dc:creator", w.book.Author)
	b = appendElement(b, "cp:lastModifiedBy", w.book.Program)
	b = appendElement(b, "dc:identifier", w.book.ID)
	b = appendElement(b, "dc:language", w.book.Language)
	b = appendElement(b, "cp:version", w.book.Version)
	day := w.book.Day.UTC().Format("2006-01-02T15:04:05Z")
	for _, name := range []string{"created", "modified"} {
		b = append(b, `<dcterms:`+name+` xsi:type="dcterms:W3CDTF">`+day+`</dcterms:`+name+`>`...)
	}
	return append(b, `</cp:coreProperties>`...)
}

// appendElement appends an element with a text, unless that is empty.
func appendElement(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	b = append(b, "<"+name+">"...)
	return append(appendText(b, text), "</"+name+">"...)
}

// workbook is the list of sheets, and what of them is filtered and printed
// (ISO/IEC 29500-1, 18.2.27).
func (w *writer) workbook() []byte {
	b := []byte(header + `<workbook xmlns="` + spreadsheet + `" xmlns:r="` + office + `relationships"><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="14000"/></bookViews><sheets>`)
	for i, s := range w.book.Sheets {
		n := strconv.Itoa(i + 1)
		b = appendText(append(b, `<sheet name="`...), s.Name)
		b = append(b, `" sheetId="`+n+`" r:id="rId`+n+`"/>`...)
	}
	b = append(b, `</sheets>`...)
	var names []byte
	for i, s := range w.book.Sheets {
		if !s.Heads {
			continue
		}
		quoted := "'" + strings.ReplaceAll(s.Name, "'", "''") + "'!"
		add := func(name, more, refersTo string) {
			names = append(names, `<definedName name="`+name+`" localSheetId="`+strconv.Itoa(i)+`"`+more+`>`...)
			names = append(appendText(appendText(names, quoted), refersTo), `</definedName>`...)
		}
		add("_xlnm._FilterDatabase", ` hidden="1"`, "$A$1:$"+column(s.columns())+"$"+strconv.Itoa(max(len(s.Rows), 1)))
		add("_xlnm.Print_Titles", "", "$1:$1")
	}
	if len(names) > 0 {
		b = append(append(append(b, `<definedNames>`...), names...), `</definedNames>`...)
	}
	return append(b, `</workbook>`...)
}

func (w *writer) workbookRelations() []byte {
	b := []byte(header + `<Relationships xmlns="` + packages + `relationships">`)
	n := 0
	add := func(is, target string) {
		n++
		b = append(b, `<Relationship Id="rId`+strconv.Itoa(n)+`" Type="`+office+`relationships/`+is+`" Target="`+target+`"/>`...)
	}
	for i := range w.book.Sheets {
		add("worksheet", "worksheets/sheet"+strconv.Itoa(i+1)+".xml")
	}
	add("styles", "styles.xml")
	add("sharedStrings", "sharedStrings.xml")
	return append(b, `</Relationships>`...)
}

// sharedStrings are the texts of all cells, each once (ISO/IEC 29500-1, 18.4.9).
func (w *writer) sharedStrings() []byte {
	b := []byte(header + `<sst xmlns="` + spreadsheet + `" count="` + strconv.Itoa(w.uses) + `" uniqueCount="` + strconv.Itoa(len(w.strings)) + `">`)
	return append(append(b, w.texts...), `</sst>`...)
}

// text is the number of a text among the shared strings.
func (w *writer) text(s string) int {
	w.uses++
	n, ok := w.strings[s]
	if ok {
		return n
	}
	n = len(w.strings)
	w.strings[s] = n
	open := `<si><t>`
	if short := prefix(s, maxText-1); len(short) < len(s) && len(prefix(s, maxText)) < len(s) {
		s = short + "…"
	}
	if strings.TrimSpace(s) != s {
		open = `<si><t xml:space="preserve">`
	}
	w.texts = append(appendString(append(w.texts, open...), s), `</t></si>`...)
	return n
}

// styleSheet are the styles in use (ISO/IEC 29500-1, 18.8.39). Number 0 is that
// of cells which have none, whose font is the one that widths are counted in; the
// first two fills are set by Excel.
func (w *writer) styleSheet() []byte {
	b := []byte(header + `<styleSheet xmlns="` + spreadsheet + `"><fonts count="` + strconv.Itoa(len(w.looks)+1) + `"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>`)
	for _, s := range w.looks {
		b = append(b, `<font>`...)
		if s.Bold {
			b = append(b, `<b/>`...)
		}
		if s.Underlined {
			b = append(b, `<u/>`...)
		}
		size := `<sz val="10"/>`
		if s.Title {
			size = `<sz val="20"/>`
		}
		b = append(b, size...)
		if s.Color != "" {
			b = append(appendText(append(b, `<color rgb="FF`...), s.Color), `"/>`...)
		}
		b = append(b, `<name val="Calibri"/><family val="2"/></font>`...)
	}
	b = append(b, `</fonts><fills count="`+strconv.Itoa(len(w.looks)+2)+`"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`...)
	for _, s := range w.looks {
		if s.Fill == "" {
			b = append(b, `<fill><patternFill patternType="none"/></fill>`...)
			continue
		}
		b = append(appendText(append(b, `<fill><patternFill patternType="solid"><fgColor rgb="FF`...), s.Fill), `"/><bgColor indexed="64"/></patternFill></fill>`...)
	}
	b = append(b, `</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>`+
		`<border><left/><right/><top/><bottom style="thin"><color rgb="FFD9D9D9"/></bottom><diagonal/></border></borders>`+
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`...)
	b = append(b, `<cellXfs count="`+strconv.Itoa(len(w.looks)+1)+`"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`...)
	for i, s := range w.looks {
		border, wrap := "1", ` wrapText="1"`
		if s.Title {
			border, wrap = "0", ""
		}
		b = append(b, `<xf numFmtId="0" fontId="`+strconv.Itoa(i+1)+`" fillId="`+strconv.Itoa(i+2)+`" borderId="`+border+
			`" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"`+wrap+`/></xf>`...)
	}
	return append(b, `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`...)
}

// style is the number of a style.
func (w *writer) style(s Style) int {
	n, ok := w.styles[s]
	if !ok {
		w.looks = append(w.looks, s)
		n = len(w.looks)
		w.styles[s] = n
	}
	return n
}
