package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"annexa/internal/sign"
)

// commandVariable is the environment variable that holds the command which signs
// with a key outside of files. It stands there and not in annexa.yaml, for who
// may write the content may not thereby run programs where it is built.
const commandVariable = "ANNEXA_KEY_COMMAND"

// A commandSigner is a key that only a command can use: that of a smart card, a
// security module, a cloud. The command reads a line of JSON from its standard
// input,
//
//	{"algorithm":"ecdsa-sha256","digest":"BASE64"}
//
// and writes the signature of that digest to its standard output, as bytes: for
// ECDSA in DER (RFC 3279, 2.2.3). The algorithm is ecdsa-sha256, ecdsa-sha384,
// rsa-pss-sha256 (with a salt of 32 bytes, and SHA-256 in the mask) or
// rsa-pkcs1-sha256. What it writes to standard error is shown when it fails.
type commandSigner struct {
	ctx    context.Context
	words  []string
	public crypto.PublicKey
	mu     sync.Mutex // a card signs one at a time
}

// What is allowed to one call of the command: there may be a PIN to be typed.
const (
	commandTime      = 2 * time.Minute
	maxCommandOutput = 64 << 10
)

func (s *commandSigner) Public() crypto.PublicKey { return s.public }

// Sign has the command sign a digest, and checks what it wrote.
func (s *commandSigner) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	algorithm, err := commandAlgorithm(s.public, opts)
	if err != nil {
		return nil, err
	}
	question, err := json.Marshal(struct {
		Algorithm string `json:"algorithm"`
		Digest    []byte `json:"digest"`
	}{algorithm, digest})
	if err != nil {
		return nil, err
	}
	signature, err := s.run(append(question, '\n'))
	if err != nil {
		return nil, fmt.Errorf("the command %s: %w", s.words[0], err)
	}
	if !verifies(s.public, digest, opts, signature) {
		return nil, fmt.Errorf("the command %s wrote %d bytes, which are no %s signature by the key of the certificate", s.words[0], len(signature), algorithm)
	}
	return signature, nil
}

func (s *commandSigner) run(question []byte) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx, cancel := context.WithTimeout(s.ctx, commandTime)
	defer cancel()
	command := exec.CommandContext(ctx, s.words[0], s.words[1:]...)
	command.WaitDelay = time.Second
	command.Stdin = bytes.NewReader(question)
	var out, said bounded
	command.Stdout, command.Stderr = &out, &said
	err := command.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fmt.Errorf("it did not end within %s", commandTime)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && len(bytes.TrimSpace(said.data)) > 0:
		return nil, fmt.Errorf("%w: %s", err, bytes.TrimSpace(said.data))
	case err != nil:
		return nil, err
	}
	return out.data, nil
}

// bounded keeps the beginning of what is written to it.
type bounded struct{ data []byte }

func (b *bounded) Write(p []byte) (int, error) {
	b.data = append(b.data, p[:min(len(p), maxCommandOutput-len(b.data))]...)
	return len(p), nil
}

func commandAlgorithm(public crypto.PublicKey, opts crypto.SignerOpts) (string, error) {
	kind := "rsa-pkcs1"
	switch public.(type) {
	case *ecdsa.PublicKey:
		kind = "ecdsa"
	case *rsa.PublicKey:
		if _, pss := opts.(*rsa.PSSOptions); pss {
			kind = "rsa-pss"
		}
	}
	switch opts.HashFunc() {
	case crypto.SHA256:
		return kind + "-sha256", nil
	case crypto.SHA384:
		return kind + "-sha384", nil
	}
	return "", fmt.Errorf("no command signs a digest of %s", opts.HashFunc())
}

func verifies(public crypto.PublicKey, digest []byte, opts crypto.SignerOpts, signature []byte) bool {
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, signature)
	case *rsa.PublicKey:
		if pss, ok := opts.(*rsa.PSSOptions); ok {
			return rsa.VerifyPSS(key, opts.HashFunc(), digest, signature, pss) == nil
		}
		return rsa.VerifyPKCS1v15(key, opts.HashFunc(), digest, signature) == nil
	}
	return false
}

// commandKey is the key of a certificate that a command signs with.
func (t *terminal) commandKey(path string) (*sign.Key, error) {
	line, _ := t.env(commandVariable)
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil, fmt.Errorf("sign: {certificate: …} wants a command that signs; set it in %s", commandVariable)
	}
	data, err := readFile(path, maxKey)
	if err != nil {
		return nil, fmt.Errorf("read the signing certificate: %w", err)
	}
	chain, err := sign.ParseCertificates(data)
	if err != nil {
		return nil, fmt.Errorf("read the signing certificate %s: %w", path, err)
	}
	key, err := sign.NewKey(&commandSigner{ctx: t.ctx, words: words, public: chain[0].PublicKey}, chain)
	if err != nil {
		return nil, fmt.Errorf("read the signing certificate %s: %w", path, err)
	}
	return key, nil
}
