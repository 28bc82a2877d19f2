// run

package main

import "fmt"

type S struct {
	i   int
	f   float64
	s   string
	b   bool
	p   *int
	sl  []int
	m   map[string]int
	c   chan int
	fn  func()
	e   error
	a   [2]S2
	any interface{}
}
type S2 struct{ x, y int8 }

var g S
var (
	u8  uint8
	c64 complex64
	r   rune
	up  uintptr
)

func main() {
	var l S
	fmt.Printf("%+v\n", l.a)
	fmt.Println(l.i, l.f, l.s == "", l.b, l.p == nil, l.sl == nil, l.m == nil, l.c == nil, l.fn == nil, l.e == nil, l.any == nil)
	fmt.Println(g.a == l.a, g.i, u8, c64, r, up)
	for i := 0; i < 3; i++ {
		var fresh [4]int
		fresh[i]++
		var p *int
		if p != nil {
			panic("stale")
		}
		p = new(int)
		*p += i
		fmt.Println(fresh, *p)
	}
	x := new(S)
	fmt.Println(x.a[1].y, *new(string) == "", *new(float64))
	var err error
	if err == nil {
		fmt.Println("nil error")
	}
}
