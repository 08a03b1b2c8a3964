package site

import (
	"bytes"
	"cmp"
	"html/template"
	"strings"

	"annexa/internal/prose"
)

// Layout is what surrounds every page. Title, Description, Address and Content
// are marks that are replaced on each page by its own: they may stand in text
// and between the quotes of an attribute, nowhere else.
type Layout struct {
	Language    string       // tag of BCP 47
	Direction   string       // ltr or rtl
	Title       string       // mark
	Description string       // mark
	Address     template.URL // mark; empty where annexa.yaml names no base
	Content     template.HTML
	Site        string // the title of the site
	Name        string // short name of the organisation
	Logo        *Logo  // before that; nil where the theme has none of the project's own
	Home        template.URL
	Search      template.URL // the page to search on
	Assets      template.URL // the folder of the theme, with a slash at its end
	Navigation  []NavItem
	Report      *Link // where a security event is reported
	Edition     string
	Level       string // what is on the site, where that is not all
	Date        string
	Generator   string
	Manifest    template.URL
	Changes     template.URL // the feed
}

// A Logo is a picture as large as it is shown, in pixels.
type Logo struct {
	Href          template.URL
	Width, Height int
}

// logoHeight and logoWidth are how large a logo is at most, in pixels, as the
// style sheet has it.
const logoHeight, logoWidth = 28, 160

// logo is the theme's, as seen from a seat.
func (s *Site) logo(at seat) *Logo {
	if s.opt.Logo == "" {
		return nil
	}
	width, height := max(1, s.opt.LogoSize.Width*logoHeight/s.opt.LogoSize.Height), logoHeight
	if width > logoWidth {
		width, height = logoWidth, max(1, s.opt.LogoSize.Height*logoWidth/s.opt.LogoSize.Width)
	}
	return &Logo{at.to(AssetFolder + s.opt.Logo), width, height}
}

// A NavItem is a section of the navigation; Parts are there for the one the
// reader is in.
type NavItem struct {
	Link
	Current bool
	Parts   []NavPart
}

// A NavPart is a part of a section.
type NavPart struct {
	Link
	Current bool
}

// A section is where in the navigation a page belongs.
type section struct{ name, part string }

// A frameKey tells frames apart: links differ by depth, the navigation by
// section.
type frameKey struct {
	root string
	section
}

// A frame is the layout cut at its marks.
type frame []piece

// A piece is text and the slot that comes after it.
type piece struct {
	text []byte
	slot slot
}

type slot uint8

const (
	noSlot slot = iota
	titleSlot
	descriptionSlot
	addressSlot
	contentSlot
)

// marks stand in the layout where a slot is. That of the address passes through
// the escaping of addresses as it is.
var marks = map[slot]string{titleSlot: "\ue000title\ue001", descriptionSlot: "\ue000description\ue001", addressSlot: "~~~address~~~", contentSlot: "\ue000content\ue001"}

// A header is what a page puts into its frame.
type header struct {
	path        string
	section     section
	title       string // before the name of the site; may be empty
	description string // the title where there is none
}

// page adds a page that is a template executed against a view. The view is
// made when the page is rendered.
func (s *Site) page(h header, name string, view func(at seat) any) error {
	at := s.seat(h.path)
	key := frameKey{at.root, h.section}
	if _, ok := s.frames[key]; !ok {
		f, err := s.frame(at, h.section)
		if err != nil {
			return err
		}
		s.frames[key] = f
	}
	s.addresses = append(s.addresses, s.address(h.path))
	s.pages = append(s.pages, s.framed(h, name, view))
	return nil
}

// framed is a page of which the frame is there.
func (s *Site) framed(h header, name string, view func(at seat) any) Page {
	at := s.seat(h.path)
	f := s.frames[frameKey{at.root, h.section}]
	return Page{h.path, func(dst []byte) ([]byte, error) {
		for _, piece := range f {
			dst = append(dst, piece.text...)
			switch piece.slot {
			case titleSlot:
				if h.title != "" {
					dst = append(prose.AppendEscaped(dst, h.title), " · "...)
				}
				dst = prose.AppendEscaped(dst, s.siteName())
			case descriptionSlot:
				dst = prose.AppendEscaped(dst, cmp.Or(h.description, h.title))
			case addressSlot:
				dst = prose.AppendEscaped(dst, s.address(h.path))
			case contentSlot:
				var err error
				if dst, err = s.templates.Append(dst, name, view(at)); err != nil {
					return nil, err
				}
			}
		}
		return dst, nil
	}}
}

// address is where a page is found on the web, if annexa.yaml says where the
// site is.
func (s *Site) address(page string) string {
	if s.m.Config.Base == "" {
		return ""
	}
	return s.m.Config.Base + escapePath(page)
}

func (s *Site) siteName() string {
	if name := s.m.Config.Name(); name != s.m.Config.Title {
		return name + " " + s.m.Config.Title
	}
	return s.m.Config.Title
}

// frame renders the layout as seen from a seat, and cuts it at its marks.
func (s *Site) frame(at seat, in section) (frame, error) {
	c := s.m.Config
	view := Layout{
		Language: s.language, Direction: s.direction(), Site: c.Title, Name: c.Name(), Generator: s.opt.Generator,
		Title: marks[titleSlot], Description: marks[descriptionSlot], Content: template.HTML(marks[contentSlot]),
		Home: at.to("index.html"), Search: at.to("search.html"), Assets: template.URL(at.root + "assets/"), Manifest: at.to("manifest.json"), Changes: at.to(feedFile),
		Edition: s.m.Standard.Edition().Name(), Level: s.level(), Date: s.date(s.m.Day), Navigation: s.navigation(at, in), Report: s.report(), Logo: s.logo(at),
	}
	if c.Base != "" {
		view.Address = template.URL(marks[addressSlot])
	}
	layout, err := s.templates.Append(make([]byte, 0, 8<<10), "layout.html", view)
	if err != nil {
		return nil, err
	}
	return cut(layout), nil
}

// cut cuts a rendered layout at its marks.
func cut(layout []byte) frame {
	var f frame
	for {
		at, next := len(layout), noSlot
		for slot, mark := range marks {
			if i := bytes.Index(layout, []byte(mark)); i >= 0 && i < at {
				at, next = i, slot
			}
		}
		f = append(f, piece{layout[:at:at], next})
		if next == noSlot {
			return f
		}
		layout = layout[at+len(marks[next]):]
	}
}

// report is where a security event is reported, by mail or on the web; nil
// where annexa.yaml names no such contact.
func (s *Site) report() *Link {
	contact := s.m.Config.Contacts["security-event"]
	switch {
	case contact == "":
		return nil
	case strings.HasPrefix(contact, "https://"), strings.HasPrefix(contact, "http://"):
		return &Link{Href: template.URL(contact), Text: contact}
	case strings.Contains(contact, "@"):
		return &Link{Href: template.URL("mailto:" + escapePath(contact)), Text: contact}
	}
	return &Link{Href: template.URL("tel:" + escapePath(strings.ReplaceAll(contact, " ", ""))), Text: contact}
}
