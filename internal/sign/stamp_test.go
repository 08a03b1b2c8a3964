package sign

import (
	"bytes"
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"annexa/internal/pdf/object"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// authority is a time-stamping authority for tests. Its fields are how it lies.
type authority struct {
	key      *Key
	at       time.Time
	spoil    bool // stamps something else than it was given
	nameless bool // leaves the certificate out of the signed attributes
}

// newAuthority returns an authority whose certificate the issuer, or itself, signed.
func newAuthority(t testing.TB, issuer *Key, usage ...x509.ExtKeyUsage) *authority {
	t.Helper()
	key := ecKey(t, elliptic.P256())
	extension := pkix.Extension{Id: oidExtendedKeyUsage, Critical: true, Value: mustDER(t, func(b *cryptobyte.Builder) {
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oid{1, 3, 6, 1, 5, 5, 7, 3, 8}) })
	})}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: "TSA"}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: signingDay.AddDate(-1, 0, 0), NotAfter: signingDay.AddDate(9, 0, 0), BasicConstraintsValid: true,
	}
	if usage != nil {
		template.ExtKeyUsage = usage
	} else {
		template.ExtraExtensions = []pkix.Extension{extension}
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, issuer.Certificate(), key.Public(), issuer.Signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{key: &Key{Signer: key, Chain: []*x509.Certificate{cert}}, at: signingDay.Add(9 * time.Hour)}
}

func mustDER(t testing.TB, build func(*cryptobyte.Builder)) []byte {
	t.Helper()
	var b cryptobyte.Builder
	build(&b)
	raw, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// stamp returns a token over data.
func (tsa *authority) stamp(t testing.TB, data []byte) []byte {
	t.Helper()
	sum := digest(crypto.SHA256, data)
	if tsa.spoil {
		sum[0] ^= 1
	}
	info := mustDER(t, func(b *cryptobyte.Builder) {
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(1)
			b.AddASN1ObjectIdentifier(oid{1, 2, 3})
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				addDigestID(b, crypto.SHA256)
				b.AddASN1OctetString(sum)
			})
			b.AddASN1Int64(5)
			b.AddASN1GeneralizedTime(tsa.at)
		})
	})
	attribute := func(id oid, value func(*cryptobyte.Builder)) []byte {
		return mustDER(t, func(b *cryptobyte.Builder) {
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(id)
				b.AddASN1(der.SET, value)
			})
		})
	}
	leaf := tsa.key.Certificate()
	list := [][]byte{
		attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidTSTInfo) }),
		attribute(oidDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest(crypto.SHA256, info)) }),
	}
	if !tsa.nameless {
		list = append(list, attribute(oidCertV2, func(b *cryptobyte.Builder) { addCertificateID(b, leaf, crypto.SHA256) }))
	}
	slices.SortFunc(list, bytes.Compare)
	attributes := mustDER(t, func(b *cryptobyte.Builder) {
		b.AddASN1(der.SET, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(list, nil)) })
	})
	a := signatureAlgorithms[0]
	signature, err := a.sign(tsa.key.Signer, digest(a.hash, attributes))
	if err != nil {
		t.Fatal(err)
	}
	attributes[0] = 0xA0
	return mustDER(t, func(b *cryptobyte.Builder) {
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidSignedData)
			b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
				b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1Int64(3)
					b.AddASN1(der.SET, func(b *cryptobyte.Builder) { addDigestID(b, a.hash) })
					b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(oidTSTInfo)
						b.AddASN1(explicit(0), func(b *cryptobyte.Builder) { b.AddASN1OctetString(info) })
					})
					b.AddASN1(explicit(0), func(b *cryptobyte.Builder) { b.AddBytes(leaf.Raw) })
					b.AddASN1(der.SET, func(b *cryptobyte.Builder) {
						b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
							b.AddASN1Int64(1)
							b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
								b.AddBytes(leaf.RawIssuer)
								b.AddASN1BigInt(leaf.SerialNumber)
							})
							addDigestID(b, a.hash)
							b.AddBytes(attributes)
							a.add(b)
							b.AddASN1OctetString(signature)
						})
					})
				})
			})
		})
	})
}

// unsigned returns a CMS with an unsigned attribute behind its signature.
func unsigned(t testing.TB, cms []byte, id oid, value []byte) []byte {
	t.Helper()
	attribute := mustDER(t, func(b *cryptobyte.Builder) {
		b.AddASN1(explicit(1), func(b *cryptobyte.Builder) {
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(id)
				b.AddASN1(der.SET, func(b *cryptobyte.Builder) { b.AddBytes(value) })
			})
		})
	})
	// The attribute goes to the very end: every wrapper that reaches there grows.
	return grow(t, cms, attribute, 5)
}

