package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"annexa/internal/config"
	"annexa/internal/diag"
	"annexa/internal/release"
	"annexa/internal/sign"
)

type signCommand struct {
	Files       []string `arg:"" name:"file" help:"PDF files; each is replaced by the signed one."`
	Output      string   `short:"o" placeholder:"FILE" help:"Where to put the signed file, instead of replacing it."`
	Extend      bool     `help:"Sign nothing: add long-term data and an archive time-stamp to what is signed, or renew them."`
	Key         string   `placeholder:"FILE" help:"The key, PKCS#12 or PEM; else that of annexa.yaml, else your own."`
	Certificate string   `placeholder:"FILE" help:"The certificates of a key that the command in ANNEXA_KEY_COMMAND signs with."`
	Level       string   `placeholder:"LEVEL" enum:"B-B,B-T,B-LT,B-LTA," default:"" help:"B-B, B-T, B-LT or B-LTA; else that of annexa.yaml."`
	TSA         []string `name:"tsa" placeholder:"URL" help:"A time-stamping authority; several are asked in turn."`
	Trust       []string `placeholder:"CERT" help:"A root that chains may lead to (PEM or DER)."`
	Field       string   `placeholder:"NAME" help:"The reserved field to sign; else the first that is empty and kept for nobody by name."`
	Reason      string   `placeholder:"TEXT" help:"Why you sign."`
	Place       string   `placeholder:"TEXT" help:"Where you sign."`
	Certify     bool     `help:"Sign first of all, and forbid every later change but signatures."`
}

func (signCommand) examples() string {
	return `  annexa sign policy.pdf --reason "I approve this policy"
  annexa sign pack.pdf --key seal.p12 --level B-LTA --tsa http://tsa.example.org/ --trust tsa-root.pem
  annexa sign --extend public/packs/*.pdf
                                    before the certificate of the last archive time-stamp ends
`
}

// Run signs each file. Files whose turn has not come stay as they are when one
// cannot be signed.
func (c *signCommand) Run(t *terminal, all *commands) error {
	if c.Output != "" && len(c.Files) != 1 {
		return usageError{errors.New("-o wants one file; without it each is replaced")}
	}
	if c.Extend && (c.Key != "" || c.Certificate != "" || c.Field != "" || c.Reason != "" || c.Place != "" || c.Certify) {
		return usageError{errors.New("--extend signs nothing: it takes no key, field, reason or place")}
	}
	s, err := c.signer(t, all.Dir)
	if err != nil {
		return err
	}
	for _, name := range c.Files {
		data, err := readFile(name, maxPDF)
		if err != nil {
			return usageError{fmt.Errorf("cannot read %s: %w", name, cause(err))}
		}
		if data, err = c.sign(t, s, data); err != nil {
			return fmt.Errorf("%s: %w; it is as it was", name, err)
		}
		to := name
		if c.Output != "" {
			to = c.Output
		}
		if err := release.WriteFile(to, data, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", to, cause(err))
		}
		if c.Extend {
			fmt.Fprintf(t.out, "%s: time-stamped anew\n", to)
		} else {
			fmt.Fprintf(t.out, "%s: signed by %s at level %s\n", to, s.Name, s.Level)
		}
	}
	return nil
}

func (c *signCommand) sign(t *terminal, s *sign.Signer, pdf []byte) ([]byte, error) {
	if c.Extend {
		return s.Extend(t.ctx, pdf)
	}
	out, err := s.Sign(t.ctx, pdf)
	if err == nil && s.Level >= sign.BLT {
		out, err = s.Extend(t.ctx, out)
	}
	return out, err
}

// signer is what flags, annexa.yaml and your own key come to, in this order.
func (c *signCommand) signer(t *terminal, dir string) (*sign.Signer, error) {
	project, err := configured(dir)
	if err != nil {
		return nil, err
	}
	from := project.Sign
	if len(c.TSA) > 0 {
		from.TSA = c.TSA
	}
	s := &sign.Signer{Day: t.now(), Reason: c.Reason, Location: c.Place, Field: c.Field, Certify: c.Certify, PKCS1v15: from.PKCS1v15}
	if s.Services, err = t.services(from, dir); err != nil {
		return nil, err
	}
	more, err := trusted(c.Trust, ".")
	if err != nil {
		return nil, usageError{err}
	}
	s.Services.Trust = append(s.Services.Trust, more...)
	level := c.Level
	switch {
	case c.Extend && level == "":
		level = sign.BLTA.String()
	case level == "":
		level = from.Level
	}
	if s.Level, err = sign.ParseLevel(level); err != nil {
		return nil, usageError{err}
	}
	if s.Level > sign.BB && len(from.TSA) == 0 {
		return nil, usageError{fmt.Errorf("level %s wants a time-stamping authority: name one with --tsa, or in annexa.yaml", s.Level)}
	}
	if c.Extend {
		return s, nil
	}
	if s.Key, err = c.key(t, project, dir); err != nil {
		return nil, err
	}
	s.Name = s.Key.Certificate().Subject.CommonName
	return s, nil
}

func (c *signCommand) key(t *terminal, project *config.Config, dir string) (*sign.Key, error) {
	switch {
	case c.Key != "":
		return t.readKey(c.Key, c.Key)
	case c.Certificate != "":
		return t.commandKey(c.Certificate)
	case project.Sign.Certificate != "":
		return t.commandKey(inProject(dir, project.Sign.Certificate))
	case project.Sign.Key != "":
		return t.readKey(inProject(dir, project.Sign.Key), project.Sign.Key)
	}
	return t.ownKey(project.Organisation.Name)
}

// configured is the configuration of the project in a folder; that of none where
// there is no project.
func configured(dir string) (*config.Config, error) {
	for _, name := range []string{filepath.Join(dir, "content", config.File), filepath.Join(dir, config.File)} {
		data, err := readFile(name, maxKey)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, cause(err))
		}
		c, problems := config.Read(data)
		for _, p := range problems {
			if p.Severity == diag.Error && p.Rule == diag.SignLevel {
				return nil, fmt.Errorf("%s:%d: %s; %s", name, p.Place.Line, p.Message, p.Hint)
			}
		}
		return c, nil
	}
	c, _ := config.Read(nil)
	return c, nil
}
