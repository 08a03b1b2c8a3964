package sign

import (
	"crypto/rand"
	"encoding/pem"
	"testing"
	"time"
)

func TestCertificatesAreReadFromPEMAndDER(t *testing.T) {
	identity, err := NewIdentity("Example", time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	fromPEM, err := ParseCertificates(append([]byte("a line of text\n"), identity...)) // with the private key beside it
	if err != nil || len(fromPEM) != 1 || fromPEM[0].Subject.CommonName != "Example" {
		t.Fatalf("%v %v", fromPEM, err)
	}
	fromDER, err := ParseCertificates(fromPEM[0].Raw)
	if err != nil || len(fromDER) != 1 || !fromDER[0].Equal(fromPEM[0]) {
		t.Fatalf("%v %v", fromDER, err)
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("no certificate"), "a key alone": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1}}),
		"a broken one": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte{1}}),
	} {
		if c, err := ParseCertificates(data); err == nil {
			t.Errorf("%s: %v", name, c)
		}
	}
}
