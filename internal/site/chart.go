package site

// A Chart is drawn as SVG, in units that are pixels on the screen. It says
// nothing that the table beside it does not say.
type Chart struct {
	Label         string // what it shows, for those who do not see it
	Width, Height int
	Shapes        []Shape
	Words         []ChartWord
}

// A Shape is a part of a bar.
type Shape struct {
	X, Y, Width, Height int
	Class               string // how it is filled
	Title               string // said when it is pointed at
}

// A ChartWord stands in a chart with its baseline at Y; Anchor is start,
// middle or end.
type ChartWord struct {
	X, Y   int
	Anchor string
	Text   string
}

// A part of a stacked bar.
type part struct {
	number int
	class  string
	title  string
}

// The measures of charts.
const (
	chartWidth  = 320
	chartGutter = 44 // for the labels on the left
	barHeight   = 14
	barPitch    = 24
	columnsHigh = 140
)

// stack adds a bar of parts with a label to a chart, each part as long as its
// share of the whole.
func (c *Chart) stack(label string, parts []part) {
	c.Width = chartWidth
	y := c.Height + (barPitch-barHeight)/2
	c.Words = append(c.Words, ChartWord{0, y + barHeight - 3, "start", label})
	whole := 0
	for _, p := range parts {
		whole += p.number
	}
	done := 0
	for _, p := range parts {
		if p.number == 0 {
			continue
		}
		from, to := done*(chartWidth-chartGutter)/whole, (done+p.number)*(chartWidth-chartGutter)/whole
		done += p.number
		c.Shapes = append(c.Shapes, Shape{chartGutter + from, y, max(1, to-from-1), barHeight, p.class, p.title})
	}
	c.Height += barPitch
}

// columns is a chart of columns, each with its number above and its label
// below.
func columns(label string, parts []part, names []string) Chart {
	c := Chart{Label: label, Width: chartWidth, Height: columnsHigh + 40}
	most, pitch := 1, chartWidth/max(1, len(parts))
	for _, p := range parts {
		most = max(most, p.number)
	}
	for i, p := range parts {
		h := p.number * columnsHigh / most
		if p.number > 0 {
			c.Shapes = append(c.Shapes, Shape{i*pitch + 6, 20 + columnsHigh - h, pitch - 12, h, p.class, p.title})
			c.Words = append(c.Words, ChartWord{i*pitch + pitch/2, 14 + columnsHigh - h, "middle", p.title})
		}
		c.Words = append(c.Words, ChartWord{i*pitch + pitch/2, columnsHigh + 36, "middle", names[i]})
	}
	return c
}
