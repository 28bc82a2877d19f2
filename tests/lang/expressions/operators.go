// run

package main

import "fmt"

func div(a, b int) (q, r int) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(e)
		}
	}()
	return a / b, a % b
}

func main() {
	fmt.Println(7/2, -7/2, 7/-2, -7/-2, 7%2, -7%2, 7%-2, -7%-2)
	fmt.Println(6&3, 6|3, 6^3, 6&^3, ^6, -6, +6, !true)
	fmt.Println(1<<3|1, 2+3*4-5, (2+3)*4, 7&3 == 3, 1+2 == 3 && 4 < 5 || false)
	fmt.Println(div(7, 2))
	fmt.Println(div(1, 0))
	fmt.Println(div(-1<<63, -1))
	a := 10
	a += 5
	a -= 3
	a *= 4
	a /= 5
	a %= 7
	a <<= 5
	a >>= 1
	a |= 1
	a &= 0x1f
	a ^= 0xff
	a &^= 0xf0
	fmt.Println(a)
	a++
	a--
	f := 1.0
	f /= 3
	f++
	var zero float64
	fmt.Println(f, 1/zero, -1/zero, zero/zero == zero/zero)
	s := "a"
	s += "b"
	fmt.Println(s, s < "b", s >= "ab")
	x := 5
	p := &x
	pp := &p
	**pp = 6
	*p += *p * 2
	fmt.Println(x, *&x, &*p == p)
	c := complex(1, 2)
	c *= c
	fmt.Println(c, real(c), imag(c), c == complex(-3, 4), c/(1+1i), -c)
	var sh uint8 = 3
	fmt.Println(1<<sh, int8(1)<<(sh+4), uint8(255)>>sh, -8>>sh, int64(1)<<(sh*10))
	neg := -1
	defer func() { fmt.Println(recover()) }()
	fmt.Println(1 << neg)
}
