package object

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// Decode returns the data of a stream with its filters undone. It knows
// FlateDecode, with PNG predictors; other filters are an error, as is data that
// would exceed the limit. What the data hold behind their end is an error too.
func (f *File) Decode(s *Stream) ([]byte, error) {
	filters, err := f.listed(s.Dict.Get("Filter"))
	if err != nil {
		return nil, err
	}
	params, err := f.listed(s.Dict.Get("DecodeParms"))
	if err != nil {
		return nil, err
	}
	if len(filters) > 4 {
		return nil, errors.New("more filters than the limit allows")
	}
	data := s.Raw
	for i, filter := range filters {
		if filter != Name("FlateDecode") {
			return nil, fmt.Errorf("filter %v is not supported", filter)
		}
		if data, err = f.inflate(data, f.limits.Decoded-f.decoded); err != nil {
			return nil, err
		}
		f.decoded += len(data)
		if i < len(params) {
			if d, ok := params[i].(*Dict); ok {
				if data, err = unpredict(data, d); err != nil {
					return nil, err
				}
			}
		}
	}
	return data, nil
}

// listed resolves an object that may be absent, single or a list.
func (f *File) listed(o Object) (Array, error) {
	o, err := f.Resolve(o)
	if err != nil || o == nil || o == Object(Null{}) {
		return nil, err
	}
	a, ok := o.(Array)
	if !ok {
		return Array{o}, nil
	}
	out := make(Array, len(a))
	for i := range a {
		if out[i], err = f.Resolve(a[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inflaters are what decodes streams, kept for its memory: each has the window of
// RFC 1950 and tables.
var inflaters sync.Pool

// inflate undoes the compression of a stream.
func (s *store) inflate(data []byte, limit int) ([]byte, error) {
	src := bytes.NewReader(data)
	z, ok := inflaters.Get().(io.ReadCloser)
	var err error
	if ok {
		err = z.(zlib.Resetter).Reset(src, nil)
	} else {
		z, err = zlib.NewReader(src)
	}
	if err != nil {
		return nil, fmt.Errorf("inflate stream: %w", err)
	}
	defer inflaters.Put(z)
	var out bytes.Buffer
	n, err := out.ReadFrom(io.LimitReader(z, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("inflate stream: %w", err)
	}
	if n > int64(limit) {
		return nil, errors.New("streams decode to more bytes than the limit allows")
	}
	if src.Len() > 0 {
		return nil, errors.New("inflate stream: something follows the compressed data")
	}
	return out.Bytes(), nil
}

// unpredict undoes a PNG predictor (7.4.4.4), in place.
func unpredict(data []byte, params *Dict) ([]byte, error) {
	value := func(key Name, absent int) int {
		if n, ok := params.Get(key).(Integer); ok && n > 0 && n < 1<<20 {
			return int(n)
		}
		return absent
	}
	predictor := value("Predictor", 1)
	if predictor == 1 {
		return data, nil
	}
	if predictor < 10 {
		return nil, fmt.Errorf("predictor %d is not supported", predictor)
	}
	bits := value("Colors", 1) * value("BitsPerComponent", 8)
	size, row := (bits+7)/8, (bits*value("Columns", 1)+7)/8
	if len(data) < row+1 || len(data)%(row+1) != 0 {
		return nil, errors.New("predicted data do not fill their rows")
	}
	above := make([]byte, row)
	out := data[:0]
	for len(data) > 0 {
		kind, line := data[0], data[1:row+1]
		data = data[row+1:]
		if kind > 4 {
			return nil, fmt.Errorf("row predictor %d is unknown", kind)
		}
		for i := range line {
			var left, up, corner int
			up = int(above[i])
			if i >= size {
				left, corner = int(line[i-size]), int(above[i-size])
			}
			switch kind {
			case 1:
				line[i] += byte(left)
			case 2:
				line[i] += byte(up)
			case 3:
				line[i] += byte((left + up) / 2)
			case 4:
				line[i] += byte(paeth(left, up, corner))
			}
		}
		copy(above, line)
		out = append(out, line...)
	}
	return out, nil
}

// paeth is the predictor of PNG (W3C PNG, 9.4).
func paeth(left, up, corner int) int {
	p := left + up - corner
	a, b, c := abs(p-left), abs(p-up), abs(p-corner)
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return up
	}
	return corner
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
