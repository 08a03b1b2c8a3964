package release

import (
	"crypto/sha256"
	"encoding/binary"
	"io/fs"
	"os"
	"time"
)

// stamps tell files that still hold known bytes without reading them, by inode. A file whose inode,
// size and times of modification and of status change are those of its stamp is unchanged, since no
// program can set the latter. Anything else is a doubt, and its bytes are compared. So is every file
// on systems where [identity] knows no such time.
//
// The file `stamps` holds, after a line that names its format, 64 bytes a stamp in big-endian order
// (hash, inode, size, the two times in nanoseconds) and the SHA-256 of all before. If it is damaged
// there are no stamps.
type stamps map[uint64]stamp

type stamp struct {
	hash              Hash
	size              int64
	modified, changed int64
}

const (
	stampsMagic = "annexa stamps 1\n"
	stampSize   = sha256.Size + 4*8
)

// A file that changed a moment before the publication may be changed after it without its times
// telling, and is not stamped. How long a moment is depends on how fine the times are that the file
// system keeps: FAT, the coarsest, counts every two seconds. Whoever keeps fractions of a millisecond
// takes them from a clock that ticks a hundred times a second or more often.
const (
	coarseMoment = 2 * time.Second
	fineMoment   = 20 * time.Millisecond
)

// moment is how long before now a file may have changed without its times telling that it changed
// again; now is a time that the file system gave.
func moment(now time.Time) time.Duration {
	if now.Nanosecond()%int(time.Millisecond) != 0 {
		return fineMoment
	}
	return coarseMoment
}

// holds says whether the file described by info is known to have this hash.
func (s stamps) holds(info fs.FileInfo, hash Hash) bool {
	inode, changed, ok := identity(info)
	if !ok {
		return false
	}
	t, ok := s[inode]
	return ok && t == stamp{hash, info.Size(), info.ModTime().UnixNano(), changed}
}

// add stamps a file seen to have this hash, unless it changed after the time given.
func (s stamps) add(info fs.FileInfo, hash Hash, before time.Time) {
	inode, changed, ok := identity(info)
	if ok && changed < before.UnixNano() {
		s[inode] = stamp{hash, info.Size(), info.ModTime().UnixNano(), changed}
	}
}

func (s stamps) encode() []byte {
	b := make([]byte, 0, len(stampsMagic)+len(s)*stampSize+sha256.Size)
	b = append(b, stampsMagic...)
	for inode, t := range s {
		b = append(b, t.hash[:]...)
		b = binary.BigEndian.AppendUint64(b, inode)
		b = binary.BigEndian.AppendUint64(b, uint64(t.size))
		b = binary.BigEndian.AppendUint64(b, uint64(t.modified))
		b = binary.BigEndian.AppendUint64(b, uint64(t.changed))
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

func decodeStamps(b []byte) stamps {
	end := len(b) - sha256.Size
	if end < len(stampsMagic) || string(b[:len(stampsMagic)]) != stampsMagic || sha256.Sum256(b[:end]) != [sha256.Size]byte(b[end:]) {
		return nil
	}
	b = b[len(stampsMagic):end]
	if len(b)%stampSize != 0 {
		return nil
	}
	s := make(stamps, len(b)/stampSize)
	for ; len(b) > 0; b = b[stampSize:] {
		n := b[sha256.Size:]
		s[binary.BigEndian.Uint64(n)] = stamp{
			hash:     Hash(b[:sha256.Size]),
			size:     int64(binary.BigEndian.Uint64(n[8:])),
			modified: int64(binary.BigEndian.Uint64(n[16:])),
			changed:  int64(binary.BigEndian.Uint64(n[24:])),
		}
	}
	return s
}

// readStamps reads what the last build left. Without it every file is compared, so a file that
// cannot be read is none.
func readStamps(name string) stamps {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	return decodeStamps(b)
}
