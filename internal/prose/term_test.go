package prose

import (
	"strings"
	"testing"
)

var explained = NewTerms("en", []Term{{"risk", "R"}, {"risk treatment", "RT"}, {"Risk treatment plan", "RTP"}, {"policy", "P"}, {"process", "PS"}, {"Statement of Applicability", "S"}, {"", "none"}, {strings.Repeat("x", 80), "long"}})

// withTerms is a text as HTML with its terms linked.
func withTerms(source string) string {
	tree := NewParser().Parse([]byte(source), 1)
	b := Bindings{References: make([]Binding, len(tree.References)), Terms: explained, Glossary: "g#"}
	for i := range b.References {
		b.References[i].Href = "there"
	}
	return strings.ReplaceAll(strings.TrimSpace(string(HTML{Top: 2}.Append(nil, tree, b))), ` class="term"`, "")
}

func TestATermIsLinkedWhereATextFirstUsesIt(t *testing.T) {
	for source, want := range map[string]string{
		"A risk & a risk.":                                            `<p>A <a href="g#R">risk</a> &amp; a risk.</p>`,
		"RISK treatment. Risks.":                                      `<p><a href="g#RT">RISK treatment</a>. <a href="g#R">Risks</a>.</p>`,
		"The risk\ntreatment\nplans":                                  `<p>The <a href="g#RTP">risk treatment plans</a></p>`,
		"policies and processes":                                      `<p><a href="g#P">policies</a> and <a href="g#PS">processes</a></p>`,
		"the statement of  applicability":                             `<p>the <a href="g#S">statement of  applicability</a></p>`,
		"asterisk, risky, risk-based, a/risk, x_risk, risk_x, x@risk": `<p>asterisk, risky, risk-based, a/risk, x_risk, risk_x, x@risk</p>`,
		"risk.":                                `<p><a href="g#R">risk</a>.</p>`,
		"risk- and (risk)":                     `<p><a href="g#R">risk</a>- and (risk)</p>`,
		"risk treatment-plan":                  `<p><a href="g#R">risk</a> treatment-plan</p>`,
		"érisk riské":                          `<p>érisk riské</p>`,
		"`risk` [risk](x) **risk** risk":       `<p><code>risk</code> <a href="there">risk</a> <strong><a href="g#R">risk</a></strong> risk</p>`,
		"# Risk\n\nrisk":                       "<h2 id=\"risk\">Risk</h2>\n<p><a href=\"g#R\">risk</a></p>",
		"| risk |\n|---|\n| risk |":            "<th scope=\"col\">risk</th></tr></thead>\n<tbody>\n<tr><td><a href=\"g#R\">risk</a></td>",
		"risk\n: a risk\n":                     "<dt>risk</dt>\n<dd>a <a href=\"g#R\">risk</a>",
		"text[^1]\n\n[^1]: A risk.":            `A <a href="g#R">risk</a>.`,
		strings.Repeat("x", 80) + " " + "Ｒisk": strings.Repeat("x", 80) + " Ｒisk",
		"risk" + strings.Repeat(" risk", 3):    `<p><a href="g#R">risk</a> risk risk risk</p>`,
	} {
		if got := withTerms(source); got != want && !(strings.Contains(got, want) && !strings.HasPrefix(want, "<p>")) {
			t.Errorf("%q:\ngot  %s\nwant %s", source, got, want)
		}
	}
}

func TestAGermanTermIsLinkedInItsForms(t *testing.T) {
	terms := NewTerms("de", []Term{{"Risiko", "R"}, {"Maßnahme", "M"}, {"Interessierte Partei", "I"}, {"Ereignis", "E"}, {"Überprüfung", "U"}, {"Wert", "W"}})
	for source, want := range map[string][]string{
		"Risiken, Risikos, Risikoeigentümer": {"R Risiken"},
		"mit Maßnahmen":                      {"M Maßnahmen"},
		"alle interessierte Parteien":        {"I interessierte Parteien"},
		"Ereignissen und Überprüfungen":      {"E Ereignissen", "U Überprüfungen"},
		"des Wertes wertvoll":                {"W Wertes"},
	} {
		at, from, to := 0, 0, 0
		for _, w := range want {
			var term int
			term, from, to = terms.next(source, at)
			if term < 0 || terms.anchors[term]+" "+source[from:to] != w {
				t.Fatalf("%q: %s is not found", source, w)
			}
			at = to
		}
		if term, from, to := terms.next(source, at); term >= 0 && terms.anchors[term] != strings.Fields(want[0])[0] {
			t.Errorf("%q: %q is found too", source, source[from:to])
		}
	}
}

// Whatever the text, linking its terms changes nothing but to put links around
// words.
func FuzzTermsLeaveTheTextAsItIs(f *testing.F) {
	f.Add("risk treatment plan, risks-policy \x80risk statement of applicability")
	f.Add("risk risk treatment\n\nprocess")
	f.Fuzz(func(t *testing.T, source string) {
		w := htmlWriter{b: Bindings{Terms: explained, Glossary: "g#"}}
		w.words(source)
		var plain strings.Builder
		rest := string(w.dst)
		for {
			before, after, found := strings.Cut(rest, `<a class="term" href="g#`)
			plain.WriteString(before)
			if !found {
				break
			}
			_, inside, _ := strings.Cut(after, `">`)
			text, behind, closed := strings.Cut(inside, "</a>")
			if !closed || text == "" {
				t.Fatalf("%q: %s", source, w.dst)
			}
			plain.WriteString(text)
			rest = behind
		}
		if want := string(AppendEscaped(nil, source)); plain.String() != want {
			t.Errorf("%q: %s", source, w.dst)
		}
	})
}
