package register

import (
	"slices"

	"annexa/internal/schema"
)

// Editor is the JSON Schema of the register's file, a list of rows or a map
// that has them. Scale is the highest likelihood and impact.
func (s *Schema) Editor(scale int) *schema.Schema {
	row := schema.Object(map[string]*schema.Schema{
		"id":    {Type: []string{"string"}, Pattern: "^" + s.Prefix + "-[0-9A-Z]{1,8}$", Description: "permanent, unique, never used again: " + s.Prefix + "-001"},
		"title": schema.Text().About("what the row is about, in a line"),
	})
	wanted := []string{"id", "title"}
	for _, c := range s.Columns {
		value := c.editor(scale)
		if c.Required {
			wanted = append(wanted, c.Key)
		}
		row.Properties[c.Key] = value.About(c.Title)
	}
	slices.Sort(wanted)
	rows := &schema.Schema{Type: []string{"array", "null"}, Items: row.Wanting(wanted...)}
	whole := schema.Of[raw]()
	whole.Set("owner", schema.Role())
	whole.Set("rows", rows)
	out := schema.Any(rows, whole)
	out.Title = s.Title
	return out
}

// editor is the JSON Schema of a column's cells.
func (c *Column) editor(scale int) *schema.Schema {
	switch c.Type {
	case Text:
		return schema.List(schema.Text()) // several texts are one
	case List:
		return schema.List(schema.Text())
	case Date:
		return schema.Date()
	case Interval:
		return schema.Interval()
	case Number:
		n := schema.Integer()
		n.Minimum, n.Maximum = c.Least, c.Most
		return n
	case Scale:
		return schema.Between(1, scale)
	case YesNo:
		return schema.YesNo()
	case Word:
		return c.oneOf()
	case Words:
		return schema.List(c.oneOf())
	case Reference:
		return c.reference()
	case References:
		return schema.List(c.reference())
	case Role:
		return schema.List(schema.Role())
	case Series:
		point := schema.Object(map[string]*schema.Schema{"date": schema.Date(), "value": schema.Text()})
		return &schema.Schema{Type: []string{"array", "null"}, Items: point.Wanting("date", "value")}
	}
	return &schema.Schema{}
}

func (c *Column) oneOf() *schema.Schema {
	words := make([]schema.Word, len(c.Words))
	for i, w := range c.Words {
		words[i].Value = w
	}
	return schema.OneOf(words...)
}

func (c *Column) reference() *schema.Schema {
	if c.Prefix == "" {
		return schema.Reference()
	}
	return &schema.Schema{Type: []string{"string", "null"}, Pattern: "^" + c.Prefix + "-[0-9A-Z]{1,8}$"}
}
