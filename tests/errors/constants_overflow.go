// errorcheck

package main

const big = 1 << 70

var (
	a int8   = 128         // ERROR "cannot use 128 .* as int8 value in variable declaration \(overflows\)|overflows"
	b uint   = -1          // ERROR "overflows"
	c        = big         // ERROR "cannot use big .* as int value in variable declaration \(overflows\)"
	d        = 10 / 0      // ERROR "division by zero"
	e int    = 1.5         // ERROR "truncated"
	f        = "a"[5]      // ERROR "out of (bounds|range)"
	g        = [2]int{0, 1, 2} // ERROR "out of bounds"
	h uint8  = 255 + 1     // ERROR "overflows"
	i        = int8(200)   // ERROR "overflows|cannot convert"
)

func main() {}
