package object

import (
	"bytes"
	"compress/zlib"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var fit = flag.String("fit", "", "a pattern of PDFs: quickcodes.go gets the codes that fit their streams best")

// With -fit the codes are those that Huffman finds for the streams of PDFs:
//
//	go run ./internal/corpus/write 100 DIR/corpus && annexa build -C DIR/corpus -o DIR/a && annexa build -o DIR/b
//	go test -run TestQuickCodesAreWhole ./internal/pdf/object -fit 'DIR/[ab]/[dp]*/*.pdf'
func TestQuickCodesAreWhole(t *testing.T) {
	if *fit != "" {
		literals, distances := counted(t, *fit)
		l, d := huffman(literals, longestCode), huffman(distances, longestCode)
		header := make([]int, len(headerOrder))
		for s := range stated(slices.Concat(l, d)) {
			header[s.code]++
		}
		source, err := os.ReadFile("quickcodes.go")
		if err != nil {
			t.Fatal(err)
		}
		for name, lengths := range map[string][]uint8{"literal": l, "distance": d, "header": huffman(header, 7)} {
			var s strings.Builder
			for _, n := range lengths {
				fmt.Fprintf(&s, "%x", n)
			}
			source = regexp.MustCompile(`(`+name+`CodeLengths *= )"[^"]*"`).ReplaceAll(source, []byte(`${1}"`+s.String()+`"`))
		}
		if err := os.WriteFile("quickcodes.go", source, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("quickcodes.go is written: run the test again")
	}
	for name, c := range map[string]struct {
		digits       string
		count, limit int
	}{
		"literals":  {literalCodeLengths, endOfBlock + 1 + 29, longestCode},
		"distances": {distanceCodeLengths, 30, longestCode},
		"header":    {headerCodeLengths, len(headerOrder), 7},
	} {
		lengths := digits16(c.digits)
		taken := 0 // of all there is to say, in shares of 1/2^15
		for _, n := range lengths {
			if int(n) > c.limit {
				t.Errorf("%s: a code of %d bits, more than %d", name, n, c.limit)
			}
			if n > 0 {
				taken += 1 << 15 >> n
			}
		}
		if len(lengths) != c.count || taken != 1<<15 {
			t.Errorf("%s: %d codes take %d of %d: want %d codes that take all", name, len(lengths), taken, 1<<15, c.count)
		}
		if name != "header" && slices.Contains(lengths, 0) {
			t.Errorf("%s: something has no code", name)
		}
	}
}

func TestWhatDoesNotFitTheQuickCodesGoesToTheLibrary(t *testing.T) {
	noise := make([]byte, 4*quickFrom)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for name, data := range map[string][]byte{"noise": noise, "little": []byte("little"), "much": bytes.Repeat([]byte("0 0 m\n"), quickTo/6+1)} {
		if got, want := NewQuickDeflater().Deflate(data), NewDeflater(1).Deflate(data); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes that are not the library's %d", name, len(got), len(want))
		}
	}
}

// counted are the literals, lengths and distances in the streams of PDFs as quick
// parts them. What is seldom there counts as if it were a 4,000th of all: other
// languages and faces have other glyphs.
func counted(t *testing.T, pattern string) (literals, distances []int) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal("no such files", err)
	}
	literals, distances = make([]int, endOfBlock+1+29), make([]int, 30)
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(data, Limits{})
		if err != nil {
			t.Fatal(name, err)
		}
		for _, ref := range f.Refs() {
			at, _, ok := f.Offset(ref)
			if !ok {
				continue
			}
			o, err := f.plain(ref, at)
			if err != nil {
				t.Fatal(name, err)
			}
			s, ok := o.(*Stream)
			if !ok || s.Dict.Get("Length1") != nil { // fonts are not its business
				continue
			}
			if data, err = f.Decode(s); err != nil {
				t.Fatal(name, err)
			}
			count(data, literals, distances)
		}
	}
	for _, counts := range [][]int{literals, distances} {
		all := 0
		for _, n := range counts {
			all += n
		}
		for i, n := range counts {
			counts[i] = max(n, all/4000)
		}
	}
	return literals, distances
}

// count adds up what quick writes for data.
func count(data []byte, literals, distances []int) {
	out, ok := newQuick().append(nil, data)
	if !ok {
		return
	}
	c := makeQuickCodes()
	at := 8*(2+len(c.header)) + int(c.restCount)
	bit := func() code {
		at++
		return code(out[(at-1)/8]>>((at-1)%8)) & 1
	}
	meant := func(digits string) func() int {
		symbols := map[code]int{}
		for i, c := range canonical(digits16(digits)) {
			symbols[c] = i
		}
		return func() int {
			for n, bits := code(0), code(0); ; {
				bits |= bit() << n
				n++
				if symbol, ok := symbols[bits|n<<codeShift]; ok {
					return symbol
				}
			}
		}
	}
	literal, distance := meant(literalCodeLengths), meant(distanceCodeLengths)
	for {
		symbol := literal()
		if symbol == endOfBlock {
			literals[symbol]++
			return
		}
		literals[symbol]++
		if symbol > endOfBlock {
			if kind := symbol - endOfBlock - 1; kind >= 8 && kind < 28 {
				at += kind/4 - 1
			}
			d := distance()
			distances[d]++
			at += max(d/2-1, 0)
		}
	}
}

// huffman are the lengths of the codes that fit counts best, none above a limit.
func huffman(counts []int, limit int) []uint8 {
	type node struct{ weight, left, right int }
	for counts = slices.Clone(counts); ; {
		var nodes []node
		var live []int // roots of trees
		for i, n := range counts {
			nodes = append(nodes, node{weight: n, left: -1})
			if n > 0 {
				live = append(live, i)
			}
		}
		for len(live) > 1 {
			slices.SortStableFunc(live, func(a, b int) int { return nodes[b].weight - nodes[a].weight })
			a, b := live[len(live)-2], live[len(live)-1]
			live = append(live[:len(live)-2], len(nodes))
			nodes = append(nodes, node{nodes[a].weight + nodes[b].weight, a, b})
		}
		lengths, deepest := make([]uint8, len(counts)), 0
		var walk func(i, depth int)
		walk = func(i, depth int) {
			if nodes[i].left < 0 {
				lengths[i] = uint8(depth)
				deepest = max(deepest, depth)
				return
			}
			walk(nodes[i].left, depth+1)
			walk(nodes[i].right, depth+1)
		}
		walk(live[0], 0)
		if deepest <= limit {
			return lengths
		}
		for i, n := range counts {
			counts[i] = (n + 1) / 2
		}
	}
}

// What quick writes is what zlib reads, whatever it is given.
func FuzzQuick(f *testing.F) {
	text := strings.Repeat("What is written once is written again. ", 40)
	f.Add([]byte(text), uint16(3))
	f.Add([]byte(text[:quickFrom]), uint16(1))
	f.Add(bytes.Repeat([]byte{0}, 1<<10), uint16(70))
	q := newQuick()
	f.Fuzz(func(t *testing.T, data []byte, times uint16) {
		data = bytes.Repeat(data, min(int(times), 1<<20/max(len(data), 1)))
		out, ok := q.append([]byte("before"), data)
		if !ok {
			if string(out) != "before" {
				t.Fatal("what it refuses leaves a trace")
			}
			return
		}
		r, err := zlib.NewReader(bytes.NewReader(out[len("before"):]))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, data) {
			t.Fatalf("%d bytes come back as %d: %v", len(data), len(back), err)
		}
	})
}
