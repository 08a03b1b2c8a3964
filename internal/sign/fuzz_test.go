package sign

import (
	"crypto/elliptic"
	"math/big"
	"strings"
	"testing"

	"annexa/internal/pdf/object"
)

func FuzzVerify(f *testing.F) {
	key := identity(f, 1)
	for _, l := range []object.Layout{{}, {Pack: object.NewDeflater(6)}} {
		file := blank(f, l, "Signature1")
		one := signed(f, &Signer{Key: key, Certify: true}, file)
		f.Add(file)
		f.Add(one)
		f.Add(signed(f, &Signer{Key: key}, one))
	}
	opts := trusting(key.Certificate())
	f.Fuzz(func(t *testing.T, pdf []byte) {
		r := Verify(pdf, opts)
		if r.Verdict == Valid && !r.Signatures[0].Trusted {
			t.Error("valid without trust")
		}
		if r.Verdict != Valid && len(r.Reasons) == 0 {
			t.Errorf("%s without a reason", r.Verdict)
		}
	})
}

func FuzzCMS(f *testing.F) {
	key, _ := chained(f, ecKey(f, elliptic.P256()))
	s := &Signer{Key: key, Day: signingDay}
	cms, err := s.SignDetached(f.Context(), []byte("manifest"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(cms)
	pdf, _ := ltaFile(f, "rsapss-two-lta")
	cms, _ = cut(f, pdf)
	f.Add(cms)
	if sd, err := readCMS(cms); err == nil {
		f.Add(sd.timeStamp)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if sd, err := readCMS(raw); err == nil && sd.signer == nil {
			t.Error("read without a signer")
		}
		if ts, err := readTimeStamp(raw); err == nil && ts.time.IsZero() {
			t.Error("a time-stamp without a time")
		}
	})
}

func FuzzDecryptPKCS8(f *testing.F) {
	// PBES2 with PBKDF2 (SHA-256, one round) and AES-128, over nonsense.
	f.Add([]byte("\x30\x55\x30\x41\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d\x30\x34\x30\x13\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c" +
		"\x30\x06\x04\x01\x00\x02\x01\x01\x30\x1d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x02\x04\x10" + strings.Repeat("i", 16) + "\x04\x10" + strings.Repeat("d", 16)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if out, err := decryptPKCS8(raw, "p"); err == nil && len(out) >= len(raw) {
			t.Error("it became longer")
		}
	})
}

func FuzzReply(f *testing.F) {
	pki := newPKI(f)
	query, err := stampQuery(make([]byte, 32), big.NewInt(7))
	if err != nil {
		f.Fatal(err)
	}
	for _, refuse := range []bool{false, true} {
		pki.Lies.Refuse = refuse
		reply, err := pki.Reply(f.Context(), pkiURL+"/tsa", query)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(reply)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		token, err := readReply(raw)
		if err != nil {
			return
		}
		if ts, err := readTimeStamp(token); err == nil && (ts.signer == nil || len(ts.imprint) == 0) {
			t.Error("a time-stamp of nothing, or by nobody")
		}
	})
}

// FuzzEvidence reads OCSP responses and revocation lists that come from anywhere.
func FuzzEvidence(f *testing.F) {
	pki := newPKI(f)
	chain, err := pki.Sign("Dana Reyes", ecKey(f, elliptic.P256()), now.AddDate(1, 0, 0))
	if err != nil {
		f.Fatal(err)
	}
	all, err := sources(chain[0], chain[1])
	if err != nil || len(all) != 2 {
		f.Fatal(all, err)
	}
	for i, from := range all {
		data, err := pki.Reply(f.Context(), from.request.URL, from.request.Body)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(i == 0, data)
	}
	f.Fuzz(func(t *testing.T, response bool, data []byte) {
		kind := storeLists
		if response {
			kind = storeResponses
		}
		item, err := newEvidence(kind, data)
		if err != nil {
			return
		}
		found, err := item.tells(chain[0], chain[1], now, now)
		if err == nil && (found.by != item || !item.used || found.revocation == unknown) {
			t.Errorf("it tells %+v", found)
		}
	})
}

func FuzzVerifyDetached(f *testing.F) {
	s := signerOf(f, newPKI(f), ecKey(f, elliptic.P256()), BT)
	data := []byte("manifest")
	for _, level := range []Level{BB, BT} {
		s.Level = level
		cms, err := s.SignDetached(f.Context(), data)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(cms)
	}
	f.Fuzz(func(t *testing.T, cms []byte) {
		if r := VerifyDetached(data, cms, s.own()); r.Verdict != Valid && len(r.Reasons) == 0 {
			t.Errorf("%s without a reason", r.Verdict)
		}
	})
}

// FuzzMetadata reads metadata, which say what they say in any order of reading.
func FuzzMetadata(f *testing.F) {
	f.Add([]byte(xmp))
	f.Add([]byte(`<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + rdf + `"><rdf:Description a="1"><b rdf:parseType="Resource"><c>d</c></b><e><rdf:Alt><rdf:li xml:lang="x">f</rdf:li></rdf:Alt></e><g rdf:resource="h"/></rdf:Description></rdf:RDF></x:xmpmeta>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		one, err := statements(data)
		two, again := statements(data)
		if (err == nil) != (again == nil) || err == nil && !equalStatements(one, two) {
			t.Errorf("%q and %v, then %q and %v", one, err, two, again)
		}
	})
}
