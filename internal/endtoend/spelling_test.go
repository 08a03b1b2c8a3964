package endtoend

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// A word of a text, and where it stands.
type word struct {
	text string
	file string
	line int
}

func (w word) String() string { return fmt.Sprintf("%s:%d: %s", w.file, w.line, w.text) }

// TestTextsAreSpeltAsInBritain reads the sample, the words about the standard,
// the pages' templates and the README. Words that aspell does not know and
// that are right stand in .ci/words.
func TestTextsAreSpeltAsInBritain(t *testing.T) {
	checker := speller(t)
	module := os.DirFS("../..")
	var words []word
	for _, pattern := range []string{"README.md", "content/*", "content/*/*", "internal/standard/data/*", "templates/*.html", "templates/words/en.yaml"} {
		names, err := fs.Glob(module, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		for _, name := range names {
			if read := textOf(name); read != nil {
				data, err := fs.ReadFile(module, name)
				if err != nil {
					t.Fatal(err)
				}
				words = append(words, wordsOf(name, read(string(data)))...)
			}
		}
	}
	if len(words) < 100_000 {
		t.Fatalf("only %d words were found", len(words))
	}
	known := readWords(t, module)
	wrong := misspelt(t, checker, words, known)
	for _, w := range wrong[:min(len(wrong), 50)] {
		t.Error(w)
	}
	if len(wrong) > 50 {
		t.Errorf("and %d more", len(wrong)-50)
	}
	for _, w := range words {
		delete(known, w.text)
		delete(known, lowered(w.text))
	}
	for _, w := range slices.Sorted(maps.Keys(known)) {
		t.Errorf(".ci/words: %s stands in no text any more", w)
	}
}

func TestAMisspeltWordIsToldWithItsPlace(t *testing.T) {
	checker := speller(t)
	words := wordsOf("a.md", markdown("---\ntitle: The colour of\n---\nThe organization's centre, [[POL-02|recieve]].\n"))
	got := fmt.Sprint(misspelt(t, checker, words, map[string]bool{}))
	if want := "[a.md:4: organization a.md:4: recieve]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOnlyTextIsRead(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		read           func(string) string
	}{
		{"links, ids and variables", "See [[POL-02#reviews|the rule]], [here](../a/bcde.md#fgh), {{organisation.name}} and A.5.15, <kbd>Win</kbd>.", "See the rule here and Win", markdown},
		{"code", "Run `xcode` now.\n```sh\nabc def\n```\nThen stop.", "Run now Then stop", markdown},
		{"addresses", "Write to security@example.org or https://example.org/abc?d=e.", "Write to or", markdown},
		{"anchors, and comments too", "## Coming in {#cmng}\n<!-- theirs: One. -->Done.", "Coming in theirs One Done", markdown},
		{"apostrophes, hyphens and numbers", "the auditor's e-mail doesn't cost £4,200 or 35mm; people’s SHA-256 AND", "the auditor mail doesn't cost or people", markdown},
		{"tables of ids", "id,title\nAST-01,\"Keys, locks\"\n", "id title Keys locks", markdown},
		{"pages", `<p class="abcd" title="Read it">{{if .Xyz}}One{{else}}two <b>three</b>{{end}} &amp; four</p>`, "Read it One two three four", pageText},
		{"titles of the standard", "id,title,summary\n1,Organization,What it is\n", "What it is", columns("summary")},
	} {
		var got []string
		for _, w := range wordsOf("a", c.read(c.in)) {
			got = append(got, w.text)
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: got %q, want %q", c.name, text, c.want)
		}
	}
}

// textOf is how a file is read, nil for one that holds no text of ours.
func textOf(name string) func(string) string {
	switch base := path.Base(name); {
	case name == "README.md":
		return func(s string) string { return markdown(indented.ReplaceAllString(s, "")) }
	case path.Dir(name) == "templates":
		return pageText
	case strings.HasPrefix(base, "iso27001-") || strings.HasPrefix(base, "map-") || strings.HasPrefix(base, "titles-"):
		return nil // ids, titles and words of the standard itself
	case otherLanguage.MatchString(base) && path.Dir(name) == "internal/standard/data":
		return nil
	case strings.HasPrefix(base, "summaries-"):
		return columns("summary", "successor")
	case base == "documented-information.csv":
		return columns("what")
	case path.Ext(base) == ".md", path.Ext(base) == ".yaml", path.Ext(base) == ".csv":
		return markdown
	}
	return nil
}

