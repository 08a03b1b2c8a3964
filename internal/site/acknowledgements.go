package site

import "annexa/internal/isms"

// Acknowledgements is the page of how far the documents that want it are
// acknowledged by their readers. It names nobody.
type Acknowledgements struct {
	Date      string
	Hidden    bool // the register is not published here
	Register  Link // may be zero
	Documents []AcknowledgedDocument
}

// An AcknowledgedDocument is how far one is acknowledged.
type AcknowledgedDocument struct {
	Document Entry
	Anchor   string
	Version  string // in force
	Since    string // the version from which on an acknowledgement counts
	Readers  []Readership
	Versions []AcknowledgedVersion // the latest first
}

// A Readership is an audience with how many of it have acknowledged what counts.
type Readership struct {
	Audience string // empty where it is not said
	Lang     *Lang  // of the audience
	Done     int
	Of       int // 0 where it is not known
	Percent  int // of those, at most 100
}

// An AcknowledgedVersion is an audience that acknowledged a version.
type AcknowledgedVersion struct {
	Version, Audience string // empty where it is not said
	Lang              *Lang  // of the audience
	Done              int
	Last              string
	Counts            Chip
}

// acknowledgements adds their page, if any document wants them.
func (s *Site) acknowledgements() error {
	if !s.acknowledged() {
		return nil
	}
	return s.page(header{acknowledgementsPage, section{coverageSection, "acknowledgements"}, s.say("acknowledge.title"), s.say("acknowledge.about")}, "acknowledgements.html", s.acknowledgementsView)
}

// acknowledged says that a published document wants to be acknowledged.
func (s *Site) acknowledged() bool {
	for _, d := range s.shown {
		if d.Front.Acknowledge != "" && d.InForce() {
			return true
		}
	}
	return false
}

func (s *Site) acknowledgementsView(at seat) any {
	v := Acknowledgements{Date: s.date(s.m.Day)}
	r, here := s.m.Register("acknowledgements")
	if v.Hidden = !here && s.m.Level != ""; here {
		v.Register = at.link(r.Page, r.Schema.TitleIn(s.opt.Words))
	}
	for _, a := range s.m.Acknowledgements() {
		if a.Document.Published && a.Document.Page != "" {
			v.Documents = append(v.Documents, s.acknowledgedDocument(at, a))
		}
	}
	return v
}

func (s *Site) acknowledgedDocument(at seat, a isms.Acknowledged) AcknowledgedDocument {
	v := AcknowledgedDocument{Document: at.document(a.Document), Anchor: "Of-" + a.Document.ID, Version: a.Document.Front.Version, Since: a.Since}
	lang := s.documentLang(a.Document)
	for _, r := range a.Readers {
		w := Readership{Audience: r.Audience, Lang: lang, Done: r.Done, Of: r.Of}
		if r.Of > 0 {
			w.Percent = min(r.Done*100/r.Of, 100)
		}
		v.Readers = append(v.Readers, w)
	}
	for _, r := range a.Versions {
		w := AcknowledgedVersion{Version: r.Version, Audience: r.Audience, Lang: lang, Done: r.Done, Last: s.date(r.Last), Counts: s.chip("no", "acknowledge.counts-not")}
		if r.Counts {
			w.Counts = s.chip("yes", "acknowledge.counts")
		}
		v.Versions = append(v.Versions, w)
	}
	return v
}
