package prose

import (
	"fmt"
	"slices"
	"testing"
)

func TestWhatOtherProgramsTakeForMarkupIsRemarked(t *testing.T) {
	for src, want := range map[string][]string{
		"a {% include x.html %} b":                      {`1:3 {% include x.html %} b`},
		"{{< figure src=\"a\" >}}":                      {`1:1 {{< figure src="a" >}}`},
		"> {{% notice %}}x{{% /notice %}}":              {`1:3 {{% notice %}}x{{% /notice %}}`},
		":::tip\nText.\n:::":                            {"1:1 :::tip", "3:1 :::"},
		"x ::: y":                                       nil,
		"a %% hidden %% b":                              {"1:3 %% hidden %% b"},
		"%%\nhidden\n%%":                                {"1:1 %%", "3:1 %%"},
		"100 %% of it":                                  nil,
		"`{% x %}` and\n\n    {% y %}\n\n```\n:::\n```": nil,
		"| a |\n|---|\n| {% x %} |":                     {"3:3 {% x %} |"},
		"# {% t %}":                                     {"1:3 {% t %}"},
	} {
		var got []string
		for _, r := range NewParser().Parse([]byte(src), 1).Remarks {
			if r.Kind == ForeignMarkup {
				got = append(got, fmt.Sprintf("%d:%d %s", r.Place.Line, r.Place.Column, r.Text))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}