var (
	otherLanguage = regexp.MustCompile(`-[a-z]{2}\.`) // about-de.md
	indented      = regexp.MustCompile(`(?m)^ {4}.*$`)
	noText        = []*regexp.Regexp{
		regexp.MustCompile("(?ms)^```.*?^```"),
		regexp.MustCompile("`[^`\n]*`"),
		regexp.MustCompile(`\[\[[^|\]\n]*\|?`),
		regexp.MustCompile(`\]\([^)\n]*\)`),
		regexp.MustCompile(`\{\{[^}\n]*\}\}|\{#[^}\n]*\}`),
		regexp.MustCompile(`[a-z]+://[^\s")>]*|\S+@\S+\.[a-z]+|<[^!<>\n][^<>\n]*>|\[\^[a-z]+\]`),
		regexp.MustCompile(`[\w*-]*(/[\w.*-]+)*\.(yaml|md|csv|txt|uk|example)\b`),
		regexp.MustCompile(`\b[A-Z]+-[0-9A-Z]+\b|\b20(13|22):[A-Z.0-9]+`),
	}
	tag       = regexp.MustCompile(`(?s)<!--.*?-->|<(style|script|code)\b.*?</(style|script|code)>|<[^>]*>`)
	shown     = regexp.MustCompile(`(?s)(?:title|alt|aria-label|placeholder)="([^"]*)"`)
	action    = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	character = regexp.MustCompile(`&[a-z#0-9]+;`)
	lettered  = regexp.MustCompile(`[\p{L}\p{M}\p{N}_]+(?:['’]\p{L}+)*`)
)

// markdown blanks out what is no running text, and keeps the lines. Comments
// are text: the starter takes some of its own from there.
func markdown(s string) string {
	for _, r := range noText {
		s = r.ReplaceAllStringFunc(s, blank)
	}
	return s
}

// pageText leaves of a template what a reader is shown.
func pageText(s string) string {
	s = action.ReplaceAllStringFunc(s, blank)
	s = tag.ReplaceAllStringFunc(s, func(tag string) string {
		var values string
		for _, m := range shown.FindAllStringSubmatch(tag, -1) {
			values += " " + m[1]
		}
		return values + blank(tag)
	})
	return character.ReplaceAllStringFunc(s, blank)
}

// columns leaves of a table the columns with these headings.
func columns(names ...string) func(string) string {
	return func(s string) string {
		rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
		if err != nil || len(rows) == 0 {
			return s
		}
		var b strings.Builder
		b.WriteByte('\n')
		for _, row := range rows[1:] {
			for i, cell := range row {
				if slices.Contains(names, rows[0][i]) {
					b.WriteString(cell + " ")
				}
			}
			b.WriteByte('\n')
		}
		return markdown(b.String())
	}
}

// blank is as many lines as s.
func blank(s string) string { return " " + strings.Repeat("\n", strings.Count(s, "\n")) }

// wordsOf are the words of a text. A possessive is checked as the word it is
// of, a compound by its parts; numbers, ids and abbreviations are no words.
func wordsOf(name, text string) []word {
	var words []word
	for i, line := range strings.Split(text, "\n") {
		for _, w := range lettered.FindAllString(line, -1) {
			w = strings.ReplaceAll(w, "’", "'")
			w = strings.TrimSuffix(w, "'s")
			if len([]rune(w)) > 1 && !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsDigit(r) || r == '_' }) && w != strings.ToUpper(w) {
				words = append(words, word{w, name, i + 1})
			}
		}
	}
	return words
}

// misspelt are the words that neither the dictionary nor the list knows, each
// at its first place in each file.
func misspelt(t *testing.T, checker string, words []word, known map[string]bool) []word {
	t.Helper()
	unique := map[string]bool{}
	for _, w := range words {
		if !known[w.text] && !known[lowered(w.text)] {
			unique[w.text] = true
		}
	}
	home := t.TempDir() // the user's own dictionary must not decide
	run := exec.CommandContext(t.Context(), checker, "--home-dir="+home, "--per-conf=none", "--encoding=utf-8", "--lang=en_GB", "list")
	run.Stdin = strings.NewReader(strings.Join(slices.Sorted(maps.Keys(unique)), "\n"))
	said, err := run.Output()
	if err != nil {
		t.Fatalf("%s: %v", checker, err)
	}
	wrong := map[string]bool{}
	for w := range strings.FieldsSeq(string(said)) {
		wrong[w] = true
	}
	var first []word
	told := map[[2]string]bool{}
	for _, w := range words {
		if key := [2]string{w.file, w.text}; wrong[w.text] && !told[key] {
			told[key] = true
			first = append(first, w)
		}
	}
	return first
}

// lowered is a word as it stands within a sentence.
func lowered(w string) string { return strings.ToLower(w[:1]) + w[1:] }

// speller is the path of aspell, which must have its British dictionary.
func speller(t *testing.T) string {
	t.Helper()
	checker := program(t, "aspell")
	if !slices.Contains(strings.Fields(said(t, checker, "dicts")), "en_GB") {
		if os.Getenv("CI") == "true" {
			t.Fatal("aspell has no British dictionary")
		}
		t.Skip("aspell has no British dictionary: install aspell-en")
	}
	return checker
}

// readWords reads the words that are right though aspell does not know them:
// one a line, sorted.
func readWords(t *testing.T, module fs.FS) map[string]bool {
	t.Helper()
	data, err := fs.ReadFile(module, ".ci/words")
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Fields(string(data))
	if !slices.IsSorted(list) {
		t.Error(".ci/words is not sorted: LC_ALL=C sort -u -o .ci/words .ci/words")
	}
	known := map[string]bool{}
	for _, w := range list {
		known[w] = true
	}
	return known
}
