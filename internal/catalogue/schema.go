package catalogue

import "annexa/internal/schema"

// Schema is the JSON Schema of a catalogue of our own form; one of OSCAL is
// whatever has a catalog.
func Schema() *schema.Schema {
	s := schema.Of[File]().Wanting("entries", "id", "title")
	s.Title = "catalogue"
	s.Set("id", &schema.Schema{Type: []string{"string"}, Pattern: catalogueID.String()})
	s.Set("groups", schema.List(schema.Of[Group]().Wanting("id", "title")))
	entry := schema.Of[Entry]()
	entry.Set("maps", schema.List(schema.Answering()))
	s.Set("entries", schema.List(entry.Wanting("id", "title")))
	oscal := &schema.Schema{Properties: map[string]*schema.Schema{"catalog": {Type: []string{"object"}}}, Required: []string{"catalog"}}
	whole := schema.Any(oscal, s)
	whole.Title = "catalogue"
	return whole
}
