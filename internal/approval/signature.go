package approval

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// maxSignature is how many bytes a signature has at most: that of an RSA key
// of 16,384 bits takes 6,000.
const maxSignature = 32 << 10

// A Signature is one on a statement.
type Signature struct {
	Key         ssh.PublicKey
	Fingerprint string // of the key, as ssh-keygen -l shows it: SHA256:…
	Algorithm   string // of the key, as its public file begins: ssh-ed25519
}

// Sign signs a statement as ssh-keygen -Y sign does, and returns the armoured
// signature. Keys of Ed25519 and RSA give the same bytes each time.
func Sign(statement []byte, key ssh.Signer) ([]byte, error) {
	s, err := sshsig.Sign(bytes.NewReader(statement), key, sshsig.HashSHA512, Namespace)
	if err != nil {
		return nil, fmt.Errorf("sign the statement: %w", err)
	}
	return sshsig.Armor(s), nil
}

// Verify checks the signature of a statement: that it is one, for approvals,
// on these very bytes, and that the signers allow its key to sign for the
// approver on the statement's day. Where the error is of the last kind, the
// signature says whose key it is all the same.
func (s Signers) Verify(statement []byte, by Statement, armoured []byte) (Signature, error) {
	if len(armoured) > maxSignature {
		return Signature{}, fmt.Errorf("the signature is longer than %d bytes", maxSignature)
	}
	sig, err := sshsig.Unarmor(armoured)
	if err != nil {
		return Signature{}, fmt.Errorf("it is no SSH signature: %w", err)
	}
	switch {
	case sig.Namespace != Namespace:
		return Signature{}, fmt.Errorf("it was signed for %q, not for %q", sig.Namespace, Namespace)
	case !exact(armoured, sig):
		return Signature{}, errors.New("it is no SSH signature: its text says more than it holds")
	case sig.Signature.Format == ssh.KeyAlgoRSA:
		return Signature{}, errors.New("it was made with SHA-1, which proves nothing any more")
	}
	if err := sshsig.Verify(bytes.NewReader(statement), sig, sig.PublicKey, sig.HashAlgorithm, Namespace); err != nil {
		return Signature{}, errors.New("it was not made for this statement, or the statement was changed since")
	}
	found := Signature{sig.PublicKey, ssh.FingerprintSHA256(sig.PublicKey), sig.PublicKey.Type()}
	return found, s.allows(sig.PublicKey, by.By, by.Date)
}

// exact says that an armour holds a signature as it is written, but for white
// space: base64 has bits that mean nothing, and nothing may be changed unseen.
func exact(armoured []byte, sig *sshsig.Signature) bool {
	_, body, _ := strings.Cut(string(armoured), "SIGNATURE-----")
	body, _, _ = strings.Cut(body, "-----END")
	return strings.Join(strings.Fields(body), "") == base64.StdEncoding.EncodeToString(sig.Marshal())
}
