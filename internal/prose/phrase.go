package prose

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// A Phrase is a place in running text that leaves open what a reader has to
// know: a placeholder, or words such as "regularly".
type Phrase struct {
	Kind     PhraseKind
	Language string // of the words: en or de; a placeholder is of any
	Text     string // as it is written
	Sentence string // in which it stands, with what introduces its list; variables by their names
	Next     string // the sentence behind that, in the same paragraph
	Place    Place
}

// PhraseKind says what a phrase leaves open.
type PhraseKind uint8

// The kinds of phrase.
const (
	Placeholder  PhraseKind = iota // TODO, lorem ipsum, [insert …], <name>
	OpenTime                       // when: "regularly", "in a timely manner"
	OpenDecision                   // who decides: "as appropriate", "where necessary"
)

// phrases are what is looked for in running text, outside code.
var phrases = []struct {
	kind     PhraseKind
	language string
	words    []string
}{
	{Placeholder, "", []string{"TODO", "TBD", "TBC", "TBA", "FIXME", "XXX", "XXXX", "lorem ipsum", "insert"}},
	{OpenTime, "en", []string{
		"regularly", "periodically", "on a regular basis", "on a periodic basis", "at regular intervals", "at periodic intervals", "in a timely manner", "in a timely fashion", "from time to time", "as soon as possible", "as soon as practicable",
	}},
	{OpenDecision, "en", []string{
		"as appropriate", "where appropriate", "when appropriate", "if appropriate", "as necessary", "where necessary", "when necessary", "if necessary", "as needed", "where needed", "when needed", "if needed", "where possible", "if possible", "where practicable", "as far as possible",
	}},
	{OpenTime, "de", []string{
		"regelmäßig", "periodisch", "in regelmäßigen Abständen", "zeitnah", "zeitgerecht", "von Zeit zu Zeit", "so bald wie möglich", "baldmöglichst", "schnellstmöglich",
	}},
	{OpenDecision, "de", []string{
		"gegebenenfalls", "falls erforderlich", "soweit erforderlich", "wenn erforderlich", "falls nötig", "soweit nötig", "wenn nötig", "bei Bedarf", "nach Bedarf", "soweit angemessen", "wo angemessen", "soweit möglich", "wenn möglich", "sofern möglich",
	}},
}

// An ending is what stands before the last word of a phrase, in lower case.
type ending struct {
	before string
	kind   PhraseKind
	lang   string
}

// phraseEndings are the phrases by their last word, which is rarer than the
// first, the longest first; lastWords says by the [sketch] of a word whether it
// may be one.
var phraseEndings, lastWords = func() (map[string][]ending, *[1 << 15]bool) {
	endings, last := map[string][]ending{}, &[1 << 15]bool{}
	for _, p := range phrases {
		for _, words := range p.words {
			words = strings.ToLower(words)
			i := strings.LastIndexByte(words, ' ') + 1
			endings[words[i:]] = append(endings[words[i:]], ending{words[:i], p.kind, p.language})
			last[sketch(words[i:])] = true
		}
	}
	for _, list := range endings {
		slices.SortStableFunc(list, func(a, b ending) int { return len(b.before) - len(a.before) })
	}
	return endings, last
}()

// maxPhrases is how many of a file are noted: nobody mends more at once.
const maxPhrases = 200

// A found phrase has no place yet: places are cheapest told in order.
type found struct {
	Phrase
	offset int
}

// find notes the phrases of the run.
func (u *run) find() {
	s, from := u.text, 0
	for at := 0; at <= len(s); at++ {
		if at < len(s) && ofWord[s[at]] {
			continue
		}
		if from < at && lastWords[sketch(s[from:at])] && len(u.r.found) < maxPhrases {
			u.ending(from, at)
		}
		from = at + 1
	}
}

