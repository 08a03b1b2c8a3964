package starter

import (
	"fmt"
	"strings"
)

// Marks say in the sample what is the sample company's own, and what stands
// there in a starter. They are comments, so no reader of the sample meets them.
//
// In Markdown a stretch goes from <!-- ours --> to <!-- theirs: TEXT -->, and a
// starter has TEXT, which may be empty, in its place. Without an opening mark
// the stretch begins where the line does; if the closing mark stands on a line
// of its own, where the text does. A line begins behind its list mark. A mark
// with text behind it cannot begin a line or an item: Markdown would take the
// line for HTML.
//
//	one line for each of our <!-- ours -->31 <!-- theirs -->roles
//	- The review is held in Bristol.<!-- theirs: The review is held in the office. -->
//
// In YAML the value of a line that ends in # theirs: TEXT is TEXT; without a
// text the line is left out. A line that is the comment # theirs: TEXT becomes
// TEXT, and a line that begins with # ours: is left out. In annexa.yaml the line
// # ours: words: A, B names what belongs to the sample company's trade and place.
var (
	openMark  = pattern(`<!-- ours -->\n?`)
	closeMark = pattern(`(?s)<!-- theirs(?::\s+(.*?))?\s-->`)
	htmlLine  = pattern(`^<!-- (?:ours|theirs(?::.*?)?) -->.*[^\s]`)
	lineMark  = pattern(`^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\d+[.)][ \t]+|:[ \t]+)?`)
)

// theirs is a text of the sample as a starter has it.
func theirs(text string) (string, error) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if begun := line[len(lineMark().FindString(line)):]; htmlLine().MatchString(begun) {
			return "", fmt.Errorf("line %d begins with a mark, so its text would be read as HTML: put the mark behind the text", n)
		}
	}
	for {
		end := closeMark().FindStringSubmatchIndex(text)
		if end == nil {
			if open := openMark().FindStringIndex(text); open != nil {
				return "", fmt.Errorf("line %d: <!-- ours --> is never followed by <!-- theirs -->", 1+strings.Count(text[:open[0]], "\n"))
			}
			return text, nil
		}
		before, after, in := text[:end[0]], text[end[1]:], ""
		if end[2] >= 0 {
			in = text[end[2]:end[3]]
		}
		if strings.Contains(in, "<!--") {
			return "", fmt.Errorf("line %d: a comment stands within <!-- theirs -->", 1+strings.Count(before, "\n"))
		}
		lineStart := strings.LastIndexByte(before, '\n') + 1
		open := openMark().FindAllStringIndex(before, -1)
		switch {
		case len(open) > 1:
			return "", fmt.Errorf("line %d: <!-- ours --> stands here a second time before <!-- theirs -->", 1+strings.Count(before[:open[1][0]], "\n"))
		case len(open) == 1:
			before = before[:open[0][0]]
		case strings.TrimSpace(before[lineStart:]) == "":
			before, in = "", in+"\n"
		default:
			mark := lineMark().FindString(before[lineStart:])
			before = before[:lineStart+len(mark)]
			if in == "" { // nothing is left of the line
				before = before[:lineStart]
				after = strings.TrimPrefix(after, "\n")
			}
		}
		text = before + in + after
	}
}

var (
	yamlMark   = pattern(`^(\s*(?:- )?[\w-]+:)\s.*?\s*# theirs:(.*)$`)
	yamlItem   = pattern(`^\s*- .*# theirs:\s*$`)
	yamlInsert = pattern(`^(\s*)# theirs: (.*)$`)
	yamlOurs   = pattern(`^\s*# ours:`)
)

// ownWords are the words that annexa.yaml calls the sample company's own.
func ownWords(settings string) []string {
	var words []string
	for line := range strings.Lines(settings) {
		if list, ok := strings.CutPrefix(line, "# ours: words: "); ok {
			for word := range strings.SplitSeq(list, ",") {
				words = append(words, strings.TrimSpace(word))
			}
		}
	}
	return words
}

// theirsYAML is theirs for YAML.
func theirsYAML(src string) string {
	var out []string
	for line := range strings.SplitSeq(src, "\n") {
		switch m := yamlMark().FindStringSubmatch(line); {
		case yamlOurs().MatchString(line), yamlItem().MatchString(line):
		case m != nil:
			if value := strings.TrimSpace(m[2]); value != "" {
				out = append(out, m[1]+" "+value)
			}
		default:
			if m := yamlInsert().FindStringSubmatch(line); m != nil {
				line = m[1] + m[2]
			}
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
