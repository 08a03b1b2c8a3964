package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"annexa/internal/sign/signtest"
)

// infrastructure is what the command pki of a script has started.
type infrastructure struct {
	*signtest.PKI
	signer *x509.Certificate
}

// pki starts a public-key infrastructure on loopback. It writes keys/signer.pem
// (key and certificates), keys/key.pem, keys/chain.pem and keys/root.pem, and puts
// its address in the place of ADDRESS in content/annexa.yaml.
//
// Called again it changes (refuse, nonce, revoke, honest), or has its requests
// written (asked FILE).
func (i *infrastructure) command(ts *testscript.TestScript, neg bool, args []string) {
	switch {
	case neg:
		ts.Fatalf("usage: pki [refuse | nonce | revoke | honest | asked file]")
	case i.PKI == nil:
		i.start(ts)
	case len(args) == 2 && args[0] == "asked":
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Join(i.Asked(), "\n")+"\n"), 0o600))
	case slices.Equal(args, []string{"refuse"}):
		i.Change(func(p *signtest.PKI) { p.Lies.Refuse = true })
	case slices.Equal(args, []string{"nonce"}):
		i.Change(func(p *signtest.PKI) { p.Lies.Nonce = true })
	case slices.Equal(args, []string{"revoke"}):
		i.Change(func(p *signtest.PKI) { p.Revoke(i.signer, p.Now().AddDate(0, 0, -1)) })
	case slices.Equal(args, []string{"honest"}):
		i.Change(func(p *signtest.PKI) { p.Lies = signtest.Lies{} })
	default:
		ts.Fatalf("pki knows no %q", args)
	}
}

func (i *infrastructure) start(ts *testscript.TestScript) {
	server := httptest.NewUnstartedServer(nil)
	ts.Defer(server.Close)
	address := "http://" + server.Listener.Addr().String()
	var err error
	i.PKI, err = signtest.New(address, time.Now)
	ts.Check(err)
	server.Config.Handler = i.PKI
	server.Start()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	chain, err := i.Sign("Dana Reyes", key, i.Now().AddDate(2, 0, 0))
	ts.Check(err)
	i.signer = chain[0]
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	ts.Check(err)
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
	var certificates []byte
	for _, cert := range chain {
		certificates = append(certificates, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})...)
	}
	ts.Check(os.MkdirAll(ts.MkAbs("keys"), 0o700))
	for name, data := range map[string][]byte{
		"key.pem": private, "chain.pem": certificates, "signer.pem": slices.Concat(private, certificates),
		"root.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.Root.Certificate.Raw}),
	} {
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs("keys"), name), data, 0o600))
	}
	config := ts.MkAbs("content/annexa.yaml")
	ts.Setenv("PKI", address)
	ts.Check(os.WriteFile(config, []byte(strings.ReplaceAll(ts.ReadFile(config), "ADDRESS", address)), 0o600))
}
