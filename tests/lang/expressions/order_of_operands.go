// run

package main

import "fmt"

type A [8]int
type S struct{ a, b, c, d, e int }
type I int

func (a A) m(x int) int      { return a[0]*10 + x }
func (s S) m(x int) int      { return s.a*10 + x }
func (s I) m(x int) int      { return int(s)*10 + x }
func inc(p *int) int         { *p++; return *p }
func incI(p *I) int          { *p++; return int(*p) }
func f2(a, b int) int        { return a*10 + b }
func fa(a A, b int) int      { return a[0]*10 + b }
func fs(a S, b int) int      { return a.a*10 + b }
func fi(a any, b int) string { return fmt.Sprint(a, b) }

type T struct {
	x   int
	arr A
	s   S
}

var g int

func incg() int { g++; return g }

func main() {
	x := 1
	fmt.Println(f2(x, inc(&x)), x+inc(&x), inc(&x)+x)
	var a A
	fmt.Println(fa(a, inc(&a[0])), a.m(inc(&a[0])))
	var s S
	fmt.Println(fs(s, inc(&s.a)), s.m(inc(&s.a)))
	i := I(0)
	fmt.Println(i.m(incI(&i)))
	fmt.Println(fi(x, inc(&x)), fi(a, inc(&a[0])), fi(s, inc(&s.a)))
	t := T{}
	fmt.Println(f2(t.x, inc(&t.x)), fa(t.arr, inc(&t.arr[0])), t.arr.m(inc(&t.arr[0])), fs(t.s, inc(&t.s.a)), t.s.m(inc(&t.s.a)))
	p := &t
	fmt.Println(f2(p.x, inc(&t.x)), fa(p.arr, inc(&t.arr[0])), p.arr.m(inc(&t.arr[0])), fs(p.s, inc(&t.s.a)), p.s.m(inc(&t.s.a)))
	fmt.Println(f2(g, incg()), g+incg(), f2(g*1, incg()))
	arr := []int{1, 2, 3}
	k := 0
	fmt.Println(arr[k], inc(&k), arr[k], arr[k]+inc(&k))
	r := []int{x, inc(&x), x}
	fmt.Println(r, S{x, inc(&x), x, 0, 0}, [2]int{x, inc(&x)})
	y, z := x, inc(&x)
	fmt.Println(y, z)
	m := map[int]int{x: inc(&x)}
	fmt.Println(m[x], len(m))
	w := func() (int, int) { return x, inc(&x) }
	fmt.Println(w())
	str := "a"
	app := func() string { str += "b"; return str }
	fmt.Println(str+app(), str, app())
	fmt.Println(str == app(), str < app(), x == inc(&x), inc(&x) == x)
	var ar2 A
	q := &ar2
	ar2[0] = 3
	cp := func() A { q[0] = 9; return *q }
	fmt.Println(ar2 == cp(), append(arr[:1:1], x, inc(&x)))
	fn := func(a, b int) int { return a*100 + b }
	alt := func() int { fn = func(a, b int) int { return -1 }; return 5 }
	fmt.Println(fn(1, alt()))
}
