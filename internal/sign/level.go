package sign

import "fmt"

// Level is a baseline level of PAdES (ETSI EN 319 142-1, clause 6).
type Level int

// The levels, each with what the one before has.
const (
	NoLevel Level = iota // a signature that is no PAdES
	BB                   // signed, naming the certificate
	BT                   // with a time-stamp over the signature
	BLT                  // with the certificates and revocation data to check it by
	BLTA                 // with a time-stamp over the whole document
)

var levelNames = []string{"none", "B-B", "B-T", "B-LT", "B-LTA"}

func (l Level) String() string { return levelNames[l] }

// MarshalText gives the level its name in JSON.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// ParseLevel reads the name of a level, such as B-B.
func ParseLevel(name string) (Level, error) {
	for i, n := range levelNames[1:] {
		if n == name {
			return Level(i + 1), nil
		}
	}
	return NoLevel, fmt.Errorf("signature level %q is unknown: it is B-B, B-T, B-LT or B-LTA", name)
}
