package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"annexa/internal/diag"
	"annexa/internal/field"
)

// Sign says how PDFs are signed. Paths are relative to the project.
type Sign struct {
	None        bool
	Key         string   // path of the key with its certificates
	Certificate string   // path of the certificates alone, where a command signs
	Level       string   // B-B, B-T, B-LT or B-LTA
	TSA         []string // addresses of time-stamping authorities, in the order in which they are asked
	Trust       []string // paths of certificates
	PKCS1v15    bool     // the padding of RSA signatures; else PSS
	Certify     bool     // later changes other than signatures are forbidden
	Signers     []string // roles for each of which every PDF reserves a field of that name
	Visible     bool     // who is to sign finds a place on the page of document control
	Place       diag.Place
}

// levels are the levels of signature, from the lowest.
var levels = []string{"B-B", "B-T", "B-LT", "B-LTA"}

// rawSign is how PDFs are signed, as it stands.
type rawSign struct {
	Key         string       `field:"key" about:"the key with its certificates, a path in the project: keys/isms.p12"`
	Certificate string       `field:"certificate" about:"the certificates alone, where a command signs"`
	Level       field.Text   `field:"level" about:"of the signatures; all but B-B want tsa and trust"`
	TSA         []field.Text `field:"tsa" about:"addresses of time-stamping authorities"`
	Trust       []string     `field:"trust" about:"paths of certificates to trust"`
	Padding     string       `field:"padding" words:"pss pkcs1" about:"of RSA signatures"`
	Certify     bool         `field:"certify" about:"whether later changes other than signatures are forbidden"`
	Signers     []field.Text `field:"signers" about:"the roles that sign PDFs besides, each in a reserved field of its name"`
	Visible     bool         `field:"visible" about:"whether approvers and signers find a place for their signature on the page"`
}

func (r *reader) sign(v *field.Value) {
	c := &r.c.Sign
	c.Level = levels[0]
	if v == nil || v.Kind == field.Null {
		return
	}
	c.Place = r.decoder.At(v.Line, v.Column)
	if v.Kind == field.Scalar {
		c.None = v.Text == "none"
		if !c.None {
			r.decoder.Report(r.problem(diag.ConfigRule, v, "sign wants none, or a key and a level, and this is %q", v.Text).Hinting("sign: {key: keys/isms.p12, level: B-B}"))
		}
		return
	}
	var in rawSign
	r.decoder.Decode(v, &in)
	c.Key, c.Certificate, c.Trust, c.PKCS1v15, c.Certify, c.Visible = in.Key, in.Certificate, in.Trust, in.Padding == "pkcs1", in.Certify, in.Visible
	if c.Key != "" && c.Certificate != "" {
		r.decoder.Report(r.problem(diag.ConfigRule, v, "sign names a key and a certificate, and only one of them can sign").Hinting("key holds both; certificate is for a key outside of files, which a command signs with"))
	}
	for _, address := range in.TSA {
		if u, err := url.Parse(address.Value); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			r.decoder.Report(diag.ConfigRule.At(r.decoder.At(address.Line, address.Column), "%q is no address of a time-stamping authority", address.Value).Hinting("write it as http://tsa.example.org/"))
			continue
		}
		c.TSA = append(c.TSA, address.Value)
	}
	r.signers(in.Signers)
	r.level(in.Level)
}

// What a PDF reserves signature fields for at most, and the names that are taken.
const maxSigners = 20

var reservedFields = regexp.MustCompile(`^(?i:approval|signature[0-9]+|doctimestamp.*)$`)

// signers reads the roles that fields are named after. A field's name holds no
// full stop, which parts those of fields within fields (ISO 32000-1, 12.7.3.2).
func (r *reader) signers(roles []field.Text) {
	c := &r.c.Sign
	for _, role := range roles {
		told := ""
		switch {
		case len(c.Signers) == maxSigners:
			told = fmt.Sprintf("sign names more than %d signers", maxSigners)
		case role.Value == "":
			told = "a signer has no role"
		case strings.Contains(role.Value, ".") || len(role.Value) > 100:
			told = fmt.Sprintf("%q cannot name a signature field: it is too long, or has a full stop", role.Value)
		case reservedFields.MatchString(role.Value):
			told = fmt.Sprintf("%q is what a signature field is called that every PDF may have", role.Value)
		case slices.ContainsFunc(c.Signers, func(s string) bool { return strings.EqualFold(s, role.Value) }):
			told = fmt.Sprintf("sign names the signer %q twice", role.Value)
		}
		if told != "" {
			r.decoder.Report(diag.ConfigRule.At(r.decoder.At(role.Line, role.Column), "%s", told).Hinting("signers: [Chief Executive, Internal Auditor], as the register of roles calls them"))
			continue
		}
		c.Signers = append(c.Signers, role.Value)
	}
}

// level reads the level of signatures. A level for which something is missing is
// an error: the next lower one would pass for it.
func (r *reader) level(level field.Text) {
	if level.Value == "" {
		return
	}
	c := &r.c.Sign
	place := r.decoder.At(level.Line, level.Column)
	if !slices.Contains(levels, level.Value) {
		r.decoder.Report(diag.SignLevel.At(place, "%q is no level of signature", level.Value).Hinting("levels are B-B, B-T, B-LT and B-LTA"))
		return
	}
	c.Level = level.Value
	if c.Level == levels[0] {
		return
	}
	if len(c.TSA) == 0 {
		r.decoder.Report(diag.SignLevel.At(place, "level %s wants a time-stamping authority, and none is named", c.Level).Hinting("sign: {…, tsa: [http://tsa.example.org/], trust: [keys/tsa-root.pem]}, or level: B-B"))
	}
	if len(c.Trust) == 0 {
		r.decoder.Report(diag.SignLevel.At(place, "level %s wants the root of the time-stamping authority, and none is trusted", c.Level).Hinting("sign: {…, trust: [keys/tsa-root.pem]}, with the certificate that the authority publishes"))
	}
}
