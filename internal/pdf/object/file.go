package object

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrEncrypted is returned by Read for a file that is encrypted.
var ErrEncrypted = errors.New("the file is encrypted: save it without a password first")

// File is a PDF file being read, seen as of one of its revisions. Objects are
// parsed when they are asked for and then kept: what two calls return is the
// same value, so do not change it. A File serves one goroutine at a time.
type File struct {
	*store
	revision int // the newest that is seen
}

// store is what all views of a file share.
type store struct {
	data      []byte
	limits    Limits
	revisions []Revision
	versions  []version // of all objects, by number, then from the oldest

	parsed  map[int]parsed  // by offset
	streams map[int]*packed // object streams, by offset
	reading map[int]bool    // offsets under way, to notice loops
	names   map[string]Name // shared among objects
	entries int             // cross-reference entries read
	decoded int             // bytes that streams were decoded to
	work    int             // bytes parsed
}

// parsed is an indirect object that stands in the file by itself.
type parsed struct {
	ref    Ref
	object Object
	end    int // behind endobj
}

// version is one version of an object.
type version struct {
	numbered
	revision int
}

// Revision is what one save added to a file: its first form, or an increment.
type Revision struct {
	Start, End int   // the bytes of the file that it added; an end of line after %%EOF belongs to it
	XRef       int   // where its cross-reference section stands
	Trailer    *Dict // its own trailer
	Changed    []Ref // objects added or written anew, by number
	Freed      []int // object numbers freed, by number
	Stream     bool  // cross-reference stream, not table
	Hybrid     bool  // a table with a stream for readers that know streams
}

// Read reads the structure of a PDF file, without its objects. The data must not
// be changed while the File is in use.
func Read(data []byte, limits Limits) (*File, error) {
	f := &File{store: &store{
		data: data, limits: limits.orDefault(),
		parsed: map[int]parsed{}, streams: map[int]*packed{}, reading: map[int]bool{}, names: map[string]Name{},
	}}
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, errors.New("no PDF: it does not begin with %PDF-")
	}
	chain, err := f.sections()
	if err != nil {
		return nil, fmt.Errorf("read pdf: %w", err)
	}
	if err := f.arrange(chain); err != nil {
		return nil, fmt.Errorf("read pdf: %w", err)
	}
	return f, nil
}

// arrange turns the chain of sections, newest first, into revisions, oldest
// first. A section whose Prev lies behind it is the front part of a linearised
// file (annex F) and one revision with that.
func (f *File) arrange(chain []*section) error {
	end := 0
	for i := len(chain) - 1; i >= 0; i-- {
		sec := chain[i]
		if i+1 < len(chain) && chain[i+1].start > sec.start {
			if len(f.revisions) != 1 {
				return errors.New("an increment's /Prev lies behind it")
			}
			f.revisions[0].Trailer, f.revisions[0].XRef = sec.trailer, sec.start
			f.record(sec, 0)
			continue
		}
		if sec.start < end {
			return errors.New("two revisions overlap")
		}
		linearised := i > 0 && chain[i-1].start < sec.start
		if sec.startxref != sec.start && !linearised {
			return fmt.Errorf("byte %d: startxref does not say where its section stands", sec.start)
		}
		f.revisions = append(f.revisions, Revision{
			Start: end, End: sec.end, XRef: sec.start, Trailer: sec.trailer, Stream: sec.stream, Hybrid: sec.hybrid,
		})
		end = sec.end
		f.record(sec, len(f.revisions)-1)
	}
	f.revision = len(f.revisions) - 1
	f.settle()
	return nil
}

func (f *File) record(sec *section, revision int) {
	f.versions = slices.Grow(f.versions, len(sec.entries))
	r := &f.revisions[revision]
	r.Changed = slices.Grow(r.Changed, len(sec.entries))
	for _, e := range sec.entries {
		f.versions = append(f.versions, version{e, revision})
	}
}

// settle sorts the versions, once all are there, and tells each revision what it
// changed and freed. A free entry of an object that was never in use says nothing.
func (f *File) settle() {
	order := func(a, b version) int { return cmp.Or(a.number-b.number, a.revision-b.revision) }
	if !slices.IsSortedFunc(f.versions, order) { // those of one revision are
		slices.SortStableFunc(f.versions, order)
	}
	used := 0 // number of the last object seen in use
	f.versions = slices.DeleteFunc(f.versions, func(v version) bool {
		r := &f.revisions[v.revision]
		switch {
		case v.kind != free:
			used = v.number
			r.Changed = append(r.Changed, v.ref())
		case used != v.number:
			return true
		default:
			r.Freed = append(r.Freed, v.number)
		}
		return false
	})
}

// ref is how an object in use is referred to; one in an object stream has
// generation 0.
func (v *version) ref() Ref {
	if v.kind == compressed {
		return Ref{Number: v.number}
	}
	return Ref{v.number, v.generation}
}

// Bytes returns the whole file.
func (f *File) Bytes() []byte { return f.data }

// Revisions returns the revisions up to the one that f shows, oldest first.
func (f *File) Revisions() []Revision { return f.revisions[:f.revision+1] }

// At returns the file as it was when the given revision, counted from 0, was its
// newest.
func (f *File) At(revision int) *File {
	return &File{f.store, min(max(revision, 0), len(f.revisions)-1)}
}

// Trailer returns the newest trailer.
func (f *File) Trailer() *Dict { return f.revisions[f.revision].Trailer }

// Refs returns every object in use, by number.
func (f *File) Refs() []Ref {
	refs := make([]Ref, 0, len(f.versions))
	for i := range f.versions {
		if v, ok := f.find(f.versions[i].number); ok && (i == 0 || f.versions[i-1].number != v.number) {
			refs = append(refs, v.ref())
		}
	}
	return refs
}

// Has says whether an object of that number is in use.
func (f *File) Has(number int) bool {
	_, ok := f.find(number)
	return ok
}

// find returns the newest version of an object, if it is in use.
func (f *File) find(number int) (version, bool) {
	i, _ := slices.BinarySearchFunc(f.versions, number, func(v version, number int) int {
		return cmp.Or(v.number-number, cmp.Compare(v.revision, f.revision), -1)
	})
	if i == 0 || f.versions[i-1].number != number || f.versions[i-1].kind == free {
		return version{}, false
	}
	return f.versions[i-1], true
}

// spend charges bytes to be parsed. A sane file is parsed about once; a hostile
// one, whose objects overlap, comes to its end here instead of taking quadratic
// time.
func (f *File) spend(n int) error {
	if f.work += n; f.work > 4*(len(f.data)+f.decoded)+1<<20 {
		return errors.New("objects overlap: reading them costs more than the file is long")
	}
	return nil
}
