package config

import (
	"net/url"
	"slices"

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
	Visible     bool     // approved documents keep a place for their approver's signature
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
	Visible     bool         `field:"visible" about:"whether approved documents keep a place for the signature of their approver"`
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
	r.level(in.Level)
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
