// run

package main

import "fmt"

type T struct{ v [2]int }

func main() {
	for i := 0; i < 3; i++ {
		fmt.Print(i)
	}
	i := 10
	for i > 7 {
		i--
		fmt.Print(" ", i)
	}
	for {
		i++
		if i%2 == 0 {
			continue
		}
		if i > 12 {
			break
		}
		fmt.Print(" ", i)
	}
	fmt.Println()
	s := []int{1, 2, 3}
	for i, v := range s {
		if i == 0 {
			s = append(s, 4)
			s[1] = 20
		}
		fmt.Print(v, " ")
	}
	fmt.Println(s)
	for i := range s {
		s = s[:len(s)-1]
		fmt.Print(i)
	}
	fmt.Println(len(s))
	var x struct{ i, v int }
	for x.i, x.v = range []int{5, 6} {
	}
	fmt.Println(x)
	var idx [3]int
	k := 0
	for idx[k], k = range []int{1, 2} {
	}
	fmt.Println(idx, k)
	for i, r := range "aé日\xff" {
		fmt.Print(i, ":", r, " ")
	}
	fmt.Println()
	c := make(chan int, 3)
	c <- 1
	c <- 2
	close(c)
	for v := range c {
		fmt.Print(v, " ")
	}
	for range [3]int{} {
		fmt.Print("*")
	}
	fmt.Println()
	ts := []T{{}, {}}
	for i, t := range ts {
		t.v[0] = i
		ts[i].v[1] = i + 1
	}
	fmt.Println(ts)
	arr := [2]int{1, 2}
	for i, v := range arr {
		arr[1] = 9
		fmt.Print(i, v, ";")
	}
	for i, v := range arr[:] {
		arr[1] = 8
		fmt.Print(i, v, ";")
	}
	fmt.Println()
	for i, j := 0, 10; i < j; i, j = i+1, j-2 {
		fmt.Print(i, ",", j, " ")
	}
	fmt.Println()
	ptrs := []*int{}
	for i := 0; i < 3; i++ {
		ptrs = append(ptrs, &i)
	}
	fmt.Println(*ptrs[0], ptrs[0] == ptrs[2])
	for key, val := range map[string]int{"only": 1} {
		fmt.Println(key, val)
	}
	var nilmap map[int]int
	for range nilmap {
		panic(1)
	}
}
