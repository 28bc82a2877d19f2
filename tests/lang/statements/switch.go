// run

package main

import (
	"errors"
	"fmt"
)

func kind(x interface{}) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, int8:
		return fmt.Sprintf("int-ish %v", v)
	case string:
		return "string " + v
	case []int:
		return fmt.Sprint("slice ", len(v))
	case func() int:
		return fmt.Sprint("func ", v())
	case error:
		return "error " + v.Error()
	case fmt.Stringer:
		return "stringer " + v.String()
	case *int:
		return fmt.Sprint("ptr ", *v)
	case struct{ X int }:
		return fmt.Sprint("struct ", v.X)
	case map[string]int, chan int:
		return fmt.Sprintf("%T", v)
	default:
		return fmt.Sprintf("other %T", v)
	}
}

type st int

func (s st) String() string { return "st!" }

func calls(s string, v int) int { fmt.Print(s, " "); return v }

func main() {
	n := 5
	for _, x := range []interface{}{nil, 1, int8(2), "s", []int{1}, func() int { return 7 }, errors.New("e"), st(1), &n, struct{ X int }{3}, map[string]int{}, make(chan int), 1.5, [2]bool{}} {
		fmt.Println(kind(x))
	}
	switch x := 3; {
	case x > 2:
		fmt.Println("a")
		fallthrough
	case x > 100:
		fmt.Println("b")
		fallthrough
	default:
		fmt.Println("default")
	case x > 200:
		fmt.Println("no")
	}
	switch calls("tag", 2) {
	case calls("1", 1), calls("2", 2), calls("3", 3):
		fmt.Println("hit")
	case calls("4", 4):
	}
	switch {
	}
	switch n {
	default:
		fmt.Println("default first")
	case 1:
	}
	switch s := "abc"; s[0] {
	case 'a':
		if n == 5 {
			break
		}
		fmt.Println("not reached")
	}
	switch interface{}(n) {
	case "5":
		fmt.Println("string")
	case 5:
		fmt.Println("int")
	}
	switch c := make(chan int); c {
	case nil:
		fmt.Println("nil chan")
	case c:
		fmt.Println("same chan")
	}
	for i := 0; i < 70; i += 7 {
		switch i {
		case 0, 7, 14:
			fmt.Print("low ")
		case 21:
			continue
		case 28, 35:
			fmt.Print("mid ")
		case 63:
			fmt.Println("last")
		default:
			fmt.Print("- ")
		}
	}
	for _, s := range []string{"alpha", "beta", "gamma", "delta", "eps", "zeta", "eta", "theta", ""} {
		switch s {
		case "alpha", "beta", "gamma":
			fmt.Print(1)
		case "delta", "eps":
			fmt.Print(2)
		case "zeta", "eta", "theta":
			fmt.Print(3)
		case "":
			fmt.Println("empty")
		}
	}
}
