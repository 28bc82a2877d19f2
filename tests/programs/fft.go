// run

package main

import (
	"fmt"
	"math"
	"math/bits"
	"math/cmplx"
	"strings"
)

func fft(a []complex128, invert bool) {
	n := len(a)
	shift := 64 - bits.Len(uint(n-1))
	for i := range a {
		j := int(bits.Reverse64(uint64(i)) >> shift)
		if i < j {
			a[i], a[j] = a[j], a[i]
		}
	}
	for size := 2; size <= n; size <<= 1 {
		angle := 2 * math.Pi / float64(size)
		if invert {
			angle = -angle
		}
		w := cmplx.Rect(1, angle)
		for start := 0; start < n; start += size {
			f := complex(1, 0)
			for k := 0; k < size/2; k++ {
				u, v := a[start+k], a[start+k+size/2]*f
				a[start+k], a[start+k+size/2] = u+v, u-v
				f *= w
			}
		}
	}
	if invert {
		for i := range a {
			a[i] /= complex(float64(n), 0)
		}
	}
}

func multiply(x, y string) string {
	n := 1 << bits.Len(uint(len(x)+len(y)))
	a, b := make([]complex128, n), make([]complex128, n)
	for i := range x {
		a[len(x)-1-i] = complex(float64(x[i]-'0'), 0)
	}
	for i := range y {
		b[len(y)-1-i] = complex(float64(y[i]-'0'), 0)
	}
	fft(a, false)
	fft(b, false)
	for i := range a {
		a[i] *= b[i]
	}
	fft(a, true)
	digits := make([]byte, n)
	carry := 0
	for i := range a {
		carry += int(math.Round(real(a[i])))
		digits[n-1-i] = byte('0' + carry%10)
		carry /= 10
	}
	return strings.TrimLeft(string(digits), "0")
}

func plot(a []complex128) {
	max := 0.0
	for _, c := range a {
		max = math.Max(max, cmplx.Abs(c))
	}
	for i, c := range a[:len(a)/2] {
		bar := int(math.Floor(cmplx.Abs(c)/max*30 + 0.5))
		fmt.Printf("%2d %s\n", i, strings.Repeat("*", bar))
	}
}

func main() {
	signal := make([]complex128, 32)
	for i := range signal {
		t := float64(i) / 32
		signal[i] = complex(math.Sin(2*math.Pi*3*t)+0.5*math.Cos(2*math.Pi*7*t), 0)
	}
	fft(signal, false)
	plot(signal)
	fmt.Println(multiply("12345678901234567890", "98765432109876543210"))
	fmt.Println(multiply("999", "999"))
	r1 := cmplx.Sqrt(-4)
	fmt.Println(r1, cmplx.Pow(2i, 2) == cmplx.Pow(2i, 2), cmplx.Conj(3+4i), cmplx.Abs(3+4i))
	fmt.Printf("%.4f %.4f\n", cmplx.Exp(1i*math.Pi), cmplx.Log(-1))
	r, theta := cmplx.Polar(1i)
	fmt.Printf("%.3f %.3f %v %v\n", r, theta, cmplx.IsNaN(cmplx.NaN()), cmplx.IsInf(cmplx.Inf()))
	fmt.Println(bits.OnesCount(255), bits.LeadingZeros32(1), bits.TrailingZeros(8), bits.RotateLeft8(0x81, 1))
	hi, lo := bits.Mul64(1<<63, 6)
	q, rem := bits.Div64(1, 0, 3)
	s, c := bits.Add64(1<<63, 1<<63, 1)
	fmt.Println(hi, lo, q, rem, s, c)
}
