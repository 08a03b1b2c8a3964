package check

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"annexa/internal/diag"
	"annexa/internal/isms"
	"annexa/internal/prose"
)

// The rules of language: words that leave open what a rule must say.
var (
	VagueDuty     = diag.NewRule("vague-duty", diag.Warning, "a duty that says neither when nor who decides cannot be audited, and is done by nobody")
	Placeholder   = diag.NewRule("placeholder", diag.Warning, "a placeholder shows that a text was approved before it was written")
	TermRedefined = diag.NewRule("term-redefined", diag.Warning, "a word that means two things lets each reader choose the rule")
)

func (c *checker) language() {
	for _, d := range c.m.Documents {
		if d.State == isms.Retired {
			continue
		}
		c.phrases(d)
		c.unfilled(d)
	}
	for _, r := range c.m.Registers {
		for _, row := range r.Rows {
			c.stands(nil, row.Title, row.ID.Value, row.Place)
			for i, cell := range row.Cells {
				c.stands(nil, cell.Text, row.ID.Value, func() diag.Place { return row.At(r.Schema.Columns[i].Key) })
			}
		}
	}
	c.terms()
}

// ruling are the kinds of document that lay down rules.
var ruling = []string{"policy", "standard", "procedure", "guideline", "plan"}

func (c *checker) phrases(d *isms.Document) {
	language, _, _ := strings.Cut(strings.ToLower(d.Front.Language), "-")
	if language == "" {
		language, _, _ = strings.Cut(strings.ToLower(c.m.Config.Language), "-")
	}
	for _, p := range d.Body.Phrases {
		text := p.Sentence
		var said ways
		if of, ok := says[language]; ok {
			if said = of(); said.refers.MatchString(p.Next) {
				text += " " + p.Next
			}
		}
		switch {
		case p.Kind == prose.Placeholder:
			c.unwritten(d, d.AtPlace(p.Place), p.Text, "the text")
		case p.Language != language || d.Kind == "guideline" || !slices.Contains(ruling, d.Kind) && d.Requirement == nil:
		case p.Kind == prose.OpenTime && !said.when.MatchString(text):
			c.report(VagueDuty.At(d.AtPlace(p.Place), "%q does not say when", p.Text).Hinting("say how often, or by when, in this sentence: every month, within two working days"))
		case p.Kind == prose.OpenDecision && !said.who.MatchString(text) && !c.namesRole(text):
			c.report(VagueDuty.At(d.AtPlace(p.Place), "%q does not say who decides", p.Text).Hinting("name the role that decides, or say what it depends on"))
		}
	}
}

// ways to say something.
type ways struct{ when, who, refers *regexp.Regexp }

// says are the ways to say when something is done and who does it, by
// language. A text that has one of them is believed. A sentence that refers to
// the one before it goes on with it.
var says = map[string]func() ways{
	"en": sync.OnceValue(func() ways {
		return ways{
			regexp.MustCompile(`(?i)\b(every|each|once|twice|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually|hourly|within|no later than|at least|before|after|at the latest|on the (same|next|first|last))\b|\b\d+ (working |calendar )?(minute|hour|day|week|month|year)s?\b|\b(two|three|four|five|six|ten|twelve) (working )?(hours|days|weeks|months|years)\b`),
			regexp.MustCompile(`(?i)\b(manager|owner|head|lead|officer|director|chief|board|committee|executive|auditor|engineer|administrator|supervisor|approver|they|you|we|he|she)\b`),
			regexp.MustCompile(`^(This|That|These|Those|It|They|He|She|At least|Every|Each|Once|Who)\b`),
		}
	}),
	"de": sync.OnceValue(func() ways {
		return ways{
			regexp.MustCompile(`(?i)\b(täglich|nächtlich|wöchentlich|monatlich|quartalsweise|vierteljährlich|halbjährlich|jährlich|stündlich|einmal|zweimal|innerhalb|binnen|spätestens|mindestens|jede[nrms]?|alle|vor|nach|bis zum)\b|\b\d+ (Arbeits|Werk)?(minuten?|stunden?|tag(en?)?|wochen?|monat(en?)?|jahr(en?)?)\b`),
			regexp.MustCompile(`(?i)\p{L}*(leiter|leiterin|leitung|beauftragte[nrs]?|verantwortliche[nrs]?|eigentümer|eigentümerin|manager|managerin|vorstand|geschäftsführung|ausschuss|auditor|administrator)\b|\b(sie|wir|er)\b`),
			regexp.MustCompile(`^(Das|Dies|Diese|Dieser|Es|Sie|Er|Mindestens|Jede|Alle|Wer)\b`),
		}
	}),
}

