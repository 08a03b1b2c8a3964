package soa_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const bank = "id: BANK\ntitle: Conditions\nentries:\n  - {id: '1', title: =One, maps: [A.5.1, ORG-01]}\n  - {id: '2', title: Two, maps: [A.5.4]}\n  - {id: '3', title: Three}\n"

func TestFurtherCataloguesStandInWorkbookAndJSON(t *testing.T) {
	content := withOwn()
	content["catalogues/bank.yaml"] = bank
	s, words := spoken(t, content, "")
	data, err := s.XLSX(words)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("BANK")
	if err != nil || len(rows) != 4 {
		t.Fatal(err, rows)
	}
	for i, want := range []string{
		"Requirement|Title|Group|Answered through|Documents|Mentioned|Documented|Implemented|Evidenced",
		"BANK:1|=One||A.5.1, ORG-01||yes|yes|yes|no", "BANK:2|Two||A.5.4||in draft|no|in draft|no", "BANK:3|Three||||no|no|no|no",
	} {
		if got := strings.Join(rows[i], "|"); got != want {
			t.Errorf("row %d: %s, want %s", i+1, got, want)
		}
	}
	if data, err = s.JSON(); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Catalogues []struct {
			ID      string
			Entries []map[string]any
		}
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	if len(out.Catalogues) != 1 || len(out.Catalogues[0].Entries) != 3 || out.Catalogues[0].Entries[0]["implemented"] != "yes" || out.Catalogues[0].Entries[1]["implemented"] != "in draft" {
		t.Errorf("%+v", out.Catalogues)
	}
	if len(s.Rows) != 95 {
		t.Errorf("the statement decides on %d controls", len(s.Rows))
	}
	in, _, err := takeIn(t, content, func() []byte {
		data, err := s.XLSX(words)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}())
	if err != nil || strings.Contains(said(in), "BANK") || len(in.Changes) != 0 {
		t.Errorf("%v: taken in again, it changes something: %s", err, said(in))
	}
}
