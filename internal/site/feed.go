package site

import (
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"html"

	"github.com/gorilla/feeds"
)

// feedFile is the feed of changes (RFC 4287).
const feedFile = "changes.atom"

// feed is what was changed last. An entry's id follows from the document and
// its version, so it is the same wherever the site lies.
func (s *Site) feed() ([]byte, error) {
	c := s.m.Config
	at := s.seat(feedFile)
	link := func(page string) *feeds.Link { return &feeds.Link{Href: c.Base + page, Rel: "alternate"} }
	f := &feeds.Feed{
		Title: s.siteName() + ": " + s.say("changes.title"), Link: link("index.html"), Id: uuid("feed", s.siteName()), Updated: s.m.Day.Time(), Author: &feeds.Author{Name: c.Name()},
	}
	for _, change := range newestFirst(s.allChanges(at), maxFeedChanges) {
		f.Items = append(f.Items, &feeds.Item{
			Title: joined(" ", change.ID, change.Title, change.Version), Link: link(string(change.Href)), Id: uuid(change.ID, change.Version), Description: html.EscapeString(change.What), Updated: change.day.Time(),
		})
	}
	atom := spokenFeed{(&feeds.Atom{Feed: f}).AtomFeed(), s.language}
	atom.Id = f.Id // the library would take the link, which may be relative
	text, err := xml.MarshalIndent(atom, "", "  ")
	return append([]byte(xml.Header), text...), err
}

// A spokenFeed is a feed that says its language.
type spokenFeed struct {
	*feeds.AtomFeed
	Language string `xml:"xml:lang,attr"`
}

// uuid is a name-based UUID of version 8 (RFC 9562, 5.8), as a URN.
func uuid(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s", len(w), w)
	}
	b := h.Sum(nil)[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
