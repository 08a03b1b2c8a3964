package build

import (
	"context"
	"fmt"
	"slices"

	"annexa/internal/release"
	"annexa/internal/sign"
)

// lasting says whether signatures get long-term data.
func (p Publication) lasting() bool { return p.Signer != nil && p.Signer.Level >= sign.BLT }

// lastingBatch is how many files wait in memory for their long-term data.
const lastingBatch = 256

// last makes PDFs whose signatures get long-term data. Those must be no older
// than the signatures, so many files are signed first, and then share what is
// fetched.
func (p Publication) last(ctx context.Context, r *release.Release, jobs []job) ([]output, error) {
	outputs := make([]output, 0, len(jobs))
	for batch := range slices.Chunk(jobs, lastingBatch) {
		made := make([]output, len(batch))
		err := each(ctx, len(batch), p.Workers, func(_, i int) error {
			var err error
			if made[i], err = batch[i].make(nil); err != nil {
				return fmt.Errorf("make %s: %w", batch[i].path, err)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		progress := counter{all: len(batch), tell: p.Progress}
		err = each(ctx, len(batch), p.Workers, func(_, i int) error {
			out := &made[i]
			if !out.kept {
				var err error
				if out.data, err = p.Signer.Extend(ctx, out.data); err != nil {
					return fmt.Errorf("make %s: sign it: %w", batch[i].path, err)
				}
			}
			err := r.WriteBase(batch[i].path, out.data, out.base)
			out.data = nil
			progress.one()
			return err
		})
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, made...)
	}
	return outputs, nil
}
