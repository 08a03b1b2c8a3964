package sign

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"annexa/internal/pdf/object"
)

func pemOf(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

func pemKey(t testing.TB, key any) []byte {
	t.Helper()
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
}

// cut returns CMS and signed bytes of the first signature in a file.
func cut(t testing.TB, pdf []byte) (cms, content []byte) {
	t.Helper()
	m := signedRange.FindSubmatch(pdf)
	if m == nil {
		t.Fatal("no ByteRange")
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(m[i+1]))
	}
	cms, err := hex.DecodeString(string(pdf[n[0]+1 : n[1]-1]))
	if err != nil {
		t.Fatal(err)
	}
	length, ok := derLength(cms)
	if !ok {
		t.Fatal("the CMS has no length")
	}
	return cms[:length], append(bytes.Clone(pdf[:n[0]]), pdf[n[1]:n[1]+n[2]]...)
}

func TestKeysOfOpenSSLAreLoaded(t *testing.T) {
	openssl := program(t, "openssl")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key  crypto.Signer
		args []string
	}{
		"modern P-256": {ecKey(t, elliptic.P256()), nil},
		"legacy RSA":   {rsaKey, []string{"-legacy"}},
		"old ciphers":  {rsaKey, []string{"-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"}},
	} {
		t.Run(name, func(t *testing.T) {
			want, root := chained(t, c.key)
			in := append(pemKey(t, c.key), append(pemOf(want.Certificate()), pemOf(root)...)...)
			out := filepath.Join(t.TempDir(), "key.p12")
			args := append([]string{"pkcs12", "-export", "-in", kept(t, "key.pem", in), "-out", out, "-passout", "pass:s3cret"}, c.args...)
			if report, err := exec.Command(openssl, args...).CombinedOutput(); err != nil {
				t.Fatalf("openssl: %v\n%s", err, report)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			key, err := LoadKey(data, "s3cret")
			if err != nil {
				t.Fatal(err)
			}
			if len(key.Chain) != 2 || !key.Certificate().Equal(want.Certificate()) {
				t.Errorf("the chain is %d certificates long, led by %s", len(key.Chain), key.Certificate().Subject)
			}
			for _, wrong := range []string{"", "S3cret"} {
				if _, err := LoadKey(data, wrong); !errors.Is(err, ErrPassword) {
					t.Errorf("password %q: error %v, want ErrPassword", wrong, err)
				}
			}
		})
	}
}

