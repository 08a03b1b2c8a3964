package release

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

const (
	benchFiles = 10_000
	benchSize  = 20_000
)

// benchSite is a site of pages whose bytes differ, in the folders of a real one.
func benchSite() (paths []string, pages [][]byte) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range benchFiles {
		page := make([]byte, benchSize)
		for j := range page {
			page[j] = "abcdefghijklmnop"[rnd.Uint32()%16]
		}
		paths = append(paths, fmt.Sprintf("%s/P-%05d.html", []string{"documents", "controls", "pages/deep"}[i%3], i))
		pages = append(pages, page)
	}
	return paths, pages
}

func benchPublish(b *testing.B, target string, paths []string, pages [][]byte) Summary {
	r, err := Open(context.Background(), target, Options{hooks: hooks{racy: func() time.Duration { return 0 }}})
	if err != nil {
		b.Fatal(err)
	}
	var workers sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		workers.Go(func() {
			for i := w; i < len(paths); i += n {
				if err := r.Write(paths[i], pages[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	workers.Wait()
	sum, err := r.Commit(Meta{Generator: "annexa", Date: "2026-11-02"})
	if err != nil {
		b.Fatal(err)
	}
	return sum
}

// BenchmarkPublish takes 10,000 pages of 20 kB, 200 MB: once to where nothing is, again with nothing
// changed, and with every hundredth page changed.
func BenchmarkPublish(b *testing.B) {
	paths, pages := benchSite()
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			dir := b.TempDir()
			b.StartTimer()
			benchPublish(b, filepath.Join(dir, "public"), paths, pages)
			b.StopTimer()
			if err := os.RemoveAll(dir); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	target := filepath.Join(b.TempDir(), "public")
	for range 2 {
		benchPublish(b, target, paths, pages)
	}
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			if sum := benchPublish(b, target, paths, pages); sum.Written != 0 {
				b.Fatal(sum)
			}
		}
	})
	b.Run("one-in-a-hundred", func(b *testing.B) {
		for b.Loop() {
			for i := 0; i < len(pages); i += 100 {
				pages[i] = append([]byte{pages[i][0] + 1}, pages[i][1:]...)
			}
			if sum := benchPublish(b, target, paths, pages); sum.Written != benchFiles/100 {
				b.Fatal(sum)
			}
		}
	})
}
