package register

import (
	"testing"

	"annexa/internal/config"
	"annexa/internal/field"
	"annexa/internal/language"
	"annexa/templates"
)

func TestARegisterIsSaidInTheLanguageAndAnOwnOneAsItIsWritten(t *testing.T) {
	de, problems := language.Of("de-AT", templates.FS, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	schemas, problems := NewSchemas(&config.Config{Registers: []config.OwnRegister{{Name: "projects", Prefix: "PRJ", Title: "Projects", Columns: []config.OwnColumn{
		{Key: "severity", Words: []string{"low", "high"}}, {Key: "owner", Title: "Sponsor", Type: "role"},
	}}}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct{ register, column, word, want string }{
		{"risks", "affects", "c", "Risiken|Betrifft|Vertraulichkeit"},
		{"assets", "classification", "internal", "Werte|Klassifizierung|Intern"},
		{"projects", "severity", "high", "Projects|Schwere|high"},
		{"projects", "owner", "IT", "Projects|Sponsor|IT"},
	} {
		s, ok := schemas.Lookup(c.register)
		if !ok {
			t.Fatal(c.register)
		}
		i := s.Column(c.column)
		row := &Row{Register: &Register{Schema: s}, Cells: make([]Cell, len(s.Columns))}
		row.Cells[i] = Cell{Text: c.word, List: []field.Text{{Value: c.word}}}
		if got := s.TitleIn(de) + "|" + s.Columns[i].TitleIn(de) + "|" + row.Say(de, i); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
