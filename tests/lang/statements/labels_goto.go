// run

package main

import "fmt"

func find(grid [][]int, want int) (int, int) {
	r, c := -1, -1
outer:
	for i, row := range grid {
		for j, v := range row {
			switch {
			case v == want:
				r, c = i, j
				break outer
			case v < 0:
				continue outer
			}
		}
	}
	return r, c
}

func collatz(n int) (steps int) {
loop:
	if n == 1 {
		return
	}
	steps++
	if n%2 == 0 {
		n /= 2
		goto loop
	}
	n = 3*n + 1
	goto loop
}

func main() {
	fmt.Println(find([][]int{{1, 2}, {-1, 9}, {3, 9}}, 9))
	fmt.Println(collatz(27))
	i := 0
	goto check
body:
	fmt.Print(i, " ")
	i++
check:
	if i < 3 {
		goto body
	}
	fmt.Println()
sw:
	switch {
	default:
		for {
			break sw
		}
	}
sel:
	select {
	default:
		for i := 0; ; i++ {
			if i == 3 {
				break sel
			}
		}
	}
	{
		if i == 3 {
			goto L
		}
		fmt.Println("unreachable")
	}
L:
	for i := 0; i < 3; i++ {
		func() {
			for {
				break
			}
		}()
		for {
			if i == 1 {
				continue L
			}
			break
		}
		fmt.Print("i", i, " ")
	}
	fmt.Println("done")
	n := 0
retry:
	x := n * 10
	f := func() int { return x }
	n++
	if n < 3 {
		goto retry
	}
	fmt.Println(f(), n)
}
