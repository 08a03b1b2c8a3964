package object

import (
	"iter"
	"slices"
)

// Dict is a dictionary that keeps the order of its keys. The zero value is an
// empty dictionary.
type Dict struct {
	entries []entry
	index   map[Name]int // of entries, kept once there are more than indexFrom
}

type entry struct {
	key   Name
	value Object
}

const (
	usualEntries = 8  // most dictionaries have no more
	indexFrom    = 12 // smaller ones are searched faster entry by entry than through a map
)

// Len is the number of keys.
func (d *Dict) Len() int { return len(d.entries) }

// Get returns the value of key, or nil if there is none.
func (d *Dict) Get(key Name) Object {
	if i := d.find(key); i >= 0 {
		return d.entries[i].value
	}
	return nil
}

// Set gives key a value, in its present place or else at the end, and returns d.
func (d *Dict) Set(key Name, value Object) *Dict {
	if i := d.find(key); i >= 0 {
		d.entries[i].value = value
		return d
	}
	if d.entries == nil {
		d.entries = make([]entry, 0, usualEntries)
	}
	d.entries = append(d.entries, entry{key, value})
	switch {
	case d.index != nil:
		d.index[key] = len(d.entries) - 1
	case len(d.entries) > indexFrom:
		d.reindex()
	}
	return d
}

// Delete takes the keys out; those that are not there are no mistake. It returns d.
func (d *Dict) Delete(keys ...Name) *Dict {
	d.entries = slices.DeleteFunc(d.entries, func(e entry) bool { return slices.Contains(keys, e.key) })
	d.index = nil
	if len(d.entries) > indexFrom {
		d.reindex()
	}
	return d
}

// All yields keys and values in order.
func (d *Dict) All() iter.Seq2[Name, Object] {
	return func(yield func(Name, Object) bool) {
		for _, e := range d.entries {
			if !yield(e.key, e.value) {
				return
			}
		}
	}
}

// Clone returns a copy whose keys can be changed without changing d. The values
// are shared.
func (d *Dict) Clone() *Dict {
	c := &Dict{entries: slices.Clone(d.entries)}
	if d.index != nil {
		c.reindex()
	}
	return c
}

func (d *Dict) find(key Name) int {
	if d.index != nil {
		if i, ok := d.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range d.entries {
		if d.entries[i].key == key {
			return i
		}
	}
	return -1
}

func (d *Dict) reindex() {
	d.index = make(map[Name]int, len(d.entries))
	for i := range d.entries {
		d.index[d.entries[i].key] = i
	}
}
