// run

package main

import "fmt"

type P struct{ X, Y int }
type L struct {
	A, B P
	Tag  string
}

func main() {
	fmt.Println(L{P{1, 2}, P{3, 4}, "t"}, L{B: P{Y: 9}})
	fmt.Println([]P{{1, 2}, {}, {Y: 5}}, [...]*P{{1, 2}}[0].Y, [][]int{{1}, {2, 3}, nil})
	fmt.Println(map[string]P{"a": {1, 2}}, map[P]string{{1, 2}: "p"}, map[string][]P{"x": {{1, 1}}})
	const k = 3
	fmt.Println([]int{k: 1, 2, 0: 7}, len([...]byte{'a': 1}), [5]int{1, 3: 4})
	p := &P{1, 2}
	q := &[]int{1, 2, 3}
	(*q)[0] = p.X + 10
	fmt.Println(*p, *q, (&[2]int{5, 6})[1])
	m := map[string]*P{"a": {3, 4}}
	m["a"].X++
	fmt.Println(*m["a"])
	for _, x := range []struct {
		name string
		n    int
	}{{"one", 1}, {"two", 2}} {
		fmt.Print(x.name, x.n, " ")
	}
	fmt.Println()
	if (P{1, 2}) == *p {
		fmt.Println("equal")
	}
	var iface interface{} = [2]P{{1, 2}, {3, 4}}
	fmt.Println(iface == [2]P{{1, 2}, {3, 4}})
	nested := map[string]map[string][]int{"a": {"b": {1, 2}}}
	nested["a"]["b"][0] = 50
	fmt.Println(nested)
	type T struct {
		F func(int) int
		C chan int
		M map[int]int
	}
	t := T{F: func(x int) int { return x * x }, M: map[int]int{1: 1}}
	fmt.Println(t.F(5), t.C == nil, t.M[1])
	fresh := func() *P { return &P{} }
	a, b := fresh(), fresh()
	a.X = 1
	fmt.Println(*a, *b, a == b)
	fmt.Println([3]bool{true, 2: true}, []string{"x"}[0][0], "lit"[1:2])
}
