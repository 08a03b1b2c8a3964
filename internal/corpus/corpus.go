// Package corpus makes content trees of any size, for tests and benchmarks: the
// same number of documents gives the same bytes, always.
//
// A corpus of n documents is an annexa.yaml and DOC-0001 to DOC-n in the folders
// of six kinds. Each has full front matter, about 1,200 words in the same seven
// sections, lists, two tables, mentions of the standard, and eight links to
// documents around it: four by id ([[DOC-0007]]) and four by relative path, half
// of them to a section. Every link leads somewhere. One document in eight is a
// draft.
//
// The same documents can be had as a site of Hugo, to compare how long both
// take.
package corpus

import (
	"iter"
	"os"
	"path/filepath"
	"testing/fstest"
)

// Files are the paths and contents of a content folder of n documents, as
// Annexa reads it.
func Files(n int) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if !yield("annexa.yaml", []byte(configuration)) {
			return
		}
		for number := 1; number <= n; number++ {
			d := newDocument(number, n)
			if !yield(d.path(), d.markdown(annexa)) {
				return
			}
		}
	}
}

// FS holds the content folder of n documents in memory, about 9 kB a document.
func FS(n int) fstest.MapFS {
	files := make(fstest.MapFS, n+1)
	for name, data := range Files(n) {
		files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return files
}

// Write makes dir a project with the content folder of n documents. What lies
// there under the same names is overwritten.
func Write(dir string, n int) error {
	return write(filepath.Join(dir, "content"), Files(n))
}

func write(dir string, files iter.Seq2[string, []byte]) error {
	made := map[string]bool{}
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if folder := filepath.Dir(file); !made[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
			made[folder] = true
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

const configuration = `organisation: {name: Corpus Ltd, short: Corpus}
title: Information security management system
language: en-GB
edition: 2022
date: 2026-11-02
contacts: {security-event: security@example.org}
review: {every: 12 months, remind: 30 days}
approval:
  policy: [Chief Executive]
  standard: [Chief Executive]
  procedure: [Chief Executive]
  guideline: [Chief Executive]
  plan: [Chief Executive]
  record: [Chief Executive]
packs:
  - id: policies
    title: Policy pack
    classification: confidential
    include: [policies]
`
