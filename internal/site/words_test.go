package site_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"golang.org/x/net/html"

	"annexa/internal/build"
	"annexa/internal/catalogue"
	"annexa/internal/document"
	"annexa/internal/field"
	"annexa/internal/isms"
	"annexa/internal/language"
	"annexa/internal/prose"
	"annexa/internal/register"
	"annexa/internal/site"
	"annexa/internal/standard"
	"annexa/templates"
	"annexa/themes"
)

// These tests prove that whatever a page says comes from the words of the
// interface, from the content, or from the data of the standard. They make the
// sites of content whose every word is in Greek letters, in a language whose
// every word stands in ⟦marks⟧; what the standard's data say has to be marked
// as English. What is left in Latin letters is a word that comes from neither.

// tongue is the tag of the language whose words stand in marks.
const tongue = "qaa"

// markedWords are words of the interface as a project would bring them: of each
// text its path, in marks. What is filled in stands outside the marks.
func markedWords(t *testing.T) *language.Language {
	t.Helper()
	en, _ := language.Of("en", templates.FS, nil)
	tree := map[string]any{
		"months":       [12]string{"⟦m1⟧", "⟦m2⟧", "⟦m3⟧", "⟦m4⟧", "⟦m5⟧", "⟦m6⟧", "⟦m7⟧", "⟦m8⟧", "⟦m9⟧", "⟦m10⟧", "⟦m11⟧", "⟦m12⟧"},
		"short-months": [12]string{"⟦1⟧", "⟦2⟧", "⟦3⟧", "⟦4⟧", "⟦5⟧", "⟦6⟧", "⟦7⟧", "⟦8⟧", "⟦9⟧", "⟦10⟧", "⟦11⟧", "⟦12⟧"},
	}
	hole := regexp.MustCompile(`\{[a-z0-9]+\}`)
	for _, p := range en.Paths() {
		text, said, last := en.Say(p), "", 0
		for _, at := range append(hole.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
			if at[0] > last {
				said += "⟦" + p + "⟧"
			}
			said += text[at[0]:at[1]]
			last = at[1]
		}
		at := tree
		keys := strings.Split(p, ".")
		for _, key := range keys[:len(keys)-1] {
			below, ok := at[key].(map[string]any)
			if !ok {
				below = map[string]any{}
				at[key] = below
			}
			at = below
		}
		at[keys[len(keys)-1]] = said
	}
	tree["home"].(map[string]any)["audiences"] = "όλοι"
	data, err := json.MarshalIndent(tree, "", " ") // which is YAML
	if err != nil {
		t.Fatal(err)
	}
	words, problems := language.Of(tongue, templates.FS, fstest.MapFS{language.Folder + "/" + tongue + ".yaml": {Data: data}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return words
}

// inGreek is a text of the content in Greek letters; variables stay.
func inGreek(text string) string {
	var b strings.Builder
	for text != "" {
		before, rest, ok := strings.Cut(text, "{{")
		for _, r := range before {
			switch {
			case r >= 'a' && r <= 'z':
				r = []rune("αβγδεζηθικλμνξοπρστυφχψωάέ")[r-'a']
			case r >= 'A' && r <= 'Z':
				r = []rune("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈ")[r-'A']
			case unicode.Is(unicode.Latin, r):
				r = 'ώ'
			}
			b.WriteRune(r)
		}
		if !ok {
			break
		}
		variable, after, _ := strings.Cut(rest, "}}")
		b.WriteString("{{" + variable + "}}")
		text = after
	}
	return b.String()
}

func greek(texts ...*string) {
	for _, text := range texts {
		*text = inGreek(*text)
	}
}

func greekFields(fields ...*field.Text) {
	for _, f := range fields {
		greek(&f.Value)
	}
}

func greekDocument(d *document.Document) {
	f := &d.Front
	greekFields(&f.Title, &f.Summary, &f.Owner, &f.Approved.Role, &f.Action.Owner)
	greek(&f.Approved.By, &f.Justification, &f.Action.What)
	for i := range f.Audience {
		greek(&f.Audience[i])
	}
	for i := range f.History {
		greek(&f.History[i].Author, &f.History[i].Change)
	}
	for i := range f.Evidence {
		greek(&f.Evidence[i].Title)
	}
	greekBlocks(d.Body.Blocks)
	for _, note := range d.Body.Footnotes {
		greekBlocks(note)
	}
	for i := range d.Body.References {
		greek(&d.Body.References[i].Text)
	}
}

func greekBlocks(blocks []prose.Block) {
	for _, block := range blocks {
		switch b := block.(type) {
		case *prose.Heading:
			greekSpans(b.Spans)
		case *prose.Paragraph:
			greekSpans(b.Spans)
		case *prose.List:
			for _, item := range b.Items {
				greekBlocks(item.Blocks)
			}
		case *prose.Quote:
			greekBlocks(b.Blocks)
		case *prose.Alert:
			greekBlocks(b.Blocks)
		case *prose.Table:
			for _, row := range append(slices.Clone(b.Rows), b.Head) {
				for _, cell := range row {
					greekSpans(cell.Spans)
				}
			}
		case *prose.Definitions:
			for _, d := range b.Items {
				for _, term := range d.Terms {
					greekSpans(term)
				}
				for _, meaning := range d.Meanings {
					greekBlocks(meaning)
				}
			}
		}
	}
}

func greekSpans(spans []prose.Span) {
	for i, span := range spans {
		switch s := span.(type) {
		case prose.Text:
			spans[i] = prose.Text(inGreek(string(s)))
		case *prose.Styled:
			greekSpans(s.Spans)
		case *prose.Link:
			greekSpans(s.Spans)
		case *prose.Image:
			greek(&s.Alt, &s.Title)
		}
	}
}

func greekRegister(r *register.Register) {
	greekFields(&r.Owner)
	for _, row := range r.Rows {
		greek(&row.Title)
		for i := range row.Cells {
			c := &row.Cells[i]
			switch r.Schema.Columns[i].Type {
			case register.Text, register.List, register.Role:
				greek(&c.Text)
				for j := range c.List {
					greekFields(&c.List[j])
				}
			case register.Series:
				for j := range c.Series {
					greek(&c.Series[j].Value)
				}
			}
		}
	}
}

// inMarks are the pages of a content in Greek letters, in the language whose
// words stand in marks, and what more may be said on them.
func inMarks(t *testing.T, content fs.FS, level string) (map[string][]byte, *known) {
	t.Helper()
	l := load(t, content)
	settings := *l.Whole.Config
	settings.Language, settings.Contacts, settings.Packs = tongue, map[string]string{}, slices.Clone(settings.Packs)
	for name, address := range l.Whole.Config.Contacts {
		if name != "security-event" {
			name = inGreek(name)
		}
		settings.Contacts[name] = address
	}
	greek(&settings.Title, &settings.Organisation.Name, &settings.Organisation.Short)
	for i := range settings.Packs {
		greek(&settings.Packs[i].Title)
	}
	in := isms.Input{Config: &settings, Schemas: l.Whole.Schemas, Day: l.Whole.Day}
	for _, schema := range in.Schemas.All() {
		if schema.Own() {
			greek(&schema.Title)
			for i := range schema.Columns {
				if c := &schema.Columns[i]; c.Titled || !slices.Contains([]string{"owner", "due", "every", "note"}, c.Key) {
					greek(&c.Title)
				}
			}
		}
	}
	for _, d := range l.Whole.Documents {
		greekDocument(d.Document)
		in.Documents = append(in.Documents, d.Document)
	}
	for _, r := range l.Whole.Registers {
		greekRegister(r.Register)
		in.Registers = append(in.Registers, r.Register)
	}
	for _, c := range l.Whole.Catalogues {
		in.Catalogues = append(in.Catalogues, greekCatalogue(c.Catalogue))
	}
	for _, d := range l.Whole.Documents {
		for _, a := range l.Whole.ApprovalsOf(d) {
			greekDocument(a.Document)
			for i := range a.Proofs {
				greek(&a.Proofs[i].Statement.By, &a.Proofs[i].Statement.Role)
			}
			in.Kept = append(in.Kept, a.Kept)
		}
	}
	if err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !slices.Contains([]string{".md", ".yaml", ".csv", ".go"}, path.Ext(name)) {
			in.Files = append(in.Files, name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if level != "" {
		in = in.UpTo(level)
	}
	l.ISMS = isms.Link(in)
	opt := options(t, l)
	opt.Words = markedWords(t)
	pages := render(t, l, opt)
	for name, data := range index(t, l, opt) {
		pages[site.SearchFolder+name] = data
	}
	return pages, knownTo(l)
}

// greekCatalogue is a catalogue whose every title and version is in Greek letters.
func greekCatalogue(c *catalogue.Catalogue) *catalogue.Catalogue {
	greek(&c.Title, &c.Version)
	for i := range c.Groups {
		greek(&c.Groups[i].Title)
	}
	for i := range c.Entries {
		greek(&c.Entries[i].Title)
	}
	return c
}

// A known is what a page may say beside marks and Greek letters.
type known struct {
	english string            // all that is English and has to be marked so
	titles  *strings.Replacer // of the standard, where they cannot be marked
	values  *strings.Replacer // of the content's variables
	told    map[question]string
}

// A question is what foreign is asked; most pages ask the same of their frames.
type question struct {
	text, lang string
	unmarked   bool
}

// named are names that belong to no language: ids, editions, files, addresses.
var named = regexp.MustCompile(`\b[A-Z][A-Z0-9]{0,9}-[0-9A-Z]{1,8}\b|\bA(?:\.\d+)+|\bNIS2(?::[\w.]+)?|\b\d+\.\d\.[a-z]\b|ISO/IEC 2700[012](?::\d{4}, [\d.]+ d\))?|ISO/IEC|\bSOA\b|\bSHA-256\b|\bSHA256:[\w+/]{43}|\b(?:PDF|CSV|JSON|OSCAL)\b|annexa test|annexa check|annexa-ignore|https?://\S+|[\w.+-]+@[\w.-]+|[\p{L}\p{N} _./-]+\.(?:md|yaml|csv|pdf|png|svg|txt|json)\b|\b[A-Z]\d?\b`)

func knownTo(l *build.Loaded) *known {
	var english, titles, values []string
	for _, e := range []standard.Edition{standard.Edition2013, standard.Edition2022} {
		for _, r := range standard.Of(e).All() {
			a := r.Attributes
			english = append(english, r.Title, r.Title27002, r.Summary, r.SuccessorNote, r.AmendmentNote)
			english = append(english, slices.Concat(a.ControlType, a.Properties, a.Concepts, a.Capabilities, a.Domains)...)
			titles = append(titles, r.Title, r.Summary)
		}
	}
	for _, a := range standard.Activities() {
		english = append(english, a.Text)
	}
	for _, d := range standard.Documented() {
		english = append(english, d.What)
	}
	for _, term := range standard.Terms() {
		english = append(english, term.Term, term.Meaning)
	}
	for _, page := range standard.Pages() {
		english = append(english, standard.Page(page))
	}
	for _, p := range l.Problems {
		english = append(english, p.Message, p.Hint)
	}
	for _, d := range l.Whole.Documents {
		english = append(english, d.Unreadable)
	}
	for _, name := range l.Whole.Config.Variables() {
		if value, ok := l.Whole.Config.Value(name); ok && latin.MatchString(value) {
			values = append(values, value)
		}
	}
	pairs := func(list []string) []string {
		slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) }) // the longest wins
		var out []string
		for _, text := range list {
			out = append(out, text, "")
		}
		return out
	}
	return &known{folded(strings.Join(english, "\n")), strings.NewReplacer(pairs(titles)...), strings.NewReplacer(pairs(values)...), map[question]string{}}
}

func folded(text string) string { return strings.Join(strings.Fields(text), " ") }

var (
	inMark  = regexp.MustCompile(`⟦([^⟦⟧]*)⟧`)
	leading = regexp.MustCompile(`^(?:A\.)?\d[\d.]* `) // the id before a title
	latin   = regexp.MustCompile(`\p{Latin}`)
)

// foreign is what a text says that comes from nowhere; empty where there is
// nothing. Unmarked is a text that can have no language of its own: an
// attribute, a page's title.
func (k *known) foreign(text, lang string, unmarked bool) string {
	q := question{text, lang, unmarked}
	told, ok := k.told[q]
	if !ok {
		told = k.isForeign(text, lang, unmarked)
		k.told[q] = told
	}
	return told
}

func (k *known) isForeign(text, lang string, unmarked bool) string {
	said := folded(inMark.ReplaceAllString(text, " "))
	if !latin.MatchString(said) {
		return ""
	}
	if lang == "en" && k.isEnglish(leading.ReplaceAllString(said, "")) {
		return ""
	}
	if unmarked {
		said = k.titles.Replace(said)
	}
	said = named.ReplaceAllString(k.values.Replace(said), "")
	if latin.MatchString(said) {
		return folded(text)
	}
	return ""
}

// isEnglish says that the data of the standard say a text, or each of the texts
// of a list.
func (k *known) isEnglish(text string) bool {
	return strings.Contains(k.english, text) ||
		!slices.ContainsFunc(strings.Split(text, ", "), func(part string) bool { return !strings.Contains(k.english, part) })
}

// human are the attributes that people read or hear.
var human = []string{"alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label", "summary"}

// page is what a page says that comes from nowhere, each with where it stands.
func (k *known) page(data []byte) (faults []string) {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return []string{err.Error()}
	}
	fault := func(format string, a ...any) { faults = append(faults, fmt.Sprintf(format, a...)) }
	var walk func(n *html.Node, lang string, unmarked bool)
	walk = func(n *html.Node, lang string, unmarked bool) {
		if n.Type == html.TextNode {
			if what := k.foreign(n.Data, lang, unmarked); what != "" {
				fault("<%s> says %q in %s", n.Parent.Data, what, lang)
			}
			return
		}
		if n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "code", "pre"}, n.Data) {
			return
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
		}
		if own, ok := attributes["lang"]; ok {
			lang = own
		}
		for _, a := range n.Attr {
			read := slices.Contains(human, a.Key) || strings.HasPrefix(a.Key, "data-") && a.Key != "data-list" ||
				a.Key == "content" && slices.Contains([]string{"description", "og:title", "og:description", "og:site_name"}, attributes["name"]+attributes["property"])
			if what := k.foreign(a.Val, lang, true); read && what != "" {
				fault("the %s of <%s> says %q", a.Key, n.Data, what)
			}
		}
		for child := range n.ChildNodes() {
			walk(child, lang, n.Data == "title")
		}
	}
	walk(root, "", false)
	if lang := regexp.MustCompile(`<html lang="([^"]*)"`).FindSubmatch(data); lang == nil || string(lang[1]) != tongue {
		fault("the page is in %q", lang)
	}
	return faults
}

