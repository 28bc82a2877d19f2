// run

package main

import "fmt"

type Matrix [2][3]int

func change(a [3]int) [3]int { a[0] = 99; return a }
func changep(a *[3]int)      { a[0] = 77 }

func main() {
	a := [3]int{1, 2, 3}
	b := a
	b[1] = 20
	fmt.Println(a, b, a == b, a == [3]int{1, 2, 3}, change(a), a)
	changep(&a)
	fmt.Println(a, len(a), cap(a))
	m := Matrix{{1, 2, 3}, {4, 5, 6}}
	n := m
	n[1][2] = 60
	row := n[1]
	row[0] = -1
	fmt.Println(m, n, row, m != n)
	for i, v := range a {
		a[2] = 100
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	for i, v := range &a {
		a[2] = 200
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	s := [...]string{2: "c", 0: "a", 4: "e"}
	fmt.Printf("%q %d\n", s, len(s))
	var p *[5]int
	fmt.Println(len(p), cap(p))
	for i := range p {
		fmt.Print(i)
	}
	fmt.Println()
	keys := map[[2]string]int{{"a", "b"}: 1}
	keys[[2]string{"a", "b"}]++
	fmt.Println(keys)
	i := 3
	defer func() { fmt.Println(recover()) }()
	fmt.Println(a[i])
}
