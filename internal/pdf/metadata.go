package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode"

	"annexa/internal/pdf/object"
)

const producer = "Annexa"

// describe writes what the file says of itself: language, information
// dictionary and XMP, which must agree, and the output intent.
func (f *finishing) describe(meta Meta) {
	c, g := f.catalog, &f.g
	title := clean(f.d.pages.Title)
	language := f.d.pages.Language
	if language == "" {
		language = "en"
	}
	c.Set("Lang", object.Text(language))
	if f.d.pages.RightToLeft {
		c.Set("ViewerPreferences", object.Verbatim("<</DisplayDocTitle true/Direction/R2L>>"))
	} else {
		c.Set("ViewerPreferences", object.Verbatim("<</DisplayDocTitle true>>"))
	}
	xmp := f.xmp(title, meta)
	c.Set("Metadata", g.Add(&object.Stream{Dict: new(object.Dict).Set("Type", object.Name("Metadata")).Set("Subtype", object.Name("XML")), Raw: xmp}))
	intent := new(object.Dict).Set("Type", object.Name("OutputIntent")).Set("S", object.Name("GTS_PDFA1")).
		Set("OutputConditionIdentifier", object.String("sRGB")).
		Set("Info", object.String("sRGB")).
		Set("DestOutputProfile", g.Add(f.w.profile))
	c.Set("OutputIntents", object.Array{g.Add(intent)})
	root := g.Trailer.Get("Root").(object.Ref)
	g.Apart(root)

	info := new(object.Dict).Set("Title", object.Text(title)).Set("Producer", object.Text(producer)).
		Set("CreationDate", object.String(date(meta.Date))).Set("ModDate", object.String(date(meta.Date)))
	for _, e := range []struct {
		key   object.Name
		value string
	}{{"Author", clean(meta.Author)}, {"Subject", clean(meta.Subject)}, {"Keywords", clean(strings.Join(meta.Keywords, ", "))}} {
		if e.value != "" {
			info.Set(e.key, object.Text(e.value))
		}
	}
	g.Trailer.Set("Info", g.Add(info))
}

// date is a date as PDF writes it (7.9.4).
func date(t time.Time) string { return t.UTC().Format("D:20060102150405") + "+00'00'" }

// clean drops what XML cannot hold, and no list of bookmarks can show.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // a Buffer takes every byte
	return b.String()
}

// xmp is the metadata stream (ISO 19005-2, 6.6): which standards the file
// claims, with the extension schema that PDF/A demands for PDF/UA's property,
// and the entries of the information dictionary again.
func (f *finishing) xmp(title string, meta Meta) []byte {
	var b bytes.Buffer
	stamp := meta.Date.UTC().Format("2006-01-02T15:04:05Z")
	part := 2
	if len(meta.Attached) > 0 {
		part = 3
	}
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n")
	fmt.Fprintf(&b, `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>%d</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>`+"\n", part)
	b.WriteString(`<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>` + "\n")
	fmt.Fprintf(&b, `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`, escape(title))
	if a := clean(meta.Author); a != "" {
		fmt.Fprintf(&b, `<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>`, escape(a))
	}
	if s := clean(meta.Subject); s != "" {
		fmt.Fprintf(&b, `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>`, escape(s))
	}
	b.WriteString("</rdf:Description>\n")
	fmt.Fprintf(&b, `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate></rdf:Description>`+"\n", stamp, stamp)
	fmt.Fprintf(&b, `<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>%s</pdf:Producer>`, producer)
	if k := clean(strings.Join(meta.Keywords, ", ")); k != "" {
		fmt.Fprintf(&b, `<pdf:Keywords>%s</pdf:Keywords>`, escape(k))
	}
	b.WriteString("</rdf:Description>\n" + uaSchema + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n")
	return b.Bytes()
}

const uaSchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
`
