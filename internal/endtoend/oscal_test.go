package endtoend

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"annexa/internal/isms"
)

// oscalModels are the names of the models, and the files that they lie in.
var oscalModels = [][2]string{{"catalog", "oscal-catalog.json"}, {"profile", "oscal-profile.json"}, {"component-definition", "oscal-component-definition.json"}, {"ssp", "oscal-ssp.json"}}

// TestTheStatementIsOSCALToBothJudges shows them the sample, a content of the
// edition of 2013, one whose words mean something in Markdown, and one that has
// decided nothing; and then each model with something broken.
func TestTheStatementIsOSCALToBothJudges(t *testing.T) {
	const approved = "version: \"1.0\"\nstatus: approved\napproved: {by: A, role: B, date: 2026-01-01}\n"
	writeUp := func(id, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ncontrol: " + id + "\n" + more + approved + "---\nText.\n")}
	}
	former := fstest.MapFS{
		"annexa.yaml":         {Data: []byte("organisation: {name: Northwind Data Ltd}\nedition: 2013\ndate: 2026-11-02\n")},
		"controls/A.9.2.1.md": writeUp("A.9.2.1", "applicable: yes\nowner: IT\nreasons: [risk]\nimplementation: not-started\n"),
		"controls/A.9.2.2.md": writeUp("A.9.2.2", "applicable: no\njustification: None here.\n"),
	}
	odd := fstest.MapFS{
		"annexa.yaml":        {Data: []byte("organisation: {name: 'A \"B\" <i>C</i> & *D* {{ insert: param, x }}'}\ndate: 2026-11-02\nbase: https://isms.example.org/über/\n")},
		"controls/A.5.1.md":  writeUp("A.5.1", "applicable: yes\nowner: '2. Linie | Ärger'\njustification: \"# one\\n\\n* two [x](javascript:alert(1))\\t`three`\"\nimplementation: partial\n"),
		"controls/A.5.2.md":  writeUp("A.5.2", "applicable: yes\nowner: '2 Linie ärger'\nimplementation: planned\n"),
		"controls/A.5.3.md":  writeUp("A.5.3", "applicable: yes\n"),
		"controls/X-1.md":    writeUp("X-1", "title: '<b> & \"keys\" #{x}'\nsummary: '* one'\nmaps: [A.5.1, 6.1.3]\nreasons: [risk]\n"),
		"records/a b.md":     {Data: []byte("---\nid: REC-01\nkind: record\ntitle: '<script> _x_'\nimplements: [A.5.1, A.5.3]\n" + approved + "---\nText.\n")},
		"guidelines/none.md": {Data: []byte("---\nid: GUI-01\nkind: guideline\ntitle: G\nsummary: '```'\nimplements: [A.5.1]\n" + approved + "---\nText.\n")},
	}
	none := fstest.MapFS{"annexa.yaml": {Data: []byte("date: 2026-11-02\n")}, "controls/A.5.1.md": {Data: []byte("---\ncontrol: A.5.1\napplicable: yes\nstatus: draft\n---\nText.\n")}}

	var files []string
	var profiles []string // the controls that each is to select
	for _, c := range []fs.FS{content(t), former, odd, none} {
		p := publishContent(t, c, false)
		var selected []string
		for _, q := range p.isms.AllControls() {
			if q.DecisionInForce() == isms.Applicable {
				selected = append(selected, q.ID)
			}
		}
		for _, m := range oscalModels {
			if _, err := os.Stat(p.path("soa/" + m[1])); len(selected) > 0 || m[0] == "catalog" {
				files = append(files, m[0], p.path("soa/"+m[1]))
			} else if err == nil {
				t.Errorf("%s is there, and nothing is selected", m[1])
			}
		}
		if len(selected) > 0 {
			profiles = append(profiles, "controls: "+strings.Join(selected, " "))
		}
	}
	if len(files) != 2*13 || len(profiles) != 3 {
		t.Fatalf("%d files, %d profiles", len(files)/2, len(profiles))
	}
	sample := filepath.Dir(files[1])
	broken := t.TempDir()
	for i, spoil := range [][2]string{{`"A.5.1"`, `"A 5.1"`}, {`"with-ids"`, `"with-id"`}, {`"source": "oscal-profile.json",`, ``}, {`"control-id"`, `"control"`}} {
		data, err := os.ReadFile(filepath.Join(sample, oscalModels[i][1]))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(broken, oscalModels[i][1]), bytes.Replace(data, []byte(spoil[0]), []byte(spoil[1]), 1), 0o666); err != nil {
			t.Fatal(err)
		}
	}

	t.Run("liboscal-java", func(t *testing.T) {
		folder := filepath.Dir(judge(t, "oscal/Models.class"))
		args := slices.Clone(files)
		for _, m := range oscalModels {
			args = append(args, m[0], filepath.Join(broken, m[1]))
		}
		command := exec.CommandContext(t.Context(), program(t, "java"), append([]string{"-Xmx512m", "-XX:+UseSerialGC", "-cp", filepath.Join(folder, "*") + string(os.PathListSeparator) + folder, "Models"}, args...)...)
		lines := judged(t, command, broken)
		if len(lines) != len(args)/2 {
			t.Errorf("%d models of %d were judged", len(lines), len(args)/2)
		}
		n := 0
		for _, l := range lines {
			if strings.HasSuffix(l[0], "oscal-profile.json") && !strings.HasPrefix(l[0], broken) {
				if n >= len(profiles) || l[2] != profiles[n] {
					t.Errorf("%s resolves to %s", l[0], l[2])
				}
				n++
			}
		}
	})
	t.Run("compliance-trestle", func(t *testing.T) {
		script := judge(t, "oscal/models.py")
		folders := []string{broken}
		for i := 1; i < len(files); i += 2 {
			if dir := filepath.Dir(files[i]); !slices.Contains(folders, dir) {
				folders = append(folders, dir)
			}
		}
		command := exec.CommandContext(t.Context(), program(t, "python3"), append([]string{script}, folders...)...)
		command.Env = append(os.Environ(), "PYTHONPATH="+filepath.Dir(script))
		if n := len(judged(t, command, broken)); n != len(files)/2+len(oscalModels) {
			t.Errorf("%d models of %d were judged", n, len(files)/2+len(oscalModels))
		}
	})
}