// everything is content in which each state of each thing occurs.
var everything = fstest.MapFS{
	"annexa.yaml": {Data: []byte("organisation: {name: Small Ltd, short: Small}\nbase: https://isms.example.org/\ndate: 2026-11-02\nreview: {every: 12 months, remind: 30 days}\ncontacts: {security-event: security@example.org, help: help@example.org}\n" +
		"risk: {scale: 3, acceptance: 2, matrix: [[1, 2, 3], [2, 3, 4], [3, 4, 5]]}\nregisters: {projects: {prefix: PRJ, title: Projects, columns: {sponsor: {required: yes}, phase: {title: Phase, words: [ιδέα, έργο]}, target: {}}}}\n" +
		"edit: https://example.org/edit/{path}\naudiences: {όλοι: 4}\n")},
	"README.md":      {Data: []byte("# Welcome\n\nSee [[POL-01]], [[POL-02]], [[POL-05]], [[POL-06|that]], [nothing](nowhere.md), [[roles]], A.5.15, 2013:A.9.2.1 and clause 4.1.\n\n## One\n\n## Two\n")},
	"index/γιατί.md": {Data: []byte("Nothing but text.\n")},
	"κακό.md":        {Data: []byte("a\x00b\xff")},
	"policies/one.md": {Data: []byte("---\nid: POL-01\ntitle: First\nkind: policy\nversion: 2\nstatus: approved\nclassification: internal\nowner: Boss\naudience: [όλοι, admins]\nacknowledge: required\nsummary: What counts.\nimplements: [A.5.15, \"2013:A.9.1.1\"]\nprovides: [scope]\nrelated: [POL-02]\n" +
		"effective: 2026-02-01\napproved: {by: Ann, role: Boss, date: 2026-01-20}\nreview: {every: 1 month, last: 2026-01-20}\nhistory:\n- {version: 1, date: 2025-01-20, author: Ann, change: Written}\n- {version: 2, date: 2026-01-20, author: Ann, change: Shorter}\naliases: [old/one.html]\nretain: 18 months\n---\n# First\n\n" +
		"> [!NOTE]\n> a\n\n> [!TIP]\n> b\n\n> [!IMPORTANT]\n> c\n\n> [!WARNING]\n> d\n\n> [!CAUTION]\n> e\n\n- [x] done\n- [ ] open\n\nText[^1] with `code`, ![alt](none.png) and <kbd>x</kbd>.\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n\nterm\n: meaning\n\n[^1]: A note.\n")},
	"policies/two.md":    {Data: []byte("---\nid: POL-02\ntitle: Second\nkind: policy\nstatus: draft\nclassification: public\nreview: {every: 2 years, next: 2026-11-20}\n---\nText.\n")},
	"policies/three.md":  {Data: []byte("---\nid: POL-03\ntitle: Third\nkind: procedure\nstatus: in-review\nclassification: confidential\nreview: {every: 10 days}\n---\nText.\n")},
	"policies/four.md":   {Data: []byte("---\nid: POL-04\ntitle: Fourth\nkind: standard\nstatus: approved\nclassification: restricted\neffective: 2027-01-01\napproved: {by: Ann}\n---\nText.\n")},
	"policies/five.md":   {Data: []byte("---\nid: POL-05\ntitle: Fifth\nkind: guideline\nstatus: retired\nreplaced-by: POL-01\nretain: 3 years\nversion: 1\nowner: Boss\nhistory: [{version: 1, date: 2026-01-01, author: Ann, change: Merged}]\n---\nText.\n")},
	"policies/six.md":    {Data: []byte("---\nid: POL-06\ntitle: Sixth\nkind: plan\nstatus: retired\n---\nText.\n")},
	"policies/seven.md":  {Data: []byte("---\nid: POL-07\ntitle: Seventh\nkind: record\nstatus: approved\nrelated: [POL-99]\n---\nText.\n")},
	"policies/eight.md":  {Data: []byte("---\nid: POL-08\ntitle: Eighth\nkind: policy\nstatus: approved\neffective: 2026-03-01\nrelated: [POL-01]\nreview: {last: 2026-10-01, next: 2027-10-01, seen: {POL-01: 1@0123456789abcdef}}\n---\nText.\n")},
	"policies/nine.md":   {Data: []byte("---\nid: POL-09\ntitle: Ninth\nkind: policy\nversion: 1\nstatus: approved\nreview: {every: 10 days, next: 2026-11-20}\nhistory:\n" + strings.Repeat("- {version: 0.1, date: 2020-01-01, author: Ann, change: Written}\n", 600) + "---\nText.\n")},
	"policies/ten.md":    {Data: []byte("---\nid: POL-10\ntitle: Tenth\nstatus: approved\n---\nText.\n")},
	"policies/eleven.md": {Data: []byte("---\nid: POL-11\ntitle: Eleventh\nkind: policy\nstatus: approved\nversion: 3\nacknowledge: required\n---\nText.\n")},
	"soa.md":             {Data: []byte("---\ntitle: Statement\nstatus: approved\ndecisions: {A.5.17: \"yes, implemented\"}\n---\nText.\n\n## One\n\n## Two\n\n## Three\n")},
	"controls/1.md": {Data: []byte("---\ncontrol: A.5.15\napplicable: yes\nreasons: [risk, legal, contract, business, baseline]\njustification: Needed.\nimplementation: partial\nmaturity: 2\nstatus: approved\nowner: Boss\naction: {what: Buy, owner: Boss, due: 2026-01-01}\n" +
		"evidence:\n- {title: One, date: 2026-10-01}\n- {title: Two, date: 2026-01-01, every: 3 months}\n- {title: Three, date: 2027-01-01}\n- {date: 2026-01-01, expires: 2026-11-20, link: POL-01}\n---\nMet.\n")},
	"controls/2.md":                     {Data: []byte("---\ncontrol: A.5.16\napplicable: yes\nimplementation: planned\nstatus: draft\naction: {what: Buy, due: 2027-01-01}\n---\nMet.\n")},
	"controls/3.md":                     {Data: []byte("---\ncontrol: A.5.17\napplicable: no\njustification: No.\nstatus: approved\n---\nNot met.\n")},
	"controls/4.md":                     {Data: []byte("---\ncontrol: A.5.18\napplicable: yes\nimplementation: not-started\nstatus: in-review\naction: {what: Buy}\n---\nMet.\n")},
	"controls/5.md":                     {Data: []byte("---\ncontrol: A.7.6\nstatus: retired\n---\nMet.\n")},
	"controls/6.md":                     {Data: []byte("---\ncontrol: A.8.1\napplicable: yes\nimplementation: implemented\nmaturity: 5\nstatus: approved\neffective: 2027-01-01\n---\nMet.\n")},
	"controls/7.md":                     {Data: []byte("---\ncontrol: A.8.2\napplicable: yes\nimplementation: not-started\nstatus: approved\n---\nMet.\n")},
	"clauses/1.md":                      {Data: []byte("---\nclause: 4.1\nimplementation: implemented\nstatus: approved\n---\nMet.\n\n# A\n\n# B\n\n# C\n")},
	"registers/risks.yaml":              {Data: []byte("- {id: R-1, title: Loss, affects: [c, i, a], likelihood: 3, impact: 3, residual-likelihood: 1, residual-impact: 1, treatment: modify, controls: [A.5.15], owner: Boss, due: 2026-01-01}\n- {id: R-2, title: Theft, affects: [c], treatment: retain, controls: [A.5.15], owner: Nobody}\n" + manyRisks())},
	"registers/projects.yaml":           {Data: []byte("classification: public\nowner: Boss\nrows:\n- {id: PRJ-1, title: One, sponsor: Boss, phase: ιδέα, every: 2 weeks, due: 2026-12-01, note: Text}\n")},
	"registers/roles.yaml":              {Data: []byte("- {id: ROL-1, title: Boss, holder: Ann, until: 2026-12-24}\n")},
	"registers/audits.yaml":             {Data: []byte("- {id: AUD-1, title: One, date: 2026-01-01, criteria: x, scope: x, auditor: Boss, requirements: [A.5.15], result: Good}\n- {id: AUD-2, title: Two, date: 2026-02-01, criteria: x, scope: x, auditor: Boss, requirements: [A.5.16]}\n- {id: AUD-3, title: Three, date: 2026-11-03, criteria: x, scope: x, auditor: Boss, requirements: [4.1]}\n")},
	"registers/acknowledgements.yaml":   {Data: []byte("classification: confidential\nrows:\n- {id: ACK-1, title: One, date: 2026-01-01, who: Ann, document: POL-01, version: 2, audience: όλοι}\n- {id: ACK-2, title: One, date: 2026-01-01, who: Ann, document: POL-11, version: 2}\n- {id: ACK-3, title: One, date: 2026-01-01, who: Bob, document: POL-11}\n")},
	"registers/issues.yaml":             {Data: []byte("- {id: ISS-1, title: One, kind: external}\n")},
	"registers/parties.csv":             {Data: []byte("id,title,requirement,addressed,how\nIP-1,One,x,yes,x\nIP-2,Two,x,no,\n")},
	"registers/metrics.yaml":            {Data: []byte("- {id: MET-1, title: One, what: x, method: x, frequency: x, measured-by: Boss, analysed-by: Boss, values: [{date: 2026-01-01, value: five}]}\n")},
	"registers/management-reviews.yaml": {Data: []byte("- {id: MR-1, title: One, date: 2026-12-01, owner: Boss}\n")},
	"registers/improvements.yaml":       {Data: []byte("- {id: IMP-1, title: One, due: 2026-11-02}\n- {id: IMP-2, title: Two, due: 2026-11-01}\n")},
	"registers/training.yaml":           {Data: []byte("[]\n")},
}

