package build

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestTheLowestFailureIsReturned(t *testing.T) {
	for range 50 {
		err := each(t.Context(), 100, 8, func(_, i int) error {
			if i%10 == 3 {
				return fmt.Errorf("at %d", i)
			}
			return nil
		})
		if err == nil || !strings.HasPrefix(err.Error(), "at ") {
			t.Fatal(err)
		}
	}
}

func TestEachDoesAllOfIt(t *testing.T) {
	for _, workers := range []int{0, 1, 3, 200} {
		done := make([]bool, 100)
		if err := each(t.Context(), len(done), workers, func(_, i int) error { done[i] = true; return nil }); err != nil {
			t.Fatal(err)
		}
		for i, d := range done {
			if !d {
				t.Fatalf("%d workers left %d out", workers, i)
			}
		}
	}
}

func TestAPanicIsAFaultAndNotTheEnd(t *testing.T) {
	err := each(t.Context(), 3, 2, func(_, i int) error {
		if i == 1 {
			panic("lost")
		}
		return nil
	})
	var fault *Fault
	if !errors.As(err, &fault) || fault.Value != "lost" || len(fault.Stack) == 0 {
		t.Fatal(err)
	}
}

func TestAnEndedContextStopsTheWork(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := each(ctx, 5, 2, func(_, _ int) error { t.Error("worked on"); return nil }); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
