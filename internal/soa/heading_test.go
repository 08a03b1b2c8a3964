package soa

import "testing"

func TestEveryWordForAValueIsOfOneValue(t *testing.T) {
	for name, a := range map[string]answers{"decisions": decisions, "progress": progress, "whys": whys} {
		of := map[string]string{}
		for value, words := range a {
			for _, w := range words {
				if other, twice := of[w]; twice {
					t.Errorf("%s: %q is %q and %q", name, w, other, value)
				}
				of[w] = value
				if w != plainWords(w) {
					t.Errorf("%s: %q is never met, since words are compared as %q", name, w, plainWords(w))
				}
			}
		}
	}
}

func TestHeadingsAreUnderstoodInEnglishAndGerman(t *testing.T) {
	for heading, want := range map[string]meaning{
		"Control": title, "Control ID": controlID, "Control No.": controlID, "Ref": controlID, "Annex A Control Ref.": controlID, "Clause": controlID, "Maßnahme Nr.": controlID, "Nr.": controlID,
		"Applicable": applicable, "Applicability (Yes/No)": applicable, "Included?": applicable, "Anwendbar": applicable, "Anwendbarkeit": applicable, "Decision": applicable, "Relevant": applicable,
		"Justification": included, "Justification for inclusion or exclusion": included, "Reason for exclusion": excluded, "Begründung": included, "Begründung für Nichtanwendbarkeit": excluded, "Begründung für Einschluss oder Ausschluss": included,
		"Begründung für den Ausschluss": excluded, "Ausschlussbegründung": excluded, "Rationale": included, "Reasons": reasons, "Reasons for selection": reasons, "Gründe": reasons,
		"LR": legal, "Contractual obligations": contract, "BR/BP": business, "Results of risk assessment": risk, "Risikobewertung": risk,
		"Implemented": implemented, "Implemented (Y/N)": implemented, "Umgesetzt": implemented, "Implementation status": implementation, "Status": implementation, "Umsetzungsgrad": implementation, "Umsetzung": implementation,
		"Implementation description": description, "How is it implemented?": description, "Beschreibung der Umsetzung": description,
		"Control owner": owner, "Responsible": owner, "Verantwortlich": owner, "Zuständigkeit": owner,
		"Title": title, "Bezeichnung": title, "Documents": known, "Risks": known, "Description": unknown, "Control description": unknown, "Last audit": unknown, "": unknown,
	} {
		if got := meaningOf(heading); got != want {
			t.Errorf("%q means %v (%d), want %v (%d)", heading, got, got, want, want)
		}
	}
}
