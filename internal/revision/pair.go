package revision

import (
	"annexa/internal/redline"
)

// A unit is a block, an item or a row, as far as it has to be told apart from
// others of its list.
type unit struct {
	class string         // only units of one class are versions of each other
	key   string         // the same for the same
	name  string         // what identifies it, such as a row's first cell; may be empty
	bag   map[string]int // its words, with how often each stands there
	size  int            // how many words
}

// A step is a unit of the old list, of the new one, or one of each that are
// versions of each other; -1 is none.
type step struct {
	old, now int
	same     bool
}

// most is how many pairs of units are looked at where nothing stayed; of longer
// stretches all is told as gone, and all as new.
const most = 1 << 18

// alike is how much of two units has to be the same to tell them word by word.
const alike = 0.35

// pairs says what became of the units of a list, in order: those that are gone
// stand before those that are new in their place.
func pairs(old, now []unit) []step {
	var out []step
	keysOf := func(list []unit) []string {
		out := make([]string, len(list))
		for i, u := range list {
			out[i] = u.class + "\x00" + u.key
		}
		return out
	}
	i, j := 0, 0
	runs := redline.Align(keysOf(old), keysOf(now))
	for r, run := range runs {
		switch {
		case run.Kind == redline.Same:
			for range run.N {
				out = append(out, step{i, j, true})
				i, j = i+1, j+1
			}
		case run.Kind == redline.Gone && r+1 < len(runs) && runs[r+1].Kind == redline.New:
			continue // told with what is new in its place
		case run.Kind == redline.Gone:
			out = append(out, gap(old, now, i, i+run.N, j, j)...)
			i += run.N
		default:
			n := 0
			if r > 0 && runs[r-1].Kind == redline.Gone {
				n = runs[r-1].N
			}
			out = append(out, gap(old, now, i, i+n, j, j+run.N)...)
			i, j = i+n, j+run.N
		}
	}
	return out
}

// gap pairs old[a:b] with now[c:d], so that what is paired is as much alike as
// can be, and stays in order.
func gap(old, now []unit, a, b, c, d int) []step {
	var out []step
	rest := func(untilOld, untilNow int) {
		for ; a < untilOld; a++ {
			out = append(out, step{a, -1, false})
		}
		for ; c < untilNow; c++ {
			out = append(out, step{-1, c, false})
		}
	}
	if rows, columns := b-a, d-c; rows > 0 && columns > 0 && rows*columns <= most {
		// best[i][j] is how much alike old[a+i:b] and now[c+j:d] can be made.
		best := make([][]float64, rows+1)
		score := make([][]float64, rows)
		for i := range best {
			best[i] = make([]float64, columns+1)
		}
		for i := rows - 1; i >= 0; i-- {
			score[i] = make([]float64, columns)
			for j := columns - 1; j >= 0; j-- {
				score[i][j] = similarity(&old[a+i], &now[c+j])
				best[i][j] = max(best[i+1][j], best[i][j+1], best[i+1][j+1]+score[i][j])
			}
		}
		fromOld, fromNow := a, c
		for i, j := 0, 0; i < rows && j < columns; {
			switch best[i][j] {
			case best[i+1][j]:
				i++
			case best[i][j+1]:
				j++
			default:
				rest(fromOld+i, fromNow+j)
				out = append(out, step{fromOld + i, fromNow + j, false})
				i, j = i+1, j+1
				a, c = fromOld+i, fromNow+j
			}
		}
	}
	rest(b, d)
	return out
}

// similarity is the share of words that two units have in common, from 0 to 1;
// 0 where they are not to be told as one.
func similarity(old, now *unit) float64 {
	if old.class != now.class {
		return 0
	}
	few, many := old.bag, now.bag
	if len(few) > len(many) {
		few, many = many, few
	}
	common := 0
	for w, n := range few {
		common += min(n, many[w])
	}
	share := 0.0
	if all := old.size + now.size; all > 0 {
		share = 2 * float64(common) / float64(all)
	}
	if old.name != "" && old.name == now.name {
		share = max(share, 0.5)
	}
	if share < alike {
		return 0
	}
	return share
}
