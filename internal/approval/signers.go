package approval

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"annexa/internal/day"
)

// Signers are those whose keys count: the lines of a file of allowed signers
// (ssh-keygen(1), ALLOWED SIGNERS). It is immutable.
type Signers struct{ lines []signer }

// A signer is a key, whose it is, and when and what for it counts.
type signer struct {
	line          int
	principals    string // a list of patterns
	namespaces    string // a list of patterns; empty: all
	after, before time.Time
	key           ssh.PublicKey
}

// A Fault is a line of a file that cannot be read.
type Fault struct {
	Line    int
	Message string
}

// ParseSigners reads a file of allowed signers. Lines that cannot be read allow
// nobody, and are told.
func ParseSigners(data []byte) (Signers, []Fault) {
	var s Signers
	var faults []Fault
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		one, err := parseSigner(line)
		if err != nil {
			faults = append(faults, Fault{number, err.Error()})
			continue
		}
		one.line = number
		s.lines = append(s.lines, one)
	}
	return s, faults
}

func parseSigner(line string) (signer, error) {
	var s signer
	var rest string
	var err error
	if s.principals, rest, err = word(line); err != nil || s.principals == "" {
		return s, errors.New("it begins with no name, or with one whose quotes do not close")
	}
	// x/crypto reads what may stand in front of a key, and the key.
	key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(rest))
	if err != nil {
		return s, errors.New("no public key stands behind the name, as in a file *.pub")
	}
	s.key = key
	for _, o := range options {
		name, value, _ := strings.Cut(o, "=")
		value = strings.TrimSuffix(strings.TrimPrefix(value, `"`), `"`)
		switch strings.ToLower(name) {
		case "namespaces":
			s.namespaces = value
		case "valid-after":
			s.after, err = moment(value)
		case "valid-before":
			s.before, err = moment(value)
		case "cert-authority":
			err = errors.New("keys that a certificate authority vouches for are not read: name each approver's own key")
		default:
			err = fmt.Errorf("the option %s is not known", name)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// word takes the first word from a line, which may stand in double quotes.
func word(line string) (first, rest string, err error) {
	if after, quoted := strings.CutPrefix(line, `"`); quoted {
		first, rest, ok := strings.Cut(after, `"`)
		if !ok {
			return "", "", errors.New("quotes do not close")
		}
		return first, strings.TrimLeft(rest, " \t"), nil
	}
	i := strings.IndexAny(line, " \t")
	if i < 0 {
		return line, "", nil
	}
	return line[:i], strings.TrimLeft(line[i:], " \t"), nil
}

// moment reads YYYYMMDD[HHMM[SS]][Z]. ssh-keygen takes one without Z in the
// machine's own time; here all are UTC, so that everybody comes to the same.
func moment(s string) (time.Time, error) {
	digits := strings.TrimSuffix(s, "Z")
	layout := map[int]string{8: "20060102", 12: "200601021504", 14: "20060102150405"}[len(digits)]
	t, err := time.Parse(layout, digits)
	if layout == "" || err != nil {
		return time.Time{}, fmt.Errorf("%q is no day as in valid-before=\"20271231\"", s)
	}
	return t, nil
}

// allows says whether a key may sign for a name on a day; the error says what
// comes closest and why it does not.
func (s Signers) allows(key ssh.PublicKey, by string, on day.Date) error {
	known, named := false, false
	var late error
	for i := range s.lines {
		l := &s.lines[i]
		if string(l.key.Marshal()) != string(key.Marshal()) || l.namespaces != "" && !listed(Namespace, l.namespaces) {
			continue
		}
		known = true
		if !listed(by, l.principals) {
			continue
		}
		named = true
		switch t := on.Time(); {
		case !l.after.IsZero() && t.Before(l.after):
			late = fmt.Errorf("the key of %s counts from %s on, and the statement is of %s", by, l.after.Format(time.DateOnly), on)
		case !l.before.IsZero() && t.After(l.before):
			late = fmt.Errorf("the key of %s counted until %s, and the statement is of %s", by, l.before.Format(time.DateOnly), on)
		default:
			return nil
		}
	}
	fingerprint := ssh.FingerprintSHA256(key)
	switch {
	case named:
		return late
	case known:
		return fmt.Errorf("the key %s is not that of %s in %s", fingerprint, by, SignersFile)
	}
	return fmt.Errorf("the key %s is not among those of %s", fingerprint, SignersFile)
}

// Names are the principals that a key may sign for, as the file has them;
// those with wild cards are left out.
func (s Signers) Names(key *Key) []string {
	var names []string
	for i := range s.lines {
		if string(s.lines[i].key.Marshal()) != string(key.public.Marshal()) {
			continue
		}
		for name := range strings.SplitSeq(s.lines[i].principals, ",") {
			if !strings.ContainsAny(name, "*?!") && name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// listed says whether a name is matched by one of a list of patterns, and by
// none that begins with an exclamation mark (ssh_config(5), PATTERNS).
func listed(name, patterns string) bool {
	found := false
	for p := range strings.SplitSeq(patterns, ",") {
		not, negated := strings.CutPrefix(p, "!")
		switch {
		case negated && matches(name, not):
			return false
		case !negated && matches(name, p):
			found = true
		}
	}
	return found
}

// matches says whether a name is matched by a pattern: * is any text, ? any
// byte. It takes time in proportion to both.
func matches(name, pattern string) bool {
	n, p := 0, 0
	star, from := -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			n, p = n+1, p+1
		case star >= 0:
			from++
			n, p = from, star+1
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
