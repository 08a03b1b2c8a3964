package oscal

import (
	"crypto/sha1"
	"fmt"
	"strings"
)

// A Namespace makes UUIDs of names: the same ones each time (RFC 9562, 5.5).
type Namespace [16]byte

// root is the namespace of all that is made here. It was drawn once.
var root = Namespace{0x5d, 0x0e, 0x8f, 0x3c, 0x2b, 0x71, 0x4c, 0x96, 0xa1, 0x4e, 0x7f, 0x92, 0xd3, 0x68, 0xb0, 0x17}

// Of is the namespace of an organisation, by what tells it from any other.
func Of(names ...string) Namespace { return root.sum(names) }

// UUID is that of a thing, by the names that lead to it.
func (n Namespace) UUID(names ...string) string {
	u := n.sum(names)
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[0:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

func (n Namespace) sum(names []string) (out Namespace) {
	h := sha1.New() // what version 5 is defined by; nothing is protected by it
	h.Write(n[:])
	h.Write([]byte(strings.Join(names, "\x00")))
	copy(out[:], h.Sum(nil))
	out[6] = out[6]&0x0f | 0x50
	out[8] = out[8]&0x3f | 0x80
	return out
}
