// run

package main

import "fmt"

type S []int

func grow(n int) (caps int) {
	var s []int
	last := -1
	for i := 0; i < n; i++ {
		s = append(s, i)
		if cap(s) != last {
			caps++
			last = cap(s)
		}
		if s[i] != i || len(s) != i+1 {
			panic("bad")
		}
	}
	return
}

func main() {
	fmt.Println(grow(10000) < 40)
	var s S
	s = append(s, 1)
	s = append(s, s...)
	s = append(s, []int{5, 6}...)
	fmt.Printf("%T %v\n", s, s)
	b := append([]byte("ab"), "cd"...)
	b = append(b, 'e')
	fmt.Println(string(b))
	a := make([]int, 2, 4)
	x := append(a, 1)
	y := append(a, 2)
	fmt.Println(x, y, len(a))
	arr := [4]int{1, 2, 3, 4}
	n := copy(arr[1:], arr[:])
	fmt.Println(n, arr)
	n = copy(arr[:], arr[2:])
	fmt.Println(n, arr, copy([]int{}, arr[:]))
	ss := append([]string(nil), "a", "b", "c")
	ss = append(ss[:1], ss[2:]...)
	fmt.Println(ss, len(ss), ss[:3][2])
	m := map[int]bool{1: true, 2: true, 3: true}
	for k := range m {
		delete(m, k)
	}
	fmt.Println(len(m))
	ifs := append([]interface{}{}, 1, "a", nil, []int{1})
	fmt.Println(ifs...)
	type big struct{ a [20]int }
	bs := append([]big(nil), big{}, big{[20]int{19: 5}})
	bs = append(bs, bs[1])
	fmt.Println(bs[2].a[19], len(bs))
	fmt.Println(len([]int(nil)), cap(make([]int, 2, 5)[1:]), len("é"), len([3]int{}), len(map[int]int{1: 1}))
	c := complex(3, 4)
	fmt.Println(real(c), imag(c), complex(float32(1), 2))
	pp := new([]int)
	*pp = append(*pp, 1)
	fmt.Println(*pp, len(*pp))
	empty := append([]struct{}{}, struct{}{}, struct{}{})
	fmt.Println(len(empty))
	s2 := []int{1, 2, 3}
	s2 = append(s2[:1], append([]int{99}, s2[1:]...)...)
	fmt.Println(s2)
	st := s2[1:2]
	st = append(st, -1)
	fmt.Println(s2, st)
}