// ending notes the phrase whose last word stands in the run from one place to
// another, if it is one.
func (u *run) ending(from, to int) {
	var buffer [longestWord]byte
	s := u.text
	if to-from > longestWord || from > 0 && joins(s[from-1]) || to+1 < len(s) && joins(s[to]) && ofWord[s[to+1]] {
		return
	}
	for _, e := range phraseEndings[string(lowered(buffer[:to-from], s[from:to]))] {
		begin := from - len(e.before)
		if begin < 0 || !strings.EqualFold(string(s[begin:from]), e.before) || begin > 0 && e.before != "" && ofWord[s[begin-1]] {
			continue
		}
		text := string(s[begin:to])
		switch {
		case e.kind != Placeholder && u.in.noMentions: // a heading obliges nobody
			return
		case text == "insert" || text == "Insert":
			end := bytes.IndexByte(s[to:], ']')
			if begin == 0 || s[begin-1] != '[' || end < 0 {
				return
			}
			begin--
			text = string(s[begin : to+end+1])
		case e.kind == Placeholder && e.before == "" && text != strings.ToUpper(text):
			return // todo is a word of Spanish
		}
		u.r.found = append(u.r.found, found{Phrase{Kind: e.kind, Language: e.lang, Text: strings.Join(strings.Fields(text), " ")}, u.offset(begin)})
		return
	}
}

// elements are the names of HTML, of which none is a placeholder.
const elements = " a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr "

var angled = regexp.MustCompile(`^<\p{L}[\p{L}\d_ -]*>$`)

// isPlaceholder says that what reads like a tag stands for words that were to
// be filled in: <name>, <name of the organisation>.
func isPlaceholder(tag string) bool {
	if !angled.MatchString(tag) {
		return false
	}
	words := strings.Fields(strings.ToLower(strings.Trim(tag, "<>")))
	return len(words) > 2 || !strings.Contains(elements, " "+words[0]+" ")
}

func (r *reader) placeholder(text string, offset int) {
	r.found = append(r.found, found{Phrase{Kind: Placeholder, Text: text}, offset})
}

// explain gives the phrases found since n were what stands around them in
// text.
func (r *reader) explain(n int, text func() string) {
	if len(r.found) == n {
		return
	}
	lead := ""
	if r.lead != nil {
		if l := strings.Join(strings.Fields(string(r.raw(r.lead))), " "); strings.HasSuffix(l, ":") {
			lead = l + " "
		}
	}
	s, at := text(), 0
	for i := range r.found[n:] {
		f := &r.found[n+i]
		if k := strings.Index(s[at:], f.Text); k >= 0 {
			at += k
		}
		from := 0
		for end := sentenceEnd(s, 0); end >= 0 && end <= at; end = sentenceEnd(s, end) {
			from = end
		}
		sentence, rest := cutSentence(s[from:], at-from)
		next, _ := cutSentence(rest, 0)
		f.Sentence, f.Next = lead+sentence, next
		at = min(at+len(f.Text), len(s))
	}
}

// cutSentence cuts s behind the end of the first sentence that goes beyond a
// place.
func cutSentence(s string, beyond int) (sentence, rest string) {
	end := sentenceEnd(s, beyond)
	if end < 0 {
		end = len(s)
	}
	return strings.TrimSpace(s[:end]), s[end:]
}

// sentenceEnd is where the first sentence ends that does so behind a place, or
// -1 where none does before s ends. The point of e.g. and z. B. ends none.
func sentenceEnd(s string, behind int) int {
	for i := max(behind, 2); i+2 < len(s); i++ {
		if (s[i] == '.' || s[i] == '!' || s[i] == '?') && s[i+1] == ' ' && s[i-1] != ' ' && s[i-2] != ' ' && s[i-2] != '.' {
			if next, _ := utf8.DecodeRuneInString(s[i+2:]); !unicode.IsLower(next) {
				return i + 1
			}
		}
	}
	return -1
}

// phrases are those that were found, in the order of the file.
func (r *reader) phrases() []Phrase {
	if len(r.found) == 0 {
		return nil
	}
	slices.SortStableFunc(r.found, func(a, b found) int { return a.offset - b.offset })
	out := make([]Phrase, len(r.found))
	for i, f := range r.found {
		out[i] = f.Phrase
		out[i].Place = r.place(f.offset)
	}
	return out
}

// introduced reads a list, knowing what introduces it.
func (r *reader) introduced(n *ast.List, depth int) *List {
	before := r.lead
	r.lead = n.PreviousSibling()
	l := r.list(n, depth)
	r.lead = before
	return l
}
