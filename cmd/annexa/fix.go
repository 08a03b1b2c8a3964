package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/build"
	"annexa/internal/diag"
	"annexa/internal/edit"
	"annexa/internal/source"
)

// fix mends the problems that a machine can mend, says so, and whether it
// changed a file. What was approved as it stands is left to its owner: any
// change of it wants a new approval.
func (t *terminal) fix(p *project, l *build.Loaded, dry bool) (bool, error) {
	again, err := open(p.dir, "public") // to read single files of the content
	if err != nil {
		return false, err
	}
	defer again.close()
	content := again.sources.Content
	var changes []edit.Change
	var mended []diag.Problem
	byFile := map[string][]diag.Problem{}
	var files []string // in the order of the problems
	for _, problem := range l.Problems {
		file := problem.Place.File
		if problem.Fix == (diag.Fix{}) || file == "" {
			continue
		}
		if approved(content, l, problem) {
			fmt.Fprintf(t.err, "annexa: %s is left as it was approved: change it by hand, and have it approved again\n", p.located([]diag.Problem{problem})[0].Place)
			continue
		}
		if byFile[file] == nil {
			files = append(files, file)
		}
		byFile[file] = append(byFile[file], problem)
	}
	for _, file := range files {
		data, err := source.ReadFile(content, file)
		if err != nil {
			return false, fmt.Errorf("read %s: %w", file, cause(err))
		}
		change, done := edit.Fix(file, data, byFile[file])
		if len(done) > 0 {
			changes, mended = append(changes, change), append(mended, done...)
		}
	}
	verb := "mended"
	if dry {
		verb = "would be mended"
	} else if err := apply(filepath.Join(p.dir, filepath.FromSlash(p.content)), changes...); err != nil {
		return false, fmt.Errorf("mend the content: %w", err)
	}
	for _, problem := range p.located(mended) {
		fmt.Fprintf(t.err, "%s: %s: %s becomes %s [%s]\n", problem.Place, verb, strings.TrimPrefix(problem.Fix.Old, "]("), strings.TrimPrefix(problem.Fix.New, "]("), problem.Rule.Name)
	}
	fmt.Fprintf(t.err, "annexa: %s %s in %s\n", diag.Plural(len(mended), "problem"), verb, diag.Plural(len(changes), "file"))
	return len(changes) > 0 && !dry, nil
}

// approved says that a problem is one of a text whose approval is kept.
func approved(content fs.FS, l *build.Loaded, problem diag.Problem) bool {
	d, ok := l.Whole.Lookup(problem.Subject)
	if !ok || d.File != problem.Place.File {
		return false
	}
	name, err := approval.NameOf(d.ID, d.Front.Version, 1)
	if err != nil {
		return false // what has no such name was never approved
	}
	_, err = fs.Stat(content, name.Text())
	return err == nil
}
