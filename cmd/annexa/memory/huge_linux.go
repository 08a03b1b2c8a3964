package memory

import (
	"bytes"
	"os"
	"runtime"
	"strings"
	"syscall"
	"unsafe"
)

// growFromHugePages lets the first n bytes of the heap come from the system in
// pages of 2 MB, where it leaves that to the program: of pages of 4 KB a build of
// 1,000 documents asks for 46,000, which was a fifth of its time. The runtime
// has no setting for it, but what it once had from the system it gives out
// again, as it was advised: what it returns collects that. Nothing is lost where the
// system does not listen.
func growFromHugePages(n int) (collect func()) {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || !bytes.Contains(mode, []byte("[madvise]")) {
		return func() {} // there are none, or all memory is of them
	}
	var b strings.Builder // whose bytes nobody clears: they are address space until they are written
	b.Grow(n)
	b.WriteByte(0)
	_ = syscall.Madvise(unsafe.Slice(unsafe.StringData(b.String()), n), syscall.MADV_HUGEPAGE)
	return runtime.GC
}

// roomFor says whether the system has so many bytes of address space left to give,
// by its limits and those of the process.
func roomFor(n int) bool {
	b, err := syscall.Mmap(-1, 0, n, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	return err == nil && syscall.Munmap(b) == nil
}
