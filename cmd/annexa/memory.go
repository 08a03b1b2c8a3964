package main

import (
	"runtime"
	"runtime/debug"

	"annexa/cmd/annexa/memory"
)

// prepareMemory makes the runtime fit for a command that holds what it reads
// until its end, so that the collector finds little: it begins when the first
// memory is used, which a build of 1,000 documents does not come to, then runs more
// rarely than its default, within a bound.
func prepareMemory() {
	debug.SetMemoryLimit(2 << 30)
	debug.SetGCPercent(100 * (memory.FirstHeap - memory.Ballast) / memory.Ballast) // of what the last one left
	memory.Release()
	runtime.AddCleanup(new([64]byte), func(int) { debug.SetGCPercent(400) }, 0)
}
