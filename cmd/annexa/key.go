package main

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"annexa/internal/build"
	"annexa/internal/config"
	"annexa/internal/release"
	"annexa/internal/sign"
)

// The environment variables that hold a key's password, or name a file that does.
const (
	passwordVariable     = "ANNEXA_KEY_PASSWORD"
	passwordFileVariable = "ANNEXA_KEY_PASSWORD_FILE"
)

// signer returns what signs the PDFs, nil for nothing, and the words for the
// last line of a build.
func (t *terminal) signer(p *project, l *build.Loaded, unsigned bool) (*sign.Signer, string, error) {
	c := l.ISMS.Config
	if unsigned || c.Sign.None {
		return nil, ", not signed", nil
	}
	key, err := t.key(p, c)
	if err != nil {
		return nil, "", err
	}
	s := &sign.Signer{
		Key: key, Day: l.ISMS.Day.Time(), Name: key.Certificate().Subject.CommonName, Reason: "Published by " + c.Name(),
		PKCS1v15: c.Sign.PKCS1v15, Certify: c.Sign.Certify,
	}
	if s.Level, err = sign.ParseLevel(c.Sign.Level); err != nil {
		return nil, "", err
	}
	if s.Services, err = t.services(c.Sign, p.dir); err != nil {
		return nil, "", err
	}
	words := ", signed by " + key.Certificate().Subject.CommonName
	if s.Level > sign.BB {
		words += " at level " + s.Level.String()
	}
	return s, words, nil
}

// services are what signatures above B-B need of others, by what annexa.yaml
// names.
func (t *terminal) services(c config.Sign, dir string) (*sign.Services, error) {
	trust, err := trusted(c.Trust, dir)
	if err != nil {
		return nil, err
	}
	return &sign.Services{Network: newClient().put, Authorities: c.TSA, Trust: trust, Now: t.now, Random: rand.Reader}, nil
}

// key is the key that annexa.yaml names, or one's own.
func (t *terminal) key(p *project, c *config.Config) (*sign.Key, error) {
	switch {
	case c.Sign.Certificate != "":
		return t.commandKey(inProject(p.dir, c.Sign.Certificate))
	case c.Sign.Key == "":
		return t.ownKey(c.Organisation.Name)
	}
	path := inProject(p.dir, c.Sign.Key)
	if in := holder(p.inputs(), path); in != "" {
		return nil, fmt.Errorf("the key %s lies in %s, which is read as content; put it into keys/ and name it sign: {key: keys/…}", c.Sign.Key, in)
	}
	key, err := t.readKey(path, c.Sign.Key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; build with --unsigned to do without", err)
	}
	return key, err
}

// inProject is where a file lies that annexa.yaml names.
func inProject(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// holder is the first of the folders in which a file lies, empty for none: a key
// is not to be published by mistake.
func holder(folders []string, path string) string {
	for _, in := range folders {
		if rel, err := filepath.Rel(in, path); err == nil && filepath.IsLocal(rel) {
			return in
		}
	}
	return ""
}

// readKey reads a key from a file, called name in messages, and asks for its
// password where none is given and there is a terminal.
func (t *terminal) readKey(path, name string) (*sign.Key, error) {
	data, err := readFile(path, maxKey)
	if err != nil {
		return nil, fmt.Errorf("read the signing key: %w", err)
	}
	password, given, err := t.password()
	if err != nil {
		return nil, err
	}
	key, err := sign.LoadKey(data, password)
	if errors.Is(err, sign.ErrPassword) && !given {
		if password, err = t.ask("password of " + name + ": "); err == nil {
			key, err = sign.LoadKey(data, password)
		}
	}
	switch {
	case errors.Is(err, sign.ErrPassword) && password == "":
		return nil, fmt.Errorf("the key %s wants a password; set it in %s, or the file that holds it in %s", name, passwordVariable, passwordFileVariable)
	case errors.Is(err, sign.ErrPassword):
		return nil, fmt.Errorf("the password does not open the key %s; set the right one in %s", name, passwordVariable)
	}
	if err != nil {
		return nil, fmt.Errorf("read the signing key %s: %w", name, err)
	}
	return key, nil
}

// password is the one that the environment gives, itself or the name of a file
// whose first line it is.
func (t *terminal) password() (password string, given bool, err error) {
	if password, _ = t.env(passwordVariable); password != "" {
		return password, true, nil
	}
	name, _ := t.env(passwordFileVariable)
	if name == "" {
		return "", false, nil
	}
	data, err := readFile(name, maxKey)
	if err != nil {
		return "", false, fmt.Errorf("read the password of the key: %w", err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSuffix(line, "\r"), true, nil
}

// ask asks for a password at the terminal, without showing it.
func (t *terminal) ask(prompt string) (string, error) {
	if !t.live || !term.IsTerminal(int(os.Stdin.Fd())) {
		return "", sign.ErrPassword
	}
	fmt.Fprint(t.err, prompt)
	password, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(t.err)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(password), nil
}

// ownFolder is where self-made keys lie: identity.pem, which is that of the
// first organisation, and one named after each further one.
func (t *terminal) ownFolder() (string, error) {
	if dir, ok := t.env("XDG_CONFIG_HOME"); ok && filepath.IsAbs(dir) {
		return filepath.Join(dir, "annexa"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", withoutKey("find the folder of your configuration for a signing key", err)
	}
	return filepath.Join(dir, "annexa"), nil
}

// ownKeyPath is where the self-made key of an organisation lies, or is to lie: a
// certificate says whose it is, so no organisation signs with that of another.
func (t *terminal) ownKeyPath(organisation string) (string, error) {
	dir, err := t.ownFolder()
	if err != nil {
		return "", err
	}
	first := filepath.Join(dir, "identity.pem")
	data, err := readFile(first, maxKey)
	if err != nil {
		return first, nil // made there, or told why it cannot be read
	}
	if chain, err := sign.ParseCertificates(data); err != nil || chain[0].Subject.CommonName == ownName(organisation) {
		return first, nil
	}
	sum := sha256.Sum256([]byte(ownName(organisation)))
	return filepath.Join(dir, "identity-"+hex.EncodeToString(sum[:4])+".pem"), nil
}

// ownName is whose certificate a self-made one is.
func ownName(organisation string) string { return cmp.Or(strings.TrimSpace(organisation), "Annexa") }

// ownCertificates are those of all self-made keys that can be read.
func (t *terminal) ownCertificates() []*x509.Certificate {
	folder, err := t.ownFolder()
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil // none was made yet, or nobody is trusted for it
	}
	var own []*x509.Certificate
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "identity") || filepath.Ext(e.Name()) != ".pem" {
			continue
		}
		data, err := readFile(filepath.Join(folder, e.Name()), maxKey)
		if err != nil {
			continue
		}
		if key, err := sign.LoadKey(data, ""); err == nil {
			own = append(own, key.Certificate())
		}
	}
	return own
}

// namedCertificates are those by which the key signs that annexa.yaml names: of
// a key that opens with the password that the environment gives, since whoever
// opens it owns it, or of one that signs elsewhere.
func (t *terminal) namedCertificates(c config.Sign, dir string) []*x509.Certificate {
	if c.Certificate != "" {
		if chain, err := trusted([]string{c.Certificate}, dir); err == nil && len(chain) > 0 {
			return chain[:1]
		}
	}
	if c.Key == "" {
		return nil
	}
	data, err := readFile(inProject(dir, c.Key), maxKey)
	if err != nil {
		return nil // nothing is proved to be one's own
	}
	password, _, err := t.password()
	if err != nil {
		return nil
	}
	key, err := sign.LoadKey(data, password)
	if err != nil {
		return nil
	}
	return []*x509.Certificate{key.Certificate()}
}

// ownKey reads the self-made key of an organisation, and makes it the first time.
func (t *terminal) ownKey(organisation string) (*sign.Key, error) {
	path, err := t.ownKeyPath(organisation)
	if err != nil {
		return nil, err
	}
	data, err := readFile(path, maxKey)
	if errors.Is(err, fs.ErrNotExist) {
		if data, err = t.makeKey(path, organisation); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, withoutKey("read your signing key", err)
	}
	key, err := sign.LoadKey(data, "")
	if err != nil {
		return nil, fmt.Errorf("read your signing key %s: %w; move it away and a new one is made", path, err)
	}
	return key, nil
}

// withoutKey is the error of a self-made key that cannot be had, with what to do
// instead.
func withoutKey(what string, err error) error {
	return fmt.Errorf("%s: %w; name a key in annexa.yaml, or build with --unsigned", what, err)
}

func (t *terminal) makeKey(path, organisation string) ([]byte, error) {
	data, err := sign.NewIdentity(ownName(organisation), t.now(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a signing key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, withoutKey("keep a new signing key", err)
	}
	switch err := release.CreateFile(path, data, 0o600); {
	case errors.Is(err, fs.ErrExist): // another build made one in the same moment
		return readFile(path, maxKey)
	case err != nil:
		return nil, withoutKey("keep a new signing key", err)
	}
	fmt.Fprintf(t.err, "annexa: made a signing key and a self-issued certificate in %s\n    hint: keep a copy of it; give auditors the certificate (annexa verify --trust), or name a key of your own in annexa.yaml: sign: {key: keys/isms.p12}\n", path)
	return data, nil
}

// trusted reads the certificates of files in PEM or DER.
func trusted(names []string, dir string) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for _, name := range names {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		data, err := readFile(name, maxKey)
		if err != nil {
			return nil, fmt.Errorf("read the certificate: %w", err)
		}
		certificates, err := sign.ParseCertificates(data)
		if err != nil {
			return nil, fmt.Errorf("read the certificate %s: %w", name, err)
		}
		out = append(out, certificates...)
	}
	return out, nil
}
