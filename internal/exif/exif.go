// Package exif reads which way up a photograph is to be seen.
//
// Cameras and telephones store what the sensor saw and say beside it how it was
// held (Exif 2.32, 4.6.4: the tag Orientation), in the first application segment
// of a JPEG file, which holds a small TIFF file (TIFF 6.0, section 2). Browsers
// turn the picture by it. Nothing else of these data is read.
package exif

import (
	"bytes"
	"encoding/binary"
)

// Orientation says where the first row and the first column of the stored
// pixels belong: 1 at the top and the left, as most have it, up to 8.
type Orientation uint8

// Upright is a picture that is seen as it is stored.
const Upright Orientation = 1

// Sideways says whether rows are seen as columns: the width that is seen is the
// height that is stored.
func (o Orientation) Sideways() bool { return o >= 5 }

// Of returns the orientation of a JPEG file, [Upright] for one that tells none
// and for everything else.
func Of(jpeg []byte) Orientation {
	const start, scan, app1 = 0xd8, 0xda, 0xe1
	if !bytes.HasPrefix(jpeg, []byte{0xff, start}) {
		return Upright
	}
	for rest := jpeg[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != scan; {
		if rest[1] == 0xff { // any number of them may stand before a marker
			rest = rest[1:]
			continue
		}
		size := int(binary.BigEndian.Uint16(rest[2:])) // of the segment, without its marker
		if size < 2 || size > len(rest)-2 {
			return Upright
		}
		if tiff, ok := bytes.CutPrefix(rest[4:2+size], []byte("Exif\x00\x00")); ok && rest[1] == app1 {
			return ofTIFF(tiff)
		}
		rest = rest[2+size:]
	}
	return Upright
}

// ofTIFF looks for the tag in the first directory.
func ofTIFF(tiff []byte) Orientation {
	const tag, short, header, entry = 0x0112, 3, 8, 12
	if len(tiff) < header {
		return Upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at < header || at > int64(len(tiff)-2) {
		return Upright
	}
	directory := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(directory) < entry {
			break
		}
		if order.Uint16(directory) == tag && order.Uint16(directory[2:]) == short {
			if o := order.Uint16(directory[8:]); o >= 1 && o <= 8 {
				return Orientation(o)
			}
			break
		}
		directory = directory[entry:]
	}
	return Upright
}
