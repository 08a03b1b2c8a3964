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
		"!!! note\n    Text.":                           {"1:1 !!! note"},
		"??? tip \"Folded\"\n    Text.":                 {`1:1 ??? tip "Folded"`},
		"Stop!!! Now??? Why":                            nil,
		"=== \"Linux\"\n\n    x":                        {`1:1 === "Linux"`},
		"--8<-- \"a.md\"":                               {`1:1 --8<-- "a.md"`},
		"[TOC]\n\nsee [TOC]":                            {"1:1 [TOC]"},
		"[TOC]: a.md\n\n[TOC]":                          nil,
		"![x](x.png)\n{: .wide}":                        {"2:1 {: .wide}"},
		"so ==marked== it is":                           {"1:4 ==marked== it is"},
		"a == b, b == c, ==== and x==y":                 nil,
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