// manyRisks are more rows than a cell of the map of risks names.
func manyRisks() string {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "- {id: R-1%02d, title: Fire, affects: [a], likelihood: 1, impact: 1, treatment: share, controls: [A.5.15], owner: Boss}\n", i)
	}
	return b.String()
}

func TestEveryWordOfEveryPageIsSaidByTheLanguageOrTheContent(t *testing.T) {
	said := map[string]bool{} // by path
	for _, c := range []struct {
		name    string
		content fs.FS
		level   string
	}{
		{"the sample", os.DirFS("../../content"), ""},
		{"the sample for the public", os.DirFS("../../content"), "public"},
		{"content of 2013", os.DirFS("../endtoend/testdata/2013"), ""},
		{"everything", everything, ""},
		{"everything that is internal", everything, "internal"},
		{"everything that is confidential", everything, "confidential"},
		{"what was approved", approvedTexts(t), ""},
		{"nothing", fstest.MapFS{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages, known := inMarks(t, c.content, c.level)
			for _, data := range pages {
				for _, mark := range inMark.FindAllSubmatch(data, -1) {
					said[string(mark[1])] = true
				}
			}
			for name, data := range pages {
				var faults []string
				switch {
				case path.Ext(name) == ".html":
					faults = known.page(data)
				case name == "changes.atom", name == "reviews.ics":
					faults = known.lines(data)
				case name == site.SearchFolder+"index.js":
					faults = known.searched(data)
				}
				for _, fault := range faults {
					t.Errorf("%s: %s", name, fault)
				}
			}
			if n := len(pages); n < 300 {
				t.Errorf("there are %d pages", n)
			}
		})
	}
	en, _ := language.Of("en", templates.FS, nil)
	for _, p := range en.Paths() {
		if !said[p] && !slices.ContainsFunc(unsaid, func(u string) bool { return p == u || strings.HasSuffix(u, ".") && strings.HasPrefix(p, u) }) {
			t.Errorf("no page says %s", p)
		}
	}
}

