package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"

	"annexa/internal/pdf/object"
)

// examine checks one signature by itself: its dictionary, the bytes it covers,
// its CMS. Whatever is wrong becomes a fault.
func (v *verifier) examine(it *item) {
	view := v.file.At(it.appeared)
	d, err := view.Dict(it.ref)
	if err != nil {
		it.fault("%v", err)
		return
	}
	if d == nil {
		it.fault("the field refers to no signature")
		return
	}
	text := func(key object.Name) string {
		s, _ := d.Get(key).(object.String)
		return printable(s.Text())
	}
	it.Name, it.Reason, it.Location, it.Claimed = text("Name"), text("Reason"), text("Location"), claimed(text("M"))
	kind, _ := d.Get("Type").(object.Name)
	sub, _ := d.Get("SubFilter").(object.Name)
	it.TimeStamp = kind == "DocTimeStamp"
	if refs, _ := d.Get("Reference").(object.Array); len(refs) > 0 {
		it.Certified = v.certifies(view, it.ref)
	}
	parts, raw, err := v.signedBytes(view, it, d)
	if err != nil {
		it.fault("%v", err)
		v.report.suspectOf(err)
		return
	}
	switch {
	case it.TimeStamp && sub == "ETSI.RFC3161":
		err = it.readStamp(raw, parts)
	case kind == "Sig" && sub == "ETSI.CAdES.detached", kind == "Sig" && sub == "adbe.pkcs7.detached":
		err = it.readSignature(raw, parts, sub == "ETSI.CAdES.detached")
	default:
		err = fmt.Errorf("a signature of type %s and kind %s is not supported by this version", kind, sub)
	}
	if err != nil {
		it.fault("%v", err)
		return
	}
	it.describe()
}

// describe enters who signed, and how.
func (it *item) describe() {
	c := it.sd.signer
	it.Certificate = c
	it.Signer, it.Issuer = printable(c.Subject.String()), printable(c.Issuer.String())
	it.Serial, it.Algorithm = c.SerialNumber.Text(16), it.sd.algorithm.name
}

// certifies says whether the catalogue names a signature as the certification.
func (v *verifier) certifies(view *object.File, ref object.Ref) bool {
	catalog, err := view.Catalog()
	if err != nil {
		return false
	}
	perms, err := view.Dict(catalog.Get("Perms"))
	return err == nil && perms != nil && perms.Get("DocMDP") == object.Object(ref)
}

// claimed turns a date such as D:20261102000000+00'00' into a readable one.
func claimed(m string) string {
	if len(m) < 16 || m[:2] != "D:" {
		return m
	}
	m = m[2:]
	zone := "UTC"
	if z := m[14:]; z != "" && z != "Z" && z != "+00'00'" && z != "+00'00" {
		zone = z
	}
	return fmt.Sprintf("%s-%s-%s %s:%s:%s %s", m[:4], m[4:6], m[6:8], m[8:10], m[10:12], m[12:14], zone)
}

// minCMS is fewer bytes than any signature has.
const minCMS = 64

// signedBytes returns the two parts of the file that a signature covers and the
// CMS between them. The parts must reach from the first byte to the end of the
// revision in which the signature appears, leaving out exactly its Contents
// (ISO 32000-1, 12.8.1).
func (v *verifier) signedBytes(view *object.File, it *item, d *object.Dict) (parts [2][]byte, cms []byte, err error) {
	list, _ := d.Get("ByteRange").(object.Array)
	var n [4]int
	for i := range list {
		value, ok := list[i].(object.Integer)
		if !ok || len(list) != len(n) || value < 0 || value > object.Integer(len(v.data)) {
			return parts, nil, like(forgery, "its ByteRange is malformed")
		}
		n[i] = int(value)
	}
	if list == nil {
		return parts, nil, like(forgery, "its ByteRange is missing")
	}
	begin, behind, end := n[1], n[2], n[2]+n[3]
	places, err := view.Places(it.ref)
	if err != nil {
		return parts, nil, err
	}
	contents, ok := places["Contents"]
	if !ok {
		return parts, nil, like(forgery, "its Contents are missing")
	}
	if n[0] != 0 || contents != [2]int{begin, behind} || end > len(v.data) {
		attack := wrapping
		if raw, _ := d.Get("Contents").(object.String); len(raw) < minCMS || n == [4]int{} {
			attack = forgery
		}
		return parts, nil, like(attack, "its ByteRange leaves out something else than its Contents")
	}
	if !v.endsRevision(it.appeared, end) {
		return parts, nil, like(wrapping, "it covers %d bytes, which is not the revision it stands in", end)
	}
	it.Revision, it.Covers = it.appeared+1, end
	parts = [2][]byte{v.data[:begin], v.data[behind:end]}
	cms, err = unwrap(v.data[begin:behind])
	return parts, cms, err
}

