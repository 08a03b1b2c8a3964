package typeset

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Tables returns the tables of a font file by tag (ISO/IEC 14496-22, 4.5),
// none of them reaching beyond the file.
func Tables(data []byte) (map[string][]byte, error) {
	be := binary.BigEndian
	if len(data) < 12 {
		return nil, errors.New("it is too short for a font")
	}
	if v := be.Uint32(data); v != 0x00010000 && v != 0x74727565 { // "true", Apple's own
		return nil, errors.New("it is no TrueType font: save it as .ttf, with TrueType outlines")
	}
	count := int(be.Uint16(data[4:]))
	if len(data) < 12+16*count {
		return nil, errors.New("its table directory is cut off")
	}
	tables := make(map[string][]byte, count)
	for i := range count {
		entry := data[12+16*i:]
		offset, length := uint64(be.Uint32(entry[8:])), uint64(be.Uint32(entry[12:]))
		if offset+length > uint64(len(data)) {
			return nil, fmt.Errorf("its table %q goes beyond the end of the file", entry[:4])
		}
		tables[string(entry[:4])] = data[offset : offset+length]
	}
	return tables, nil
}