// unsaid are the texts that no page of these contents says.
var unsaid = []string{
	"pdf.", "key.", "status.", "soa.column.", "soa.sheet.", "soa.count.", "soa.in-draft", "soa.state", "soa.none", "decision.hidden", // of PDFs and workbooks
	"notice.pending", "notice.pending-text", // of texts that are published in the place of others
	"revision.what.language", "revision.what.provides", // before a keyword of front matter
	"approvals.signed",              // of PDFs that somebody has signed
	"verify.former", "verify.never", // in the list of what was published
	"revision.not-implemented",                       // of two statements
	"home.no-gaps",                                   // of a management system without any
	"readiness.no-gaps",                              // of one that meets every requirement
	"number",                                         // digits
	"home.audiences",                                 // compared with what the content says
	"layout.title",                                   // of a site that has none, given to it when it is loaded
	"requirement.original", "requirement.translated", // where titles are translated
}

// lines is what the texts of a feed or a calendar say that comes from nowhere.
func (k *known) lines(data []byte) (faults []string) {
	text := strings.NewReplacer("\r\n ", "", "\r", "").Replace(string(data)) // RFC 5545, 3.1: folded lines
	for _, line := range strings.Split(text, "\n") {
		for _, m := range regexp.MustCompile(`^(?:SUMMARY|DESCRIPTION|X-WR-CALNAME):(.*)|^\s*<(?:title|summary|name)[^>]*>(.*)</`).FindAllStringSubmatch(line, -1) {
			said := strings.NewReplacer(`\,`, ",", `\;`, ";", "&amp;", "&").Replace(m[1] + m[2])
			if what := k.foreign(said, "", true); what != "" {
				faults = append(faults, what)
			}
		}
	}
	return faults
}

