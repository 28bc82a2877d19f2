// run

// NaNs: where they come from, their bits, what compares, what maps and sorting make of them.
package main

import (
	"fmt"
	"math"
	"sort"
)

//go:noinline
func arith(a, b float64) [4]float64 { return [4]float64{a + b, a - b, a * b, a / b} }

//go:noinline
func arith32(a, b float32) [4]float32 { return [4]float32{a + b, a - b, a * b, a / b} }

func main() {
	zero, inf := 0.0, math.Inf(1)
	payload := math.Float64frombits(0x7ff8000000001234)
	negative := math.Float64frombits(0xfff8000000005678)
	pairs := [][2]float64{{zero, zero}, {inf, inf}, {inf, -inf}, {zero, inf}, {payload, 1}, {1, payload}, {negative, 2},
		{3, negative}, {payload, zero}}
	for _, p := range pairs {
		for _, r := range arith(p[0], p[1]) {
			if r != r {
				fmt.Printf(" %016x", math.Float64bits(r))
			} else {
				fmt.Print(" ", r)
			}
		}
		for _, r := range arith32(float32(p[0]), float32(p[1])) {
			if r != r {
				fmt.Printf(" %08x", math.Float32bits(r))
			} else {
				fmt.Print(" ", r)
			}
		}
		fmt.Println()
	}
	nan := zero / zero
	fmt.Printf("%x %x %x\n", math.Float64bits(-nan), math.Float64bits(math.Sqrt(-1)), math.Float64bits(math.Abs(nan)))
	fmt.Printf("%x %x\n", math.Float32bits(float32(payload)), math.Float64bits(float64(float32(negative))))
	fmt.Printf("%x %x\n", math.Float64bits(math.Floor(payload)), math.Float64bits(math.FMA(inf, zero, 1)))
	fmt.Println(nan == nan, nan != nan, nan < 1, nan > 1, nan <= nan, !(nan < nan), math.Signbit(nan))
	fmt.Println(int64(nan), int32(nan), uint64(nan), uint8(int64(nan)))
	var i, j any = nan, nan
	fmt.Println(i == j, [1]float64{nan} == [1]float64{nan}, math.IsNaN(math.Max(nan, 1)), math.Max(inf, nan))
	m := map[float64]int{}
	for k := 0; k < 5; k++ {
		m[nan] = k
	}
	_, ok := m[nan]
	fmt.Println(len(m), ok)
	delete(m, nan)
	for k := range m {
		delete(m, k)
	}
	fmt.Println(len(m))
	list := []float64{3, nan, 1, inf, -inf, nan, 2}
	sort.Float64s(list)
	fmt.Println(list)
	fmt.Println(nan, float32(nan), complex(nan, -nan), complex(1, 0)/complex(zero, 0), complex(nan, 1)/complex(1, 1))
	println(nan, inf, -inf)
}
