// run

package main

import "fmt"

func inner(n int) {
	if n == 0 {
		panic("something bad")
	}
	inner(n - 1)
}

func main() {
	fmt.Println("before")
	defer fmt.Println("deferred runs")
	inner(2)
}
