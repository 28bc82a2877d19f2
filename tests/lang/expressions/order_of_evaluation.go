// run

package main

import "fmt"

var trace []string

func t(s string, v int) int { trace = append(trace, s); return v }
func flush(what string)     { fmt.Println(what, trace); trace = nil }
func fn(s string) func(int, int) int {
	trace = append(trace, s)
	return func(a, b int) int { trace = append(trace, "call"); return a + b }
}
func m(s string) map[int]int { trace = append(trace, s); return map[int]int{} }
func two() (int, int)        { trace = append(trace, "two"); return 1, 2 }
func p(s string, x *int) *int { trace = append(trace, s); return x }

func main() {
	_ = fn("f")(t("a", 1), t("b", 2))
	flush("call")
	m("m")[t("k", 1)] = t("v", 2)
	flush("index assign")
	_ = t("x", 0) == 1 && t("y", 1) == 1 || t("z", 1) == 1
	flush("logical")
	_ = []int{t("1", 1), t("2", 2), 5: t("5", 5)}
	flush("literal")
	var a, b int
	*p("pa", &a), *p("pb", &b) = t("va", 1), t("vb", 2)
	flush("assign")
	i := 0
	arr := []int{10, 20, 30}
	i, arr[i] = 2, 99
	fmt.Println(i, arr)
	arr[0], arr[1], arr[2] = arr[2], arr[0], arr[1]
	fmt.Println(arr)
	x := []int{1, 2, 3}
	j := 0
	j, x[j] = 1, 2
	x[1], x[2] = 4, 5
	x[1], x[2] = x[2], x[1]
	fmt.Println(j, x)
	s := struct{ l, r *int }{&a, &b}
	*s.l, *s.r = *s.r, *s.l
	fmt.Println(a, b)
	y, z := two()
	flush(fmt.Sprint(y, z))
	defer func() {
		fmt.Println(recover(), arr)
	}()
	var np *int
	arr[0], *np = 1000, 5
}
