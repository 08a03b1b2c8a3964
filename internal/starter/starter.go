// Package starter makes the content that a new management system begins with.
//
// It is made of the sample, which is one and the same: every policy, plan,
// procedure and write-up becomes a draft without approval, dates, history,
// evidence and decisions; registers become empty ones that show what a row
// looks like; records and retired documents stay behind. What only the sample
// company can say is left out, in three ways. Variables of annexa.yaml get
// values that hold for anybody. Marks in the texts, see mark.go, say what
// stands in a starter instead. Any other sentence, item or row of a table that
// names a year, a person, a supplier or what is in a register or record is
// dropped, see particular.go, so that a sentence added to the sample tomorrow
// cannot tell somebody else's readers what happened in it.
//
// Nothing is decided for the new organisation: no control is applicable, none
// is implemented, no role but one has a holder.
package starter

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"annexa/internal/config"
	"annexa/internal/edit"
	"annexa/internal/standard"
)

// Answers are what a new organisation says of itself.
type Answers struct {
	Name     string // of the organisation: Northwind Data Ltd
	Short    string // as texts call it: Northwind
	Product  string // what it makes or runs, as texts call it
	Domain   string // of its mail addresses
	Language string // a tag of BCP 47: en-GB
	Owner    string // the person who runs the management system
	Edition  standard.Edition
}

// Texts is the language of the texts, as a tag of BCP 47.
const Texts = "en-GB"

// Manager is the role that the owner of the management system holds.
const Manager = "ISMS Manager"

// legalForms end the names of organisations and are left out of short names.
var legalForms = []string{"ltd", "limited", "plc", "llp", "llc", "inc", "incorporated", "corp", "corporation", "co", "company", "gmbh", "ag", "kg", "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "aps", "oy", "oyj", "pty", "cic", "ug", "ev", "mbh", "&", "und", "and"}

// Short is the likely short name of an organisation: its name without the
// legal form, and only the first word of a long one.
func Short(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 && slices.Contains(legalForms, strings.ToLower(strings.Trim(strings.ReplaceAll(words[len(words)-1], ".", ""), ",()"))) {
		words = words[:len(words)-1]
	}
	short := strings.TrimRight(strings.Join(words, " "), ",")
	if len(words) > 1 && len([]rune(short)) > 24 {
		return strings.TrimRight(words[0], ",")
	}
	return short
}

// Make makes the files of a new project, in order of their paths, of the
// sample's content. An error means that the answers cannot be used, or that
// the sample's marks are broken.
func Make(sample fs.FS, a Answers) ([]edit.Change, error) {
	s, err := open(sample, a)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{".gitignore": []byte(ignored), "content/start-here.md": bytes.Clone(start)}
	if files["content/"+config.File], err = s.settings(); err != nil {
		return nil, fmt.Errorf("%s: %w", config.File, err)
	}
	for _, name := range s.others {
		if files["content/"+name], err = fs.ReadFile(sample, name); err != nil {
			return nil, err
		}
	}
	for _, r := range s.registers {
		data := s.register(r)
		if a.Edition == standard.Edition2013 {
			data = []byte(mentions(string(data)))
		}
		files["content/registers/"+r.Schema.Name+".yaml"] = data
	}
	drafts := map[string][]byte{}
	for _, d := range s.documents {
		if drafts[d.File], err = s.draft(d); err != nil {
			return nil, fmt.Errorf("%s: %w", d.File, err)
		}
	}
	if a.Edition == standard.Edition2013 {
		if drafts, err = former(drafts); err != nil {
			return nil, err
		}
	}
	for name, data := range drafts {
		files["content/"+name] = data
	}
	changes := make([]edit.Change, 0, len(files))
	for name, data := range files {
		changes = append(changes, edit.Create(name, data))
	}
	slices.SortFunc(changes, func(a, b edit.Change) int { return strings.Compare(a.Path, b.Path) })
	return changes, nil
}

// ignored is what no repository should hold: keys, and what is built.
const ignored = `/keys/
/public/
/.public.annexa/
`

// taken says whether a file of the sample that is no document is part of a
// starter.
func taken(name string) bool {
	return path.Ext(name) != ".go" && !strings.HasPrefix(name, "approvals/") && !strings.HasPrefix(name, "records/")
}
