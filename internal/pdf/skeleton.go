package pdf

import (
	"bytes"
	"errors"

	"github.com/jung-kurt/gofpdf"

	"annexa/internal/pdf/object"
)

// skeleton is what every file begins with: dictionaries that are copied and
// completed, never changed.
type skeleton struct{ catalog, tree, page *object.Dict }

// newSkeleton has gofpdf make a file of one empty page, and takes it apart.
func newSkeleton() (*skeleton, error) {
	f := gofpdf.New("P", "pt", "A4", "")
	f.SetCompression(false)
	f.AddPage()
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	file, err := object.Read(out.Bytes(), object.Limits{})
	if err != nil {
		return nil, err
	}
	catalog, err := file.Catalog()
	if err != nil {
		return nil, err
	}
	tree, err := file.Dict(catalog.Get("Pages"))
	if err != nil || tree == nil {
		return nil, errors.Join(errors.New("the skeleton has no page tree"), err)
	}
	kids, err := file.Array(tree.Get("Kids"))
	if err != nil || len(kids) != 1 {
		return nil, errors.Join(errors.New("the skeleton's page tree does not hold one page"), err)
	}
	page, err := file.Dict(kids[0])
	if err != nil || page == nil {
		return nil, errors.Join(errors.New("the skeleton has no page"), err)
	}
	// What a file says of itself, and what a page shows, is not the skeleton's.
	catalog.Delete("Names", "OpenAction", "PageLayout")
	tree.Delete("MediaBox")
	page.Delete("Group", "MediaBox", "Resources", "Contents")
	return &skeleton{catalog, tree, page}, nil
}
