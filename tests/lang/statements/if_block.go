// run

package main

import (
	"fmt"
	"strconv"
)

func sign(n int) string {
	if n < 0 {
		return "neg"
	} else if n > 0 {
		return "pos"
	}
	return "zero"
}

func classify(s string) string {
	if n, err := strconv.Atoi(s); err != nil {
		return err.Error()
	} else if n%2 == 0 {
		return "even"
	} else {
		return "odd " + strconv.Itoa(n)
	}
}

func term(n int) int {
	switch {
	case n > 0:
		return 1
	default:
		panic("x")
	}
}
func term2() int {
	for {
	}
}

func main() {
	fmt.Println(sign(-1), sign(0), sign(1))
	fmt.Println(classify("4"), classify("7"), classify("x"))
	a, b, c := true, false, true
	if a && !b || c {
		fmt.Println("yes")
	}
	if !(a || b) {
		fmt.Println("no")
	}
	n := 0
	f := func(r bool) bool { n++; return r }
	if f(false) && f(true) || f(true) && !f(false) {
		fmt.Println(n)
	}
	if x := term(1); x == 1 {
		{
			x := 2
			x++
		}
		fmt.Println(x)
	}
	bv := n > 2
	bw := bv == (n < 100)
	fmt.Println(bv, bw, bv != bw, !bv)
}
