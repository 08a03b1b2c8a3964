package approval

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/crypto/ssh"

	"annexa/internal/day"
	"annexa/internal/source"
)

const text = "---\nid: POL-02\nversion: \"2.1\"\n---\nNobody shares a password.\n"

var on = day.New(2026, time.February, 20)

// keys are one of each kind that approvers have.
func keys(t testing.TB) map[string]ssh.Signer {
	t.Helper()
	signers := map[string]ssh.Signer{}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]any{"ed25519": ed, "rsa": r} {
		if signers[name], err = ssh.NewSignerFromKey(key); err != nil {
			t.Fatal(err)
		}
	}
	for name, curve := range map[string]elliptic.Curve{"p256": elliptic.P256(), "p384": elliptic.P384(), "p521": elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if signers[name], err = ssh.NewSignerFromKey(key); err != nil {
			t.Fatal(err)
		}
	}
	signers["sk-ed25519"] = newToken(t)
	return signers
}

// A token does in software what a security token does (OpenSSH's PROTOCOL.u2f):
// it signs the hash of an application, flags, a counter, and the hash of the
// message.
type token struct {
	public ssh.PublicKey
	key    ed25519.PrivateKey
}

const application = "ssh:"

func newToken(t testing.TB) token {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k, err := ssh.ParsePublicKey(ssh.Marshal(struct {
		Type        string
		Key         []byte
		Application string
	}{ssh.KeyAlgoSKED25519, public, application}))
	if err != nil {
		t.Fatal(err)
	}
	return token{k, key}
}

func (k token) PublicKey() ssh.PublicKey { return k.public }

func (k token) Sign(_ io.Reader, data []byte) (*ssh.Signature, error) {
	const present = 1 // somebody touched it
	app, message := sha256.Sum256([]byte(application)), sha256.Sum256(data)
	counter := binary.BigEndian.AppendUint32([]byte{present}, 7)
	blob := bytes.Join([][]byte{app[:], counter, message[:]}, nil)
	return &ssh.Signature{Format: ssh.KeyAlgoSKED25519, Blob: ed25519.Sign(k.key, blob), Rest: counter}, nil
}

func line(by string, options string, key ssh.PublicKey) string {
	return fmt.Sprintf("%q %s %s", by, options, ssh.MarshalAuthorizedKey(key))
}

