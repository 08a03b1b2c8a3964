package pdf

// sRGB makes the profile of the output intent: an ICC profile of version 2
// (ICC.1:1998-09) for a display with the primaries of sRGB, adapted to D50, and
// a tone curve of gamma 2.2, which is what sRGB's comes to.
func sRGB() []byte {
	xyz := func(x, y, z uint32) []byte {
		b := append([]byte("XYZ "), 0, 0, 0, 0)
		return be.AppendUint32(be.AppendUint32(be.AppendUint32(b, x), y), z)
	}
	const name = "sRGB"
	desc := append([]byte("desc"), 0, 0, 0, 0)
	desc = be.AppendUint32(desc, uint32(len(name)+1))
	desc = append(append(desc, name...), 0)
	desc = append(desc, make([]byte, 4+4+2+1+67)...) // no Unicode, no ScriptCode
	curve := append([]byte("curv"), 0, 0, 0, 0, 0, 0, 0, 1, 0x02, 0x33)
	tags := []table{
		{"desc", desc},
		{"cprt", append([]byte("text"), "\x00\x00\x00\x00No copyright\x00"...)},
		{"wtpt", xyz(0xF6D6, 0x10000, 0xD32D)},
		{"rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)},
		{"gXYZ", xyz(0x6299, 0xB785, 0x18DA)},
		{"bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	head := make([]byte, 128)
	be.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2000, 1, 1} { // a date is required
		be.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	be.PutUint32(head[68:], 0xF6D6)
	be.PutUint32(head[72:], 0x10000)
	be.PutUint32(head[76:], 0xD32D)

	out := be.AppendUint32(head, uint32(len(tags)))
	offset := len(out) + 12*len(tags)
	var data []byte
	for _, t := range tags {
		out = append(out, t.tag...)
		out = be.AppendUint32(out, uint32(offset+len(data)))
		out = be.AppendUint32(out, uint32(len(t.data)))
		data = append(data, t.data...)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
	}
	out = append(out, data...)
	be.PutUint32(out, uint32(len(out)))
	return out
}
