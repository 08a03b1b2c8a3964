package endtoend

import (
	"bytes"
	"crypto/elliptic"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/pack"
	"annexa/internal/sign"
)

// verapdf is where .ci/judges/get puts it.
const verapdf = "java/verapdf.jar"

// claims are the profiles that a PDF has to claim and to keep: one with its
// sources attached, and one without.
var (
	claims     = []string{"PDF/A-3a validation profile", "PDF/UA-1 validation profile"}
	bareClaims = []string{"PDF/A-2a validation profile", "PDF/UA-1 validation profile"}
)

// claims are those of a PDF by its path.
func (p *published) claims(name string) []string {
	for _, c := range p.isms.Config.Packs {
		if pack.PackPath(c.ID) == name && !c.Attach {
			return bareClaims
		}
	}
	return claims
}

// archived has veraPDF begin on every PDF of publications, as it was signed
// and as it was before, and on some that were signed again so that it lasts, all
// in one process. Of all judges it takes longest, so it works beside the others:
// what is returned waits for its report.
func archived(t *testing.T, all ...*published) func(*testing.T, *published) {
	if testing.Short() || os.Getenv("ANNEXA_JUDGES") == "" {
		return func(t *testing.T, _ *published) { judge(t, verapdf) } // says why not
	}
	if _, err := exec.LookPath("java"); err != nil {
		return func(t *testing.T, _ *published) { program(t, "java") }
	}
	faulty := t.TempDir()
	folders := []string{faulty}
	want := map[string][]string{}
	for _, p := range all {
		unsigned := t.TempDir()
		folders = append(folders, p.dir, unsigned)
		for _, name := range p.files(t, ".pdf") {
			file := filepath.Join(unsigned, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, firstRevision(p.read(t, name)), 0o600); err != nil {
				t.Fatal(err)
			}
			want[file], want[p.path(name)] = p.claims(name), p.claims(name)
		}
	}
	lasting := t.TempDir()
	folders = append(folders, lasting)
	for _, p := range all {
		for name, data := range p.signedToLast(t) {
			file := filepath.Join(lasting, p.isms.Config.Organisation.Name+"-"+strings.ReplaceAll(name, "/", "-"))
			write(t, file, data)
			want[file] = p.claims(name)
		}
	}
	wrong := faults(t, faulty, all[0].read(t, all[0].files(t, ".pdf")[0]))

	command := exec.CommandContext(t.Context(), "java", append([]string{"-Xmx1g", "-XX:+UseSerialGC", "-jar", judge(t, verapdf), "--format", "json", "--loglevel", "1", "--recurse"}, folders...)...)
	var report, stderr bytes.Buffer
	command.Stdout, command.Stderr = &report, &stderr
	ended := make(chan error, 1)
	go func() { ended <- command.Run() }()
	return func(t *testing.T, p *published) {
		exit := new(exec.ExitError)
		if err := <-ended; err != nil && !errors.As(err, &exit) { // what it finds wrong is a status too
			t.Fatalf("veraPDF: %v", err)
		}
		judged := verdicts(t, report.Bytes(), stderr.Bytes())
		for file, claims := range want {
			for _, fault := range judged[file].against(claims) {
				t.Errorf("%s: %s", file, fault)
			}
		}
		for file, claims := range wrong {
			if len(judged[file].against(claims)) == 0 {
				t.Errorf("veraPDF does not notice %s", filepath.Base(file))
			}
		}
		if len(judged) != len(want)+len(wrong) {
			t.Errorf("veraPDF judged %d files of %d", len(judged), len(want)+len(wrong))
		}
	}
}

