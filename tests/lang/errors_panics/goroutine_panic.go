// run

package main

import "fmt"

func worker(c chan int) {
	v := <-c
	if v == 3 {
		panic(fmt.Sprint("worker got ", v))
	}
}

func main() {
	c := make(chan int)
	done := make(chan bool)
	go worker(c)
	c <- 3
	<-done
}
