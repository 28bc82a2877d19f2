// run

package main

import "fmt"

type in struct {
	a int8
	b int64
	s string
	f float64
	i interface{}
}
type pad struct {
	a int8
	b int64
	c int8
}
type blank struct {
	a int
	_ int
	b int
}

func try(what string, f func() bool) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(what, "panics:", e)
		}
	}()
	fmt.Println(what, f())
}

func main() {
	x := in{1, 2, "s", 1.5, 7}
	y := x
	fmt.Println(x == y, [2]in{x, y} == [2]in{y, x})
	y.i = "7"
	fmt.Println(x == y, x != y)
	fmt.Println(pad{1, 2, 3} == pad{1, 2, 3}, pad{1, 2, 3} == pad{1, 2, 4})
	b1, b2 := blank{a: 1, b: 2}, blank{a: 1, b: 2}
	fmt.Println(b1 == b2)
	var e1, e2 interface{} = x, y
	fmt.Println(e1 == e2, e1 == x, e2 != y)
	try("slice in iface", func() bool { var a, b interface{} = []int{1}, []int{1}; return a == b })
	try("diff types", func() bool { var a, b interface{} = []int{1}, 1; return a == b })
	try("struct with slice", func() bool {
		var a, b interface{} = struct{ s []int }{}, struct{ s []int }{}
		return a == b
	})
	try("early false", func() bool {
		var a, b interface{} = [2]interface{}{1, []int{}}, [2]interface{}{2, []int{}}
		return a == b
	})
	try("func", func() bool { var a, b interface{} = func() {}, func() {}; return a == b })
	var p, q *int
	n := 0
	fmt.Println(p == q, p == nil, &n == &n, p != &n)
	var c1, c2 chan int = make(chan int), nil
	fmt.Println(c1 == c2, c2 == nil, c1 == c1)
	var err error
	var ip *in
	var any interface{} = ip
	fmt.Println(err == nil, any == nil, any == (*in)(nil))
	fmt.Println("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" == "", 1.5 < 2, 'a' < 'b')
	fmt.Println(true == !false, [0]int{} == [0]int{}, struct{}{} == struct{}{})
}
