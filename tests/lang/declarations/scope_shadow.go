// run

package main

import "fmt"

var x = "package"

func f() (x int, err error) {
	if x := 5; x > 3 {
		x := "inner"
		_ = x
	}
	{
		x, y := 1, 2
		x += y
	}
	return
}

type int32 = string

func main() {
	fmt.Println(x)
	x := x + "-local"
	fmt.Println(x)
	{
		x := 1
		x, y := x+1, x+2
		fmt.Println(x, y)
	}
	if x := 10; x > 5 {
		fmt.Println("if", x)
	} else if y := x * 2; y > 0 {
		fmt.Println(y)
	} else {
		fmt.Println(x, y)
	}
	for x := 0; x < 2; x++ {
		x := x * 10
		fmt.Print(x, " ")
	}
	fmt.Println(x)
	switch x := interface{}(3.5).(type) {
	case float64:
		fmt.Println(x + 1)
	}
	var s int32 = "shadowed type"
	len := func(string) string { return "shadowed builtin" }
	fmt.Println(s, len(s))
	true := false
	fmt.Println(true)
	type T struct{ T *int }
	a, b := 1, 2
	a, b = b, a
	a, c := 5, a
	fmt.Println(a, b, c)
	fmt.Println(f())
	var fact func(int) int
	fact = func(n int) int {
		if n == 0 {
			return 1
		}
		return n * fact(n-1)
	}
	fmt.Println(fact(10))
	nil := 3
	fmt.Println(nil)
}
