// run

package main

import "fmt"

func main() {
	base := [6]int{0, 1, 2, 3, 4, 5}
	s := base[1:3]
	fmt.Println(s, len(s), cap(s))
	s = append(s, 30)
	fmt.Println(base, s[:5])
	t := base[1:3:3]
	t = append(t, 300)
	fmt.Println(base, t)
	var nilS []int
	fmt.Println(nilS == nil, len(nilS), append(nilS, nilS...) == nil, nilS[:0] == nil, []int{} == nil)
	for range nilS {
		panic("not reached")
	}
	x := []int{1, 2, 3, 4, 5}
	fmt.Println(copy(x[1:], x), x, copy(x, []int{9}), x)
	bs := make([]byte, 3, 10)
	fmt.Println(copy(bs, "hello"), string(bs), string(append(bs, " world"...)))
	x = append(x[:1], x[2:]...)
	fmt.Println(x, x[:cap(x)][4])
	grid := make([][]rune, 2)
	for i := range grid {
		grid[i] = []rune("ab")
	}
	grid[0][1] = 'Z'
	fmt.Println(string(grid[0]), string(grid[1]))
	self := []interface{}{1}
	self = append(self, self...)
	fmt.Println(self, len(append([]int(nil), make([]int, 3)...)))
	y := x
	y[0] = 42
	fmt.Println(x[0], &x[0] == &y[0])
	z := append(append([]int{}, x...), 7)
	z[0] = 0
	fmt.Println(x, z)
	var arr [3]struct{}
	fmt.Println(len(arr[:]), cap(arr[1:]))
}
