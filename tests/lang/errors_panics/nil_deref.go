// run

package main

import "fmt"

type T struct {
	a [4]int
	n *T
}

func depth(t *T) int { return depth(t.n) + t.a[0] }

func main() {
	fmt.Println("start")
	t := &T{}
	fmt.Println(depth(t))
}
