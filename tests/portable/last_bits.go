// hosts

// Every function of math, to the last bit: the same on every host, though not as native Go on amd64, which has assembly.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

var args = []float64{0, 0.1, 0.5, 1, 1.5, 2, 2.5, 3.7, 10, 1e10, 1e100, 1e300, 1e-10, 5e-324, -0.1, -0.5, -1, -2.5, -1e10,
	math.Inf(1), math.Inf(-1), math.NaN()}

var one = map[string]func(float64) float64{
	"abs": math.Abs, "acos": math.Acos, "acosh": math.Acosh, "asin": math.Asin, "asinh": math.Asinh, "atan": math.Atan,
	"atanh": math.Atanh, "cbrt": math.Cbrt, "ceil": math.Ceil, "cos": math.Cos, "cosh": math.Cosh, "erf": math.Erf,
	"erfc": math.Erfc, "erfinv": math.Erfinv, "exp": math.Exp, "exp2": math.Exp2, "expm1": math.Expm1, "floor": math.Floor,
	"gamma": math.Gamma, "j0": math.J0, "j1": math.J1, "log": math.Log, "log10": math.Log10, "log1p": math.Log1p,
	"log2": math.Log2, "logb": math.Logb, "round": math.Round, "even": math.RoundToEven, "sin": math.Sin, "sinh": math.Sinh,
	"sqrt": math.Sqrt, "tan": math.Tan, "tanh": math.Tanh, "trunc": math.Trunc, "y0": math.Y0, "y1": math.Y1,
}

var two = map[string]func(float64, float64) float64{
	"atan2": math.Atan2, "copysign": math.Copysign, "dim": math.Dim, "hypot": math.Hypot, "max": math.Max, "min": math.Min,
	"mod": math.Mod, "next": math.Nextafter, "pow": math.Pow, "rem": math.Remainder,
}

func sorted[F any](m map[string]F) []string {
	var names []string
	for n := range m {
		i := 0
		for i < len(names) && names[i] < n {
			i++
		}
		names = append(names[:i], append([]string{n}, names[i:]...)...)
	}
	return names
}

func main() {
	for _, n := range sorted(one) {
		fmt.Print(n)
		for _, a := range args {
			fmt.Printf(" %x", math.Float64bits(one[n](a)))
		}
		fmt.Println()
	}
	for _, n := range sorted(two) {
		fmt.Print(n)
		for _, a := range args {
			for _, b := range args {
				fmt.Printf(" %x", math.Float64bits(two[n](a, b)))
			}
		}
		fmt.Println()
	}
	for _, a := range args {
		frac, exp := math.Frexp(a)
		i, f := math.Modf(a)
		g, sign := math.Lgamma(a)
		s, c := math.Sincos(a)
		fmt.Println(frac, exp, i, f, g, sign, s, c, math.Ldexp(a, 3), math.Ilogb(a), math.Jn(3, a), math.Yn(3, a), math.Signbit(a))
		z := complex(a, 0.5)
		fmt.Println(cmplx.Sqrt(z), cmplx.Exp(z), cmplx.Log(z), cmplx.Sin(z), cmplx.Tan(z), cmplx.Pow(z, 2+1i), cmplx.Abs(z), cmplx.Phase(z))
	}
}
