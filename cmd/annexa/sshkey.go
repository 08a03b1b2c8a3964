package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"annexa/internal/approval"
	"annexa/internal/sign"
)

// An approversKey signs statements.
type approversKey struct {
	public ssh.PublicKey
	sign   func(ctx context.Context, statement []byte) ([]byte, error)
}

// How long an agent may take: to answer at all, and to sign, for which
// somebody may have to touch a token.
const (
	agentAnswers = 5 * time.Second
	agentSigns   = 60 * time.Second
)

// tries is how often a passphrase is asked for.
const tries = 3

// approversKey finds the approver's SSH key: that of a file, the one of the
// agent that the signers name, or one of the usual files. What is returned is
// closed by done.
func (t *terminal) approversKey(file, by string, signers approval.Signers) (key *approversKey, done func(), err error) {
	held, done, err := t.agentKeys()
	if err != nil && file == "" {
		fmt.Fprintf(t.err, "annexa: %v; looking for a key in ~/.ssh\n", err)
	}
	if file != "" {
		key, err = t.fileKey(file, held)
		return key, done, err
	}
	var allowed []*approversKey
	for _, k := range held {
		names := signers.Names(k.public)
		if len(names) > 0 && (by == "" || strings.Contains("\x00"+strings.Join(names, "\x00")+"\x00", "\x00"+by+"\x00")) {
			allowed = append(allowed, k)
		}
	}
	switch len(allowed) {
	case 1:
		return allowed[0], done, nil
	case 0:
	default:
		return nil, done, usageError{errors.New("the agent holds several keys of approvers: choose one with --key and its public file, or say --by")}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, done, usageError{errors.New("there is no key to sign with: name one with --key")}
	}
	for _, name := range []string{"id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"} {
		path := filepath.Join(home, ".ssh", name)
		if _, err := os.Stat(path); err == nil {
			key, err = t.fileKey(path, held)
			return key, done, err
		}
	}
	return nil, done, usageError{errors.New("there is no key to sign with: name one with --key, or make one with ssh-keygen -t ed25519")}
}

// agentKeys are the keys that the SSH agent holds; none without one.
func (t *terminal) agentKeys() (keys []*approversKey, done func(), err error) {
	done = func() {}
	socket, ok := t.env("SSH_AUTH_SOCK")
	if !ok || socket == "" {
		return nil, done, nil
	}
	conn, err := net.DialTimeout("unix", socket, agentAnswers)
	if err != nil {
		return nil, done, fmt.Errorf("the SSH agent does not answer: %w", err)
	}
	done = func() { _ = conn.Close() } // nothing was written that could be lost
	context.AfterFunc(t.ctx, done)
	if err := conn.SetDeadline(time.Now().Add(agentAnswers)); err != nil {
		return nil, done, fmt.Errorf("ask the SSH agent: %w", err)
	}
	list, err := agent.NewClient(conn).Signers()
	if err != nil {
		return nil, done, fmt.Errorf("ask the SSH agent for its keys: %w", err)
	}
	for _, s := range list {
		keys = append(keys, &approversKey{s.PublicKey(), func(_ context.Context, statement []byte) ([]byte, error) {
			if err := conn.SetDeadline(time.Now().Add(agentSigns)); err != nil {
				return nil, err
			}
			out, err := approval.Sign(statement, s)
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return nil, fmt.Errorf("the SSH agent did not sign within %s", agentSigns)
			}
			return out, err
		}})
	}
	return keys, done, nil
}

// fileKey is the key of a file. Of a public key the agent has to hold the
// private one.
func (t *terminal) fileKey(name string, held []*approversKey) (*approversKey, error) {
	data, err := readFile(name, maxKey)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{fmt.Errorf("there is no key %s", name)}
	}
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	if public, _, _, _, err := ssh.ParseAuthorizedKey(data); err == nil {
		for _, k := range held {
			if bytes.Equal(k.public.Marshal(), public.Marshal()) {
				return k, nil
			}
		}
		return nil, usageError{fmt.Errorf("%s is a public key, and no SSH agent here holds its private one: add it with ssh-add, or name the private one", name)}
	}
	raw, err := ssh.ParseRawPrivateKey(data)
	var locked *ssh.PassphraseMissingError
	for try := 1; errors.As(err, &locked) && try <= tries; try++ {
		passphrase, asked := t.ask("passphrase of " + name + ": ")
		if errors.Is(asked, sign.ErrPassword) {
			return nil, usageError{fmt.Errorf("the key %s wants a passphrase, and there is no terminal to ask at: add it to an agent with ssh-add", name)}
		}
		if asked != nil {
			return nil, asked
		}
		raw, err = ssh.ParseRawPrivateKeyWithPassphrase(data, []byte(passphrase))
		if err != nil && try < tries {
			fmt.Fprintln(t.err, "annexa: this passphrase does not open the key")
			err = locked
		}
	}
	if err != nil {
		if key := tokenKey(name); key != nil {
			return key, nil
		}
		return nil, usageError{fmt.Errorf("the key %s cannot be used: %w", name, err)}
	}
	s, err := ssh.NewSignerFromKey(raw)
	if err != nil {
		return nil, usageError{fmt.Errorf("the key %s cannot be used: %w", name, err)}
	}
	return &approversKey{s.PublicKey(), func(_ context.Context, statement []byte) ([]byte, error) { return approval.Sign(statement, s) }}, nil
}

// tokenKey is a key that lies in a security token: its file holds a handle that
// only OpenSSH can use, so ssh-keygen signs. It is nil for any other file.
func tokenKey(name string) *approversKey {
	data, err := readFile(name+".pub", maxKey)
	if err != nil {
		return nil
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(data)
	if err != nil || !strings.HasPrefix(public.Type(), "sk-") {
		return nil
	}
	return &approversKey{public, func(ctx context.Context, statement []byte) ([]byte, error) {
		c := exec.CommandContext(ctx, "ssh-keygen", "-Y", "sign", "-q", "-n", approval.Namespace, "-f", name)
		c.Stdin = bytes.NewReader(statement)
		c.Stderr = os.Stderr // where it asks to touch the token
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("ssh-keygen: %w", err)
		}
		return out, nil
	}}
}
