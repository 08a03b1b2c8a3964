package release

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTheCacheGivesBackWhatIsWholeAndNothingElse(t *testing.T) {
	r := open(t, filepath.Join(t.TempDir(), "public"), Options{Cache: 1000})
	c, key := r.Cache(), [32]byte{0xab}
	if _, ok := c.Get(key); ok {
		t.Error("an empty cache holds a value")
	}
	for _, value := range []string{"value", "", "another"} {
		if err := c.Put(key, []byte(value)); err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Get(key); !ok || string(got) != value {
			t.Errorf("got %q %v", got, ok)
		}
	}
	good, err := os.ReadFile(c.file(key))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := append([]byte{}, good...)
		bad[i] ^= 1
		put(t, c.file(key), string(bad))
		if _, ok := c.Get(key); ok {
			t.Errorf("byte %d may be flipped", i)
		}
		put(t, c.file(key), string(good[:i]))
		if _, ok := c.Get(key); ok {
			t.Errorf("%d bytes are enough", i)
		}
	}
	other := [32]byte{0xab, 1}
	put(t, c.file(other), string(good))
	if _, ok := c.Get(other); ok {
		t.Error("what was moved is taken for the value of another key")
	}
	if err := os.RemoveAll(c.dir); err != nil {
		t.Fatal(err)
	}
	if err := c.Put(key, []byte("again")); err != nil {
		t.Error(err)
	}
}

func TestTheCacheIsOffUnlessAskedFor(t *testing.T) {
	c := open(t, filepath.Join(t.TempDir(), "public"), Options{}).Cache()
	if err := c.Put([32]byte{1}, []byte("value")); err != nil {
		t.Error(err)
	}
	if _, ok := c.Get([32]byte{1}); ok {
		t.Error("it holds a value")
	}
	if err := c.prune(); err != nil {
		t.Error(err)
	}
}

func TestTheCachePrunesWhatWasUsedLongestAgo(t *testing.T) {
	target := filepath.Join(t.TempDir(), "public")
	opt := Options{Cache: 400}
	r := open(t, target, opt)
	now := r.began
	for i := range byte(8) {
		if err := r.Cache().Put([32]byte{i << 4}, make([]byte, 68)); err != nil {
			t.Fatal(err)
		}
		old := now.Add(-time.Duration(100-i) * time.Hour)
		if err := os.Chtimes(r.Cache().file([32]byte{i << 4}), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Cache().Put([32]byte{0xff}, make([]byte, 500)); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Cache().Get([32]byte{0}); !ok {
		t.Fatal("lost before its time")
	}
	if _, err := r.Commit(meta); err != nil {
		t.Fatal(err)
	}
	c := open(t, target, opt).Cache()
	for i := range byte(16) {
		_, ok := c.Get([32]byte{i << 4})
		if want := i == 0 || i >= 5 && i < 8; ok != want {
			t.Errorf("entry %d is there: %v", i, ok)
		}
	}
}
