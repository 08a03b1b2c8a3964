package build

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// each calls do for every i below n, by so many workers side by side, and
// returns the error of the lowest i that failed. It stops early once one has
// failed or ctx has ended.
func each(ctx context.Context, n, workers int, do func(worker, i int) error) error {
	var (
		next   atomic.Int64
		failed atomic.Bool
		mu     sync.Mutex
		first  error
		at     = n
		wg     sync.WaitGroup
	)
	for worker := range min(max(workers, 1), n) {
		wg.Go(func() {
			for !failed.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := guarded(do, worker, i); err != nil {
					failed.Store(true)
					mu.Lock()
					if i < at {
						first, at = err, i
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if first != nil {
		return first
	}
	return ctx.Err()
}

// soon begins to make a value beside whatever is done meanwhile, and returns
// what waits for it.
func soon[T any](make func() T) func() T {
	made := sync.OnceValue(make)
	go func() {
		defer func() { _ = recover() }() // it meets whoever waits too
		made()
	}()
	return made
}

// A Fault is a panic of a worker: a mistake in Annexa, not in the content.
type Fault struct {
	Value any
	Stack []byte
}

// Error implements error.
func (f *Fault) Error() string { return fmt.Sprintf("a fault in Annexa itself: %v", f.Value) }

// guarded makes an error of a panic, so that one file's fault is named and
// nothing published is lost.
func guarded(do func(worker, i int) error, worker, i int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &Fault{r, debug.Stack()}
		}
	}()
	return do(worker, i)
}
