package corpus_test

import (
	"maps"
	"slices"
	"testing"

	"annexa/internal/check"
	"annexa/internal/config"
	"annexa/internal/corpus"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/source"
)

func TestNothingIsWrongButThatWriteUpsAreMissing(t *testing.T) {
	files := corpus.FS(50)
	settings, problems := config.Read(files["annexa.yaml"].Data)
	if len(problems) > 0 {
		t.Errorf("annexa.yaml: %v", problems)
	}
	var documents []*document.Document
	reader := source.Reader{FS: files, Parser: prose.NewParser()}
	kinds := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name == "annexa.yaml" {
			continue
		}
		d := reader.Document(name)
		documents = append(documents, d)
		kinds[d.Front.Kind] = true
	}
	schemas, problems := register.NewSchemas(settings)
	if len(problems) > 0 {
		t.Errorf("schemas: %v", problems)
	}
	whole := isms.Link(isms.Input{Config: settings, Schemas: schemas, Documents: documents, Day: settings.Date})
	for _, problem := range check.Run(whole) {
		switch problem.Rule {
		case check.ControlUndecided, check.ClauseUnanswered, check.DocumentedMissing:
			// A corpus has no write-ups.
		default:
			t.Error(problem)
		}
	}
	if len(kinds) != 6 {
		t.Errorf("kinds are %v", slices.Sorted(maps.Keys(kinds)))
	}
}
