package typeset

import (
	"strings"
	"sync"
	"sync/atomic"
)

// cache keeps what was made of texts, up to a limit: a site repeats its words,
// but a stream of new ones must not fill the memory. What has been asked for
// often enough is found without a lock, so that workers do not wait for one
// another.
type cache[V any] struct {
	settled atomic.Pointer[map[string]V] // never written to

	mu    sync.Mutex
	fresh map[string]V // what came since
	hits  int          // of these
}

const (
	maxCached       = 1 << 17 // texts
	maxCachedLength = 128     // bytes; longer ones hardly come twice
)

// get returns what was made of a text. If that is nothing yet, it is made;
// where two make it at once, both get what the first one made.
func (c *cache[V]) get(text string, fresh func(text string) V) V {
	if m := c.settled.Load(); m != nil {
		if v, ok := (*m)[text]; ok {
			return v
		}
	}
	if v, ok := c.find(text); ok {
		return v
	}
	if len(text) > maxCachedLength {
		return fresh(text)
	}
	text = strings.Clone(text) // the cache outlives the document
	return c.add(text, fresh(text))
}

func (c *cache[V]) find(text string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.fresh[text]
	if ok {
		c.hits++
		c.settle()
	}
	return v, ok
}

// settle moves everything to where it is found without a lock, once that costs
// less than the locks did.
func (c *cache[V]) settle() {
	old := c.settled.Load()
	n := len(c.fresh)
	if old != nil {
		n += len(*old)
	}
	if c.hits < n {
		return
	}
	all := make(map[string]V, n)
	if old != nil {
		for text, v := range *old {
			all[text] = v
		}
	}
	for text, v := range c.fresh {
		all[text] = v
	}
	c.settled.Store(&all)
	c.fresh, c.hits = nil, 0
}

func (c *cache[V]) add(text string, v V) V {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(c.fresh)
	if m := c.settled.Load(); m != nil {
		if first, ok := (*m)[text]; ok {
			return first
		}
		n += len(*m)
	}
	if first, ok := c.fresh[text]; ok {
		return first
	}
	if n < maxCached {
		if c.fresh == nil {
			c.fresh = map[string]V{}
		}
		c.fresh[text] = v
	}
	return v
}
