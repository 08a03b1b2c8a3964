package pdf

import (
	"bytes"
	"strings"
	"testing"

	"annexa/internal/pdf/object"
)

func TestAttachedFilesAreFoundByNameAndByDocument(t *testing.T) {
	data := []byte("id;title\n")
	out := write(t, sample(t), Meta{Date: day, Attached: []Attachment{
		{Name: "register.csv", Description: "The register", MIME: "text/csv", Relationship: Data, Data: data},
		{Name: "Quelle Ü.md", Description: "Source", MIME: "text/markdown", Relationship: Source, Data: []byte("# Ü")},
	}})
	file, err := object.Read(out, object.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	g, err := file.Graph()
	if err != nil {
		t.Fatal(err)
	}
	catalog := g.Dict(g.Trailer.Get("Root"))
	names, _ := g.Resolve(g.Dict(g.Dict(catalog.Get("Names")).Get("EmbeddedFiles")).Get("Names")).(object.Array)
	associated, _ := g.Resolve(catalog.Get("AF")).(object.Array)
	if len(names) != 4 || len(associated) != 2 || names[1] != associated[0] && names[3] != associated[0] {
		t.Fatalf("%v and %v", names, associated)
	}
	spec := g.Dict(associated[0])
	for key, want := range map[object.Name]object.Object{"F": object.String("register.csv"), "UF": object.String("register.csv"), "AFRelationship": object.Name("Data"), "Desc": object.String("The register")} {
		if got := spec.Get(key); got != want {
			t.Errorf("%s is %v", key, got)
		}
	}
	stream, ok := g.Resolve(g.Dict(spec.Get("EF")).Get("UF")).(*object.Stream)
	if !ok || stream.Dict.Get("Subtype") != object.Name("text/csv") {
		t.Fatalf("%+v", stream)
	}
	params := g.Dict(stream.Dict.Get("Params"))
	if params.Get("Size") != object.Integer(len(data)) || params.Get("ModDate") != object.String("D:20261102000000+00'00'") {
		t.Errorf("%+v", params)
	}
}

func TestOnlyAFileWithAttachmentsClaimsPart3(t *testing.T) {
	for part, meta := range map[string]Meta{"2": {Date: day}, "3": {Date: day, Attached: []Attachment{{Name: "a.md", MIME: "text/markdown", Relationship: Source}}}} {
		if out := write(t, sample(t), meta); !bytes.Contains(out, []byte("<pdfaid:part>"+part+"</pdfaid:part>")) {
			t.Errorf("it does not claim part %s: %s", part, strings.Join(strings.Fields(string(out[:200])), " "))
		}
	}
}
