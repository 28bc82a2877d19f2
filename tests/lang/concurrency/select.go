// run

package main

import (
	"fmt"
	"time"
)

func main() {
	a, b := make(chan int), make(chan string, 1)
	var nilc chan int
	select {
	case v := <-a:
		fmt.Println(v)
	case v := <-nilc:
		fmt.Println(v)
	default:
		fmt.Println("default")
	}
	select {
	case b <- "x":
		fmt.Println("sent")
	case nilc <- 1:
	}
	select {
	case b <- "y":
		fmt.Println("no room")
	default:
		fmt.Println("full")
	}
	go func() { a <- 42 }()
	select {
	case v, ok := <-a:
		fmt.Println(v, ok)
	}
	close(a)
	count := [2]int{}
	for i := 0; i < 1000; i++ {
		select {
		case <-a:
			count[0]++
		case _, ok := <-a:
			if ok {
				panic("ok")
			}
			count[1]++
		}
	}
	fmt.Println(count[0] > 300, count[1] > 300)
	timeout := time.After(5 * time.Millisecond)
	select {
	case <-timeout:
		fmt.Println("timeout")
	case <-nilc:
	}
	data, quit := make(chan int), make(chan bool)
	go func() {
		for i := 0; i < 5; i++ {
			data <- i * i
		}
		close(quit)
	}()
	sum := 0
loop:
	for {
		select {
		case v := <-data:
			sum += v
		case <-quit:
			break loop
		}
	}
	fmt.Println(sum)
	m := map[string]int{}
	arr := []int{0}
	c := make(chan int, 2)
	c <- 5
	c <- 6
	var ok bool
	select {
	case m["k"] = <-c:
	}
	select {
	case arr[0], ok = <-c:
	}
	fmt.Println(m, arr, ok)
	defer func() { fmt.Println(recover()) }()
	closed := make(chan int)
	close(closed)
	select {
	case closed <- 1:
	default:
	}
}
