// run

// Floating-point formatting in every verb, of values at the edges of the format.
package main

import (
	"fmt"
	"math"
	"strconv"
)

var values = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.1, 0.5, 1.0 / 3, 2.0 / 3, 1e15, 1e16, 1e20, 1e21, 1e22, 1e23, 1e-4, 1e-5, 1e-7,
	123456789, 1.7976931348623157e308, -1.7976931348623157e308, 2.2250738585072014e-308, 2.225073858507201e-308,
	5e-324, 4.9406564584124654e-324, math.Pi, math.E, 4503599627370496.5, 9007199254740993, 9223372036854775807,
	math.Inf(1), math.Inf(-1), math.NaN(), 8.41, 5.0e-1, 0.000001, 1234567.0, 12345678.9,
}

func main() {
	for _, v := range values {
		fmt.Println(v, float32(v))
		fmt.Printf("%v %g %G %e %E %f %F %b %x %X\n", v, v, v, v, v, v, v, v, v, v)
		fmt.Printf("%8.3f|%-12.2e|%+g|%012.4f|% .3g|%#g\n", v, v, v, v, v, v)
		println(v)
		for _, verb := range "efgEGbxX" {
			for _, prec := range []int{-1, 0, 1, 5, 17, 30} {
				fmt.Print(strconv.FormatFloat(v, byte(verb), prec, 64), " ", strconv.FormatFloat(v, byte(verb), prec, 32), " ")
			}
		}
		fmt.Println()
		s := strconv.FormatFloat(v, 'g', -1, 64)
		back, err := strconv.ParseFloat(s, 64)
		fmt.Println(math.Float64bits(back) == math.Float64bits(v), err)
	}
	sum, f := 0.0, float32(0)
	for i := 1; i < 1000; i++ {
		sum += 1 / float64(i)
		f += 1 / float32(i)
	}
	fmt.Printf("%x %x\n", math.Float64bits(sum), math.Float32bits(f))
	x, y, z := 0.1, 0.2, -0.02
	fmt.Printf("%x %x\n", math.Float64bits(x*y+z), math.Float64bits(math.FMA(x, y, z)))
	fmt.Println(complex(1.5, -2), complex64(complex(0.1, 0.2)), complex(math.NaN(), math.Inf(-1)))
	fmt.Printf("%v %.3g %8.2f\n", 3i, complex(1.0/3, 2.0/3), complex(1, 2))
}
