package pdf

import "annexa/internal/pdf/object"

// attach puts files into the file, each in the name tree and among the
// associated files of the document (ISO 19005-3, 6.8).
func (f *finishing) attach(w *Writer, meta Meta, names *object.Dict) {
	if len(meta.Attached) == 0 {
		return
	}
	tree := map[string]object.Object{}
	var associated object.Array
	for _, a := range meta.Attached {
		relationship := a.Relationship
		if relationship == "" {
			relationship = "Unspecified"
		}
		stream := w.deflate.Stream(new(object.Dict).Set("Type", object.Name("EmbeddedFile")).
			Set("Subtype", object.Name(a.MIME)).
			Set("Params", new(object.Dict).Set("Size", object.Integer(len(a.Data))).
				Set("ModDate", object.String(date(meta.Date)))), a.Data)
		file := f.g.Add(stream)
		ref := f.g.Add(new(object.Dict).Set("Type", object.Name("Filespec")).
			Set("F", object.Text(a.Name)).Set("UF", object.Text(a.Name)).
			Set("Desc", object.Text(a.Description)).
			Set("AFRelationship", object.Name(relationship)).
			Set("EF", new(object.Dict).Set("F", file).Set("UF", file)))
		tree[string(object.Text(a.Name))] = ref
		associated = append(associated, ref)
	}
	names.Set("EmbeddedFiles", f.g.Add(new(object.Dict).Set("Names", nameTree(tree))))
	f.catalog.Set("AF", associated)
}
