package object

import (
	"sync"

	"github.com/klauspost/compress/zlib"
)

// Deflater compresses streams and keeps its memory for the next one. It may be
// used by several goroutines. The library's version and our own codes decide the
// bytes, so that they do not change with the Go release.
type Deflater struct {
	level int
	quick *quick    // tried first
	pool  sync.Pool // of *deflating
}

// deflating is a compressor with what it has written.
type deflating struct {
	z   *zlib.Writer
	out []byte
}

// Write takes every byte.
func (d *deflating) Write(p []byte) (int, error) {
	d.out = append(d.out, p...)
	return len(p), nil
}

// NewDeflater returns a Deflater of the given level, 1 (fast) to 9 (small).
func NewDeflater(level int) *Deflater { return &Deflater{level: min(max(level, 1), 9)} }

// NewQuickDeflater returns a Deflater for what a file is made of anew each time,
// pages above all. It takes half the time of level 1, for some more bytes; what
// its codes do not fit it leaves to level 1.
func NewQuickDeflater() *Deflater { return &Deflater{level: 1, quick: newQuick()} }

// Deflate returns data as FlateDecode wants them.
func (d *Deflater) Deflate(data []byte) []byte {
	return d.Append(make([]byte, 0, len(data)/8*3+64), data)
}

// Append appends data to dst as FlateDecode wants them.
func (d *Deflater) Append(dst, data []byte) []byte {
	if d.quick != nil {
		if out, ok := d.quick.append(dst, data); ok {
			return out
		}
	}
	w, ok := d.pool.Get().(*deflating)
	if ok {
		w.z.Reset(w)
	} else {
		// The level is in range and every byte is taken: nothing here can fail.
		w = &deflating{}
		w.z, _ = zlib.NewWriterLevel(w, d.level)
	}
	w.out = dst
	w.z.Write(data)
	w.z.Close()
	dst, w.out = w.out, nil
	d.pool.Put(w)
	return dst
}

// Stream returns a compressed stream with the entries of dict, which may be nil
// and is not changed.
func (d *Deflater) Stream(dict *Dict, data []byte) *Stream {
	out := &Dict{}
	if dict != nil {
		out = dict.Clone()
	}
	return &Stream{Dict: out.Set("Filter", Name("FlateDecode")).Delete("DecodeParms"), Raw: d.Deflate(data)}
}
