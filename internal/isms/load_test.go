package isms_test

import (
	"context"
	"testing"
	"testing/fstest"

	"annexa/internal/build"
	"annexa/internal/day"
	"annexa/internal/isms"
)

// on makes a content of files by path and links it as on a day.
func on(t *testing.T, date string, files map[string]string) *isms.ISMS {
	t.Helper()
	today, err := day.Parse(date)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, files, build.Options{Day: func(day.Date) day.Date { return today }, Workers: 2})
}

// linked is the content linked as on 2 November 2026.
func linked(t *testing.T, files map[string]string) *isms.ISMS {
	t.Helper()
	return on(t, "2026-11-02", files)
}

func load(t *testing.T, files map[string]string, opt build.Options) *isms.ISMS {
	t.Helper()
	return loaded(t, files, opt).ISMS
}

func loaded(t *testing.T, files map[string]string, opt build.Options) *build.Loaded {
	t.Helper()
	content := fstest.MapFS{}
	for name, data := range files {
		content[name] = &fstest.MapFile{Data: []byte(data)}
	}
	l, err := build.Load(context.Background(), build.Sources{Content: content}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// front is a document's front matter with the lines given, and a body.
func front(lines, body string) string { return "---\n" + lines + "\n---\n" + body }
