// run

// Deferred calls stand at the line of the return statement that runs them.
package main

import (
	"fmt"
	"runtime"
)

func where() int { _, _, l, _ := runtime.Caller(2); return l }

func a() (s string) {
	defer func() {
		fmt.Println("a", where())
	}()
	fmt.Sprint()
	return ""
}
func b() {
	defer func() {
		fmt.Println("b", where())
	}()
	fmt.Sprint()
}
func c(x int) int {
	defer func() {
		fmt.Println("c", where())
	}()
	if x > 1 {
		return 3
	}
	for i := 0; i < 2; i++ {
		defer func() { fmt.Println("c2", where()) }()
	}
	return 4
}
func main() { a(); b(); c(1); c(2) }
