//go:build !unix

package main

import (
	"errors"
	"os"
)

// takeLock is for the systems whose scripts interrupt a build.
func takeLock(*os.File) error { return errors.ErrUnsupported }
