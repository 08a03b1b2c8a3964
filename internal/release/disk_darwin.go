package release

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

func swapDirs(a, b string) error {
	return os.NewSyscallError("renamex_np", unix.RenamexNp(a, b, unix.RENAME_SWAP))
}

// identity returns a file's inode and the time its status last changed, in nanoseconds.
func identity(info fs.FileInfo) (inode uint64, changed int64, ok bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return st.Ino, st.Ctimespec.Nano(), true
}

// isMount says whether the folder is known to be a mount point.
func isMount(dir string) bool {
	var in, above unix.Stat_t
	if unix.Lstat(dir, &in) != nil || unix.Lstat(filepath.Dir(dir), &above) != nil {
		return false
	}
	return in.Dev != above.Dev
}

// syncFile hands the file to the drive; syncTree makes the drive keep it.
func syncFile(f *os.File) error {
	return os.NewSyscallError("fsync", unix.Fsync(int(f.Fd())))
}

// syncTree makes the drive keep all it was handed (F_FULLFSYNC, by Sync).
func syncTree(dir string) error { return syncDir(dir) }
