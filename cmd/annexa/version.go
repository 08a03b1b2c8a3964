package main

import (
	"fmt"
	"runtime/debug"

	"annexa/internal/licences"
)

// version is that of this program. Release notes stand in the tags.
const version = "0.1.0"

type versionCommand struct {
	Licences bool `help:"Print the licences of everything that is built in."`
}

func (versionCommand) examples() string {
	return `  annexa version
  annexa version --licences
`
}

// generator is what a manifest says made the site.
func generator() string { return "annexa " + version }

// Run prints the version, or the licences.
func (c *versionCommand) Run(t *terminal, _ *commands) error {
	if c.Licences {
		return licences.Write(t.out)
	}
	toolchain := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		toolchain = " (" + info.GoVersion + ")"
	}
	_, err := fmt.Fprintf(t.out, "annexa %s%s\n", version, toolchain)
	return err
}
