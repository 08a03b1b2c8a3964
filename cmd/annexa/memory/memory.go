// Package memory has the first memory of the program ready before any other
// package asks for some: what they know from the start (lexers, styles, names) is
// five megabytes, for which the runtime would ask the system page by page and
// collect twice, a quarter of the time that a command takes to begin.
//
// That it comes first is owed to its path, the first in the alphabet, and to what
// it imports: of the packages that can be initialised the linker takes the first
// by path, and this one can be as soon as those are that nearly all others wait
// for too. runtime/debug is not among them: main does what needs it.
package memory

import "runtime"

// FirstHeap is how many bytes of the heap the system is asked to give in large
// pages.
const FirstHeap = 256 << 20

// Ballast is how many bytes count as in use, and never are, until [Release].
// The collector begins when as many again are.
const Ballast = 8 << 20

var ballast []byte

func init() {
	if !roomFor(2 * FirstHeap) {
		return // the runtime would end the program for want of it
	}
	collect := growFromHugePages(FirstHeap)
	ballast = make([]byte, Ballast)
	collect()
}

// Release lets the next collection take the ballast.
func Release() {
	runtime.KeepAlive(ballast) // until here
	ballast = nil
}
