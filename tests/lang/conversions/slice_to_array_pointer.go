// run

package main

import "fmt"

type P *[2]int

func main() {
	s := []int{1, 2, 3}
	p := (*[2]int)(s)
	p[0] = 10
	fmt.Println(s, *p, len(p), cap(p[:]))
	q := P(s[1:])
	q[1] = 30
	fmt.Println(s)
	var nilSlice []int
	fmt.Println((*[0]int)(nilSlice) == nil, (*[0]int)([]int{}) == nil)
	defer func() { fmt.Println(recover()) }()
	_ = (*[4]int)(s)
}
