package prose

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
)

// maxColoured is the largest block of code, in bytes, that is coloured.
const maxColoured = 32 << 10

func (r *reader) code(n ast.Node, language string) *Code {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.src))
	}
	text := strings.TrimRight(b.String(), "\n")
	c := &Code{Language: language, Line: r.place(max(0, n.Pos())).Line, Lines: colour(language, text)}
	r.tree.Words += countWords(text)
	return c
}

func plainLines(text string) [][]Token {
	var lines [][]Token
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			lines = append(lines, nil)
			continue
		}
		lines = append(lines, []Token{{PlainToken, strings.TrimSuffix(line, "\r")}})
	}
	return lines
}

// colour cuts code into tokens by line. A language that is not known, and
// code that its lexer does not give back letter by letter, stays plain.
func colour(language, text string) (lines [][]Token) {
	if language == "" || len(text) > maxColoured {
		return plainLines(text)
	}
	lexer := lexers.Get(language)
	if lexer == nil {
		return plainLines(text)
	}
	defer func() {
		if recover() != nil { // a lexer's fault is no reason to lose the code
			lines = plainLines(text)
		}
	}()
	tokens, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root", EnsureLF: false}, text)
	if err != nil {
		return plainLines(text)
	}
	var whole strings.Builder
	lines = append(lines, nil)
	for t := range tokens.Stdlib() {
		whole.WriteString(t.Value)
		class := classOf(t.Type)
		for i, piece := range strings.Split(t.Value, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if piece == "" {
				continue
			}
			last := &lines[len(lines)-1]
			if n := len(*last); n > 0 && (*last)[n-1].Class == class {
				(*last)[n-1].Text += piece
			} else {
				*last = append(*last, Token{class, piece})
			}
		}
	}
	if strings.TrimRight(whole.String(), "\n") != text {
		return plainLines(text)
	}
	for len(lines) > 1 && lines[len(lines)-1] == nil {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func classOf(t chroma.TokenType) TokenClass {
	switch {
	case t.InCategory(chroma.Comment):
		return CommentToken
	case t.InCategory(chroma.Keyword), t == chroma.NameTag, t == chroma.OperatorWord:
		return KeywordToken
	case t.InSubCategory(chroma.LiteralString):
		return StringToken
	case t.InSubCategory(chroma.LiteralNumber), t == chroma.LiteralDate:
		return NumberToken
	case t == chroma.NameFunction, t == chroma.NameClass, t == chroma.NameAttribute, t == chroma.NameBuiltin, t == chroma.NameVariable:
		return NameToken
	case t.InCategory(chroma.Operator):
		return OperatorToken
	case t == chroma.GenericInserted:
		return InsertedToken
	case t == chroma.GenericDeleted:
		return DeletedToken
	}
	return PlainToken
}
