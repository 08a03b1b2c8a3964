package build

import (
	"context"
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
				if err := do(worker, i); err != nil {
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
