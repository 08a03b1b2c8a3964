package endtoend

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"annexa/internal/pack"
	"annexa/internal/sign"
)

// some are a document, write-ups, the SoA and a pack: one PDF of each form.
func (p *published) some(t *testing.T) []string {
	t.Helper()
	var names []string
	seen := map[string]bool{}
	for _, d := range p.isms.Documents {
		if name := pack.Path(d); name != "" && !seen[d.Kind] {
			seen[d.Kind] = true
			names = append(names, name)
		}
	}
	for _, c := range p.isms.Config.Packs[:1] {
		names = append(names, pack.PackPath(c.ID))
	}
	if len(names) < 9 {
		t.Fatalf("the sample has no more kinds of PDF than %v", names)
	}
	return names
}

var byteRange = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`)

// signaturesVerifyByHand cuts signature and signed bytes out of the file, as
// the signature dictionary says where they are, and gives them to openssl.
func signaturesVerifyByHand(t *testing.T, p *published) {
	openssl := program(t, "openssl")
	issuer := kept(t, "issuer.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.certificate.Raw}))
	for _, name := range p.some(t) {
		data := p.read(t, name)
		found := byteRange.FindAllSubmatch(data, -1)
		if len(found) != 1 {
			t.Errorf("%s has %d byte ranges", name, len(found))
			continue
		}
		var n [3]int
		for i := range n {
			n[i], _ = strconv.Atoi(string(found[0][i+1]))
		}
		if n[1]+n[2] != len(data) {
			t.Errorf("%s: the signed range ends at %d of %d bytes", name, n[1]+n[2], len(data))
			continue
		}
		cms, err := hex.DecodeString(string(data[n[0]+1 : n[1]-1]))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		content := slices.Concat(data[:n[0]], data[n[1]:])
		args := []string{"cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", kept(t, "cms", cms), "-CAfile", issuer,
			"-purpose", "any", "-attime", strconv.FormatInt(p.on.Unix(), 10), "-out", os.DevNull, "-content"}
		said(t, openssl, append(args, kept(t, "content", content))...)
		content[len(content)/2] ^= 1
		if out, err := exec.CommandContext(t.Context(), openssl, append(args, kept(t, "content", content))...).CombinedOutput(); err == nil {
			t.Errorf("%s: openssl verifies other bytes than were signed:\n%s", name, out)
		}
	}
}

func signaturesAreTrustedByName(t *testing.T, p *published) {
	own := []*x509.Certificate{p.certificate}
	bases := map[string]string{}
	for _, f := range p.manifest(t).Files {
		bases[f.Path] = f.Base.String()
	}
	for _, name := range p.files(t, ".pdf") {
		data := p.read(t, name)
		for _, opts := range []sign.Options{{Own: own, At: p.on}, {Trust: own, At: p.on}} {
			if r := sign.Verify(data, opts); r.Verdict != sign.Valid || r.Base != bases[name] || len(r.Signatures) != 1 || r.Signatures[0].Level != sign.BB {
				t.Errorf("%s is %s: %v, of %s", name, r.Verdict, r.Reasons, r.Base)
			}
		}
		if r := sign.Verify(data, sign.Options{At: p.on}); r.Verdict != sign.IntactStranger {
			t.Errorf("%s is %s to a stranger", name, r.Verdict)
		}
	}
}

// noChangeGoesUnnoticed flips bits at places spread over a file of each form,
// near its ends and in its signature, and cuts and lengthens it.
func noChangeGoesUnnoticed(t *testing.T, p *published) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range p.some(t) {
		t.Run(name, func(t *testing.T) {
			data := p.read(t, name)
			never := func(what string, at int, changed []byte) {
				if r := sign.Verify(changed, sign.Options{Own: []*x509.Certificate{p.certificate}, At: p.on}); r.Verdict == sign.Valid {
					t.Errorf("%s at %d of %d is not noticed", what, at, len(data))
				}
			}
			at := []int{0, 5, bytes.Index(data, []byte("%%EOF")), bytes.LastIndex(data, []byte("/ByteRange")) + 12, bytes.LastIndex(data, []byte("startxref")) + 11, len(data) - 2, len(data) - 1}
			contents := bytes.LastIndex(data, []byte("/Contents"))
			for range 20 {
				at = append(at, contents+random.IntN(len(data)-contents))
			}
			for range 2_000_000/len(data) + 3 {
				at = append(at, random.IntN(len(data)))
			}
			for _, i := range at {
				changed := bytes.Clone(data)
				changed[i] ^= 1 << random.IntN(8)
				never("a flipped bit", i, changed)
			}
			never("the last byte cut off", len(data), data[:len(data)-1])
			never("a byte added", len(data), append(bytes.Clone(data), '\n'))
			middle := len(data) / 2
			never("a byte taken out", middle, slices.Delete(bytes.Clone(data), middle, middle+1))
		})
	}
}
