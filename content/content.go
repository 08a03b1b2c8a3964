// Package content holds the sample management system: what a newcomer sees
// first, and what annexa init makes a new organisation's first drafts from.
package content

import "embed"

// FS holds the sample's files, as annexa reads them from a folder.
//
//go:embed annexa.yaml *.md */*
var FS embed.FS
