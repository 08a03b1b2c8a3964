package memory

import "testing"

// What cannot be had must not be asked for: the runtime ends the program then.
func TestRoomIsWhatTheSystemWouldGive(t *testing.T) {
	if !roomFor(1 << 20) {
		t.Error("there is no room for a megabyte")
	}
	if tooMuch := int(^uint(0)>>1) &^ (1<<16 - 1); roomFor(tooMuch) {
		t.Errorf("there is room for %d bytes", tooMuch)
	}
}