// signedToLast are PDFs with two signatures behind the first, one of them in a
// place on the page where there is one, and an archive time-stamp that was renewed:
// one of each kind of document, and the packs but for a long one.
func (p *published) signedToLast(t *testing.T) map[string][]byte {
	t.Helper()
	const long = 1 << 20
	pki := authority(t)
	approver, seal := signerOf(t, pki, "Approver", ecdsaKey(t, elliptic.P256())), signerOf(t, pki, "Seal", ecdsaKey(t, elliptic.P384()))
	seal.Services.Trust = append(seal.Services.Trust, p.certificate) // which signed first
	out := map[string][]byte{}
	kinds := map[string]bool{}
	take := func(name string) {
		data := p.read(t, name)
		if len(data) > long {
			return
		}
		approver.Field = ""
		if bytes.Contains(data, []byte("/T(Approval)")) {
			approver.Field = "Approval"
		}
		data = signedAt(t, seal, signedAt(t, approver, data, sign.BT), sign.BLTA)
		renewed, err := seal.Extend(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = renewed
	}
	for _, d := range p.isms.Documents {
		if name := pack.Path(d); name != "" && !kinds[d.Kind] {
			kinds[d.Kind] = true
			take(name)
		}
	}
	for _, c := range p.isms.Config.Packs {
		take(pack.PackPath(c.ID))
	}
	if len(out) == 0 {
		t.Error("no PDF was signed so that it lasts")
	}
	return out
}

// rightToLeft is content in Arabic on letter paper, long enough for a cover, with
// places for signatures.
func rightToLeft() fstest.MapFS {
	const front = "kind: policy\nversion: \"1.0\"\nstatus: approved\nclassification: internal\nowner: رئيس\nsummary: ما يسري.\nimplements: [A.5.15]\napproved: {by: دانا, role: رئيس, date: 2026-10-01}\nreview: {every: 12 months, last: 2026-10-01, next: 2027-10-01}\n" +
		"history: [{version: \"1.0\", date: 2026-10-01, author: دانا, change: النص الأول}]\n---\n"
	const text = "## الغرض\n\nتحدد هذه السياسة الأدوار والمسؤوليات وفقا للمعيار ISO/IEC 27001:2022، وتسري منذ 3 أيام (انظر A.5.15 و [[POL-02]]).\n\n- البند الأول\n  1. بند فرعي (1)\n- [x] منجز[^1]\n\n> [!NOTE]\n> ملاحظة `code`.\n\n" +
		"| الرقم | العنوان | المالك |\n|---|:-:|--:|\n| 1 | كلمة المرور 24/7 | ISMS Manager |\n\nمصطلح\n: معناه\n\n![رسم](a.svg)\n\n[^1]: حاشية.\n\n"
	return fstest.MapFS{
		"annexa.yaml": {Data: []byte("organisation: {name: شركة المثال}\nlanguage: ar\npaper: letter\ndate: 2026-11-02\npacks: [{id: all, title: الكل, include: [policies]}]\nsign: {visible: yes, signers: [مدقق]}\n")},
		"a.md":        {Data: []byte("---\nid: POL-01\ntitle: سياسة قصيرة\n" + front + strings.ReplaceAll(text, "[^1]", ""))},
		"b.md":        {Data: []byte("---\nid: POL-02\ntitle: سياسة طويلة\n" + front + text + strings.Repeat(strings.ReplaceAll(text, "[^1]", ""), 12))},
		"a.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0L4 4" stroke="teal"/></pattern>` +
			`<mask id="m"><circle cx="70" cy="20" r="15" fill="#fff"/></mask><rect width="50" height="40" fill="url(#p)"/><rect x="50" width="40" height="40" fill="gold" mask="url(#m)"/><text x="5" y="25">نص 12</text></svg>`)},
	}
}

// faults writes PDFs with something wrong, to see that it is noticed, and
// returns what each still claims.
func faults(t *testing.T, dir string, data []byte) map[string][]string {
	t.Helper()
	wrong := map[string][]string{}
	for _, c := range []struct{ name, old, new string }{
		{"a lost claim to PDF-UA.pdf", "<pdfuaid:part>1<", "<pdfuaid:none>1<"},
		{"a lost claim to PDF-A.pdf", "<pdfaid:part>", "<pdfaid:none>"},
		{"a text of no language.pdf", "/Lang", "/Gnal"},
	} {
		if bytes.Count(data, []byte(c.old)) == 0 {
			t.Fatalf("there is no %s to take away", c.old)
		}
		file := filepath.Join(dir, c.name)
		if err := os.WriteFile(file, bytes.Replace(data, []byte(c.old), []byte(c.new), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		wrong[file] = claims
	}
	return wrong
}

// A verdict is what veraPDF says of a file, a result for each profile.
type verdict struct {
	results []conformance
	failed  string // why there are none
}

// A conformance is what it says of a file by one profile.
type conformance struct {
	Profile   string `json:"profileName"`
	Compliant bool   `json:"compliant"`
	Details   struct {
		Passed int `json:"passedChecks"`
		Rules  []struct {
			Clause      string `json:"clause"`
			Test        int    `json:"testNumber"`
			Description string `json:"description"`
			Failed      int    `json:"failedChecks"`
			Checks      []struct {
				Context string `json:"context"`
			} `json:"checks"`
		} `json:"ruleSummaries"`
	} `json:"details"`
}

// against says what keeps a file from being what it has to claim.
func (v verdict) against(claims []string) []string {
	var profiles, faults []string
	for _, r := range v.results {
		profiles = append(profiles, r.Profile)
		for _, rule := range r.Details.Rules {
			at := ""
			if len(rule.Checks) > 0 {
				at = rule.Checks[0].Context
			}
			faults = append(faults, fmt.Sprintf("%s, %s test %d fails %d times: %s; first at %s", r.Profile, rule.Clause, rule.Test, rule.Failed, rule.Description, at))
		}
		if len(faults) == 0 && (!r.Compliant || r.Details.Passed == 0) {
			faults = append(faults, r.Profile+" is not kept")
		}
	}
	slices.Sort(profiles)
	if !slices.Equal(profiles, claims) {
		faults = append(faults, strings.TrimSpace(fmt.Sprintf("it claims %q, not %q %s", profiles, claims, v.failed)))
	}
	return faults
}

// verdicts reads veraPDF's report, by file.
func verdicts(t *testing.T, report, stderr []byte) map[string]verdict {
	t.Helper()
	var read struct {
		Report struct {
			Jobs []struct {
				Item struct {
					Name string `json:"name"`
				} `json:"itemDetails"`
				Results []conformance   `json:"validationResult"`
				Failed  json.RawMessage `json:"taskException"`
			} `json:"jobs"`
		} `json:"report"`
	}
	if err := json.Unmarshal(report, &read); err != nil {
		t.Fatalf("read veraPDF's report: %v\n%s%s", err, report, stderr)
	}
	all := map[string]verdict{}
	for _, j := range read.Report.Jobs {
		all[j.Item.Name] = verdict{j.Results, string(j.Failed)}
	}
	return all
}
