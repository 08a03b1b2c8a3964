package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"annexa/internal/pdf/object"
)

var signingDay = time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>`

// blank returns a file of one page, with reserved fields of the names given.
func blank(t testing.TB, l object.Layout, fields ...string) []byte {
	t.Helper()
	g := &object.Graph{}
	pages, page := g.Add(nil), g.Add(nil)
	content := g.Add(&object.Stream{Dict: &object.Dict{}, Raw: []byte("0 0 m 10 10 l S\n")})
	metadata := g.Add(&object.Stream{Dict: new(object.Dict).Set("Type", object.Name("Metadata")).
		Set("Subtype", object.Name("XML")), Raw: []byte(xmp)})
	g.Set(pages, new(object.Dict).Set("Type", object.Name("Pages")).Set("Kids", object.Array{page}).Set("Count", object.Integer(1)))
	d := new(object.Dict).Set("Type", object.Name("Page")).Set("Parent", pages).Set("Resources", &object.Dict{}).
		Set("MediaBox", object.Array{object.Integer(0), object.Integer(0), object.Integer(200), object.Integer(100)}).
		Set("Contents", content)
	g.Set(page, d)
	catalog := new(object.Dict).Set("Type", object.Name("Catalog")).Set("Pages", pages).Set("Metadata", metadata)
	root := g.Add(catalog)
	g.Apart(root)
	var list object.Array
	for _, name := range fields {
		ref := g.Add(invisibleField(name, "Digital signature", page))
		g.Apart(ref)
		list = append(list, ref)
	}
	if list != nil {
		d.Set("Annots", list)
		form := g.Add(new(object.Dict).Set("Fields", list).Set("SigFlags", object.Integer(3)))
		g.Apart(form)
		catalog.Set("AcroForm", form)
	}
	g.Trailer.Set("Root", root).Set("Info", g.Add(new(object.Dict).Set("Title", object.Text("Blank"))))
	data, err := g.Write(l)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// issue makes a certificate for a key, signed by the issuer or, without one, by itself.
func issue(t testing.TB, name string, public crypto.PublicKey, ca bool, issuer *Key, key crypto.Signer) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(int64(len(name)) * 1001), Subject: pkix.Name{CommonName: name},
		NotBefore: signingDay.AddDate(-1, 0, 0).Add(8 * time.Hour), NotAfter: signingDay.AddDate(4, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true,
	}
	if ca {
		template.IsCA, template.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	}
	parent, by := template, key
	if issuer != nil {
		parent, by = issuer.Certificate(), issuer.Signer
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, public, by)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func ecKey(t testing.TB, curve elliptic.Curve) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// chained returns a key with a certificate issued by a root, and the root.
func chained(t testing.TB, key crypto.Signer) (*Key, *x509.Certificate) {
	t.Helper()
	ca := &Key{Signer: ecKey(t, elliptic.P256())}
	ca.Chain = []*x509.Certificate{issue(t, "Root", ca.Signer.Public(), true, nil, ca.Signer)}
	leaf := issue(t, "Dana Reyes", key.Public(), false, ca, nil)
	return &Key{Signer: key, Chain: []*x509.Certificate{leaf, ca.Chain[0]}}, ca.Chain[0]
}

func identity(t testing.TB, seed byte) *Key {
	t.Helper()
	pem, err := NewIdentity("Northwind Data Ltd", signingDay, mrand.NewChaCha8([32]byte{seed}))
	if err != nil {
		t.Fatal(err)
	}
	key, err := LoadKey(pem, "")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signed(t testing.TB, s *Signer, pdf []byte) []byte {
	t.Helper()
	if s.Day.IsZero() {
		s.Day = signingDay
	}
	out, err := s.Sign(t.Context(), pdf)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// program returns the path of an outside program that must judge what was made.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", name)
		}
		t.Skipf("%s is missing: install it to have signatures judged by it", name)
	}
	return path
}

// kept writes data into a file of its own and returns its path.
func kept(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var signedRange = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`)

func TestOtherProgramsAgree(t *testing.T) {
	pdfsig, openssl, qpdf := program(t, "pdfsig"), program(t, "openssl"), program(t, "qpdf")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	packed := object.Layout{Pack: object.NewDeflater(6)}
	for name, c := range map[string]struct {
		key    crypto.Signer
		signer Signer
		file   []byte
	}{
		"P-256":                  {ecKey(t, elliptic.P256()), Signer{Name: "Dana Reyes", Reason: "Approved"}, blank(t, object.Layout{}, "Signature1")},
		"P-384 packed":           {ecKey(t, elliptic.P384()), Signer{}, blank(t, packed, "DocTimeStamp1", "Signature1")},
		"RSA-PSS new field":      {rsaKey, Signer{Location: "Zürich"}, blank(t, object.Layout{})},
		"RSA PKCS#1 packed":      {rsaKey, Signer{PKCS1v15: true}, blank(t, packed)},
		"P-256 certified":        {ecKey(t, elliptic.P256()), Signer{Certify: true}, blank(t, object.Layout{}, "Signature1", "Signature2")},
		"P-256 certified packed": {ecKey(t, elliptic.P256()), Signer{Certify: true}, blank(t, packed)},
	} {
		t.Run(name, func(t *testing.T) {
			key, root := chained(t, c.key)
			c.signer.Key = key
			out := signed(t, &c.signer, c.file)
			if !bytes.HasPrefix(out, c.file) {
				t.Error("the signed file does not begin with the unsigned one")
			}
			if !bytes.Equal(out, signed(t, &c.signer, c.file)) {
				t.Error("signing again gave other bytes")
			}
			path := kept(t, "signed.pdf", out)
			if report, err := exec.Command(qpdf, "--check", path).CombinedOutput(); err != nil {
				t.Errorf("qpdf: %v\n%s", err, report)
			}
			report, err := exec.Command(pdfsig, "-nocert", path).CombinedOutput()
			for _, want := range []string{"Signature is Valid.", "Total document signed", "ETSI.CAdES.detached"} {
				if !strings.Contains(string(report), want) {
					t.Errorf("pdfsig does not say %q: %v\n%s", want, err, report)
				}
			}
			cms, content := cut(t, out)
			args := []string{"cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", kept(t, "cms", cms), "-content", kept(t, "content", content),
				"-CAfile", kept(t, "root", pemOf(root)), "-purpose", "any", "-attime", "1793836800", "-out", os.DevNull}
			if report, err := exec.Command(openssl, args...).CombinedOutput(); err != nil {
				t.Errorf("openssl: %v\n%s", err, report)
			}
		})
	}
}