// searched is what the root of the search's index says that comes from nowhere.
func (k *known) searched(data []byte) (faults []string) {
	root := regexp.MustCompile(`"kinds":(.*?\]\]),"states":(.*?),"words"`).FindSubmatch(data)
	if root == nil {
		return []string{"no kinds and states"}
	}
	var kinds [][]any
	var states []struct{ Word string }
	if err := errors.Join(json.Unmarshal(root[1], &kinds), json.Unmarshal(root[2], &states)); err != nil {
		return []string{err.Error()}
	}
	var said []string
	for _, kind := range kinds {
		said = append(said, fmt.Sprint(kind[0]), fmt.Sprint(kind[1]))
	}
	for _, state := range states {
		said = append(said, state.Word)
	}
	for _, text := range said {
		if what := k.foreign(text, "", true); what != "" {
			faults = append(faults, what)
		}
	}
	return faults
}

// The proof above is worth what it finds.
func TestAWordFromNowhereIsFound(t *testing.T) {
	k := &known{"Access control Who may reach what.", strings.NewReplacer("Access control", ""), strings.NewReplacer("Gitstead", ""), map[question]string{}}
	frame := func(body string) []byte {
		return []byte(`<html lang="` + tongue + `"><body>` + body + `</body></html>`)
	}
	for _, body := range []string{
		"<p>⟦Marked⟧ loose</p>", "<p>loose ⟦Marked⟧</p>", "<p>Access control</p>", `<p lang="en">Access granted</p>`, `<p lang="en"><span lang="` + tongue + `">Access control</span></p>`,
		`<img alt="loose">`, `<a aria-label="loose" href="loose.html">⟦x⟧</a>`, `<div data-word="loose"></div>`, `<input placeholder="loose">`, "<svg><title>loose</title></svg>",
	} {
		if len(k.page(frame(body))) != 1 {
			t.Errorf("%s: %q", body, k.page(frame(body)))
		}
	}
	for _, body := range []string{
		"<p>⟦Marked⟧ 12 POL-01 κείμενο · A.5.15 Gitstead</p>", `<p lang="en">Access control, Who may reach what.</p>`, `<a title="Access control" href="loose.html">A.5.15</a>`, "<code>loose</code>", "<script>loose</script>",
	} {
		if faults := k.page(frame(body)); len(faults) > 0 {
			t.Errorf("%s: %q", body, faults)
		}
	}
	if len(k.page([]byte(`<html lang="en"></html>`))) != 1 {
		t.Error("the language of a page is not looked at")
	}
	if len(k.lines([]byte("SUMMARY:loo\r\n se\r\n"))) != 1 || len(k.lines([]byte("<title>loose</title>\n"))) != 1 {
		t.Error("lines are not looked at")
	}
}

