package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"annexa": main})
}

// TestTheCommandAsItIsTyped runs the scripts below testdata/script. Each has a
// home of its own, so that no key of the machine is used, and no day but the
// one it gives.
func TestTheCommandAsItIsTyped(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "home", "config"))
			env.Setenv("SOURCE_DATE_EPOCH", "")
			sample, err := filepath.Abs("../../content")
			if err != nil {
				return err
			}
			env.Setenv("JUDGES", os.Getenv("ANNEXA_JUDGES"))
			env.Setenv("SAMPLE", filepath.Dir(sample))
			env.Values[infrastructure{}] = &infrastructure{}
			return os.MkdirAll(filepath.Join(env.WorkDir, "home"), 0o700)
		},
		Condition: condition,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"fill":         fill,
			"snapshot":     writeSnapshot,
			"unprivileged": unprivileged,
			"interrupted":  interrupted,
			"tamper":       tamper,
			"pki": func(ts *testscript.TestScript, neg bool, args []string) {
				ts.Value(infrastructure{}).(*infrastructure).command(ts, neg, args)
			},
			"png":      writePNG,
			"verdicts": verdicts,
		},
	})
}

// condition knows the programs that scripts need, and the judges that
// .ci/judges/get prints the folder of; CI must have them.
func condition(name string) (bool, error) {
	if name == "judges" {
		there := os.Getenv("ANNEXA_JUDGES") != ""
		if !there && os.Getenv("CI") == "true" {
			return false, errors.New("the judges are missing: run .ci/test")
		}
		return there, nil
	}
	_, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") == "true" {
		return false, err
	}
	return err == nil, nil
}
