// Package completion makes what editors complete and check with: a JSON Schema for
// annexa.yaml, for the front matter of each kind of document and for each
// register, and the settings that tell an editor which is for which file.
//
// The schemas are those of one content: they have the ids of its edition of the
// standard and the registers of its own, and offer the roles and documents that
// it has today. What is fixed is checked, what grows is only offered.
package completion

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"annexa/internal/catalogue"
	"annexa/internal/check"
	"annexa/internal/config"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/schema"
)

// Folder is where the schemas lie in a project. Its name begins with a dot, so
// nothing in it is content.
const Folder = ".annexa/schemas/"

// Mark stands in every schema, and says whose file it is.
const Mark = "annexa schema writes this file, and writes it anew"

// A File is one that editors read.
type File struct {
	Path   string // slash-separated, in the project
	Name   string // of a schema: annexa.yaml, policy, risks; empty for settings
	Schema *schema.Schema
	Data   []byte
}

// Own says that the bytes of a file are of ours, so that it may be written
// anew.
func (f File) Own(data []byte) bool { return f.Schema != nil && bytes.Contains(data, []byte(Mark)) }

// Settled says that a file of settings that is there already names every schema
// that this one names.
func (f File) Settled(data []byte) bool {
	var want settings
	if f.Schema != nil || json.Unmarshal(f.Data, &want) != nil {
		return false
	}
	for path := range want.Schemas {
		if !bytes.Contains(data, []byte(`"`+path+`"`)) {
			return false
		}
	}
	for _, name := range want.Recommendations {
		if !bytes.Contains(data, []byte(`"`+name+`"`)) {
			return false
		}
	}
	return true
}

// settings are the files of an editor that takes its own from the project.
type settings struct {
	Schemas         map[string][]string `json:"yaml.schemas,omitempty"`
	Recommendations []string            `json:"recommendations,omitempty"`
}

// Files are the schemas of a content, in order of their paths, and behind them
// the settings of VS Code and what reads them. Content is the content's folder
// within the project, "content/" or nothing.
func Files(m *isms.ISMS, content string) ([]File, error) {
	v := vocabulary(m)
	files := []File{{Path: "annexa.json", Name: config.File, Schema: config.Schema(v)}, {Path: "front-matter.json", Name: "front-matter", Schema: frontMatter()}}
	globs := map[string][]string{"./" + Folder + "annexa.json": {content + config.File}}
	for _, kind := range document.Kinds {
		files = append(files, File{Path: "documents/" + kind + ".json", Name: kind, Schema: document.Schema(kind)})
	}
	for _, r := range m.Schemas.All() {
		name := "registers/" + r.Name
		files = append(files, File{Path: name + ".json", Name: r.Name, Schema: r.Editor(m.Config.Risk.Scale)})
		globs["./"+Folder+name+".json"] = []string{content + name + ".yaml", content + name + ".yml"}
	}
	files = append(files, File{Path: "catalogue.json", Name: catalogue.Folder, Schema: catalogue.Schema()})
	globs["./"+Folder+"catalogue.json"] = []string{content + catalogue.Folder + "/*.yaml", content + catalogue.Folder + "/*.yml"}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	for i := range files {
		f := &files[i]
		f.Path = Folder + f.Path
		var err error
		if f.Data, err = f.Schema.File(v, Mark); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	for _, s := range []struct {
		path string
		says settings
	}{
		{".vscode/extensions.json", settings{Recommendations: []string{"redhat.vscode-yaml"}}},
		{".vscode/settings.json", settings{Schemas: globs}},
	} {
		data, err := json.MarshalIndent(s.says, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.path, err)
		}
		files = append(files, File{Path: s.path, Data: append(data, '\n')})
	}
	return files, nil
}

// frontMatter leads from what front matter says it is to the schema of that
// kind.
func frontMatter() *schema.Schema {
	s := &schema.Schema{Title: "front matter"}
	for _, kind := range document.Kinds {
		is := &schema.Schema{Properties: map[string]*schema.Schema{"kind": {Const: kind}}, Required: []string{"kind"}}
		if kind == "control" || kind == "clause" {
			is = schema.Any(is, &schema.Schema{Required: []string{kind}})
		}
		s.AllOf = append(s.AllOf, &schema.Schema{If: is, Then: &schema.Schema{Ref: "documents/" + kind + ".json"}})
	}
	return s
}

func vocabulary(m *isms.ISMS) schema.Vocabulary {
	v := schema.Vocabulary{Standard: m.Standard}
	for _, family := range check.Families() {
		for _, r := range family.Rules {
			v.Rules = append(v.Rules, schema.Word{Value: r.Name, About: r.About})
		}
	}
	if roles, ok := m.Register("roles"); ok {
		for _, row := range roles.Rows {
			if row.Title != "" {
				v.Roles = append(v.Roles, schema.Word{Value: row.Title, About: row.Cell("holder").Text})
			}
		}
	}
	for _, d := range m.Documents {
		switch word := (schema.Word{Value: d.ID, About: d.Title}); {
		case d.ID != "" && d.Requirement == nil:
			v.Documents = append(v.Documents, word)
		case d.ID != "" && d.Requirement.IsOwn():
			v.Own = append(v.Own, word)
		}
	}
	for _, c := range m.Catalogues {
		for _, q := range c.Entries() {
			v.Entries = append(v.Entries, schema.Word{Value: q.ID, About: q.Title})
		}
	}
	for _, s := range m.Schemas.All() {
		v.Registers = append(v.Registers, schema.Word{Value: s.Name, About: s.Title})
	}
	return v
}
