// run

package main

import "fmt"

type P struct{ x, y int }

func three() (int, string, error) { return 1, "two", nil }

func main() {
	a, b := 1, 2
	a, b = b, a
	fmt.Println(a, b)
	_, s, _ := three()
	var i interface{}
	var e error
	i, _, e = three()
	fmt.Println(s, i, e)
	xs := []int{1, 2, 3}
	for l, r := 0, len(xs)-1; l < r; l, r = l+1, r-1 {
		xs[l], xs[r] = xs[r], xs[l]
	}
	fmt.Println(xs)
	p := P{1, 2}
	p.x, p.y = p.y, p.x
	pp := &p
	*pp = P{pp.y, pp.x}
	fmt.Println(p)
	q := p
	p, q = q, P{5, 6}
	fmt.Println(p, q)
	m := map[string]P{"a": {1, 2}}
	v := m["a"]
	v.x = 100
	fmt.Println(m, v)
	m["a"], m["b"] = m["b"], m["a"]
	fmt.Println(m)
	mi := map[string]int{}
	mi["a"] += 2
	mi["a"] <<= 3
	mi["b"]--
	fmt.Println(mi)
	ms := map[string]string{}
	ms["k"] += "x"
	ms["k"] += "y"
	fmt.Println(ms)
	arr := [2][2]int{{1, 2}, {3, 4}}
	arr[0], arr[1] = arr[1], arr[0]
	fmt.Println(arr)
	x, ok := i.(int)
	y, ok2 := i.(string)
	fmt.Println(x, ok, y == "", ok2)
	c := make(chan int, 1)
	c <- 4
	z, ok := <-c
	fmt.Println(z, ok)
	var f float64
	f, xs[0] = 1.5, 7
	fmt.Println(f, xs)
	type list struct {
		next *list
		v    int
	}
	l := &list{&list{nil, 2}, 1}
	l, l.next = l.next, nil
	fmt.Println(l.v, l.next)
	str := "abc"
	str, n := str[1:], len(str)
	fmt.Println(str, n)
	_ = n
	_, _ = a, b
}
