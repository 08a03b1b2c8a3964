package sign

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// Verdict is what a file's signatures come to.
type Verdict int

// The verdicts. Only Valid means that the file can be relied on.
const (
	Broken              Verdict = iota // a signature does not hold, or the file cannot be read
	ChangedAfterSigning                // the signatures hold, but more was changed later than they allow
	Unsigned                           // there is no signature
	IntactStranger                     // nothing was changed, but a signer is not among those trusted
	Valid                              // nothing was changed and every signer is trusted
)

var verdictNames = []string{
	"broken", "changed after signing", "not signed", "intact, but the signer is a stranger", "valid",
}

func (v Verdict) String() string { return verdictNames[v] }

// MarshalText gives the verdict its words in JSON.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Report is what Verify found.
type Report struct {
	Verdict    Verdict     `json:"verdict"`
	Reasons    []string    `json:"reasons"` // for the verdict, if it is not valid
	Notes      []string    `json:"notes,omitempty"`
	Changes    []string    `json:"changes,omitempty"`          // made later than the first signature and not allowed
	Attacks    []string    `json:"attacks,omitempty"`          // that what was found looks like
	Until      time.Time   `json:"proof_lasts_until,omitzero"` // the first certificate ends then that a signature not covered by a later time-stamp needs
	Base       string      `json:"base,omitempty"`             // SHA-256 of the first revision, in hexadecimal
	Size       int         `json:"size"`                       // of the file, in bytes
	Revisions  int         `json:"revisions"`
	Signatures []Signature `json:"signatures"` // and document time-stamps, oldest first
}

// Signature is what was found out about one signature or document time-stamp.
type Signature struct {
	Field     string    `json:"field"`
	TimeStamp bool      `json:"document_time_stamp,omitempty"`
	Signer    string    `json:"signer,omitempty"` // distinguished name
	Issuer    string    `json:"issuer,omitempty"`
	Serial    string    `json:"serial,omitempty"` // hexadecimal
	Algorithm string    `json:"algorithm,omitempty"`
	Level     Level     `json:"level"`
	Name      string    `json:"name,omitempty"` // as the signature dictionary has it
	Reason    string    `json:"reason,omitempty"`
	Location  string    `json:"location,omitempty"`
	Claimed   string    `json:"claimed_time,omitempty"` // as the signer says
	Proven    time.Time `json:"proven_time,omitzero"`   // as a time-stamp proves
	Certified bool      `json:"certification,omitempty"`
	Revision  int       `json:"revision"` // that it covers, from 1; 0: none
	Covers    int       `json:"covers"`   // so many bytes from the start of the file, without its own contents
	Intact    bool      `json:"intact"`
	Trusted   bool      `json:"trusted"`
	Faults    []string  `json:"faults,omitempty"` // why it is not intact
	Doubts    []string  `json:"doubts,omitempty"` // why it is not trusted
	Notes     []string  `json:"notes,omitempty"`
	Later     []string  `json:"later,omitempty"`   // allowed additions after it
	Changes   []string  `json:"changes,omitempty"` // forbidden ones

	Certificate *x509.Certificate `json:"-"` // of the signer; nil: it could not be read
}

// When is the time of a signature: the one that a time-stamp proves, else the
// one that the signer claims (ISO 32000-1, 7.9.4), else none.
func (s *Signature) When() time.Time {
	if !s.Proven.IsZero() {
		return s.Proven.UTC()
	}
	at, zone, _ := strings.Cut(s.Claimed, " ")
	clock, zone, _ := strings.Cut(zone, " ")
	zone = strings.ReplaceAll(strings.TrimSuffix(zone, "'"), "'", ":")
	for _, layout := range []string{"2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05 -07:00", "2006-01-02 15:04:05 -07"} {
		if t, err := time.Parse(layout, at+" "+clock+" "+zone); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// JSON returns the report for machines.
func (r *Report) JSON() ([]byte, error) { return json.MarshalIndent(r, "", "  ") }

// WriteText writes the report for people: the verdict first, then the reasons,
// then each signature.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.Verdict)
	lines := func(indent, label string, texts []string) {
		for _, s := range texts {
			fmt.Fprintf(&b, "%s%s%s\n", indent, label, s)
		}
	}
	lines("  ", "", r.Reasons)
	lines("  ", "looks like: ", r.Attacks)
	lines("  ", "note: ", r.Notes)
	if r.Verdict == Valid && !r.Until.IsZero() {
		fmt.Fprintf(&b, "  the proof lasts until %s, unless it is renewed\n", day(r.Until))
	}
	if r.Base != "" {
		fmt.Fprintf(&b, "  unsigned revision: SHA-256 %s\n", r.Base)
	}
	for i, s := range r.Signatures {
		kind := "signature"
		if s.TimeStamp {
			kind = "document time-stamp"
		}
		fmt.Fprintf(&b, "%d. %s in field %q\n", i+1, kind, s.Field)
		for _, line := range s.facts(r.Size) {
			fmt.Fprintf(&b, "     %-11s%s\n", line[0]+":", line[1])
		}
		lines("     ", "fault:     ", s.Faults)
		lines("     ", "doubt:     ", s.Doubts)
		lines("     ", "note:      ", s.Notes)
		lines("     ", "later:     ", s.Later)
		lines("     ", "change:    ", s.Changes)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// facts are the lines of a signature that have something to say.
func (s *Signature) facts(size int) [][2]string {
	covers := fmt.Sprintf("revision %d, %d of %d bytes", s.Revision, s.Covers, size)
	switch {
	case s.Covers == size:
		covers = "the whole file"
	case s.Revision == 0:
		covers = "no revision of the file"
	}
	proven, level := "", s.Level.String()
	if !s.Proven.IsZero() {
		proven = s.Proven.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	if s.TimeStamp {
		level = ""
	}
	if s.Certified {
		level += ", certification"
	}
	integrity, trust := "broken", "stranger"
	if s.Intact {
		integrity = "intact"
	}
	if s.Trusted {
		trust = "trusted"
	}
	var out [][2]string
	for _, f := range [][2]string{
		{"signer", s.Signer}, {"issued by", s.Issuer}, {"trust", trust}, {"integrity", integrity}, {"covers", covers},
		{"level", level}, {"algorithm", s.Algorithm}, {"name", s.Name}, {"reason", s.Reason},
		{"place", s.Location}, {"claimed", s.Claimed}, {"proven", proven},
	} {
		if f[1] != "" {
			out = append(out, [2]string{f[0], printable(f[1])})
		}
	}
	return out
}

// printable keeps what a signer wrote from steering a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, s)
}
