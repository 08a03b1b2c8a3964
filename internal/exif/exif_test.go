package exif

import (
	"encoding/binary"
	"testing"
)

// photograph is the beginning of a JPEG file with a directory of one tag.
func photograph(order binary.AppendByteOrder, mark string, tag, value uint16) []byte {
	tiff := []byte(mark)
	tiff = order.AppendUint16(tiff, 42)
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, entry := range [][2]uint16{{0x0100, 600}, {tag, value}} {
		tiff = order.AppendUint16(order.AppendUint16(tiff, entry[0]), 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint16(order.AppendUint16(tiff, entry[1]), 0)
	}
	jpeg := []byte("\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xe1")
	jpeg = binary.BigEndian.AppendUint16(jpeg, uint16(2+6+len(tiff)))
	return append(append(append(jpeg, "Exif\x00\x00"...), tiff...), "\xff\xda\x00\x02"...)
}

func TestTheOrientationIsRead(t *testing.T) {
	little, big := photograph(binary.LittleEndian, "II", 0x0112, 6), photograph(binary.BigEndian, "MM", 0x0112, 8)
	for name, test := range map[string]struct {
		data []byte
		want Orientation
	}{
		"little endian":  {little, 6},
		"big endian":     {big, 8},
		"another tag":    {photograph(binary.BigEndian, "MM", 0x0113, 8), Upright},
		"no such value":  {photograph(binary.BigEndian, "MM", 0x0112, 9), Upright},
		"no JPEG":        {little[2:], Upright},
		"no segment":     {[]byte("\xff\xd8\xff\xda\x00\x02"), Upright},
		"behind a scan":  {append([]byte("\xff\xd8\xff\xda\x00\x02"), little[2:]...), Upright},
		"nothing":        {nil, Upright},
		"segment of one": {[]byte("\xff\xd8\xff\xe1\x00\x01Exif"), Upright},
	} {
		if got := Of(test.data); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
	for n := range len(little) - 6 { // what is cut off tells nothing
		if got := Of(little[:n]); got != Upright {
			t.Errorf("%d bytes: %d", n, got)
		}
	}
}

func FuzzOrientation(f *testing.F) {
	f.Add(photograph(binary.LittleEndian, "II", 0x0112, 6))
	f.Add(photograph(binary.BigEndian, "MM", 0x0112, 3))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := Of(data); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}
