// run

package main

import "fmt"

type N struct {
	next *N
	v    int
	m    map[string]int
	s    []int
}

var log []string

func tr(s string, v int) int { log = append(log, s); return v }
func (n *N) push(v int) *N {
	n.next = &N{v: v, next: n.next}
	n.v += v
	return n.next
}

var depth, total int

func rec(n int) int {
	depth++
	if n == 0 {
		return depth
	}
	return depth*10 + rec(n-1) + depth
}
func ch(vs ...int) chan int {
	c := make(chan int, len(vs))
	for _, v := range vs {
		c <- v
	}
	return c
}

type W struct{ n int }

func (w *W) add(k int) int { w.n += k; return w.n }
func (w W) get(k int) int  { return w.n*100 + k }
func two() (int, error)    { total++; return total, nil }

type P struct{ a, b int }

func named() (r int, err error) {
	r = 1
	defer func() { r += 10 }()
	return r, func() error { r = 5; return nil }()
}

func main() {
	n := &N{m: map[string]int{"a": 1}, s: []int{1, 2, 3}}
	n.next = n.push(3)
	fmt.Println(n.v, n.next.v)
	n.push(4).next.v = n.v + n.push(1).v
	fmt.Println(n.v, n.next.v, n.next.next.v)
	fmt.Println(rec(3))
	c := ch(1, 2, 3, 4, 5)
	fmt.Println(n.v+<-c, <-c*10+n.push(2).v, n.v, <-c)
	w := &W{1}
	fmt.Println(w.n, w.add(1), w.n, w.get(w.add(1)), W{w.n}.get(w.add(1)))
	if w.n == w.add(1) {
		fmt.Println("eq")
	}
	if w.n > 3 && w.n == w.add(2) || w.add(100) < w.n {
		fmt.Println("eq2", w.n)
	}
	for w.n+w.add(1) < 300 {
		w.n += w.add(3)
	}
	fmt.Println(w.n)
	total = 1
	total += func() int { total = 7; return 1 }()
	fmt.Println(total)
	n.s[total-8] += func() int { total = 9; n.s = []int{5, 6, 7}; return 1 }()
	fmt.Println(n.s, total)
	n.m["a"] += func() int { n.m["a"] = 50; return 1 }()
	fmt.Println(n.m)
	a, b := n.v, n.push(1).v
	fmt.Println(a, b, n.v)
	i, s := 0, []int{1, 2, 3}
	nx := func() int { i++; return i }
	i, s[i] = 2, nx()
	fmt.Println(i, s)
	fmt.Println(i, s)
	m := map[int]int{i: nx(), nx(): i}
	fmt.Println(m)
	x, err := two()
	fmt.Println(x, err, total)
	fmt.Println(named())
	p := &P{1, 2}
	q := P{p.a, func() int { p.a = 9; return p.b }()}
	fmt.Println(q, *p)
	r := [...]int{p.a, func() int { p.a++; return p.a }(), p.a}
	fmt.Println(r)
	f := func(xs ...int) []int { return xs }
	fmt.Println(f(p.a, func() int { p.a++; return p.a }(), p.a))
	fmt.Println(append(n.s, func() int { n.s = nil; return 1 }()), len(n.s))
	str := "x"
	g := func() string { str += "y"; return str }
	fmt.Println(str+g()+str+g(), len(str)+len(g()), str[0:1]+g(), []byte(str)[len(g())-3])
	var e any = 1
	h := func() any { e = "s"; return e }
	fmt.Println(e == h(), e)
	sl := []int{1, 2, 3}
	k := func() int { sl = []int{9}; return 0 }
	fmt.Println(sl[k()], len(sl), sl)
	sl = []int{4, 5, 6}
	fmt.Println(sl[1:][k()], sl)
	sw := func() int { i = 5; return 5 }
	switch i {
	case sw():
		fmt.Println("case")
	default:
		fmt.Println("default", i)
	}
	fmt.Println(tr("a", 1)+tr("b", 2)*tr("c", 3), log)
	var np *P
	func() {
		defer func() { fmt.Println(recover() != nil, log) }()
		np.a = tr("d", 4)
	}()
	func() {
		defer func() { fmt.Println(recover() != nil, log) }()
		fmt.Println(np.a, tr("e", 4))
	}()
	func() {
		defer func() { fmt.Println(recover() != nil, log) }()
		var mm map[string]int
		mm["k"] = tr("f", 4)
	}()
	func() {
		defer func() { fmt.Println(recover() != nil, log) }()
		fmt.Println(sl[tr("g", 7)] + tr("h", 1))
	}()
	func() {
		defer func() { fmt.Println(recover() != nil, log) }()
		var mi any = "s"
		fmt.Println(mi.(int) + tr("i", 1))
	}()
	cc := make(chan P, 3)
	cc <- P{1, 2}
	cc <- P{p.a, func() int { p.a = 77; return 2 }()}
	fmt.Println(<-cc, <-cc)
	defer fmt.Println("deferred", p.a, func() int { p.a = 78; return 2 }())
	go func(a, b int) { cc <- P{a, b} }(p.a, func() int { p.a = 79; return 2 }())
	fmt.Println(<-cc)
}
