//go:build race

package sign

// raced says that the tests run under the race detector, ten times as slow.
const raced = true
