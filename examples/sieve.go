// run 25

// Concurrent prime sieve: every prime is a goroutine that filters its multiples.
//
//	virgo run examples/sieve.go [COUNT]
package main

import (
	"fmt"
	"os"
	"strconv"
)

func generate(out chan<- int) {
	for i := 2; ; i++ {
		out <- i
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for n := range in {
		if n%prime != 0 {
			out <- n
		}
	}
}

func main() {
	count := 20
	if len(os.Args) > 1 {
		n, err := strconv.Atoi(os.Args[1])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		count = n
	}
	numbers := make(chan int)
	go generate(numbers)
	for i := 0; i < count; i++ {
		prime := <-numbers
		fmt.Print(prime, " ")
		filtered := make(chan int)
		go filter(numbers, filtered, prime)
		numbers = filtered
	}
	fmt.Println()
}
