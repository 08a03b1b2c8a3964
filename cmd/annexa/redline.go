package main

import (
	"bufio"
	"fmt"
	"strings"

	"annexa/internal/redline"
)

// around is how many lines that stayed are shown before and behind a change.
const around = 2

// redline prints what changed between two texts, with the lines around it: in
// colours where there are any, else as [-gone-] and {+new+}.
func (t *terminal) redline(old, now string) error {
	var lines []string
	var changed []int // lines with a change
	line := ""
	for _, p := range redline.Compare(old, now) {
		for part := range strings.SplitAfterSeq(p.Text, "\n") {
			body := strings.TrimRight(part, "\r\n")
			if p.Kind != redline.Same && part != "" && (len(changed) == 0 || changed[len(changed)-1] != len(lines)) {
				changed = append(changed, len(lines))
			}
			line += t.marked(p.Kind, body)
			if strings.HasSuffix(part, "\n") {
				lines, line = append(lines, line), ""
			}
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	w := bufio.NewWriter(t.out)
	shown := 0
	for _, n := range changed {
		if from := max(n-around, shown); from > shown {
			fmt.Fprintln(w, "…")
			shown = from
		}
		for ; shown <= min(n+around, len(lines)-1); shown++ {
			fmt.Fprintln(w, lines[shown])
		}
	}
	if len(changed) == 0 {
		fmt.Fprintln(w, "the text says the same")
	} else if shown < len(lines) {
		fmt.Fprintln(w, "…")
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// marked is a part of a line as it is shown.
func (t *terminal) marked(kind redline.Kind, text string) string {
	switch {
	case text == "" || kind == redline.Same:
		return text
	case kind == redline.Gone && t.bright:
		return "\x1b[9;31m" + text + "\x1b[0m"
	case kind == redline.Gone:
		return "[-" + text + "-]"
	case t.bright:
		return "\x1b[1;32m" + text + "\x1b[0m"
	}
	return "{+" + text + "+}"
}
