package approval

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// ErrPassphrase says that a private key is locked by a passphrase, or that the
// passphrase given does not open it.
var ErrPassphrase = errors.New("the key wants its passphrase")

// A Key is an approver's public key, and what signs with the private one.
type Key struct {
	public ssh.PublicKey
	sign   func(statement []byte) ([]byte, error) // nil where only the public key is known
}

// PublicKey reads a public key as files *.pub hold it. It is false for
// anything else.
func PublicKey(data []byte) (*Key, bool) {
	public, _, _, _, err := ssh.ParseAuthorizedKey(data)
	return &Key{public: public}, err == nil
}

// PrivateKey reads a private key, as OpenSSH or in PEM, with the passphrase
// that locks it, if any. The error is [ErrPassphrase] where that is wrong.
func PrivateKey(data, passphrase []byte) (*Key, error) {
	var raw any
	var err error
	if passphrase == nil {
		raw, err = ssh.ParseRawPrivateKey(data)
	} else {
		raw, err = ssh.ParseRawPrivateKeyWithPassphrase(data, passphrase)
	}
	if missing := new(ssh.PassphraseMissingError); errors.As(err, &missing) || err != nil && passphrase != nil {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, err
	}
	s, err := ssh.NewSignerFromKey(raw)
	if err != nil {
		return nil, err
	}
	return signing(s), nil
}

func signing(s ssh.Signer) *Key {
	return &Key{s.PublicKey(), func(statement []byte) ([]byte, error) { return Sign(statement, s) }}
}

// AgentKeys are the keys that an SSH agent at the other end of a connection
// holds. They sign through it.
func AgentKeys(conn io.ReadWriter) ([]*Key, error) {
	list, err := agent.NewClient(conn).Signers()
	if err != nil {
		return nil, fmt.Errorf("ask the SSH agent for its keys: %w", err)
	}
	keys := make([]*Key, len(list))
	for i, s := range list {
		keys[i] = signing(s)
	}
	return keys, nil
}

// Through is a public key whose private one is used by somebody else, such as
// a security token.
func (k *Key) Through(sign func(statement []byte) ([]byte, error)) *Key { return &Key{k.public, sign} }

// Sign signs a statement, armoured as [Sign] does.
func (k *Key) Sign(statement []byte) ([]byte, error) {
	if k.sign == nil {
		return nil, errors.New("only the public key is known")
	}
	return k.sign(statement)
}

// Same says whether two keys are one.
func (k *Key) Same(other *Key) bool { return bytes.Equal(k.public.Marshal(), other.public.Marshal()) }

// Token says that the private key lies in a security token.
func (k *Key) Token() bool { return strings.HasPrefix(k.public.Type(), "sk-") }

// Fingerprint is the key's SHA-256 as ssh-keygen -l shows it.
func (k *Key) Fingerprint() string { return ssh.FingerprintSHA256(k.public) }

// String is the public key in a line, as files *.pub hold it.
func (k *Key) String() string { return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(k.public))) }