// What a style sheet or a script says comes from the page.
func TestThemesSayNothingThemselves(t *testing.T) {
	read := func(name string) string {
		data, err := fs.ReadFile(themes.FS, "default/"+name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	words := regexp.MustCompile(`[A-Z][a-z]|[a-z]{2,} [a-z]{2,}`)
	for _, content := range regexp.MustCompile(`content:[^;}"]*"([^"]*)"`).FindAllStringSubmatch(read("style.css"), -1) {
		if plain := regexp.MustCompile(`\\[0-9A-Fa-f]+`).ReplaceAllString(content[1], ""); latin.MatchString(plain) {
			t.Errorf("style.css says %q", content[1])
		}
	}
	names := []string{
		"use strict", "Enter", "DOMContentLoaded", // of the language and the browser
		"Name", "Reason", "publishedAs", "resignedText", "changedText", "unknownText", "Files", // of PDFs, and of attributes of the page
		"the index was made anew",                                                        // an error that is caught
		".register tbody tr, .soa tbody tr, .record", "tbody tr:not([hidden])", "h2, h3", // selectors
	}
	literal := regexp.MustCompile("\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)*'|`(?:[^`\\\\]|\\\\.)*`")
	comment := regexp.MustCompile(`(?m)^\s*//.*$`)
	for _, name := range []string{"site.js", "search.js", "verify.js"} {
		for _, text := range literal.FindAllString(comment.ReplaceAllString(read(name), ""), -1) {
			if text = text[1 : len(text)-1]; words.MatchString(text) && !slices.Contains(names, text) {
				t.Errorf("%s says %q", name, text)
			}
		}
	}
}

// Languages exchange left and right, so a style sheet knows them only where it
// draws.
func TestStylesKnowNoLeftAndRight(t *testing.T) {
	style, err := fs.ReadFile(themes.FS, "default/style.css")
	if err != nil {
		t.Fatal(err)
	}
	drawn := []string{"inset: .45rem .75rem .75rem .45rem", "left: 1.15rem"} // the glass of the search
	inner := regexp.MustCompile(`\([^()]*\)`)
	for _, m := range regexp.MustCompile(`([a-z-]+):\s*([^;{}]+);`).FindAllStringSubmatch(string(style), -1) {
		name, value := m[1], m[2]
		for inner.MatchString(value) {
			value = inner.ReplaceAllString(value, "")
		}
		sides := strings.Fields(value)
		physical := regexp.MustCompile(`^(left|right)$|-(left|right)$`).MatchString(name) ||
			slices.Contains([]string{"text-align", "float", "clear"}, name) && (value == "left" || value == "right") ||
			slices.Contains([]string{"margin", "padding", "inset"}, name) && len(sides) == 4 && sides[1] != sides[3]
		if physical && !slices.Contains(drawn, name+": "+value) {
			t.Errorf("style.css knows left and right: %s", m[0])
		}
	}
}
