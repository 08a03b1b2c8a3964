package object

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// Deflater compresses streams and keeps its writers for the next one. It may be
// used by several goroutines. The library's version decides the bytes, so that
// they do not change with the Go release.
type Deflater struct {
	level int
	pool  sync.Pool
}

// NewDeflater returns a Deflater of the given level, 1 (fast) to 9 (small).
func NewDeflater(level int) *Deflater { return &Deflater{level: min(max(level, 1), 9)} }

// Deflate returns data as FlateDecode wants them.
func (d *Deflater) Deflate(data []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(data)/3 + 64)
	z, ok := d.pool.Get().(*zlib.Writer)
	if ok {
		z.Reset(&out)
	} else {
		// The level is in range and a Buffer takes every byte: nothing here can fail.
		z, _ = zlib.NewWriterLevel(&out, d.level)
	}
	z.Write(data)
	z.Close()
	d.pool.Put(z)
	return out.Bytes()
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
