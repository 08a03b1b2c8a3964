package endtoend

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"annexa/internal/sign"
	"annexa/internal/sign/signtest"
)

// A signing is a document that was signed in one of the ways there are.
type signing struct {
	name  string
	level sign.Level
	file  string
	data  []byte
}

// signatures is how many there are, without document time-stamps, of which
// poppler knows nothing.
func (s signing) signatures() int { return strings.Count(string(s.data), "/ETSI.CAdES.detached") }

// TestSignaturesThatLast signs a published document with every kind of key at
// every level, with several signatures and with time-stamps renewed, by a
// certification authority made for it, and has it judged.
func TestSignaturesThatLast(t *testing.T) {
	pki := authority(t)
	all := signings(t, pki)
	root := pki.Root.Certificate
	for _, c := range []struct {
		name string
		look func(*testing.T, []signing, *signtest.PKI)
	}{
		{"are valid to Annexa", func(t *testing.T, all []signing, _ *signtest.PKI) {
			for _, s := range all {
				r := sign.Verify(s.data, sign.Options{Trust: []*x509.Certificate{root}, At: time.Now()})
				for _, one := range r.Signatures {
					if r.Verdict != sign.Valid || !one.TimeStamp && one.Level != s.level {
						t.Errorf("%s is %s, at level %s: %q", s.name, r.Verdict, one.Level, r.Reasons)
					}
				}
			}
		}},
		{"are valid to poppler and qpdf", popplerAgrees},
		{"are valid to openssl", opensslAgrees},
		{"are valid to EU DSS", dssAgrees},
		{"are valid to pyHanko", pyhankoAgrees},
		{"leave the document what archives take", veraAgrees},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.look(t, all, pki)
		})
	}
}

const small = `---
id: POL-01
title: A policy
kind: policy
version: "1.0"
status: approved
classification: internal
owner: Chief Executive
summary: What holds.
approved: {by: Dana Reyes, role: Chief Executive, date: 2026-10-01}
review: {every: 12 months, last: 2026-10-01, next: 2027-10-01}
---
Everyone must lock their screen.
`

const manySign = `organisation: {name: Example Ltd}
date: 2026-11-02
packs: [{id: all, title: All, include: [policies, soa]}]
sign: {visible: yes, signers: [Chief Executive, Auditor]}
`

// signings makes the files.
func signings(t *testing.T, pki *signtest.PKI) []signing {
	t.Helper()
	p := publishContent(t, fstest.MapFS{
		"annexa.yaml": {Data: []byte(manySign)}, "pol.md": {Data: []byte(small)}, "soa.md": {Data: []byte(strings.Replace(small, "POL-01\ntitle: A policy\nkind: policy", "SOA-01\ntitle: The statement\nkind: soa", 1))},
	}, true)
	unsigned := firstRevision(p.read(t, "documents/POL-01.pdf"))
	dir := t.TempDir()
	var all []signing
	keep := func(name string, level sign.Level, data []byte) []byte {
		file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		all = append(all, signing{name, level, file, data})
		return data
	}
	signer := func(name string, key crypto.Signer) *sign.Signer { return signerOf(t, pki, name, key) }
	made := func(s *sign.Signer, data []byte, level sign.Level) []byte { return signedAt(t, s, data, level) }
	p256, p384 := ecdsaKey(t, elliptic.P256()), ecdsaKey(t, elliptic.P384())
	rsa2, rsa3, rsa4 := rsaKey(t, 2048), rsaKey(t, 3072), rsaKey(t, 4096)
	for _, c := range []struct {
		name  string
		key   crypto.Signer
		pkcs1 bool
	}{
		{"P-256", p256, false}, {"P-384", p384, false},
		{"RSA-2048 PSS", rsa2, false}, {"RSA-3072 PSS", rsa3, false}, {"RSA-4096 PSS", rsa4, false},
		{"RSA-2048 PKCS1", rsa2, true}, {"RSA-3072 PKCS1", rsa3, true}, {"RSA-4096 PKCS1", rsa4, true},
	} {
		for _, level := range []sign.Level{sign.BB, sign.BT, sign.BLT, sign.BLTA} {
			s := signer("Policy Signer", c.key)
			s.PKCS1v15 = c.pkcs1
			keep(fmt.Sprintf("%s %s", c.name, level), level, made(s, unsigned, level))
		}
	}
	approver, seal := signer("Dana Reyes", p256), signer("Example Ltd", rsa3)
	approver.Certify, approver.Field = true, "Approval" // where it is seen
	approved := made(approver, unsigned, sign.BT)
	sealed := keep("certified and sealed", sign.BLTA, made(seal, approved, sign.BLTA))
	again := &sign.Signer{Level: sign.BLTA, Services: seal.Services}
	renewed, err := again.Extend(t.Context(), sealed)
	if err != nil {
		t.Fatal(err)
	}
	keep("renewed", sign.BLTA, renewed)
	for name, file := range map[string]string{"statement": "soa/soa.pdf", "pack": "packs/all.pdf"} {
		data := firstRevision(p.read(t, file))
		for i, role := range []string{"Chief Executive", "Auditor"} {
			s := signer(role, p256)
			s.Certify, s.Field = i == 0, role
			data = made(s, data, sign.BT)
		}
		data = made(signer("Witness", rsa2), data, sign.BT) // so that the next one finds no field
		keep(name+" signed where it is to be", sign.BLTA, made(signer("Example Ltd", p384), data, sign.BLTA))
	}
	return all
}

