package document

import (
	"slices"
	"strings"

	"annexa/internal/schema"
	"annexa/internal/standard"
)

// Schema is the JSON Schema of the front matter of a kind of document. Keys
// that its kind makes no use of are allowed, as they are when the document is
// read, but no editor offers them.
func Schema(kind string) *schema.Schema {
	s := schema.Of[Front]()
	s.Title = "front matter: " + kind
	s.Set("id", &schema.Schema{Type: []string{"string"}, Pattern: `^[A-Z][A-Z0-9]{0,9}-[0-9A-Z]{1,8}$`})
	s.Set("kind", schema.OneOf(schema.Word{Value: kind}))
	s.Set("control", schema.Control())
	s.Set("maps", schema.List(schema.Mapped()))
	s.Set("clause", schema.Clause())
	s.Set("owner", schema.Role())
	s.Set("implements", schema.List(schema.Requirement()))
	s.Set("provides", schema.List(provided()))
	s.Set("related", schema.List(schema.Reference()))
	s.Set("replaced-by", schema.Document())
	approved := s.Properties["approved"]
	approved.Set("role", schema.Role())
	s.Properties["action"].Set("owner", schema.Role())

	writeUp := kind == "control" || kind == "clause"
	wanted := []string{"version", "status", "owner", "classification"}
	if writeUp {
		wanted = append(wanted, kind)
	} else {
		wanted = append(wanted, "id", "title", "kind")
	}
	if !writeUp && kind != "record" && kind != "soa" {
		wanted = append(wanted, "summary")
	}
	slices.Sort(wanted)
	s = s.Wanting(wanted...)
	for _, key := range unused(kind) {
		if s.PatternProperties == nil {
			s.PatternProperties = map[string]*schema.Schema{}
		}
		s.PatternProperties["^"+key+"$"] = s.Properties[key]
		delete(s.Properties, key)
	}
	return s
}

// unused are the keys that say nothing of a kind.
func unused(kind string) []string {
	const decision, progress, document, statement = "applicable reasons justification maps", "implementation maturity action evidence", "id kind implements", "decisions"
	switch kind {
	case "control":
		return strings.Fields("clause retain " + document + " " + statement)
	case "clause":
		return strings.Fields("control retain " + decision + " " + document + " " + statement)
	case "record":
		return strings.Fields("control clause " + decision + " " + progress + " " + statement)
	case "soa":
		return strings.Fields("control clause retain " + decision + " " + progress)
	}
	return strings.Fields("control clause retain " + decision + " " + progress + " " + statement)
}

func provided() *schema.Schema {
	var words []schema.Word
	for _, d := range standard.Documented() {
		words = append(words, schema.Word{Value: d.Item, About: d.What})
	}
	return schema.OneOf(words...)
}
