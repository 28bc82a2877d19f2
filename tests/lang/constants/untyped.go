// run

package main

import (
	"fmt"
	"math"
)

const (
	Big   = 1 << 100
	Small = Big >> 99
	Huge  = Big * Big * Big
	Third = 1.0 / 3
	mask  = ^0
	c     = 'a' + 1
	h     = "hello" + " " + "world"
	cplx  = 2i * 2i
	neg   = -5 / 2
	rem   = -5 % 3
	fl    = 5.0 / 2
	shift = 1.0 << 3
)

func need32(x float32) float32 { return x }

func main() {
	fmt.Println(Small, Huge/Big/Big/Big, Third, mask, c, string(rune(c)), h, len(h))
	fmt.Println(real(cplx), neg, rem, fl, shift)
	fmt.Println(float32(Third), need32(1<<20), uint8(255), math.MaxUint32)
	fmt.Printf("%T %T %T %T %T\n", 1, 'x', 1.0, 1i, "s")
	fmt.Printf("%T %T %T\n", 'a'+1, 'a'+1.0, 1+1i)
	const big = 1e400 / 1e399
	fmt.Println(big, math.Pi*1e15, uint64(1<<64-1), int64(-1<<63))
	var f32 float32 = 0.1
	var f64 float64 = 0.1
	fmt.Println(float64(f32) == f64, f32 == 0.1, f64 == 0.1)
	var s uint = 33
	var i = 1 << s
	var w int64 = 1.0 << s
	var j int32 = 1 << s
	fmt.Println(i, w, j, uint64(1<<s), int8(-128)+127)
	const maxf = math.MaxFloat32
	fmt.Println(float32(maxf), math.SmallestNonzeroFloat64, len([10]int{}), len([...]string{3: "x"}))
}
