// Package digest identifies a value by all it is made of, so that a result can
// be kept under what it was made from.
//
// A value is written down in one way: its type's name, then by kind
//
//	numbers, booleans    as a varint; floating point by its bits
//	strings              length and bytes
//	slices, arrays       length and elements; a slice that is nil is told from an empty one
//	structs              fields in their order, those that are not exported too
//	pointers             0, or 1 and what they point to
//	interfaces           0, or the name of the type within and its value
//	maps                 length, keys and values, sorted by the bytes of the keys
//
// Each of these says where it ends, so two values of one type are equal if and
// only if their bytes are. A field that is added to a type is written from then
// on, without anybody having to think of it.
package digest

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"
)

// Of returns the SHA-256 of values. They must not contain themselves. It fails
// for what has no value of its own: functions, channels, bare pointers.
func Of(values ...any) ([sha256.Size]byte, error) {
	var w writer
	for _, v := range values {
		value := reflect.ValueOf(v)
		if !value.IsValid() {
			w.buf = append(w.buf, 0)
			continue
		}
		w.text(value.Type().String())
		if err := w.value(value); err != nil {
			return [sha256.Size]byte{}, fmt.Errorf("digest of %T: %w", v, err)
		}
	}
	return sha256.Sum256(w.buf), nil
}

type writer struct{ buf []byte }

func (w *writer) number(n uint64) { w.buf = binary.AppendUvarint(w.buf, n) }

func (w *writer) text(s string) {
	w.number(uint64(len(s)))
	w.buf = append(w.buf, s...)
}

func (w *writer) value(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Bool:
		w.number(boolean(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.buf = binary.AppendVarint(w.buf, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		w.number(math.Float64bits(v.Float()))
	case reflect.String:
		w.text(v.String())
	case reflect.Slice:
		w.number(boolean(!v.IsNil()))
		return w.list(v)
	case reflect.Array:
		return w.list(v)
	case reflect.Struct:
		return w.structure(v)
	case reflect.Pointer:
		if w.number(boolean(!v.IsNil())); !v.IsNil() {
			return w.value(v.Elem())
		}
	case reflect.Interface:
		if v.IsNil() {
			w.number(0)
			return nil
		}
		w.text(v.Elem().Type().String())
		return w.value(v.Elem())
	case reflect.Map:
		return w.table(v)
	default:
		return fmt.Errorf("a value of type %s cannot be written down", v.Type())
	}
	return nil
}

func boolean(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (w *writer) list(v reflect.Value) error {
	n := v.Len()
	w.number(uint64(n))
	if v.Type() == reflect.TypeFor[[]byte]() {
		w.buf = append(w.buf, v.Bytes()...)
		return nil
	}
	for i := range n {
		if err := w.value(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) structure(v reflect.Value) error {
	if v.Type() == reflect.TypeFor[time.Time]() && v.CanInterface() { // what it is made of also says how it came about
		t := v.Interface().(time.Time)
		_, offset := t.Zone()
		w.buf = binary.AppendVarint(binary.AppendVarint(binary.AppendVarint(w.buf, t.Unix()), int64(t.Nanosecond())), int64(offset))
		return nil
	}
	for i := range v.NumField() {
		if err := w.value(v.Field(i)); err != nil {
			return fmt.Errorf("%s: %w", v.Type().Field(i).Name, err)
		}
	}
	return nil
}

func (w *writer) table(v reflect.Value) error {
	w.number(boolean(!v.IsNil()))
	w.number(uint64(v.Len()))
	entries := make([]struct{ key, value []byte }, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		var key, value writer
		if err := key.value(it.Key()); err != nil {
			return err
		}
		if err := value.value(it.Value()); err != nil {
			return err
		}
		entries = append(entries, struct{ key, value []byte }{key.buf, value.buf})
	}
	slices.SortFunc(entries, func(a, b struct{ key, value []byte }) int { return bytes.Compare(a.key, b.key) })
	for _, e := range entries {
		w.buf = append(append(w.buf, e.key...), e.value...)
	}
	return nil
}
