package serve

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"annexa/internal/diag"
)

// An event is what a page is told, once it asks and after every build.
type event struct {
	Build    string            `json:"build"`
	Failed   string            `json:"failed,omitempty"` // why the last good page is shown
	Status   int               `json:"status"`           // that the page has: 200 or 404
	HTML     string            `json:"html,omitempty"`   // the page, unless it is as its reader has it
	Moved    string            `json:"moved,omitempty"`  // where a page that is gone went
	File     string            `json:"file,omitempty"`   // what the page is, or was, made of
	Styles   map[string]string `json:"styles"`           // style sheets by path, each with what tells its content from another
	Look     string            `json:"look"`             // tells the other files of the theme from others
	Since    *since            `json:"since,omitempty"`  // what was approved of the page's text, if it was changed since
	Problems []problem         `json:"problems"`         // in the page's file, and all errors where a build failed
	More     int               `json:"more"`             // problems elsewhere
}

// since is a version that was approved, with the paths of the page of its text
// and of that which tells what changed.
type since struct {
	Version string `json:"version"`
	Text    string `json:"text"`
	Changes string `json:"changes"`
}

type problem struct {
	Severity string `json:"severity"`
	Place    string `json:"place"`
	Edit     string `json:"edit,omitempty"` // the address that opens an editor there
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Rule     string `json:"rule"`
}

// maxShown is how many problems a page is told of.
const maxShown = 100

// How long a reader may take to be told something, and how often it is found
// out whether there still is one.
const (
	tellWithin = 10 * time.Second
	beat       = 15 * time.Second
)

// events sends an event now and after every build, until the reader or the
// server goes away. The reader names its page, and the build that it shows.
func (s *Server) events(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	if err := control.SetReadDeadline(time.Time{}); err != nil { // nothing more is read
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	page := named(r.URL.Query().Get("page"))
	if path, err := url.PathUnescape(page); err == nil {
		page = path
	}
	shown := cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("build"))
	s.reads(page, +1)
	defer s.reads(page, -1)
	var sent []byte
	say := func(format string, args ...any) bool {
		if control.SetWriteDeadline(time.Now().Add(tellWithin)) != nil {
			return false
		}
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && control.Flush() == nil
	}
	if !say("retry: 500\n\n") {
		return
	}
	for {
		state, next := s.now()
		if state.build != "" {
			e, html := s.event(state, page)
			if state.build != shown && string(html) != string(sent) {
				e.HTML = string(withPreview(html, e.Build, e.Status))
			}
			shown, sent = state.build, html
			data, err := json.Marshal(e)
			if err != nil || !say("id: %s\ndata: %s\n\n", state.build, data) {
				return
			}
		}
	wait:
		for {
			select {
			case <-next:
				break wait
			case <-r.Context().Done():
				return
			case <-ctx.Done():
				return
			case <-time.After(beat):
				if !say(": there\n\n") {
					return
				}
			}
		}
	}
}

// event is what a page is told of a state, and what the page has become.
func (s *Server) event(state state, page string) (event, []byte) {
	e := event{Build: state.build, Failed: state.failed, Status: http.StatusServiceUnavailable, Styles: map[string]string{}}
	fail := func(err error) { e.Failed = cmp.Or(e.Failed, err.Error()) }
	var html []byte
	if state.preview != nil {
		e.Status = http.StatusOK
		data, ok, err := state.get(page)
		if err != nil {
			fail(err)
		} else if html = data; !ok {
			e.Status = http.StatusNotFound
			if html, _, err = state.preview.Get("404.html"); err != nil {
				fail(err)
			}
			e.Moved, e.File = state.moved(page)
		}
		e.File = cmp.Or(state.preview.Sources()[page], e.File)
		if version, text, changes := state.preview.Approved(page); version != "" {
			e.Since = &since{version, text, changes}
		}
		look, err := state.preview.Look()
		if err != nil {
			fail(err)
		}
		e.look(look)
	}
	e.Problems, e.More = s.told(state, e.File)
	return e, html
}

// look says what the theme looks like.
func (e *event) look(files map[string][32]byte) {
	var rest []string
	for name, sum := range files {
		if text := hex.EncodeToString(sum[:8]); path.Ext(name) == ".css" {
			e.Styles[name] = text
		} else {
			rest = append(rest, name+" "+text)
		}
	}
	slices.Sort(rest)
	e.Look = strings.Join(rest, ", ")
}

// told are the problems that the page of a file shows, the worst first and of
// these its own, and how many there are beside them.
func (s *Server) told(state state, file string) ([]problem, int) {
	told, more := []problem{}, 0
	elsewhere := func(p diag.Problem) int {
		if p.Place.File == file {
			return 0
		}
		return 1
	}
	worst := slices.SortedStableFunc(slices.Values(state.problems), func(a, b diag.Problem) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), elsewhere(a)-elsewhere(b))
	})
	for _, p := range worst {
		switch {
		case p.Severity == diag.Off:
			continue
		case (p.Place.File != file || file == "") && (state.failed == "" || p.Severity != diag.Error), len(told) == maxShown:
			more++
			continue
		}
		t := problem{Severity: p.Severity.String(), Place: p.Place.String(), Message: p.Message, Hint: p.Hint, Rule: p.Rule.Name}
		if s.Edit != nil && p.Place.File != "" {
			t.Edit = s.Edit(p)
		}
		told = append(told, t)
	}
	return told, more
}
