package prose

import (
	"fmt"
	"strings"
	"testing"
)

func TestPhrasesAreFoundWithTheirPlaceAndWhatStandsAroundThem(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"Logs are read regularly. That is each Monday. And so on.", `5:15 1 en "regularly" in "Logs are read regularly."|"That is each Monday."`},
		{"One. Two.\nLogs are **read\nas\nappropriate** by\nAnn. Three. Four.", `7:1 2 en "as appropriate" in "Logs are read as appropriate by Ann."|"Three."`},
		{"# Regularly TODO\n", `5:13 0  "TODO" in ""|""`},
		{"The Head of IT:\n\n- reads logs where necessary\n- sleeps", `7:14 2 en "where necessary" in "The Head of IT: reads logs where necessary"|""`},
		{"Not a lead.\n\n- if possible", `7:3 2 en "if possible" in "if possible"|""`},
		{"| Who | What |\n|---|---|\n| Head of IT | reads logs when needed |", `7:27 2 en "when needed" in "Who` + "\\t" + `What` + "\\n" + `Head of IT` + "\\t" + `reads logs when needed"|""`},
		{"Owner: <name>, <b>, <a href=x>, <name of the owner>.", "5:8 0  \"<name>\" in \"Owner: <name>, <b>, <a href=x>, <name of the owner>.\"|\"\"\n5:33 0  \"<name of the owner>\" in \"Owner: <name>, <b>, <a href=x>, <name of the owner>.\"|\"\""},
		{"<company>\n", `5:1 0  "<company>" in ""|""`},
		{"`TODO` todo XXXL T-TODO/x [insert the name] insert", `5:27 0  "[insert the name]" in "TODO todo XXXL T-TODO/x [insert the name] insert"|""`},
		{"Lorem\nipsum dolor", `5:1 0  "Lorem ipsum" in "Lorem ipsum dolor"|""`},
		{"Regelmäßig wird geprüft, gegebenenfalls öfter.", "5:1 1 de \"Regelmäßig\" in \"Regelmäßig wird geprüft, gegebenenfalls öfter.\"|\"\"\n5:26 2 de \"gegebenenfalls\" in \"Regelmäßig wird geprüft, gegebenenfalls öfter.\"|\"\""},
		{"Read regularly, e.g. every week, i. e. by z. B. all. Next.", `5:6 1 en "regularly" in "Read regularly, e.g. every week, i. e. by z. B. all."|"Next."`},
		{"irregularly, regular, [[POL-01|regularly]], {{a.b}}", ""},
	} {
		var got []string
		for _, p := range NewParser().Parse([]byte(c.src), 5).Phrases {
			got = append(got, fmt.Sprintf("%d:%d %d %s %q in %q|%q", p.Place.Line, p.Place.Column, p.Kind, p.Language, p.Text, p.Sentence, p.Next))
		}
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.src, s, c.want)
		}
	}
	many := strings.Repeat("TODO ", 10_000)
	if n := len(NewParser().Parse([]byte(many), 1).Phrases); n != maxPhrases {
		t.Errorf("%d phrases of a hostile text", n)
	}
}
