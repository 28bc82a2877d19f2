// run 400

// An HTTPS server with a certificate of its own making, and a client of it: N requests over 8 keep-alive connections.
// With -v, figures on standard error; with -serve, the server alone, for other clients.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func certificate() (tls.Certificate, []byte) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		log.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, der
}

// resident is the process's memory in KB.
func resident() int {
	b, _ := os.ReadFile("/proc/self/status")
	for _, l := range strings.Split(string(b), "\n") {
		if f := strings.Fields(l); len(f) > 1 && f[0] == "VmRSS:" {
			n, _ := strconv.Atoi(f[1])
			return n
		}
	}
	return 0
}

func main() {
	verbose := flag.Bool("v", false, "print figures")
	serve := flag.String("serve", "", "serve `ADDRESS` and nothing else; the certificate goes to standard output")
	flag.Parse()
	total := 10000
	if flag.NArg() > 0 {
		total, _ = strconv.Atoi(flag.Arg(0))
	}

	cert, der := certificate()
	var opened int32
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "hello %s over %s\n", r.URL.Path[1:], r.Proto)
		}),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}},
		ConnState: func(c net.Conn, s http.ConnState) {
			if s == http.StateNew {
				atomic.AddInt32(&opened, 1)
			}
		},
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}, // HTTP/1.1: a connection a client
	}
	addr := "127.0.0.1:0"
	if *serve != "" {
		addr = *serve
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		log.Fatal(err)
	}
	if *serve != "" {
		pem.Encode(os.Stdout, &pem.Block{Type: "CERTIFICATE", Bytes: der})
		log.Fatal(srv.ServeTLS(l, "", ""))
	}
	go srv.ServeTLS(l, "", "")

	roots := x509.NewCertPool()
	if c, err := x509.ParseCertificate(der); err == nil {
		roots.AddCert(c)
	}
	const clients = 8
	var done, failed, early int32
	var wg sync.WaitGroup
	start := time.Now()
	for i := 0; i < clients; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, MaxConnsPerHost: 1}}
			for {
				n := atomic.AddInt32(&done, 1)
				if int(n) > total {
					return
				}
				if n == 1000 {
					atomic.StoreInt32(&early, int32(resident()))
				}
				r, err := client.Get(fmt.Sprintf("https://%s/%d", l.Addr(), n))
				if err == nil {
					var b []byte
					b, err = io.ReadAll(r.Body)
					r.Body.Close()
					if err == nil && string(b) != fmt.Sprintf("hello %d over HTTP/1.1\n", n) {
						err = fmt.Errorf("answer %q", b)
					}
				}
				if err != nil {
					fmt.Println(n, err)
					atomic.AddInt32(&failed, 1)
				}
			}
		}()
	}
	wg.Wait()
	d := time.Since(start)
	fmt.Println("requests:", total, "failed:", failed, "connections:", opened)
	if *verbose {
		fmt.Fprintf(os.Stderr, "%.0f requests/s; resident after 1000: %d KB, at the end: %d KB\n",
			float64(total)/d.Seconds(), early, resident())
	}
}