func TestEncryptedPEMIsLoaded(t *testing.T) {
	openssl := program(t, "openssl")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8 := []string{"pkcs8", "-topk8", "-passout", "pass:s3cret"}
	for name, c := range map[string]struct {
		key  crypto.Signer
		args []string
	}{
		"as it comes":       {ecKey(t, elliptic.P256()), pkcs8},
		"AES-128, SHA-1":    {rsaKey, append(slices.Clone(pkcs8), "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1")},
		"AES-192, SHA-512":  {ecKey(t, elliptic.P384()), append(slices.Clone(pkcs8), "-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA512")},
		"AES-256, SHA-384":  {ecKey(t, elliptic.P384()), append(slices.Clone(pkcs8), "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA384")},
		"3DES":              {rsaKey, append(slices.Clone(pkcs8), "-v2", "des3")},
		"scrypt":            {ecKey(t, elliptic.P256()), append(slices.Clone(pkcs8), "-scrypt")},
		"traditional EC":    {ecKey(t, elliptic.P256()), []string{"ec", "-aes128", "-passout", "pass:s3cret"}},
		"traditional RSA":   {rsaKey, []string{"rsa", "-traditional", "-aes256", "-passout", "pass:s3cret"}},
		"traditional, 3DES": {rsaKey, []string{"rsa", "-traditional", "-des3", "-passout", "pass:s3cret"}},
	} {
		t.Run(name, func(t *testing.T) {
			want, root := chained(t, c.key)
			out := filepath.Join(t.TempDir(), "key.pem")
			if report, err := exec.Command(openssl, append(c.args, "-in", kept(t, "plain.pem", pemKey(t, c.key)), "-out", out)...).CombinedOutput(); err != nil {
				t.Fatalf("openssl: %v\n%s", err, report)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(data, []byte("ENCRYPTED")) {
				t.Fatalf("openssl did not encrypt it:\n%s", data)
			}
			data = slices.Concat(data, pemOf(want.Certificate()), pemOf(root))
			key, err := LoadKey(data, "s3cret")
			if err != nil {
				t.Fatal(err)
			}
			if len(key.Chain) != 2 || !key.Certificate().Equal(want.Certificate()) {
				t.Errorf("the chain is %d certificates long, led by %s", len(key.Chain), key.Certificate().Subject)
			}
			for _, wrong := range []string{"", "S3cret"} {
				if _, err := LoadKey(data, wrong); !errors.Is(err, ErrPassword) {
					t.Errorf("password %q: error %v, want ErrPassword", wrong, err)
				}
			}
		})
	}
}

func TestPEMIsLoadedInAnyOrder(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	stranger := identity(t, 9).Certificate()
	data := slices.Concat(pemOf(stranger), pemOf(root), pemKey(t, key.Signer), pemOf(key.Certificate()))
	got, err := LoadKey(data, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Chain) != 2 || !got.Chain[0].Equal(key.Chain[0]) || !got.Chain[1].Equal(root) {
		t.Errorf("the chain holds %d certificates in the wrong order or number", len(got.Chain))
	}
}

func TestUnusableKeysAreRefused(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key := identity(t, 1)
	cert, private := pemOf(key.Certificate()), pemKey(t, key.Signer)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":          {nil, "neither PEM nor PKCS#12"},
		"text":           {[]byte("my key"), "neither PEM nor PKCS#12"},
		"no key":         {cert, "no private key"},
		"no certificate": {private, "no certificate fits"},
		"other's":        {slices.Concat(private, pemOf(identity(t, 2).Certificate())), "no certificate fits"},
		"two keys":       {slices.Concat(private, private, cert), "two private keys"},
		"P-521":          {pemKey(t, ecKey(t, elliptic.P521())), "P-521"},
		"short RSA":      {pemKey(t, weak), "1024 bits"},
		"Ed25519":        {pemKey(t, edwards), "P-256"},
		"encrypted":      {pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte{48, 0}}), "the encrypted key is malformed"},
		"of SSH":         {pem.EncodeToMemory(&pem.Block{Type: "OPENSSH PRIVATE KEY", Bytes: []byte{48, 0}}), "a OPENSSH PRIVATE KEY cannot be used"},
		"broken":         {pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{48, 0}}), "load signing key"},
	} {
		if _, err := LoadKey(c.data, ""); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

func TestIdentityDependsOnItsRandomnessAlone(t *testing.T) {
	make := func(seed byte) []byte {
		data, err := NewIdentity("Northwind Data Ltd", signingDay, mrand.NewChaCha8([32]byte{seed}))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if !bytes.Equal(make(1), make(1)) || bytes.Equal(make(1), make(2)) {
		t.Error("identities do not follow their randomness")
	}
	cert := identity(t, 1).Certificate()
	if !newEffort().issued(cert, cert) || cert.KeyUsage != x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment ||
		!bytes.Equal(cert.SubjectKeyId, cert.AuthorityKeyId) || !covers(cert, signingDay.AddDate(9, 11, 0)) {
		t.Errorf("odd certificate: %+v", cert)
	}
	if _, err := NewIdentity("x", signingDay, bytes.NewReader(nil)); err == nil {
		t.Error("an identity was made without randomness")
	}
}

func TestSigningNamesWhatIsWrong(t *testing.T) {
	key := identity(t, 1)
	file := blank(t, object.Layout{}, "Signature1")
	certified := signed(t, &Signer{Key: key, Certify: true}, file)
	for name, c := range map[string]struct {
		signer Signer
		file   []byte
		want   string
	}{
		"level":            {Signer{Level: BT}, file, "wants time-stamping authorities"},
		"too early":        {Signer{Day: signingDay.AddDate(-10, 0, -1)}, file, "cannot sign on 2016-11-01"},
		"too late":         {Signer{Day: signingDay.AddDate(11, 0, 0)}, file, "cannot sign on"},
		"no PDF":           {Signer{}, []byte("x"), "no PDF"},
		"bytes behind":     {Signer{}, append(bytes.Clone(file), "rubbish"...), "follow the last revision"},
		"certified late":   {Signer{Certify: true}, signed(t, &Signer{Key: key}, file), "first signature"},
		"certified to P 1": {Signer{}, bytes.Replace(certified, []byte("/P 2"), []byte("/P 1"), 1), "certified against every change"},
	} {
		c.signer.Key = key
		if c.signer.Day.IsZero() {
			c.signer.Day = signingDay
		}
		if _, err := c.signer.Sign(t.Context(), c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

func TestCertificateMaySignOnItsFirstDay(t *testing.T) {
	key, root := chained(t, ecKey(t, elliptic.P256()))
	begin := key.Certificate().NotBefore
	pdf := signed(t, &Signer{Key: key, Day: begin.UTC().Truncate(24 * time.Hour)}, blank(t, object.Layout{}))
	r := verdict(t, pdf, Options{Trust: []*x509.Certificate{root}, At: begin}, Valid, "")
	if want := begin.UTC().Format("2006-01-02 15:04:05 UTC"); r.Signatures[0].Claimed != want {
		t.Errorf("claims %s, want %s", r.Signatures[0].Claimed, want)
	}
}
