//go:build !linux

package memory

// growFromHugePages does nothing: this system chooses its pages itself.
func growFromHugePages(int) (collect func()) { return func() {} }
