// Package approval holds the proofs that texts were approved.
//
// They lie in the folder approvals of the content, and are checked with
// sha256sum and ssh-keygen alone:
//
//	POL-02@2.1.md         the text that was approved, exact to the byte
//	POL-02@2.1.json       the statement: who approved which text, in which role, when
//	POL-02@2.1.json.sig   the approver's SSH signature on the statement
//	POL-02@2.1.pdf        or, in its place, the document's PDF as the approver signed it
//	allowed_signers       whose keys count, and from when until when
//
// Where a kind of document wants several approvers, each further one has a
// statement and a signature of his own, on the same text: POL-02@2.1~2.json,
// POL-02@2.1~3.json.
//
// Signatures are those of ssh-keygen -Y sign (OpenSSH's PROTOCOL.sshsig) in the
// namespace annexa-approval. The file of signers is that of ssh-keygen(1),
// ALLOWED SIGNERS; a principal is the name that statements give in by. SSH
// signatures hold no time, so a key has to be valid on the statement's day:
//
//	ssh-keygen -Y verify -f allowed_signers -I "Dana Reyes" -n annexa-approval \
//	    -O verify-time=20260220Z -s POL-02@2.1.json.sig < POL-02@2.1.json
//
// A signed PDF proves what a signature on the statement does: the key of its
// certificate is among the signers, it was signed on the statement's day, and
// the source attached to it is the text, but for the keys of its front matter
// that need no approval. That its pages show that text was seen when it was
// taken for an approval, by making them again.
package approval

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Folder is where approvals lie within the content.
const Folder = "approvals"

// Namespace is what the signatures of approvals are for, so that one made for
// something else is never taken for one.
const Namespace = "annexa-approval"

// Signers is the file within Folder that says whose keys count.
const SignersFile = "allowed_signers"

// A Name is what the files of an approval are called after.
type Name struct {
	ID, Version string
	Nth         int // which approver's it is, from 1
}

// Names of files have to be names on every system, and to be taken apart again.
var (
	idForm      = regexp.MustCompile(`^[A-Z][A-Z0-9.-]{0,19}$|^[0-9]{1,2}(\.[0-9]{1,2}){0,3}$`)
	versionForm = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z._+-]{0,30}[0-9A-Za-z])?$`)
)

// NameOf is the name of an approval. The error says why an id or a version
// cannot name files.
func NameOf(id, version string, nth int) (Name, error) {
	switch n := (Name{id, version, nth}); {
	case !idForm.MatchString(id):
		return Name{}, fmt.Errorf("%q cannot name a file: it is no id", id)
	case version == "":
		return Name{}, fmt.Errorf("%s has no version to approve", id)
	case !versionForm.MatchString(version):
		return Name{}, fmt.Errorf("version %q cannot name a file: use digits, letters, dots and hyphens, as in 2.1", version)
	case nth < 1 || nth > 99:
		return Name{}, fmt.Errorf("%s cannot have %d approvers", id, nth)
	default:
		return n, nil
	}
}

// ParseName takes the name of a statement's file apart: POL-02@2.1.json,
// POL-02@2.1~2.json. It is false for a file that is called otherwise.
func ParseName(file string) (Name, bool) {
	stem, ok := strings.CutSuffix(file, ".json")
	if !ok {
		return Name{}, false
	}
	id, version, ok := strings.Cut(stem, "@")
	if !ok {
		return Name{}, false
	}
	nth := 1
	if before, number, found := strings.Cut(version, "~"); found {
		n, err := strconv.Atoi(number)
		if err != nil || n < 2 || strconv.Itoa(n) != number {
			return Name{}, false
		}
		version, nth = before, n
	}
	n, err := NameOf(id, version, nth)
	return n, err == nil
}

// String is the name as files have it: POL-02@2.1, POL-02@2.1~2.
func (n Name) String() string {
	s := n.ID + "@" + n.Version
	if n.Nth > 1 {
		s += "~" + strconv.Itoa(n.Nth)
	}
	return s
}

// Text is the path of the approved text within the content, the same for each
// approver.
func (n Name) Text() string { return path.Join(Folder, n.ID+"@"+n.Version+".md") }

// Statement is the path of the statement within the content.
func (n Name) Statement() string { return path.Join(Folder, n.String()+".json") }

// Signature is the path of the signature on it within the content.
func (n Name) Signature() string { return n.Statement() + ".sig" }

// PDF is the path of the signed PDF within the content that may stand for the
// signature.
func (n Name) PDF() string { return path.Join(Folder, n.String()+".pdf") }
