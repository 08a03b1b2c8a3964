package sign

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Request is one question put to the network: a GET, or with a body a POST.
type Request struct {
	URL    string // http or https
	Type   string // media type of the body
	Accept string // media type of the answer
	Body   []byte // nil: GET
	Limit  int64  // how many bytes the answer may have
}

// Network puts a request and returns the body of a successful answer. It keeps
// to the limit of the request and to a time limit of its own.
type Network func(ctx context.Context, r Request) ([]byte, error)

// Services are what signatures above B-B need of others. They remember answers,
// so that the files of a build share them, and may be used by several goroutines.
type Services struct {
	Network     Network
	Authorities []string            // addresses of time-stamping authorities (RFC 3161, 3.4), tried in turn
	Trust       []*x509.Certificate // roots that the chains of authorities and signers must lead to
	Now         func() time.Time
	Random      io.Reader // for nonces: a secure source

	mu      sync.Mutex
	answers map[string]answer // revocation data by what was asked
	longest int               // of the time-stamps so far, in bytes
	useful  int               // which authority gave the last one
}

// answer is what was fetched, and when it was asked for.
type answer struct {
	data  []byte
	asked time.Time
}

// ErrNetwork says that others did not give what a signature needs of them.
var ErrNetwork = errors.New("the network did not give what the signature needs")

func unavailable(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrNetwork, fmt.Errorf(format, args...))
}

// fetch puts a request, unless it was put before and not earlier than since.
func (s *Services) fetch(ctx context.Context, key string, r Request, since time.Time) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock() // the others want the same answer: let them wait for it
	if got, ok := s.answers[key]; ok && !got.asked.Before(since) {
		return got.data, nil
	}
	asked := s.Now()
	data, err := s.Network(ctx, r)
	if err != nil {
		return nil, err
	}
	if s.answers == nil {
		s.answers = map[string]answer{}
	}
	s.answers[key] = answer{data, asked}
	return data, nil
}

// tokenRoom is how many bytes are kept for a time-stamp while none has been seen.
const tokenRoom = 6 << 10

// room is how many bytes to keep for a time-stamp: as many as the longest so far
// took, and some, since their signatures vary in length.
func (s *Services) room() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.longest == 0 {
		return tokenRoom
	}
	return blocks(s.longest + blockSize/2)
}

// saw remembers a time-stamp that an authority gave.
func (s *Services) saw(authority int, token []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.longest, s.useful = max(s.longest, len(token)), authority
}

// first is the authority to be asked first.
func (s *Services) first() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.useful
}