// judged are the lines of a judge of OSCAL, parted at the tabs: path, passed or
// failed, and what was said. What lies in the broken folder must not pass.
func judged(t *testing.T, command *exec.Cmd, broken string) [][]string {
	t.Helper()
	var errOut bytes.Buffer
	command.Stderr = &errOut
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", command.Path, err, out, &errOut)
	}
	var lines [][]string
	for line := range strings.Lines(string(out)) {
		l := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(l) != 3 {
			t.Fatalf("%q", line)
		}
		if want := map[bool]string{true: "failed", false: "passed"}[strings.HasPrefix(l[0], broken)]; l[1] != want {
			t.Errorf("%s has %s: %s", l[0], l[1], l[2])
		}
		lines = append(lines, l)
	}
	return lines
}

// TestTheStatementInOSCALSaysWhatTheStatementSays compares the plan of the
// sample with its statement, control by control.
func TestTheStatementInOSCALSaysWhatTheStatementSays(t *testing.T) {
	p := publishContent(t, content(t), false)
	var file struct {
		Plan struct {
			Controls struct {
				Requirements []struct {
					ID    string `json:"control-id"`
					Props []struct{ Name, Value string }
				} `json:"implemented-requirements"`
			} `json:"control-implementation"`
		} `json:"system-security-plan"`
	}
	if err := json.Unmarshal(p.read(t, "soa/oscal-ssp.json"), &file); err != nil {
		t.Fatal(err)
	}
	var statement struct {
		Controls []struct {
			ID, Decision string
			Implemented  bool
			Reasons      []string
		}
	}
	if err := json.Unmarshal(p.read(t, "soa/soa.json"), &statement); err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, r := range file.Plan.Controls.Requirements {
		line := []string{r.ID}
		for _, prop := range r.Props {
			if prop.Name == "reason" || prop.Name == "implemented" {
				line = append(line, prop.Value)
			}
		}
		got = append(got, strings.Join(line, " "))
	}
	for _, c := range statement.Controls {
		if c.Decision == "applicable" {
			want = append(want, strings.Join(append(append([]string{c.ID}, c.Reasons...), map[bool]string{true: "yes", false: "no"}[c.Implemented]), " "))
		}
	}
	if !slices.Equal(got, want) || len(got) < 80 {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}
