package starter

import (
	"regexp"
	"sync"
)

// pattern is compiled when it is first used: there are many here, and all
// commands but init would compile them for nothing before they begin.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
