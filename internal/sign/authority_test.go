package sign

import (
	"context"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"annexa/internal/pdf/object"
	"annexa/internal/sign/signtest"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// TestTheAuthoritiesOfOpenSSLAreUnderstood has time-stamps made by openssl ts,
// which bring the authority's chain along, and OCSP responses by openssl ocsp,
// signed by a responder that the issuer named.
func TestTheAuthoritiesOfOpenSSLAreUnderstood(t *testing.T) {
	openssl := program(t, "openssl")
	pki, err := signtest.New(pkiURL, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	responder, err := pki.Responder()
	if err != nil {
		t.Fatal(err)
	}
	s := signerOf(t, pki, ecKey(t, elliptic.P256()), BLTA)
	s.Day = pki.Now()
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, p := range map[string]*signtest.Party{"root": pki.Root, "ca": pki.CA, "tsa": pki.TSA, "ocsp": responder} {
		file(name+".crt", pemOf(p.Certificate))
		file(name+".key", pemKey(t, p.Key))
	}
	file("ts.cnf", []byte("[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.3.6.1.4.1.32473.1.1\ndigests=sha256\naccuracy=secs:1\nordering=yes\ntsa_name=yes\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n"))
	file("serial", []byte("01\n"))
	leaf := s.Key.Certificate()
	file("index.txt", fmt.Appendf(nil, "V\t%s\t\t%04X\tunknown\t/CN=Dana Reyes\n", leaf.NotAfter.UTC().Format("060102150405Z"), leaf.SerialNumber))
	answer := func(ctx context.Context, query []byte, args ...string) ([]byte, error) {
		question, reply := file("question", query), filepath.Join(dir, "reply")
		for i := range args {
			args[i] = strings.NewReplacer("QUESTION", question, "REPLY", reply).Replace(args[i])
		}
		command := exec.CommandContext(ctx, openssl, args...)
		command.Dir = dir
		if said, err := command.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%w: %s", err, said)
		}
		return os.ReadFile(reply)
	}
	s.Services.Network = func(ctx context.Context, r Request) ([]byte, error) {
		switch {
		case strings.HasSuffix(r.URL, "/tsa"):
			return answer(ctx, r.Body, "ts", "-reply", "-config", "ts.cnf", "-queryfile", "QUESTION", "-signer", "tsa.crt", "-inkey", "tsa.key", "-chain", "root.crt", "-out", "REPLY")
		case strings.HasSuffix(r.URL, "/ocsp"):
			return answer(ctx, r.Body, "ocsp", "-index", "index.txt", "-CA", "ca.crt", "-rsigner", "ocsp.crt", "-rkey", "ocsp.key", "-reqin", "QUESTION", "-respout", "REPLY", "-ndays", "1")
		}
		return pki.Reply(ctx, r.URL, r.Body)
	}
	pdf := made(t, s, blank(t, object.Layout{}, "Signature1", "DocTimeStamp1"))
	opts := Options{Trust: []*x509.Certificate{pki.Root.Certificate}, At: time.Now()}
	r := verdict(t, pdf, opts, Valid, "")
	if r.Signatures[0].Level != BLTA {
		t.Errorf("level %s: %q", r.Signatures[0].Level, r.Signatures[0].Notes)
	}
	step := 41
	if raced || testing.Short() {
		step = 997
	}
	flipped(t, pdf, opts, step)
}

// narrowed is an issuing distribution point.
func narrowed(t *testing.T, build func(*cryptobyte.Builder)) pkix.Extension {
	return pkix.Extension{Id: oidIssuingPoint, Critical: true, Value: mustDER(t, func(b *cryptobyte.Builder) { b.AddASN1(der.SEQUENCE, build) })}
}

func TestNarrowedRevocationListsSpeakOfWhatTheySay(t *testing.T) {
	pki := newPKI(t)
	chain, err := pki.Sign("Dana Reyes", ecKey(t, elliptic.P256()), now.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	flag := func(n uint8) func(*cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) {
			b.AddASN1(der.Tag(n).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddUint8(0xFF) })
		}
	}
	point := func(url string) func(*cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) {
			b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
				b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
					b.AddASN1(der.Tag(6).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes([]byte(url)) })
				})
			})
		}
	}
	for name, c := range map[string]struct {
		extension *pkix.Extension
		of        *x509.Certificate
		want      bool
	}{
		"all":            {nil, chain[0], true},
		"empty":          {new(narrowed(t, func(*cryptobyte.Builder) {})), chain[0], true},
		"its point":      {new(narrowed(t, point(pkiURL+"/ca.crl"))), chain[0], true},
		"another point":  {new(narrowed(t, point(pkiURL+"/other.crl"))), chain[0], false},
		"users":          {new(narrowed(t, flag(1))), chain[0], true},
		"users, of a CA": {new(narrowed(t, flag(1))), chain[1], false},
		"authorities":    {new(narrowed(t, flag(2))), chain[0], false},
		"some reasons":   {new(narrowed(t, flag(3))), chain[0], false},
		"of others":      {new(narrowed(t, flag(4))), chain[0], false},
		"nonsense":       {&pkix.Extension{Id: oidIssuingPoint, Critical: true, Value: []byte{4, 0}}, chain[0], false},
		"changes only":   {&pkix.Extension{Id: oid{2, 5, 29, 27}, Critical: true, Value: []byte{2, 1, 1}}, chain[0], false},
		"harmless addon": {&pkix.Extension{Id: oid{1, 2, 3}, Value: []byte{5, 0}}, chain[0], true},
	} {
		template := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now, NextUpdate: now.AddDate(0, 0, 7)}
		if c.extension != nil {
			template.ExtraExtensions = []pkix.Extension{*c.extension}
		}
		raw, err := x509.CreateRevocationList(rand.Reader, template, pki.CA.Certificate, pki.CA.Key)
		if err != nil {
			t.Fatal(err)
		}
		item, err := newEvidence(storeLists, raw)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := item.tells(c.of, pki.CA.Certificate, now, now); (err == nil) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
