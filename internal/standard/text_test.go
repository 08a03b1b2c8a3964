package standard

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryRequirementIsExplainedInASentenceOfItsOwn(t *testing.T) {
	for _, e := range editions {
		told := make(map[string]string)
		for _, r := range Of(e).All() {
			s := r.Summary
			switch {
			case s == "":
				t.Errorf("%s: %s %s is not explained", e, r.ID, r.Title)
			case told[s] != "":
				t.Errorf("%s: %s and %s are explained alike", e, r.ID, told[s])
			case !strings.HasSuffix(s, ".") || strings.TrimSpace(s) != s || !utf8.ValidString(s):
				t.Errorf("%s: %s: no sentence: %q", e, r.ID, s)
			case strings.Count(s, ". ") > 1:
				t.Errorf("%s: %s is explained at length: %q", e, r.ID, s)
			case strings.Contains(s, " shall "):
				t.Errorf("%s: %s speaks like the standard: %q", e, r.ID, s)
			}
			told[s] = r.ID
		}
	}
}

func TestTheAmendmentOf2024IsOnTwoClauses(t *testing.T) {
	for _, e := range editions {
		var amended []string
		for _, r := range Of(e).All() {
			if (r.Amendment == "") != (r.AmendmentNote == "") {
				t.Errorf("%s: %s has %q and %q", e, r.ID, r.Amendment, r.AmendmentNote)
			}
			if r.Amendment != "" {
				amended = append(amended, r.ID+" "+r.Amendment)
			}
		}
		want := []string{"4.1 1:2024", "4.2 1:2024"}
		if e == Edition2013 {
			want = nil
		}
		if !slices.Equal(amended, want) {
			t.Errorf("%s: amended are %v, want %v", e, amended, want)
		}
	}
}

func TestThreeControlsAreWordedOtherwiseInISO27002(t *testing.T) {
	var got []string
	for _, e := range editions {
		for _, r := range Of(e).All() {
			if r.Title27002 != "" {
				got = append(got, r.ID)
			}
			if r.Title27002 == r.Title {
				t.Errorf("%s is worded alike", r.ID)
			}
		}
	}
	if want := []string{"A.5.21", "A.5.34", "A.8.1"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// definedAt is a standard of the family in one edition, and a clause of it.
var definedAt = regexp.MustCompile(`^ISO/IEC 2700[0-2]:20\d\d, \d\.\d+`)

func TestTermsAreCompleteAndInAlphabeticalOrder(t *testing.T) {
	terms := Terms()
	if len(terms) < 30 {
		t.Errorf("only %d terms", len(terms))
	}
	for i, term := range terms {
		if term.Term == "" || !strings.HasSuffix(term.Meaning, ".") || !definedAt.MatchString(term.Source) {
			t.Errorf("%+v is incomplete", term)
		}
		if i > 0 && strings.ToLower(terms[i-1].Term) >= strings.ToLower(term.Term) {
			t.Errorf("%q comes before %q", terms[i-1].Term, term.Term)
		}
	}
}

func TestPagesBeginWithTheirHeading(t *testing.T) {
	for _, name := range Pages() {
		if text := Page(name); !strings.HasPrefix(text, "# ") || !strings.HasSuffix(text, "\n") {
			t.Errorf("%s begins with %.20q", name, text)
		}
	}
	for _, name := range []string{"", "../data/about", "ABOUT", "summaries-2022.csv"} {
		if Page(name) != "" {
			t.Errorf("%q is a page", name)
		}
	}
	if !strings.Contains(Page(PageReferences), "ISO/IEC 27000") {
		t.Error("the normative reference is not named")
	}
}

func TestEditionsAreNamedByTheirYear(t *testing.T) {
	for _, e := range editions {
		if got, ok := ParseEdition(e.String()); !ok || got != e {
			t.Errorf("%s is read as %s", e, got)
		}
		if e.Other() == e || e.Other().Other() != e || Of(e).Edition() != e {
			t.Errorf("%s has the other edition %s and catalogue %s", e, e.Other(), Of(e).Edition())
		}
	}
	for _, s := range []string{"", "2005", " 2022", "20222", "2022 "} {
		if e, ok := ParseEdition(s); ok {
			t.Errorf("%q is read as %s", s, e)
		}
	}
	if Edition2022.Name() != "ISO/IEC 27001:2022" {
		t.Errorf("cited as %s", Edition2022.Name())
	}
	w, ok := Edition2013.Withdrawn()
	if !ok || w.Since.Long() != "25 October 2022" || w.CertificatesEnded.Long() != "31 October 2025" {
		t.Errorf("the withdrawal of 2013 reads %+v", w)
	}
	if _, ok := Edition2022.Withdrawn(); ok {
		t.Error("2022 is withdrawn")
	}
}
