package prose

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A Phrase is a place in running text that leaves open what a reader has to
// know: a placeholder, or words such as "regularly".
type Phrase struct {
	Kind     PhraseKind
	Language string // of the words: en or de; a placeholder is of any
	Text     string // as it is written
	Context  string // the sentence and the one behind it, and what introduces its list; variables by their names
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

// phraseTerms finds the phrases, and phraseKinds says of which entry of phrases
// each is.
var phraseTerms, phraseKinds = func() (*Terms, []int) {
	var terms []Term
	var kinds []int
	for i, p := range phrases {
		for _, words := range p.words {
			terms, kinds = append(terms, Term{Words: words}), append(kinds, i)
		}
	}
	return NewTerms(terms), kinds
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
	s := string(u.text)
	for at := 0; len(u.r.found) < maxPhrases; {
		term, from, to := phraseTerms.next(s, at)
		if term < 0 {
			return
		}
		at = to
		p := phrases[phraseKinds[term]]
		text := s[from:to]
		switch {
		case p.kind != Placeholder && u.in.noMentions: // a heading obliges nobody
			continue
		case strings.EqualFold(text, "insert"):
			if from == 0 || s[from-1] != '[' {
				continue
			}
			from--
			end := strings.IndexByte(s[from:], ']')
			if end < 0 {
				continue
			}
			text = s[from : from+end+1]
		case p.kind == Placeholder && !strings.Contains(text, " ") && text != strings.ToUpper(text):
			continue // todo is a word of Spanish
		}
		u.r.found = append(u.r.found, found{Phrase{Kind: p.kind, Language: p.language, Text: strings.Join(strings.Fields(text), " ")}, u.offset(from)})
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

// explain gives the phrases found since n were what stands around them: the
// sentence in text and the one behind it.
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
		f.Context = lead + around(s, at)
	}
}

// around is the sentence of s in which a place stands and the one behind it.
func around(s string, at int) string {
	from := strings.LastIndex(s[:at], ". ") + 1
	to := at
	for range 2 {
		end := strings.Index(s[to:], ". ")
		if end < 0 {
			to = len(s)
			break
		}
		to += end + 1
	}
	return strings.TrimSpace(s[from:to])
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
