package config

import "annexa/internal/schema"

// Schema is the JSON Schema of annexa.yaml.
func Schema(v schema.Vocabulary) *schema.Schema {
	s := schema.Of[raw]()
	s.Title = File
	s.Set("language", &schema.Schema{Type: []string{"string", "null"}, Pattern: `^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`})
	s.Set("edition", schema.OneOf(schema.Word{Value: "2022"}, schema.Word{Value: "2013", About: "withdrawn in October 2022"}))
	address := &schema.Schema{Type: []string{"string", "null"}, Pattern: `^https?://[^/?#]+`}
	s.Set("base", address)
	s.Set("edit", address)
	s.Set("audiences", &schema.Schema{Type: []string{"object", "null"}, AdditionalProperties: schema.Integer()})
	s.Set("approval", approvalSchema())
	s.Set("risk", riskSchema())
	s.Set("packs", schema.List(packSchema(v)))
	s.Set("sign", signSchema())
	s.Set("rules", rulesSchema(v))
	s.Definitions = map[string]*schema.Schema{"setting": settingSchema()}
	s.Set("registers", registersSchema())
	own := &schema.Schema{Type: []string{"object"}, AdditionalProperties: schema.Text()}
	s.AdditionalProperties = own.About("words of your own, for the texts: {{product.name}}")
	return s
}

func approvalSchema() *schema.Schema {
	roles := schema.List(schema.Role())
	authority := schema.Of[Authority]()
	authority.Set("roles", roles)
	authority.Set("approvers", schema.Between(1, 9))
	s := schema.Of[rawApproval]()
	for kind := range s.Properties {
		s.Set(kind, schema.Any(roles, authority))
	}
	return s
}

func riskSchema() *schema.Schema {
	s := schema.Of[rawRisk]()
	s.Set("scale", schema.Between(2, 10))
	row := &schema.Schema{Type: []string{"array"}, Items: schema.Integer(), MinItems: 2, MaxItems: 10}
	s.Set("matrix", &schema.Schema{Type: []string{"array", "null"}, Items: row, MinItems: 2, MaxItems: 10})
	return s
}

func packSchema(v schema.Vocabulary) *schema.Schema {
	words := []schema.Word{
		{Value: "policies"}, {Value: "standards"}, {Value: "procedures"}, {Value: "guidelines"}, {Value: "plans"}, {Value: "records"},
		{Value: "controls"}, {Value: "clauses"}, {Value: "soa"},
	}
	register := schema.Object(map[string]*schema.Schema{"register": schema.OneOf(v.Registers...)}).Wanting("register")
	s := schema.Of[rawPack]()
	s.Set("id", &schema.Schema{Type: []string{"string", "number"}, Pattern: `^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`})
	s.Set("include", schema.List(schema.Any(schema.Suggest(append(words, v.Documents...)...), register)))
	return s.Wanting("id", "include")
}

func signSchema() *schema.Schema {
	var known []schema.Word
	for _, l := range levels {
		known = append(known, schema.Word{Value: l})
	}
	s := schema.Of[rawSign]()
	s.Set("level", schema.OneOf(known...))
	address := &schema.Schema{Type: []string{"string"}, Pattern: `^https?://[^/?#]+`}
	s.Set("tsa", schema.List(address))
	return schema.Any(&schema.Schema{Const: "none"}, s)
}

func rulesSchema(v schema.Vocabulary) *schema.Schema {
	s := schema.Object(map[string]*schema.Schema{})
	for _, rule := range v.Rules {
		s.Properties[rule.Value] = schema.Defined("setting").About(rule.About)
	}
	return s
}

// settingSchema is what is said of one rule.
func settingSchema() *schema.Schema {
	severity := schema.OneOf(schema.Word{Value: "off"}, schema.Word{Value: "note"}, schema.Word{Value: "warning"}, schema.Word{Value: "error"})
	want := schema.Object(map[string]*schema.Schema{})
	for _, kind := range kinds {
		want.Properties[kind] = schema.List(schema.Text())
	}
	setting := schema.Of[rawSetting]()
	setting.Set("severity", severity)
	setting.Set("except", schema.List(schema.Of[rawException]().Wanting("on", "reason", "until")))
	setting.Set("want", want)
	return schema.Any(severity, setting)
}

func registersSchema() *schema.Schema {
	column := schema.Of[rawColumn]()
	column.Set("least", schema.Integer())
	column.Set("most", schema.Integer())
	column.Set("of", &schema.Schema{Type: []string{"string", "null"}, Pattern: `^[A-Z][A-Z0-9]{0,9}$`})
	columns := &schema.Schema{Type: []string{"object", "null"}, PatternProperties: map[string]*schema.Schema{"^[A-Za-z][A-Za-z0-9 _-]{0,39}$": column}, AdditionalProperties: false}
	own := schema.Of[rawRegister]()
	own.Set("prefix", &schema.Schema{Type: []string{"string"}, Pattern: `^[A-Z][A-Z0-9]{0,9}$`})
	own.Set("columns", columns)
	return &schema.Schema{Type: []string{"object", "null"}, PatternProperties: map[string]*schema.Schema{"^[a-z][a-z0-9-]{0,39}$": own.Wanting("prefix")}, AdditionalProperties: false}
}
