package build

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"annexa/internal/approval"
	"annexa/internal/document"
	"annexa/internal/isms"
	"annexa/internal/prose"
	"annexa/internal/source"
	"annexa/internal/standard"
)

// proven is the approvals, or why there are none to be read.
type proven struct {
	all  *approval.Kept
	sums [][sha256.Size]byte // of the texts
	err  error
}

// kept reads the texts that were approved, each as the file that its document
// is today, so that its links lead where they led.
func (l *Loaded) kept(documents []*document.Document, edition standard.Edition, parser *prose.Parser, memory *Memory) ([]isms.Kept, *approval.Kept, error) {
	folder, err := digestOf(l.sources.Content, approval.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		folder, err = [sha256.Size]byte{}, nil // as reading them says
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the approvals: %w", err)
	}
	read := remembered(memory, memoryKey{kind: "approvals", of: folder}, func() (r proven) {
		if r.all, r.err = approval.Read(l.sources.Content, source.SameSubstance); r.err != nil {
			return r
		}
		for _, v := range r.all.Versions {
			r.sums = append(r.sums, sha256.Sum256(v.Text))
		}
		return r
	})
	all := read.all
	if read.err != nil {
		return nil, nil, read.err
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
			k.Document = remembered(memory, memoryKey{"kept " + kept, name, read.sums[i], [sha256.Size]byte{}}, func() *document.Document {
				d := source.Parse(name, v.Text, parser)
				d.Kept = kept
				return d
			})
		}
		if today != nil && v.Text != nil {
			var failed error
			k.Same = remembered(memory, memoryKey{"same", today.File, read.sums[i], today.Hash}, func() bool {
				now, err := source.ReadFile(l.sources.Content, today.File)
				failed = err
				// What was read must be what is compared, or an edit between the two would pass.
				return sha256.Sum256(now) == today.Hash && source.SameSubstance(today.File, v.Text, now)
			})
			if failed != nil {
				return nil, nil, fmt.Errorf("read %s: %w", today.File, failed)
			}
		}
		texts[i] = k
	}
	return texts, all, nil
}
