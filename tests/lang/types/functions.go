// run

package main

import "fmt"

type op func(int, int) int
type handler func(string) handler

func variadic(prefix string, xs ...int) (n int, s string) {
	for _, x := range xs {
		n += x
	}
	return n, fmt.Sprint(prefix, len(xs), xs == nil)
}
func named() (a, b int, err error) {
	a = 1
	defer func() { b = a * 10 }()
	return 5, 2, nil
}
func multi() (int, string) { return 1, "x" }
func take(i int, s string) string { return fmt.Sprint(i, s) }
func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}
func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}
func even(n int) bool { return n == 0 || odd(n-1) }
func odd(n int) bool  { return n != 0 && even(n-1) }
func big(a, b, c, d, e, f, g, h, i, j, k, l int, s, t string, x, y float64) (int, string, float64) {
	return a + b + c + d + e + f + g + h + i + j + k + l, s + t, x * y
}

func main() {
	fmt.Println(variadic("a"))
	fmt.Println(variadic("b", 1, 2, 3))
	fmt.Println(variadic("c", []int{4, 5}...))
	fmt.Println(variadic("d", nil...))
	fmt.Println(named())
	fmt.Println(take(multi()))
	fmt.Println(compose(func(x int) int { return x + 1 }, func(x int) int { return x * 2 })(5))
	ops := map[string]op{"+": func(a, b int) int { return a + b }, "-": func(a, b int) int { return a - b }}
	fmt.Println(ops["+"](1, 2), ops["-"](1, 2), ops["*"] == nil)
	fmt.Println(fib(20), even(1000), odd(7))
	fmt.Println(big(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, "s", "t", 1.5, 2))
	var h handler
	n := 0
	h = func(s string) handler { n += len(s); return h }
	h("ab")("cde")("f")
	fmt.Println(n)
	func(args ...interface{}) { fmt.Println(len(args), args) }(1, "two", nil, []int{3})
	s := []int{1, 2}
	func(xs ...int) { xs[0] = 100 }(s...)
	fmt.Println(s)
}
