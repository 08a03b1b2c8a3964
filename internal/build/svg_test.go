package build

import "testing"

func TestADrawingHasTheSizeThatABrowserShowsItIn(t *testing.T) {
	for root, want := range map[string][2]int{
		`<svg width="480" height="200">`:                                             {480, 200},
		`<!-- a --><?xml-stylesheet?><svg width="1in" height="25.4mm">`:              {96, 96},
		`<?xml version="1.0" encoding="ISO-8859-1"?><svg width="3pc" height="12pt">`: {48, 16},
		`<svg viewBox="0 0 30 20">`:                                                  {30, 20},
		`<svg viewBox="-1,-1, 30.4,19.6">`:                                           {30, 20},
		`<svg width="100%" height="100%" viewBox="0 0 30 20">`:                       {30, 20},
		`<svg width="60" viewBox="0 0 30 20">`:                                       {60, 40},
		`<svg height="60px" viewBox="0 0 30 20">`:                                    {90, 60},
		`<s:svg xmlns:s="http://www.w3.org/2000/svg" width="1.5" height="2">`:        {2, 2},
		`<svg width="10em" height="20">`:                                             {},
		`<svg width="1e999" height="20">`:                                            {},
		`<svg width="-3" height="20">`:                                               {},
		`<svg viewBox="0 0 0 20">`:                                                   {},
		`<svg viewBox="0 0 NaN NaN">`:                                                {},
		`<svg width="99999999999" height="20">`:                                      {},
		`<!DOCTYPE svg [<!ENTITY ns "x">]><svg xmlns:x="&ns;" width="3" height="4">`: {3, 4},
		`<svg>`:                       {},
		`<html width="1" height="1">`: {},
		`no drawing`:                  {},
		``:                            {},
	} {
		w, h, err := svgSize([]byte(root))
		if got := [2]int{w, h}; got != want || (err == nil) != (want != [2]int{}) {
			t.Errorf("%s: %v, %v, where %v was meant", root, got, err, want)
		}
	}
}
