package prose

import "testing"

func TestIdsAndDatesOfACellStandOnOneLine(t *testing.T) {
	for _, test := range []struct{ text, html string }{
		{"", ""},
		{"R-001", `<span class="whole">R-001</span>`},
		{"by 2026-11-29, see R-001 & POL-NET.", `by <span class="whole">2026-11-29</span>, see <span class="whole">R-001</span> &amp; <span class="whole">POL-NET</span>.`},
		{"R-001/R-002", `<span class="whole">R-001</span>/<span class="whole">R-002</span>`},
		{"<b-1>", "&lt;b-1&gt;"},
		{"well-known, e-mail, 18-month", "well-known, e-mail, 18-month"},
		{"-1 1- A- -", "-1 1- A- -"},
		{"ABCDEFGHIJ-12345678", `<span class="whole">ABCDEFGHIJ-12345678</span>`},
		{"ABCDEFGHIJ-123456789", "ABCDEFGHIJ-123456789"},
		{"Ä1-2", "Ä1-2"},
		{"1-2ß", "1-2ß"},
		{"1-2-3-4-5-6-7-8-9-10-11-12 A-1", `1-2-3-4-5-6-7-8-9-10-11-12 <span class="whole">A-1</span>`},
	} {
		if got := string(AppendUnbroken(nil, test.text)); got != test.html {
			t.Errorf("%q is written\n%s, not\n%s", test.text, got, test.html)
		}
	}
}