// grow puts tail behind the last element of raw, depth levels down.
func grow(t testing.TB, raw, tail []byte, depth int) []byte {
	t.Helper()
	if depth == 0 {
		return append(bytes.Clone(raw), tail...)
	}
	s := cryptobyte.String(raw)
	var before []byte
	for {
		var element, inner cryptobyte.String
		var tag der.Tag
		if !s.ReadAnyASN1Element(&element, &tag) {
			t.Fatal("malformed CMS")
		}
		if !s.Empty() {
			before = append(before, element...)
			continue
		}
		if !element.ReadAnyASN1(&inner, &tag) {
			t.Fatal("malformed CMS")
		}
		return append(before, mustDER(t, func(b *cryptobyte.Builder) {
			b.AddASN1(tag, func(b *cryptobyte.Builder) { b.AddBytes(grow(t, inner, tail, depth-1)) })
		})...)
	}
}

// stamped signs a file and adds an unsigned attribute to the signature.
func stamped(t testing.TB, key *Key, id oid, value func(signature []byte) []byte) []byte {
	t.Helper()
	pdf := appended(t, blank(t, object.Layout{}, "Signature1"), func(f *object.File, inc *object.Increment) {
		fm, err := readForm(f)
		if err != nil {
			t.Fatal(err)
		}
		dict, err := (&Signer{Key: key, Day: signingDay}).dictionary(8192, false)
		if err != nil {
			t.Fatal(err)
		}
		inc.Set(fm.fields[0].ref, fm.fields[0].dict.Clone().Set("V", inc.Add(dict)))
	})
	resign(t, key, pdf)
	cms, _ := cut(t, pdf)
	sd, err := readCMS(cms)
	if err != nil {
		t.Fatal(err)
	}
	cms = unsigned(t, cms, id, value(sd.signature))
	at := bytes.Index(pdf, []byte(contentsKey+"<")) + len(contentsKey) + 1
	copy(pdf[at:], strings.ToUpper(hex.EncodeToString(cms)))
	return pdf
}

func TestTimeStampsProveTimeOnlyIfTrusted(t *testing.T) {
	ca := &Key{Signer: ecKey(t, elliptic.P256())}
	ca.Chain = []*x509.Certificate{issue(t, "Root", ca.Signer.Public(), true, nil, ca.Signer)}
	private := ecKey(t, elliptic.P256())
	key := &Key{Signer: private, Chain: []*x509.Certificate{issue(t, "Dana Reyes", private.Public(), false, ca, nil), ca.Chain[0]}}
	other := &Key{Signer: ecKey(t, elliptic.P256())}
	other.Chain = []*x509.Certificate{issue(t, "Other root", other.Signer.Public(), true, nil, other.Signer)}

	honest, stranger := newAuthority(t, ca), newAuthority(t, other)
	lying, nameless, future := newAuthority(t, ca), newAuthority(t, ca), newAuthority(t, ca)
	lying.spoil, nameless.nameless, future.at = true, true, signingDay.AddDate(0, 0, 9)
	wrongKind := newAuthority(t, ca, x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageEmailProtection)
	lax := newAuthority(t, ca, x509.ExtKeyUsageTimeStamping) // the extension is not critical
	for name, c := range map[string]struct {
		tsa   *authority
		want  Verdict
		level Level
		text  string
	}{
		"honest":     {honest, Valid, BT, ""},
		"stranger":   {stranger, Valid, BB, "the time-stamp proves nothing: no chain leads from TSA"},
		"lying":      {lying, Broken, BB, "made over something else"},
		"nameless":   {nameless, Broken, BB, "do not name the authority's certificate"},
		"future":     {future, Valid, BB, "lies in the future"},
		"wrong kind": {wrongKind, Broken, BB, "not one for time-stamps"},
		"lax":        {lax, Broken, BB, "not one for time-stamps"},
	} {
		t.Run(name, func(t *testing.T) {
			pdf := stamped(t, key, oidTimeStamp, func(signature []byte) []byte { return c.tsa.stamp(t, signature) })
			r := verdict(t, pdf, trusting(ca.Chain[0]), c.want, "")
			s := r.Signatures[0]
			if s.Level != c.level || !strings.Contains(strings.Join(append(s.Faults, s.Notes...), "\n"), c.text) {
				t.Errorf("level %s, faults %q, notes %q; want %s and %q", s.Level, s.Faults, s.Notes, c.level, c.text)
			}
		})
	}
	late := Options{Trust: ca.Chain, At: signingDay.AddDate(5, 0, 0)}
	pdf := stamped(t, key, oidTimeStamp, func(signature []byte) []byte { return honest.stamp(t, signature) })
	verdict(t, pdf, late, IntactStranger, "Dana Reyes was valid from")
	odd := stamped(t, key, oid{1, 2, 3, 4}, func([]byte) []byte { return []byte{5, 0} })
	verdict(t, odd, trusting(ca.Chain[0]), Broken, "unsigned attributes (1.2.3.4)")
}
