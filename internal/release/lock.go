package release

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const lockPoll = 50 * time.Millisecond

// acquire takes the lock, waiting for another build until ctx ends.
func (r *Release) acquire(ctx context.Context, waiting func(holder string)) error {
	r.lock = flock.New(filepath.Join(r.state, "lock"), flock.SetPermissions(0o600))
	ok, err := r.lock.TryLock()
	if err == nil && !ok {
		if waiting != nil {
			waiting(r.holder())
		}
		ok, err = r.lock.TryLockContext(ctx, lockPoll)
	}
	switch {
	case ctx.Err() != nil && !ok:
		return fmt.Errorf("%s is in the hands of %s: wait for it to end, or end it: %w", r.name, r.holder(), ctx.Err())
	case err != nil:
		return fmt.Errorf("lock %s: %w", r.name, err)
	}
	return nil
}

// announce writes what this build does, for the one that waits, and returns the time of the file
// system's clock.
func (r *Release) announce(doing string) (time.Time, error) {
	name := filepath.Join(r.state, "holder")
	if err := os.WriteFile(name, fmt.Appendf(nil, "process %d, %s", os.Getpid(), doing), 0o600); err != nil {
		return time.Time{}, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// holder says who holds the lock, as far as is known.
func (r *Release) holder() string {
	name := filepath.Join(r.state, "holder")
	text, err := os.ReadFile(name)
	info, statErr := os.Stat(name)
	if err != nil || statErr != nil || len(text) == 0 || len(text) > 100 || bytes.ContainsFunc(text, func(c rune) bool { return c < ' ' }) {
		return "another build"
	}
	return fmt.Sprintf("another build (%s since %s)", text, info.ModTime().UTC().Format("15:04:05 UTC"))
}
