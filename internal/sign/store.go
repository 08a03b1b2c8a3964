package sign

import (
	"fmt"

	"annexa/internal/pdf/object"
)

// store is the shape of a document security store.
type store struct {
	streams    []storePart
	containers map[object.Ref]bool // dictionaries and arrays that have a number
}

// The lists of a store (EN 319 142-1, 5.4.2.2).
const (
	storeCertificates object.Name = "Certs"
	storeLists        object.Name = "CRLs"
	storeResponses    object.Name = "OCSPs"
)

type storePart struct {
	kind object.Name
	ref  object.Ref
}

// maxStore bounds the parts of a store.
const maxStore = 10_000

// readStore takes the store apart; nil where the file has none. Anything in it
// that belongs to no store is an error.
func readStore(f *object.File) (*store, error) {
	catalog, err := f.Catalog()
	if err != nil {
		return nil, err
	}
	entry := catalog.Get("DSS")
	if entry == nil {
		return nil, nil
	}
	r := storeReader{f: f, store: &store{containers: map[object.Ref]bool{}}, seen: map[object.Ref]bool{}}
	d := r.dict(entry)
	if d != nil {
		for key, o := range d.All() {
			switch key {
			case "Type":
			case storeCertificates, storeLists, storeResponses:
				r.list(key, o)
			case "VRI":
				r.related(o)
			default:
				r.fail("/%s does not belong there", key)
			}
		}
	}
	return r.store, r.err
}

// storeReader reads on until the first error.
type storeReader struct {
	f     *object.File
	store *store
	seen  map[object.Ref]bool
	err   error
}

func (r *storeReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("document security store: "+format, args...)
	}
}

// container resolves o and remembers its number.
func (r *storeReader) container(o object.Object) object.Object {
	if ref, ok := o.(object.Ref); ok {
		r.store.containers[ref] = true
	}
	out, err := r.f.Resolve(o)
	if err != nil {
		r.fail("%w", err)
	}
	return out
}

func (r *storeReader) dict(o object.Object) *object.Dict {
	d, ok := r.container(o).(*object.Dict)
	if !ok {
		r.fail("it is no dictionary")
	}
	return d
}

func (r *storeReader) list(kind object.Name, o object.Object) {
	a, ok := r.container(o).(object.Array)
	if !ok {
		r.fail("/%s is no list", kind)
	}
	for _, o := range a {
		ref, ok := o.(object.Ref)
		if !ok || len(r.store.streams) == maxStore {
			r.fail("/%s holds something else than streams, or too many", kind)
			return
		}
		if !r.seen[ref] {
			r.seen[ref] = true
			r.store.streams = append(r.store.streams, storePart{kind, ref})
		}
	}
}

// related reads VRI: the data of one signature each, listed again under the
// digest of its Contents.
func (r *storeReader) related(o object.Object) {
	d := r.dict(o)
	if d == nil {
		return
	}
	for key, o := range d.All() {
		if key == "Type" {
			continue
		}
		one := r.dict(o)
		if len(key) != 40 || one == nil {
			r.fail("/VRI holds something odd under /%s", key)
			return
		}
		for key, o := range one.All() {
			switch key {
			case "Type", "TU":
			case "Cert", "CRL", "OCSP":
				r.list(key+"s", o)
			default:
				r.fail("/%s does not belong into /VRI", key)
			}
		}
	}
}
