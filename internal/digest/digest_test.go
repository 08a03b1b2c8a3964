package digest

import (
	"fmt"
	"testing"
	"time"
)

type inner struct {
	name   string
	List   []int
	Bytes  []byte
	Link   *inner
	Any    any
	Table  map[string]int
	At     time.Time
	ratio  float64
	Level  uint8
	Fixed  [2]bool
	Offset int32
}

func TestWhatDiffersHasAnotherDigest(t *testing.T) {
	type text string
	day := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	seen := map[[32]byte]string{}
	for _, values := range [][]any{
		{}, {nil}, {nil, nil}, {0}, {int8(0)}, {false}, {true}, {""}, {"a"}, {text("a")}, {"a", ""}, {"", "a"}, {"ab"}, {"a", "b"},
		{[]string{"a", "b"}}, {[]string{"ab"}}, {[]string{}}, {[]string(nil)}, {[]any{"a"}}, {[]any{text("a")}}, {[]any{nil}}, {[2]string{"a", "b"}},
		{[]byte("ab")}, {[][]byte{{'a'}, {'b'}}}, {[][]byte{{'a', 'b'}}}, {[][]byte{{'a', 'b'}, {}}}, {[][]byte{{'a', 'b'}, nil}},
		{map[string]int{}}, {map[string]int(nil)}, {map[string]int{"a": 1, "b": 2}}, {map[string]int{"a": 2, "b": 1}},
		{1.5}, {float32(1.5)}, {-1}, {1}, {uint(1)}, {1 << 40},
		{day}, {day.Add(1)}, {day.In(time.FixedZone("", 3600))},
		{inner{}}, {&inner{}}, {(*inner)(nil)}, {inner{name: "a"}}, {inner{List: []int{0}}}, {inner{List: []int{}}}, {inner{Bytes: []byte{0}}}, {inner{Link: &inner{}}}, {inner{Link: &inner{Link: &inner{}}}},
		{inner{Any: 1}}, {inner{Any: inner{}}}, {inner{Any: &inner{}}}, {inner{Table: map[string]int{"": 0}}}, {inner{ratio: 0.1}}, {inner{Level: 1}}, {inner{Fixed: [2]bool{true, false}}}, {inner{Fixed: [2]bool{false, true}}}, {inner{Offset: 1}},
		{inner{At: day}},
	} {
		sum, err := Of(values...)
		if err != nil {
			t.Errorf("%#v: %v", values, err)
		}
		if again, _ := Of(values...); again != sum {
			t.Errorf("%#v has two digests", values)
		}
		if other, ok := seen[sum]; ok {
			t.Errorf("%#v has the digest of %s", values, other)
		}
		seen[sum] = fmt.Sprintf("%#v", values)
	}
}

func TestTheDigestDoesNotDependOnTheOrderOfAMap(t *testing.T) {
	a, b := map[int]string{}, map[int]string{}
	for i := range 100 {
		a[i], b[99-i] = fmt.Sprint(i), fmt.Sprint(99-i)
	}
	x, _ := Of(a)
	y, _ := Of(b)
	if x != y {
		t.Error("it does")
	}
}

func TestADigestIsRefusedForWhatHasNoValue(t *testing.T) {
	for _, v := range []any{func() {}, make(chan int), struct{ f func() }{}, []any{func() {}}, map[string]func(){"": nil}} {
		if _, err := Of(v); err == nil {
			t.Errorf("%T has one", v)
		}
	}
}
