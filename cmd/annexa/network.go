package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"time"

	"annexa/internal/sign"
)

// A client is the one way from here to the network. Nothing uses it but
// signatures of levels above B-B.
type client struct {
	http.Client
	pauses []time.Duration // before asking again, where that may help
}

const (
	requestTime  = 30 * time.Second // for one attempt
	maxRedirects = 3
)

func newClient() *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxResponseHeaderBytes = 64 << 10
	transport.ResponseHeaderTimeout = requestTime
	return &client{
		Client: http.Client{Timeout: requestTime, Transport: transport, CheckRedirect: redirect},
		pauses: []time.Duration{time.Second, 3 * time.Second},
	}
}

// redirect follows an address to others of the same scheme only: not out of
// https, and not into anything that is no web.
func redirect(to *http.Request, via []*http.Request) error {
	switch {
	case to.URL.Scheme != via[0].URL.Scheme:
		return fmt.Errorf("it redirects from %s to %s, which is not followed", via[0].URL.Scheme, to.URL.Scheme)
	case len(via) > maxRedirects:
		return fmt.Errorf("it redirects more than %d times", maxRedirects)
	}
	return nil
}

// put is a [sign.Network].
func (c *client) put(ctx context.Context, r sign.Request) ([]byte, error) {
	for attempt := 0; ; attempt++ {
		data, again, err := c.once(ctx, r)
		if err == nil || !again || attempt == len(c.pauses) {
			return data, plain(err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(c.pauses[attempt]):
		}
	}
}

// once puts a request once, and says whether it may help to do so again.
func (c *client) once(ctx context.Context, r sign.Request) (data []byte, again bool, err error) {
	method, body := http.MethodGet, io.Reader(nil)
	if r.Body != nil {
		method, body = http.MethodPost, bytes.NewReader(r.Body)
	}
	q, err := http.NewRequestWithContext(ctx, method, r.URL, body)
	if err != nil {
		return nil, false, err
	}
	if q.URL.Scheme != "http" && q.URL.Scheme != "https" {
		return nil, false, fmt.Errorf("%s is no address of the web", r.URL)
	}
	if r.Type != "" {
		q.Header.Set("Content-Type", r.Type)
	}
	q.Header.Set("Accept", r.Accept)
	q.Header.Set("User-Agent", "annexa")
	answer, err := c.Do(q)
	if err != nil {
		return nil, temporary(err), err
	}
	defer answer.Body.Close() // nothing was written
	if answer.StatusCode != http.StatusOK {
		again := answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests
		return nil, again, fmt.Errorf("it answers %s", answer.Status)
	}
	data, err = io.ReadAll(io.LimitReader(answer.Body, r.Limit+1))
	switch {
	case err != nil:
		return nil, temporary(err), err
	case int64(len(data)) > r.Limit:
		return nil, false, fmt.Errorf("it answers with more than %d bytes", r.Limit)
	}
	return data, false, nil
}

// temporary says whether an error may pass. Nobody listening, and no such host,
// do not in seconds; one who was waited for in vain has had his time.
func temporary(err error) bool {
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET)
}

// plain takes from an error the address, which whoever asked knows, and says
// waiting in vain in words.
func plain(err error) error {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("it did not answer within %s", requestTime)
	}
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
