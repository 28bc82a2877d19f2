// run

package main

import (
	"fmt"
	"math"
)

func main() {
	a, b := 0.1, 0.2
	fmt.Println(a+b, a+b == 0.3, a*b, a/b, a-b)
	var x, y float32 = 0.1, 0.2
	fmt.Println(x+y, x*y, x/y, float64(x+y), x*y+x)
	fmt.Println(float64(x)*float64(y), float64(x*y))
	inf := math.Inf(1)
	nan := math.NaN()
	fmt.Println(inf, -inf, nan, inf-inf, 0*inf, nan == nan, nan != nan, nan < 1, nan > 1, !(nan >= 1))
	z := 0.0
	fmt.Println(z, -z, 1/(-z), math.Signbit(-z), math.Copysign(0, -1), z == -z)
	fmt.Println(math.MaxFloat64*(z+2), math.SmallestNonzeroFloat64/(z+2), math.MaxFloat32)
	fmt.Println(math.Sqrt(2), math.Floor(-1.5), math.Ceil(1.2), math.Trunc(-1.7), math.Mod(7, -3), math.FMA(2, 3, 4))
	fmt.Println(a*a+b*b, math.Hypot(3, 4), math.Pow(2, 0.5), math.Exp(1), math.Log(10), math.Sin(1), math.Atan2(1, -1))
	s := 0.0
	for i := 1; i <= 1000; i++ {
		s += 1 / float64(i)
	}
	fmt.Println(s)
	var f float32 = 16777216
	fmt.Println(f+1 == f, f+2)
	c := complex(inf, nan)
	fmt.Println(c, c == c, complex64(1+2i)*complex64(3-1i), (1+2i)/(0+0i+complex(z, z)))
}
