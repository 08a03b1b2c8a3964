package release

import (
	"bytes"
	"maps"
	"testing"
	"time"
)

func TestAMomentIsAsLongAsTheFileSystemsClockIsCoarse(t *testing.T) {
	for _, test := range []struct {
		kept time.Duration // what the file system keeps of a second
		want time.Duration
	}{
		{0, 2 * time.Second}, // ext3, FAT
		{370 * time.Millisecond, 2 * time.Second},
		{370*time.Millisecond + 200*time.Microsecond, 20 * time.Millisecond},
		{999_999_999, 20 * time.Millisecond},
	} {
		if got := moment(time.Unix(1_800_000_000, int64(test.kept))); got != test.want {
			t.Errorf("%v: %v, not %v", test.kept, got, test.want)
		}
	}
}

func TestDamagedStampsAreNone(t *testing.T) {
	s := stamps{1: {Hash{1}, 2, -3, 4}, 1 << 60: {Hash{5}, 6, 7, 8}}
	good := s.encode()
	if !maps.Equal(decodeStamps(good), s) {
		t.Fatalf("%v is not %v", decodeStamps(good), s)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if decodeStamps(bad) != nil {
			t.Errorf("byte %d may be flipped", i)
		}
		if decodeStamps(good[:i]) != nil {
			t.Errorf("%d bytes are enough", i)
		}
	}
}

func FuzzDecodeStamps(f *testing.F) {
	f.Add(stamps{1: {Hash{1}, 2, 3, 4}}.encode())
	f.Add(stamps{}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		if s := decodeStamps(data); s != nil && !maps.Equal(decodeStamps(s.encode()), s) {
			t.Error("the stamps do not read back")
		}
	})
}