// namesRole says that a text names a role of the roles register.
func (c *checker) namesRole(text string) bool {
	return slices.ContainsFunc(c.rows("roles"), func(row *isms.Row) bool { return row.Title != "" && strings.Contains(text, row.Title) })
}

// unfilled: what front matter says was filled in.
func (c *checker) unfilled(d *isms.Document) {
	f := &d.Front
	c.stands(d, f.Title.Value, "the title", func() diag.Place { return d.AtText(f.Title) })
	c.stands(d, f.Summary.Value, "the summary", func() diag.Place { return d.AtText(f.Summary) })
	c.stands(d, f.Owner.Value, "the owner", func() diag.Place { return d.AtText(f.Owner) })
	c.stands(d, f.Approved.By, "the approval", func() diag.Place { return d.At("approved", "by") })
	c.stands(d, f.Approved.Role.Value, "the approval", func() diag.Place { return d.AtText(f.Approved.Role) })
	c.stands(d, f.Justification, "the justification", func() diag.Place { return d.At("justification") })
	c.stands(d, f.Action.What, "the action", func() diag.Place { return d.At("action", "what") })
	c.stands(d, f.Action.Owner.Value, "the action", func() diag.Place { return d.AtText(f.Action.Owner) })
}

// placeholders are what stands for words that were to be filled in, as prose
// finds it in running text; each holds one of the signs.
var (
	placeholders = regexp.MustCompile(`\b(TODO|TBD|TBC|TBA|FIXME|XXXX?|[Ll]orem ipsum)\b|\[[Ii]nsert [^\]]*\]|<\p{L}[\p{L}\d -]*>`)
	signs        = []string{"<", "[", "TODO", "TB", "FIXME", "XXX", "orem"}
)

func (c *checker) stands(d *isms.Document, text, where string, at func() diag.Place) {
	if !slices.ContainsFunc(signs, func(s string) bool { return strings.Contains(text, s) }) {
		return // as nearly every text
	}
	if found := placeholders.FindString(text); found != "" {
		c.unwritten(d, at(), found, where)
	}
}

// unwritten reports a placeholder in a document, or in a row where d is nil.
// While a text is written it is a reminder.
func (c *checker) unwritten(d *isms.Document, at diag.Place, what, where string) {
	p := Placeholder.At(at, "%s has a placeholder: %s", where, what).Hinting("write what is meant to stand here")
	if d != nil && (d.State == isms.Draft || d.State == isms.Page) {
		p = p.AtMost(diag.Note)
	}
	c.report(p)
}

// terms: a word has one definition, in a list of definitions of one document.
func (c *checker) terms() {
	type defined struct {
		by      *isms.Document
		meaning string
	}
	known := map[string]defined{}
	for _, d := range c.m.Documents {
		if d.State == isms.Page || d.State == isms.Retired || d.Kind == "guideline" || d.Kind == "record" {
			continue
		}
		for _, block := range d.Body.Blocks {
			list, ok := block.(*prose.Definitions)
			if !ok {
				continue
			}
			b := prose.Bindings{Variables: d.Values}
			for _, item := range list.Items {
				meaning := ""
				for _, m := range item.Meanings {
					meaning += fold(string(prose.AppendBlockText(nil, m, b)))
				}
				for _, spans := range item.Terms {
					term := string(prose.AppendText(nil, spans, b))
					first, twice := known[fold(term)]
					if !twice {
						known[fold(term)] = defined{d, meaning}
						continue
					}
					if first.meaning != meaning {
						c.report(TermRedefined.At(d.AtPlace(item.Place), "%q is defined otherwise in %s", term, name(first.by)).Hinting("keep one definition, and link it where else the word is used"))
					}
				}
			}
		}
	}
}
