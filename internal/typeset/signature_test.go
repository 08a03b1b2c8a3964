package typeset

import "testing"

// TestAFieldStandsBesideWhatIsSaidOfIt since whatever a program draws into it must
// hide none of that.
func TestAFieldStandsBesideWhatIsSaidOfIt(t *testing.T) {
	long := "a reason that is so long that it takes more than one line beside the place where the signature goes, and then some"
	for _, language := range []string{"en-GB", "ar"} {
		p := engine(t).Layout(&Book{Language: language, Style: DefaultStyle(), Parts: []Part{{Blocks: []Block{
			&Signature{Name: "One", Description: "Sign here", Facts: []Fact{{Key: "Name", Value: "Dana Reyes"}, {Key: "Role", Value: "Chief Executive"}, {Key: "Why", Value: long}}},
		}}}})
		if len(p.Fields) != 1 {
			t.Fatalf("there are %d fields", len(p.Fields))
		}
		area := p.Nodes[p.Fields[0].Node].Detail.Area
		if area.W < 100*Point || area.H < 30*Point {
			t.Errorf("%s: the place measures %s by %s", language, pt(area.W), pt(area.H))
		}
		page := p.Pages[area.Page]
		words, within := 0, 0
		for _, f := range page.Frames {
			for _, m := range f.Marks {
				if x, y := f.X+m.X, f.Y+m.Y; m.Runs != nil && y > area.Y && y < area.Y+area.H {
					words++
					if x+m.W > area.X && x < area.X+area.W {
						t.Errorf("%s: %q stands where the signature goes", language, shown(&m))
					}
				}
			}
		}
		for _, m := range page.Behind {
			if m.X <= area.X && m.Y <= area.Y && m.X+m.W >= area.X+area.W && m.Y+m.H >= area.Y+area.H {
				within++
			}
		}
		if words < 6 || within != 1 {
			t.Errorf("%s: %d words stand beside the place, which is in %d grounds", language, words, within)
		}
	}
}
