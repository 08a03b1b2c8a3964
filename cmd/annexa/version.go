package main

import (
	"fmt"
	"runtime/debug"
)

// release is the version of this program. Release notes stand in the tags.
const releaseVersion = "0.1.0"

type versionCommand struct{}

// generator is what a manifest says made the site.
func generator() string { return "annexa " + releaseVersion }

// Run prints the version.
func (versionCommand) Run(t *terminal, _ *commands) error {
	fmt.Fprintf(t.out, "annexa %s", releaseVersion)
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintf(t.out, " (%s)", info.GoVersion)
	}
	fmt.Fprintln(t.out)
	return nil
}
