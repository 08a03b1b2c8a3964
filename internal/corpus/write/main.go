// Command write makes a corpus of N documents in the folder DIR, for Annexa or,
// with -hugo or -typst, for those:
//
//	go run ./internal/corpus/write [-hugo | -typst] N DIR
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"

	"annexa/internal/corpus"
)

func main() {
	asHugo := flag.Bool("hugo", false, "make a site of Hugo")
	asTypst := flag.Bool("typst", false, "make a project of Typst")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: write [-hugo | -typst] N DIR")
		flag.PrintDefaults()
	}
	flag.Parse()
	n, err := strconv.Atoi(flag.Arg(0))
	if flag.NArg() != 2 || err != nil || n < 0 {
		flag.Usage()
		os.Exit(2)
	}
	produce := corpus.Write
	switch {
	case *asHugo:
		produce = corpus.Hugo
	case *asTypst:
		produce = corpus.Typst
	}
	if err := produce(flag.Arg(1), n); err != nil {
		fmt.Fprintln(os.Stderr, "write:", err)
		os.Exit(3)
	}
}
