package main

import (
	"runtime"
	"runtime/debug"
)

// firstHeap is how many bytes a command may use before the collector runs at
// all: a build of 1,000 documents does not come to it.
const firstHeap = 256 << 20

// prepareMemory makes the runtime fit for a command that holds what it reads
// until its end, so that the collector finds little: it begins late, then runs
// more rarely than its default, within a bound.
func prepareMemory() {
	debug.SetGCPercent(-1) // what is asked for next is no reason to collect
	debug.SetMemoryLimit(2 << 30)
	prepared := growFromHugePages(firstHeap)
	go func() { // beside what is done first
		prepared()
		const least = 4 << 20 // of a heap that the runtime counts in percent
		debug.SetGCPercent(100 * firstHeap / least)
		runtime.AddCleanup(new([64]byte), func(int) { debug.SetGCPercent(400) }, 0)
	}()
}