// endsRevision says whether a revision ends at a byte. Where another one follows,
// the end of line behind %%EOF may belong to that.
func (v *verifier) endsRevision(revision, end int) bool {
	revisions := v.file.Revisions()
	limit := revisions[revision].End
	if end == limit {
		return true
	}
	rest := 0
	for rest < 2 && (v.data[limit-1-rest] == '\n' || v.data[limit-1-rest] == '\r') {
		rest++
	}
	return revision+1 < len(revisions) && end < limit && end >= limit-rest
}

// unwrap decodes a hexadecimal string with its angle brackets and cuts its zero
// padding off. All of its letters are of one case, so that no other spelling of
// the same bytes passes.
func unwrap(text []byte) ([]byte, error) {
	if len(text) < 2 || text[0] != '<' || text[len(text)-1] != '>' {
		return nil, errors.New("its Contents are no hexadecimal string")
	}
	text = text[1 : len(text)-1]
	if bytes.ContainsAny(text, "abcdef") && bytes.ContainsAny(text, "ABCDEF") {
		return nil, errors.New("its Contents mix upper and lower case")
	}
	raw := make([]byte, len(text)/2)
	if _, err := hex.Decode(raw, text); err != nil {
		return nil, errors.New("its Contents are no plain hexadecimal string")
	}
	if len(bytes.Trim(raw, "\x00")) == 0 {
		return nil, like(forgery, "its Contents hold no signature")
	}
	length, ok := derLength(raw)
	if !ok {
		return nil, errCMS
	}
	if len(bytes.Trim(raw[length:], "\x00")) > 0 {
		return nil, errors.New("its Contents are not padded with zeros")
	}
	return raw[:length], nil
}

// derLength is the length of the DER value that raw begins with.
func derLength(raw []byte) (int, bool) {
	if len(raw) < 2 {
		return 0, false
	}
	n, head := int(raw[1]), 2
	if n >= 0x80 {
		size := n & 0x7F
		if size < 1 || size > 4 || len(raw) < 2+size {
			return 0, false
		}
		n, head = 0, 2+size
		for _, c := range raw[2:head] {
			n = n<<8 | int(c)
		}
	}
	return head + n, n <= len(raw)-head
}

func (it *item) readStamp(raw []byte, parts [2][]byte) error {
	stamp, err := readTimeStamp(raw)
	if err != nil {
		return err
	}
	if !stamp.covers(parts[0], parts[1]) {
		return errors.New("the time-stamped bytes were changed")
	}
	it.sd, it.stamp = stamp.signedData, stamp
	return nil
}

func (it *item) readSignature(raw []byte, parts [2][]byte, pades bool) error {
	sd, err := readCMS(raw)
	if err != nil {
		return err
	}
	if !sd.contentType.Equal(oidData) || sd.content != nil {
		return errors.New("the signature is not detached from what it signs")
	}
	if err := sd.check(digest(sd.algorithm.hash, parts[0], parts[1])); err != nil {
		return err
	}
	if pades && !sd.named {
		return errors.New("the signed attributes do not name the signer's certificate")
	}
	it.sd = sd
	switch {
	case !pades:
		it.Notes = append(it.Notes, "an older form of signature, which is no PAdES")
	case sd.signingTime:
		it.Notes = append(it.Notes, "no PAdES baseline signature: it carries a signing-time attribute")
	default:
		it.Level = BB
	}
	if sd.timeStamp == nil {
		return nil
	}
	if it.stamp, err = readTimeStamp(sd.timeStamp); err != nil {
		return err
	}
	if !it.stamp.covers(sd.signature) {
		return errors.New("its time-stamp was made over something else")
	}
	return nil
}
