// run

package main

import (
	"fmt"
	"runtime"
)

func ring(n, rounds int) int {
	first := make(chan int)
	in := first
	for i := 0; i < n; i++ {
		out := make(chan int)
		go func(in, out chan int) {
			for v := range in {
				out <- v + 1
			}
			close(out)
		}(in, out)
		in = out
	}
	total := 0
	for i := 0; i < rounds; i++ {
		first <- i
		total += <-in
	}
	close(first)
	<-in
	return total
}

func deep(n int, c chan int) {
	if n == 0 {
		c <- 1
		return
	}
	var pad [16]int
	pad[n%16] = n
	deep(n-1, c)
	if pad[n%16] != n {
		panic("stack damaged")
	}
}

func main() {
	fmt.Println(ring(500, 20))
	c := make(chan int)
	for i := 0; i < 2000; i++ {
		go func(i int) { c <- i }(i)
	}
	s := 0
	for i := 0; i < 2000; i++ {
		s += <-c
	}
	fmt.Println(s)
	for i := 0; i < 20; i++ {
		go deep(500, c)
	}
	for i := 0; i < 20; i++ {
		<-c
	}
	x := 0
	go func() {
		for i := 0; i < 10; i++ {
			x++
			runtime.Gosched()
		}
		c <- x
	}()
	fmt.Println(<-c)
	stop := make(chan bool)
	spin := 0
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				spin++
			}
		}
	}()
	runtime.Gosched()
	stop <- true
	fmt.Println(runtime.NumGoroutine() >= 1)
}
