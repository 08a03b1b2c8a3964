// Package object reads and writes the objects of a PDF file: what stands below
// pages, fonts and signatures.
//
// The format it owns is ISO 32000-1, clause 7: objects (7.3), filters (7.4),
// the file's structure with cross-reference tables, cross-reference streams,
// object streams and increments (7.5).
//
// Reading is strict, since the same reader judges signed files: what two
// programs could read in two ways is an error here. A file is never repaired. A
// dictionary may not name a key twice, a stream's Length must lead to endstream,
// an indirect object must bear the number its cross-reference entry says.
// Reading is bounded too: in depth, in the number of objects, in decoded bytes
// and in total work, which stays linear in the size of the file; no input makes
// it panic. Encrypted files are refused.
//
// Writing is deterministic: the same objects give the same bytes. Objects are
// numbered in the order in which the trailer reaches them, and what it does not
// reach is left out.
package object

// Object is a PDF object: Null, Bool, Integer, Real, String, Name, Array, *Dict,
// *Stream or Ref, or Thousandths, Verbatim and *Composed for what is only written.
type Object interface {
	write(e *encoder)
}

// Null is the null object, and what a reference to a missing object stands for.
type Null struct{}

// Bool is true or false.
type Bool bool

// Integer is a whole number. One that does not fit 64 bits is read as a Real.
type Integer int64

// Real is a number with a fraction. It is written without an exponent.
type Real float64

// Thousandths is a Real given in thousandths, so that nothing is rounded. It is
// only written.
type Thousandths int

// String holds the bytes of a string object, decoded from its literal or
// hexadecimal form. It is written in literal form.
type String string

// Name is a name without its slash, #xx escapes resolved.
type Name string

// Array is a list of objects.
type Array []Object

// Stream is a dictionary with data. Raw is the data as it stands in the file,
// still encoded as Dict's Filter says. Writing sets Length.
type Stream struct {
	Dict *Dict
	Raw  []byte
}

// Ref refers to an indirect object by number and generation.
type Ref struct {
	Number, Generation int
}

// Verbatim is written byte by byte as it stands. It lets a caller lay out an
// object by itself, such as a signature whose places must be known.
type Verbatim []byte
