package build

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/source"
	"annexa/internal/standard"
)

// kept reads the texts that were approved, each as the file that its document
// is today, so that its links lead where they led.
func (l *Loaded) kept(documents []*document.Document, edition standard.Edition, parser *prose.Parser) ([]isms.Kept, *approval.Kept, error) {
	all, err := approval.Read(l.sources.Content, source.SameSubstance)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range all.Files {
		l.inputs = append(l.inputs, input{f.Path, f.SHA256})
	}
	if len(all.Versions) == 0 {
		return nil, all, nil
	}
	files := map[string]*document.Document{}
	for _, d := range documents {
		if id := isms.IDOf(d, edition); id != "" {
			files[strings.ToUpper(id)] = d
		}
	}
	texts := make([]isms.Kept, len(all.Versions))
	for i, v := range all.Versions {
		k := isms.Kept{Version: v}
		today := files[strings.ToUpper(v.ID)]
		if v.Text != nil {
			kept := v.Proofs[0].Name.Text()
			name := kept
			if today != nil {
				name = today.File
			}
			k.Document = source.Parse(name, v.Text, parser)
			k.Document.Kept = kept
		}
		if today != nil && v.Text != nil {
			now, err := source.ReadFile(l.sources.Content, today.File)
			if err != nil {
				return nil, nil, fmt.Errorf("read %s: %w", today.File, err)
			}
			// What was read must be what is compared, or an edit between the two would pass.
			k.Same = sha256.Sum256(now) == today.Hash && source.SameSubstance(today.File, v.Text, now)
		}
		texts[i] = k
	}
	return texts, all, nil
}
