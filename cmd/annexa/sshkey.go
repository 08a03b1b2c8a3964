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
	"slices"
	"time"

	"annexa/internal/approval"
	"annexa/internal/sign"
)

// How long an agent may take: to answer at all, and to sign, for which
// somebody may have to touch a token.
const (
	agentAnswers = 5 * time.Second
	agentSigns   = 60 * time.Second
)

// tries is how often a passphrase is asked for.
const tries = 3

// approversKey finds the approver's SSH key: that of a file, the one of the
// agent that the signers name, or one of the usual files. Done lets go of the
// agent, whatever was returned.
func (t *terminal) approversKey(file, by string, signers approval.Signers) (key *approval.Key, done func(), err error) {
	held, done, err := t.agentKeys()
	if err != nil && file == "" {
		fmt.Fprintf(t.err, "annexa: %v; looking for a key in ~/.ssh\n", err)
	}
	if file != "" {
		key, err = t.fileKey(file, held)
		return key, done, err
	}
	var allowed []*approval.Key
	for _, k := range held {
		if names := signers.Names(k); len(names) > 0 && (by == "" || slices.Contains(names, by)) {
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
func (t *terminal) agentKeys() (keys []*approval.Key, done func(), err error) {
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
	keys, err = approval.AgentKeys(conn)
	for i, k := range keys {
		keys[i] = k.Through(func(statement []byte) ([]byte, error) {
			if err := conn.SetDeadline(time.Now().Add(agentSigns)); err != nil {
				return nil, err
			}
			out, err := k.Sign(statement)
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return nil, fmt.Errorf("the SSH agent did not sign within %s", agentSigns)
			}
			return out, err
		})
	}
	return keys, done, err
}

// fileKey is the key of a file. Of a public key the agent has to hold the
// private one.
func (t *terminal) fileKey(name string, held []*approval.Key) (*approval.Key, error) {
	data, err := readFile(name, maxKey)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{fmt.Errorf("there is no key %s", name)}
	}
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	if public, ok := approval.PublicKey(data); ok {
		for _, k := range held {
			if k.Same(public) {
				return k, nil
			}
		}
		return nil, usageError{fmt.Errorf("%s is a public key, and no SSH agent here holds its private one: add it with ssh-add, or name the private one", name)}
	}
	key, err := approval.PrivateKey(data, nil)
	for try := 1; errors.Is(err, approval.ErrPassphrase) && try <= tries; try++ {
		if try > 1 {
			fmt.Fprintln(t.err, "annexa: this passphrase does not open the key")
		}
		passphrase, asked := t.ask("passphrase of " + name + ": ")
		if errors.Is(asked, sign.ErrPassword) {
			return nil, usageError{fmt.Errorf("the key %s wants a passphrase, and there is no terminal to ask at: add it to an agent with ssh-add", name)}
		}
		if asked != nil {
			return nil, asked
		}
		key, err = approval.PrivateKey(data, []byte(passphrase))
	}
	switch {
	case err == nil:
		return key, nil
	case errors.Is(err, approval.ErrPassphrase):
		return nil, usageError{fmt.Errorf("none of %d passphrases opens the key %s; nothing was written", tries, name)}
	}
	if key := t.tokenKey(name); key != nil {
		return key, nil
	}
	return nil, usageError{fmt.Errorf("the key %s cannot be used: %w", name, err)}
}

// tokenKey is a key that lies in a security token: its file holds a handle that
// only OpenSSH can use, so ssh-keygen signs. It is nil for any other file.
func (t *terminal) tokenKey(name string) *approval.Key {
	data, err := readFile(name+".pub", maxKey)
	if err != nil {
		return nil
	}
	public, ok := approval.PublicKey(data)
	if !ok || !public.Token() {
		return nil
	}
	return public.Through(func(statement []byte) ([]byte, error) {
		c := exec.CommandContext(t.ctx, "ssh-keygen", "-Y", "sign", "-n", approval.Namespace, "-f", name)
		c.Stdin = bytes.NewReader(statement)
		c.Stderr = t.err // where it asks to touch the token
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("ssh-keygen: %w", err)
		}
		return out, nil
	})
}
