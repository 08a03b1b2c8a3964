//go:build unix

package main

import (
	"os"
	"syscall"
)

// takeLock takes the lock that a file is, as a build does.
func takeLock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }
