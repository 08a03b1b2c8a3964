package pdf

import "annexa/internal/pdf/object"

// Attachment is a file within the file. One that has any claims PDF/A-3a, since
// PDF/A-2 allows none but PDF/A files.
type Attachment struct {
	Name         string // unique within the file
	Description  string
	MIME         string // such as text/csv
	Relationship Relationship
	Data         []byte
}

// A Relationship is what an attached file is to the one it is in (ISO 19005-3,
// 6.8 and annex E).
type Relationship string

// The relationships.
const (
	Source      Relationship = "Source"      // what the pages were made from
	Data        Relationship = "Data"        // what a table or figure shows
	Alternative Relationship = "Alternative" // says the same in another form
	Supplement  Relationship = "Supplement"  // says more
)

// small is how long a file is at most, in bytes, that it does not pay to compress.
const small = 1500

// attach puts files into the file, each in the name tree and among the
// associated files of the document (ISO 19005-3, 6.8). They have no CheckSum,
// which may be left out (ISO 32000-1, 7.11.4.2): it would be an MD5, and the list
// of sources states the SHA-256 of each.
func (f *finishing) attach(w *Writer, meta Meta, names *object.Dict) {
	if len(meta.Attached) == 0 {
		return
	}
	tree := map[string]object.Object{}
	var associated object.Array
	stamp := object.String(date(meta.Date))
	for _, a := range meta.Attached {
		stream := &object.Stream{Raw: a.Data, Dict: new(object.Dict).Set("Type", object.Name("EmbeddedFile")).
			Set("Subtype", object.Name(a.MIME)).
			Set("Params", new(object.Dict).Set("Size", object.Integer(len(a.Data))).
				Set("CreationDate", stamp).Set("ModDate", stamp))}
		if len(a.Data) > small {
			stream = w.quick.Stream(stream.Dict, a.Data)
		}
		file := f.g.Add(stream)
		ref := f.g.Add(new(object.Dict).Set("Type", object.Name("Filespec")).
			Set("F", object.Text(a.Name)).Set("UF", object.Text(a.Name)).
			Set("Desc", object.Text(a.Description)).
			Set("AFRelationship", object.Name(a.Relationship)).
			Set("EF", new(object.Dict).Set("F", file).Set("UF", file)))
		tree[string(object.Text(a.Name))] = ref
		associated = append(associated, ref)
	}
	names.Set("EmbeddedFiles", f.g.Add(new(object.Dict).Set("Names", nameTree(tree))))
	f.catalog.Set("AF", associated)
}
