package site_test

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"annexa/internal/corpus"
	"annexa/internal/site"
)

func TestZZ(t *testing.T) {
	n := 1000
	fmt.Sscan(os.Getenv("ZZ"), &n)
	l := load(t, corpus.FS(n))
	opt := options(t, l)
	for r := 0; r < 3; r++ {
		t0 := time.Now()
		s, _ := site.New(l.ISMS, opt)
		fmt.Println("new", time.Since(t0))
		by := map[string]time.Duration{}
		cnt := map[string]int{}
		var dst []byte
		for _, p := range s.Pages() {
			t1 := time.Now()
			dst, _ = s.Render(p, dst[:0])
			k := p.Path
			if i := strings.LastIndexByte(k, '/'); i > 0 {
				k = k[:i]
			}
			by[k] += time.Since(t1)
			cnt[k]++
		}
		var ks []string
		for k := range by {
			ks = append(ks, k)
		}
		sort.Slice(ks, func(i, j int) bool { return by[ks[i]] > by[ks[j]] })
		var tot time.Duration
		for i, k := range ks {
			if i < 12 && r == 2 {
				fmt.Println(k, cnt[k], by[k], by[k]/time.Duration(cnt[k]))
			}
			tot += by[k]
		}
		fmt.Println("total", tot)
	}
}
