//go:build !windows

package release

import (
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// WriteFile replaces one file by data in one step: a reader, and a crash, find the old bytes or the
// new. A symlink is followed, and a file that is there keeps its mode.
func WriteFile(name string, data []byte, mode os.FileMode) error {
	name, err := resolve(name)
	if err != nil {
		return err
	}
	return renameio.WriteFile(name, data, mode, renameio.WithExistingPermissions(), renameio.WithTempDir(filepath.Dir(name)))
}
