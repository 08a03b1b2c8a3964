package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"annexa/internal/completion"
	"annexa/internal/diag"
	"annexa/internal/edit"
)

type schemaCommand struct {
	Name string `arg:"" optional:"" help:"Print this schema, and write nothing: annexa.yaml, front-matter, a kind of document, or a register."`
}

func (schemaCommand) examples() string {
	return `  annexa schema                     into .annexa/schemas, with settings for VS Code; again after
                                    annexa.yaml, roles or ids have changed
  annexa schema risks               print the one of registers/risks.yaml
  # yaml-language-server: $schema=../../.annexa/schemas/registers/risks.json
                                    as the first line of a file, for any other editor
`
}

// Run writes the schemas for editors into the project, or prints one of them.
func (c *schemaCommand) Run(t *terminal, all *commands) error {
	if c.Name == "" {
		return t.writeSchemas(all.Dir)
	}
	files, err := t.schemas(all.Dir)
	if err != nil {
		return err
	}
	names := func(yield func(string) bool) {
		for _, f := range files {
			if f.Name != "" && !yield(f.Name) {
				return
			}
		}
	}
	i := slices.IndexFunc(files, func(f completion.File) bool { return f.Name == c.Name })
	if i >= 0 {
		_, err := t.out.Write(files[i].Data)
		return err
	}
	if near := diag.Nearest(c.Name, names); near != "" {
		return usageError{fmt.Errorf("there is no schema %s; did you mean %s?", c.Name, near)}
	}
	return usageError{fmt.Errorf("there is no schema %s: name annexa.yaml, front-matter, a kind of document or a register", c.Name)}
}

// schemas are the files for editors of a project.
func (t *terminal) schemas(dir string) ([]completion.File, error) {
	p, l, err := t.read(dir, contentFlags{})
	if err != nil {
		return nil, err
	}
	return completion.Files(l.Whole, p.content)
}

// writeSchemas writes the files for editors. Schemas of ours are written anew;
// any other file that is there already stays, and is said.
func (t *terminal) writeSchemas(dir string) error {
	files, err := t.schemas(dir)
	if err != nil {
		return err
	}
	var changes []edit.Change
	var kept []completion.File
	for _, f := range files {
		old, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			changes = append(changes, edit.Create(f.Path, f.Data))
		case err != nil:
			return fmt.Errorf("read %s: %w", f.Path, cause(err))
		case bytes.Equal(old, f.Data) || f.Settled(old):
		case f.Own(old):
			changes = append(changes, edit.Replace(f.Path, old, f.Data))
		default:
			kept = append(kept, f)
		}
	}
	if err := apply(dir, changes...); err != nil {
		return fmt.Errorf("write the schemas: %w", err)
	}
	fmt.Fprintf(t.err, "annexa: wrote %s for editors into %s\n", diag.Plural(len(changes), "file"), dir)
	for _, f := range kept {
		if f.Name != "" {
			fmt.Fprintf(t.err, "annexa: kept %s, which is none of ours; move it away, or take the schema from annexa schema %s\n", f.Path, f.Name)
			continue
		}
		fmt.Fprintf(t.err, "annexa: kept your %s; for the schemas to be found it should say\n", f.Path)
		if _, err := t.out.Write(f.Data); err != nil {
			return err
		}
	}
	return nil
}