// approved is a content with one approval.
func approved(t testing.TB, key ssh.Signer) fstest.MapFS {
	t.Helper()
	name, err := NameOf("POL-02", "2.1", 1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := State(name, []byte(text), "Dana Reyes", "Chief Executive", on)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := Sign(s.Bytes(), key)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{
		name.Text():                {Data: []byte(text)},
		name.Statement():           {Data: s.Bytes()},
		name.Signature():           {Data: sig},
		"approvals/" + SignersFile: {Data: []byte("# who approves\n\n" + line("Dana Reyes", `namespaces="annexa-approval",valid-after="20260101",valid-before="20271231235959Z"`, key.PublicKey()))},
	}
}

func read(t testing.TB, files fstest.MapFS) *Kept {
	t.Helper()
	k, err := Read(files, source.SameSubstance)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAnApprovalStandsWithEveryKindOfKey(t *testing.T) {
	for kind, key := range keys(t) {
		k := read(t, approved(t, key))
		if len(k.Versions) != 1 || len(k.Faults) > 0 {
			t.Fatalf("%s: %+v", kind, k)
		}
		v := k.Of("POL-02")[0]
		if p := v.Proofs[0]; p.Fault != nil || p.Statement.By != "Dana Reyes" || p.Signature.Fingerprint != ssh.FingerprintSHA256(key.PublicKey()) {
			t.Errorf("%s: %+v", kind, p)
		}
		if !v.Stands(1) || v.Stands(2) || string(v.Text) != text {
			t.Errorf("%s: %+v does not stand as one approval", kind, v)
		}
	}
}

// sshKeygen has OpenSSH verify the statement of an approval.
func sshKeygen(t *testing.T, files fstest.MapFS) error {
	t.Helper()
	program, err := exec.LookPath("ssh-keygen")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ssh-keygen is missing: apt-get install openssh-client")
		}
		t.Skip("ssh-keygen is missing: apt-get install openssh-client")
	}
	dir := t.TempDir()
	for name, f := range files {
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.CommandContext(t.Context(), program, "-Y", "verify", "-f", SignersFile, "-I", "Dana Reyes", "-n", Namespace, "-O", "verify-time=20260220Z", "-s", "POL-02@2.1.json.sig")
	c.Dir, c.Stdin = dir, bytes.NewReader(files["approvals/POL-02@2.1.json"].Data)
	out, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

func TestSSHKeygenSaysTheSame(t *testing.T) {
	for kind, key := range keys(t) {
		files := approved(t, key)
		if err := sshKeygen(t, files); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		for name, f := range map[string]string{
			"another statement": strings.Replace(string(files["approvals/POL-02@2.1.json"].Data), "Chief", "Vice", 1),
		} {
			changed := maps.Clone(files)
			changed["approvals/POL-02@2.1.json"] = &fstest.MapFile{Data: []byte(f)}
			if sshKeygen(t, changed) == nil || read(t, changed).Versions[0].Proofs[0].Fault == nil {
				t.Errorf("%s, %s passes", kind, name)
			}
		}
	}
}

func TestWhatWasTamperedWithIsNamed(t *testing.T) {
	key, other := keys(t)["ed25519"], newToken(t)
	statement, signature, signers := "approvals/POL-02@2.1.json", "approvals/POL-02@2.1.json.sig", "approvals/"+SignersFile
	for _, c := range []struct {
		name, file, content, says string
	}{
		{"the text", "approvals/POL-02@2.1.md", text + " ", "is not the text that was approved"},
		{"no text", "approvals/POL-02@2.1.md", "", "approvals/POL-02@2.1.md is missing"},
		{"the hash", statement, `{"id": "POL-02", "version": "2.1", "sha256": "` + strings.Repeat("0", 64) + `", "by": "Dana Reyes", "role": "Chief Executive", "date": "2026-02-20"}`, "is not the text that was approved"},
		{"a hash in capitals", statement, `{"id": "POL-02", "version": "2.1", "sha256": "` + strings.Repeat("A", 64) + `", "by": "Dana Reyes", "role": "Chief Executive", "date": "2026-02-20"}`, "small hexadecimal digits"},
		{"another document's statement", statement, `{"id": "POL-03", "version": "2.1", "sha256": "` + strings.Repeat("0", 64) + `", "by": "Dana Reyes", "role": "Chief Executive", "date": "2026-02-20"}`, "is of POL-03, version 2.1"},
		{"a key twice", statement, `{"id": "POL-02", "id": "POL-03"}`, "id stands there twice"},
		{"a key too many", statement, `{"id": "POL-02", "note": "x"}`, "note"},
		{"a key too few", statement, `{"id": "POL-02"}`, "version is missing"},
		{"a date that is none", statement, `{"id": "POL-02", "version": "2.1", "sha256": "` + strings.Repeat("0", 64) + `", "by": "Dana Reyes", "role": "Chief Executive", "date": "2026-02-30"}`, "date: "},
		{"no JSON", statement, `[]`, "no JSON object"},
		{"no signature", signature, "", signature + " is missing"},
		{"something for a signature", signature, "hello", "no SSH signature"},
		{"another key", signers, line("Dana Reyes", "", other.public), "is not among those of allowed_signers"},
		{"another name", signers, line("Helen Osei", "", key.PublicKey()), "is not that of Dana Reyes"},
		{"not this name", signers, line("*,!Dana*", "", key.PublicKey()), "is not that of Dana Reyes"},
		{"another purpose", signers, line("Dana Reyes", `namespaces="git,file"`, key.PublicKey()), "is not among those"},
		{"a key not yet valid", signers, line("Dana Reyes", `valid-after="20260221"`, key.PublicKey()), "counts from 2026-02-21 on"},
		{"a key no longer valid", signers, line("Dana Reyes", `valid-before="20260219"`, key.PublicKey()), "counted until 2026-02-19"},
		{"an authority", signers, line("Dana Reyes", `cert-authority`, key.PublicKey()), "is not among those"},
		{"no signers", signers, "", "is not among those"},
	} {
		files := approved(t, key)
		if c.content == "" {
			delete(files, c.file)
		} else {
			files[c.file] = &fstest.MapFile{Data: []byte(c.content)}
		}
		p := read(t, files).Versions[0].Proofs[0]
		if p.Fault == nil || !strings.Contains(p.Fault.Error(), c.says) {
			t.Errorf("%s: %v does not say %q", c.name, p.Fault, c.says)
		}
	}
}

func TestASignatureForSomethingElseCountsForNothing(t *testing.T) {
	key := keys(t)["ed25519"]
	files := approved(t, key)
	s, err := ParseStatement(files["approvals/POL-02@2.1.json"].Data)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := Sign(s.Bytes(), key)
	if err != nil {
		t.Fatal(err)
	}
	signers, faults := ParseSigners([]byte(line("*", "", key.PublicKey())))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if _, err := signers.Verify(s.Bytes(), s, signed); err != nil {
		t.Fatal(err)
	}
	for i := range signed {
		changed := bytes.Clone(signed)
		changed[i] ^= 0x01
		if _, err := signers.Verify(s.Bytes(), s, changed); err == nil && !bytes.Equal(bytes.TrimSpace(changed), bytes.TrimSpace(signed)) && signed[i] != '\n' {
			t.Errorf("byte %d of the signature may be %q in place of %q", i, changed[i], signed[i])
		}
	}
}

func TestSeveralApproversEachCountOnce(t *testing.T) {
	all := keys(t)
	files := approved(t, all["ed25519"])
	add := func(nth int, by string, key ssh.Signer) {
		name, err := NameOf("POL-02", "2.1", nth)
		if err != nil {
			t.Fatal(err)
		}
		s, err := State(name, []byte(text), by, "ISMS Manager", on)
		if err != nil {
			t.Fatal(err)
		}
		sig, err := Sign(s.Bytes(), key)
		if err != nil {
			t.Fatal(err)
		}
		files[name.Statement()], files[name.Signature()] = &fstest.MapFile{Data: s.Bytes()}, &fstest.MapFile{Data: sig}
		f := files["approvals/"+SignersFile]
		f.Data = append(bytes.Clone(f.Data), line(by, "", key.PublicKey())...)
	}
	add(2, "Dana Reyes", all["p256"])
	if v := read(t, files).Versions[0]; len(v.Proofs) != 2 || v.Proofs[1].Fault != nil || v.Stands(2) {
		t.Errorf("one approver counts twice: %+v", v)
	}
	add(3, "Helen Osei", all["rsa"])
	if v := read(t, files).Versions[0]; len(v.Proofs) != 3 || v.Proofs[2].Fault != nil || !v.Stands(2) || v.Stands(3) {
		t.Errorf("two approvers do not count: %+v", v)
	}
}

func TestFilesThatBelongToNothingAreTold(t *testing.T) {
	files := approved(t, keys(t)["ed25519"])
	files["approvals/POL-09@1.0.md"] = &fstest.MapFile{Data: []byte("lost")}
	files["approvals/notes.txt"] = &fstest.MapFile{Data: []byte("x")}
	files["approvals/POL-02@2.1~1.json"] = &fstest.MapFile{Data: []byte("{}")}
	files["approvals/.DS_Store"] = &fstest.MapFile{Data: []byte("x")}
	files["approvals/"+SignersFile].Data = append(files["approvals/"+SignersFile].Data, "Dana Reyes ssh-ed25519 AAAA\n"...)
	want := []string{"approvals/allowed_signers:4", "approvals/POL-02@2.1~1.json:0", "approvals/POL-09@1.0.md:0", "approvals/notes.txt:0"}
	var got []string
	for _, f := range read(t, files).Faults {
		got = append(got, fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestAContentWithoutApprovalsHasNone(t *testing.T) {
	if k := read(t, fstest.MapFS{}); len(k.Versions) > 0 || len(k.Faults) > 0 || len(k.Of("POL-01")) > 0 {
		t.Errorf("%+v", k)
	}
}
