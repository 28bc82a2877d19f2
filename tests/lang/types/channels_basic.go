// run

package main

import "fmt"

func produce(n int, out chan<- int) {
	for i := 0; i < n; i++ {
		out <- i
	}
	close(out)
}

func main() {
	c := make(chan int)
	go produce(5, c)
	for v := range c {
		fmt.Print(v, " ")
	}
	v, ok := <-c
	fmt.Println(v, ok)
	b := make(chan string, 3)
	b <- "a"
	b <- "b"
	fmt.Println(len(b), cap(b))
	close(b)
	x, ok := <-b
	y := <-b
	z, ok2 := <-b
	fmt.Printf("%q %v %q %q %v\n", x, ok, y, z, ok2)
	type big struct {
		a [10]int
		s string
	}
	bc := make(chan big, 1)
	bc <- big{[10]int{9: 9}, "s"}
	r := <-bc
	fmt.Println(r.a[9], r.s)
	cc := make(chan chan int, 1)
	reply := make(chan int, 1)
	cc <- reply
	(<-cc) <- 42
	fmt.Println(<-reply)
	try := func(f func()) {
		defer func() { fmt.Println(recover()) }()
		f()
	}
	try(func() { close(b) })
	try(func() { b <- "x" })
	try(func() { var n chan int; close(n) })
	try(func() { n := -1; _ = make(chan int, n) })
	fmt.Println(c == c, c == (chan int)(nil))
	d := (<-chan int)(c)
	fmt.Println(d == c)
}
