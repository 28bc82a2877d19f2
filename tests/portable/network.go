// run

// Sockets on the loopback interface: options, addresses, deadlines.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { io.Copy(c, c); c.Close() }()
		}
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	t := c.(*net.TCPConn)
	fmt.Println(t.SetNoDelay(true), t.SetKeepAlive(true), t.SetKeepAlivePeriod(time.Minute), t.SetReadBuffer(8192), t.SetLinger(1))
	fmt.Fprint(c, "echo me")
	t.CloseWrite()
	b, err := io.ReadAll(c)
	fmt.Println(string(b), err)
	c.Close()
	c, _ = net.Dial("tcp", l.Addr().String())
	c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	_, err = c.Read(make([]byte, 1))
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded), strings.Contains(err.Error(), "i/o timeout"))
	c.Close()
	l.Close()
	_, err = net.DialTimeout("tcp", l.Addr().String(), time.Second)
	fmt.Println(errors.Is(err, syscall.ECONNREFUSED))
	p, err := net.ListenPacket("udp", "127.0.0.1:0")
	fmt.Println(err)
	q, err := net.Dial("udp", p.LocalAddr().String())
	fmt.Println(err)
	fmt.Fprint(q, "datagram")
	n, from, err := p.ReadFrom(b[:cap(b)])
	fmt.Println(n, from.String() == q.LocalAddr().String(), err)
	name := fmt.Sprintf("%s/portable-%d.sock", os.TempDir(), os.Getpid())
	u, err := net.Listen("unix", name)
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() {
		c, _ := u.Accept()
		fmt.Fprint(c, "unix")
		c.Close()
	}()
	c, err = net.Dial("unix", name)
	fmt.Println(err)
	b, err = io.ReadAll(c)
	fmt.Println(string(b), err)
	u.Close()
}
