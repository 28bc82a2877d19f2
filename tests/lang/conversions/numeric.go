// run

package main

import (
	"fmt"
	"math"
)

func main() {
	ints := []int64{0, 1, -1, 127, 128, 255, 256, -129, 1 << 31, -1 << 31, 1<<63 - 1, -1 << 63}
	for _, v := range ints {
		fmt.Println(v, int8(v), uint8(v), int16(v), uint16(v), int32(v), uint32(v), uint64(v), float32(v), float64(v))
	}
	var i8 int8 = -1
	fmt.Println(uint8(i8), uint16(i8), uint32(i8), uint64(i8), int64(uint8(i8)), uint(i8))
	floats := []float64{0.5, -0.5, 1.9, -1.9, 255.9, 1e9, -2147483648}
	for _, f := range floats {
		fmt.Println(f, int(f), int32(f), int64(f))
	}
	fmt.Println(uint8(float64(200.7)*one), uint64(1e19*one), uint64(9223372036854775808.0*one))
	fmt.Println(float32(16777217*one), float64(float32(0.1*one)), float32(1e39*one), float32(1e-50*one))
	u := uint64(1<<63 + 1025)
	fmt.Println(float64(u), float32(u), uint64(float64(u)))
	fmt.Println(math.Float64bits(-0.0*one), math.Float64bits(math.Copysign(0, -1)), math.Float32bits(1.5))
	c64 := complex64(complex(0.1*one, 2))
	fmt.Println(c64, complex128(c64) == complex(0.1*one, 2))
}

var one = 1.0
