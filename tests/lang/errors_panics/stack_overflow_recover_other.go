// run

package main

import "fmt"

type list struct{ next *list }

func length(l *list) int {
	if l == nil {
		return 0
	}
	return 1 + length(l.next)
}

func main() {
	var l *list
	for i := 0; i < 200000; i++ {
		l = &list{l}
	}
	fmt.Println(length(l))
}
