// run

package main

import "fmt"

func counter() (inc func() int, get func() int) {
	n := 0
	return func() int { n++; return n }, func() int { return n }
}

func apply(xs []int, f func(int) int) (r []int) {
	for _, x := range xs {
		r = append(r, f(x))
	}
	return
}

type tree struct {
	l, r *tree
	v    int
}

func (t *tree) each(f func(int) bool) bool {
	return t == nil || t.l.each(f) && f(t.v) && t.r.each(f)
}

func main() {
	inc, get := counter()
	inc()
	inc()
	fmt.Println(get(), inc(), get())
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	fmt.Println(fs[0](), fs[1](), fs[2]())
	var gs []func() int
	for i := 0; i < 3; i++ {
		i := i
		gs = append(gs, func() int { return i })
	}
	fmt.Println(gs[0](), gs[1](), gs[2]())
	base := 100
	fmt.Println(apply([]int{1, 2, 3}, func(x int) int { base++; return x + base }), base)
	var fibm func(int) int
	memo := map[int]int{}
	fibm = func(n int) int {
		if n < 2 {
			return n
		}
		if v, ok := memo[n]; ok {
			return v
		}
		memo[n] = fibm(n-1) + fibm(n-2)
		return memo[n]
	}
	fmt.Println(fibm(80))
	t := &tree{&tree{nil, nil, 1}, &tree{nil, nil, 3}, 2}
	sum := 0
	fmt.Println(t.each(func(v int) bool { sum += v; return v < 2 }), sum)
	adders := func(a int) func(int) func(int) int {
		return func(b int) func(int) int { return func(c int) int { return a*100 + b*10 + c } }
	}
	fmt.Println(adders(1)(2)(3))
	arr := [3]int{1, 2, 3}
	f := func() int { arr[0]++; return arr[0] }
	f()
	copyOf := arr
	f()
	fmt.Println(arr, copyOf)
	s := struct{ a, b string }{"x", "y"}
	g := func() { s.a += "!" }
	g()
	g()
	fmt.Println(s)
}