// authority is a certification authority for tests, whose clock is a minute slow.
func authority(t *testing.T) *signtest.PKI {
	t.Helper()
	pki, err := signtest.New("http://pki.example.test", func() time.Time { return time.Now().Add(-time.Minute) })
	if err != nil {
		t.Fatal(err)
	}
	return pki
}

// signerOf signs with a key that an authority has certified.
func signerOf(t *testing.T, pki *signtest.PKI, name string, key crypto.Signer) *sign.Signer {
	t.Helper()
	chain, err := pki.Sign(name, key, time.Now().AddDate(2, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	k, err := sign.NewKey(key, chain)
	if err != nil {
		t.Fatal(err)
	}
	services := &sign.Services{
		Network:     func(ctx context.Context, r sign.Request) ([]byte, error) { return pki.Reply(ctx, r.URL, r.Body) },
		Authorities: []string{"http://pki.example.test/tsa"}, Trust: []*x509.Certificate{pki.Root.Certificate}, Now: pki.Now, Random: rand.Reader,
	}
	return &sign.Signer{Key: k, Services: services, Day: pki.Now(), Name: name, Reason: "Approved"}
}

// signedAt is a file with one more signature, and all that its level wants.
func signedAt(t *testing.T, s *sign.Signer, data []byte, level sign.Level) []byte {
	t.Helper()
	s.Level = level
	out, err := s.Sign(t.Context(), data)
	if err == nil && level >= sign.BLT {
		out, err = s.Extend(t.Context(), out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func ecdsaKey(t *testing.T, curve elliptic.Curve) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func rsaKey(t *testing.T, bits int) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func popplerAgrees(t *testing.T, all []signing, _ *signtest.PKI) {
	pdfsig, qpdf := program(t, "pdfsig"), program(t, "qpdf")
	for _, s := range all {
		said(t, qpdf, "--check", s.file)
		report := said(t, pdfsig, "-nocert", s.file)
		if want := s.signatures(); strings.Count(report, "Signature is Valid.") != want {
			t.Errorf("%s: pdfsig does not take %d signatures for valid:\n%s", s.name, want, report)
		}
	}
}

// A sealed is a signature or document time-stamp cut out of a file, with what it
// was made over.
type sealed struct{ der, content []byte }

func cutOut(t *testing.T, data []byte) []sealed {
	t.Helper()
	var out []sealed
	for _, m := range byteRange.FindAllSubmatch(data, -1) {
		var n [3]int
		for i := range n {
			n[i], _ = strconv.Atoi(string(m[i+1]))
		}
		raw, err := hex.DecodeString(string(data[n[0]+1 : n[1]-1]))
		if err != nil {
			t.Fatal(err)
		}
		var whole asn1.RawValue // what follows is padding
		if _, err := asn1.Unmarshal(raw, &whole); err != nil {
			t.Fatal(err)
		}
		out = append(out, sealed{whole.FullBytes, slices.Concat(data[:n[0]], data[n[1]:n[1]+n[2]])})
	}
	return out
}

// attached is what a CMS has of RFC 5652 that leads to the time-stamp over its
// signature.
type attached struct {
	Type asn1.ObjectIdentifier
	Data struct {
		Version      int
		Digests      asn1.RawValue
		Content      asn1.RawValue
		Certificates asn1.RawValue
		Signers      []struct {
			Version                             int
			Issuer, Digest, Attributes, Signing asn1.RawValue
			Signature                           []byte
			Unsigned                            asn1.RawValue `asn1:"optional"`
		} `asn1:"set"`
	} `asn1:"explicit,tag:0"`
}

// stamps takes the time-stamp over a signature out of it, with the digest that it
// is of.
func stamps(t *testing.T, der []byte) (token, sum []byte) {
	t.Helper()
	var cms attached
	if _, err := asn1.Unmarshal(der, &cms); err != nil {
		t.Fatal(err)
	}
	signer := cms.Data.Signers[0]
	if len(signer.Unsigned.Bytes) == 0 {
		return nil, nil
	}
	var attribute struct {
		ID     asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
	if _, err := asn1.Unmarshal(signer.Unsigned.Bytes, &attribute); err != nil || !attribute.ID.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}) {
		t.Fatalf("the unsigned attribute is %s: %v", attribute.ID, err)
	}
	h := sha256.Sum256(signer.Signature)
	return attribute.Values[0].FullBytes, h[:]
}

func opensslAgrees(t *testing.T, all []signing, pki *signtest.PKI) {
	openssl := program(t, "openssl")
	root := kept(t, "root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pki.Root.Certificate.Raw}))
	signatures, tokens := 0, 0
	for _, s := range all {
		for _, one := range cutOut(t, s.data) {
			der, content := kept(t, "der", one.der), kept(t, "content", one.content)
			if strings.Contains(string(one.der), tstInfo) && strings.Index(string(one.der), tstInfo) < 100 {
				said(t, openssl, "ts", "-verify", "-in", der, "-token_in", "-data", content, "-CAfile", root)
				tokens++
				continue
			}
			said(t, openssl, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", der, "-content", content, "-CAfile", root, "-purpose", "any", "-out", os.DevNull)
			signatures++
			token, sum := stamps(t, one.der)
			if (token != nil) != (s.level > sign.BB) {
				t.Errorf("%s: time-stamped is %t", s.name, token != nil)
			}
			if token != nil {
				said(t, openssl, "ts", "-verify", "-in", kept(t, "token", token), "-token_in", "-digest", hex.EncodeToString(sum), "-CAfile", root)
				tokens++
			}
		}
	}
	if signatures < len(all) || tokens < len(all) {
		t.Errorf("openssl saw %d signatures and %d time-stamps in %d files", signatures, tokens, len(all))
	}
}

// tstInfo is the identifier of what a time-stamp holds, in DER.
const tstInfo = "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04"

func dssAgrees(t *testing.T, all []signing, pki *signtest.PKI) {
	dss := filepath.Dir(judge(t, "dss/Signatures.class"))
	validators(t, all, pki, exec.CommandContext(t.Context(), program(t, "java"), "-Xmx512m", "-XX:+UseSerialGC", "-cp", filepath.Join(dss, "*")+string(os.PathListSeparator)+dss, "Signatures"))
}

func pyhankoAgrees(t *testing.T, all []signing, pki *signtest.PKI) {
	script := judge(t, "pyhanko/signatures.py")
	command := exec.CommandContext(t.Context(), program(t, "python3"), script)
	command.Env = append(os.Environ(), "PYTHONPATH="+filepath.Dir(script))
	validators(t, all, pki, command)
}

// validators gives the files to a judge, and one more that it must not take.
func validators(t *testing.T, all []signing, pki *signtest.PKI, command *exec.Cmd) {
	t.Helper()
	command.Args = append(command.Args, kept(t, "root.crt", pki.Root.Certificate.Raw))
	for _, name := range []string{"root.crl", "ca.crl"} {
		list, err := pki.Reply(t.Context(), "http://pki.example.test/"+name, nil)
		if err != nil {
			t.Fatal(err)
		}
		command.Args = append(command.Args, kept(t, name, list))
	}
	var questions strings.Builder
	for _, s := range all {
		fmt.Fprintf(&questions, "%s\t%s\n", s.level, s.file)
	}
	changed := slices.Clone(all[0].data)
	changed[len(changed)/3] ^= 1
	broken := kept(t, "broken.pdf", changed)
	fmt.Fprintf(&questions, "%s\t%s\n", sign.BB, broken)
	command.Stdin = strings.NewReader(questions.String())
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	passed, failed := map[string]int{}, map[string]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Split(strings.TrimSpace(line), "\t")
		if len(words) != 4 {
			t.Fatalf("it says %q\n%s", line, stderr.String())
		}
		if words[2] == "passed" {
			passed[words[0]]++
		} else {
			failed[words[0]] += words[1] + ": " + words[3] + "\n"
		}
	}
	for _, s := range all {
		if want := s.signatures(); passed[s.file] != want || failed[s.file] != "" {
			t.Errorf("%s: %d of %d signatures passed: %s", s.name, passed[s.file], want, failed[s.file])
		}
	}
	if passed[broken] > 0 {
		t.Error("a file with a byte changed has passed")
	}
}

// veraAgrees has veraPDF look at the files with most in them.
func veraAgrees(t *testing.T, all []signing, _ *signtest.PKI) {
	args := []string{"-Xmx512m", "-XX:+UseSerialGC", "-jar", judge(t, verapdf), "--format", "json", "--loglevel", "1"}
	want := 0
	for _, s := range all {
		if s.level == sign.BLTA {
			args = append(args, s.file)
			want++
		}
	}
	report, err := exec.CommandContext(t.Context(), program(t, "java"), args...).Output()
	if err != nil && len(report) == 0 {
		t.Fatal(err)
	}
	judged := verdicts(t, report, nil)
	for file, v := range judged {
		for _, fault := range v.against(claims) {
			t.Errorf("%s: %s", filepath.Base(file), fault)
		}
	}
	if len(judged) != want {
		t.Errorf("veraPDF judged %d files of %d", len(judged), want)
	}
}
