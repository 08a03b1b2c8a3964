package site

import (
	"encoding/hex"
	"encoding/json"
	"html/template"
	"strconv"
	"strings"

	"annexa/internal/isms"
)

// Verify is the page that compares files with what was published, in the
// reader's browser.
type Verify struct {
	List   template.URL // the list of what was published
	Script template.URL
	PDF    bool // there are PDFs
}

// A Listed is a published file.
type Listed struct {
	Path   string
	SHA256 [32]byte
	Size   int64
	Base   [32]byte // of a signed PDF's unsigned revision, else zero
}

// publishedFile is the list of what was published, as a script: on file:// a
// page can load nothing else.
const publishedFile = "assets/published.js"

// verify adds the page to verify files on.
func (s *Site) verify() error {
	return s.page(header{verifyPage, section{verifySection, ""}, s.say("verify.title"), s.say("verify.about")}, "verify.html", func(at seat) any {
		return Verify{List: at.to(publishedFile), Script: at.to("assets/verify.js"), PDF: s.opt.PDF}
	})
}

// Published is the list of what was published, which can be made only once all
// else is. It names neither itself nor what is made after it.
func (s *Site) Published(files []Listed) Page {
	return Page{publishedFile, func(dst []byte) ([]byte, error) {
		dst = append(dst, `var annexaPublished = {"date": "`+s.m.Day.String()+`", "files": [`...)
		titles := s.publishedTitles()
		for i, f := range files {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendJSON(append(dst, "\n["...), f.Path), `,"`...)
			dst = append(hex.AppendEncode(dst, f.SHA256[:]), `",`...)
			dst = strconv.AppendInt(dst, f.Size, 10)
			title, titled := titles[f.Path]
			signed := f.Base != [32]byte{}
			if signed || titled {
				dst = append(dst, `,"`...)
				if signed {
					dst = hex.AppendEncode(dst, f.Base[:])
				}
				dst = append(dst, '"')
			}
			if titled {
				dst = appendJSON(append(dst, ','), title.title)
				if title.version != "" || title.state != "" {
					dst = appendJSON(append(dst, ','), title.version)
				}
				if title.state != "" {
					dst = appendJSON(append(dst, ','), title.state)
				}
			}
			dst = append(dst, ']')
		}
		return append(dst, "\n]};\n"...), nil
	}}
}

// A publishedTitle is what a PDF is, and why it is not in force; nothing if it is.
type publishedTitle struct{ title, version, state string }

// publishedTitles are the titles, versions and states of PDFs, by path.
func (s *Site) publishedTitles() map[string]publishedTitle {
	if !s.opt.PDF {
		return nil
	}
	titles := map[string]publishedTitle{}
	for _, d := range s.shown {
		if d.State != isms.Page && d.ID != "" {
			titles[stem(d)+".pdf"] = publishedTitle{d.ID + " " + d.Title, d.Front.Version, s.doubt(d).Word}
		}
		if !approvable(d) {
			continue
		}
		list := s.m.ApprovalsOf(d)
		for _, a := range s.m.Versions(d) {
			page := versionPage(d, a)
			title := publishedTitle{d.ID + " " + s.m.Approved(d, a, page).Title, a.Version.Version, s.overtaken(list, a)}
			titles[strings.TrimSuffix(page, ".html")+".pdf"] = title
			for _, p := range a.By() {
				titles[signedPage(d, p)] = title
			}
		}
	}
	for _, p := range s.opt.Packs {
		titles[p.Path] = publishedTitle{title: p.Title}
	}
	return titles
}

// overtaken says of an approved version that is not in force what became of it.
func (s *Site) overtaken(list []isms.Approval, a *isms.Approval) string {
	switch first := isms.InForce(list, a.From); {
	case isms.InForce(list, s.m.Day) == a:
		return ""
	case a.From.After(s.m.Day):
		return s.say("standing.effective")
	case first != a:
		return s.say("verify.never")
	}
	return s.say("verify.former")
}

// appendJSON appends a text as JSON. Any text can be marshalled, so there is no
// error to hand on.
func appendJSON(dst []byte, text string) []byte {
	data, _ := json.Marshal(text)
	return append(dst, data...)
}
