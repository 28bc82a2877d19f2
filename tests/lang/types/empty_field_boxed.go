// run

// A struct of an empty field and a pointer is not pointer-shaped: interfaces hold its address.
package main

import "fmt"

type Nop struct{}

func (Nop) Reset() {}

type C struct{ n int }
type D struct {
	Nop
	c *C
}

func (d D) Get() int { return d.c.n }

type I interface {
	Reset()
	Get() int
}
type H struct{ T I }

func (m *C) New() *H { return &H{T: D{c: m}} }

func main() {
	c := &C{4}
	h := c.New()
	h.T.Reset()
	fmt.Println(h.T.Get(), h.T.(D).c == c)
}
