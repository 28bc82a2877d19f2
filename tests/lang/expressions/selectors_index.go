// run

package main

import "fmt"

type A struct{ v int }
type B struct{ *A }
type C struct{ B }

func (a A) Get() int   { return a.v }
func (a *A) Set(v int) { a.v = v }

func try(f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(e)
		}
	}()
	f()
}

func main() {
	c := C{B{&A{1}}}
	c.Set(5)
	fmt.Println(c.v, c.B.A.v, c.Get(), (&c).Get(), (*c.A).v)
	pc := &c
	pc.v = 6
	fmt.Println(c.v)
	s := []int{1, 2, 3, 4, 5}
	i, j, k := 1, 3, 4
	fmt.Println(s[i:j], s[:j], s[j:], s[:], s[i:j:k], cap(s[i:j:k]), "hello"[i:j])
	arr := [5]int{1, 2, 3, 4, 5}
	pa := &arr
	pa[2] = 30
	fmt.Println(arr[i:j], pa[1:2], len(pa), pa[2])
	n := 10
	neg := -1
	try(func() { _ = s[n] })
	try(func() { _ = s[neg] })
	try(func() { _ = arr[n%7+2] })
	try(func() { _ = s[n:] })
	try(func() { _ = s[:n] })
	try(func() { _ = s[j:i] })
	try(func() { _ = s[neg:] })
	try(func() { _ = s[i:j:n] })
	try(func() { _ = s[i:n:k] })
	try(func() { _ = "abc"[n] })
	try(func() { _ = "abc"[n:] })
	try(func() { _ = "abc"[j:i] })
	try(func() { _ = arr[:n] })
	var u8 uint8 = 200
	try(func() { _ = s[u8] })
	var u64 uint64 = 1 << 63
	try(func() { _ = s[u64] })
	try(func() { var b B; _ = b.v })
	try(func() { var p *[5]int; _ = p[i] })
	try(func() { var m map[string][]int; _ = m["x"][0] })
	try(func() { _ = make([]int, neg) })
	try(func() { _ = make([]int, 1, neg+1) })
	var p *[5]int
	for i := range p {
		fmt.Print(i)
	}
	fmt.Println(len(p))
}
