// run

package main

import (
	"fmt"
	"math"
	"sort"
)

type key struct {
	a int
	b string
}

func main() {
	m := map[string]int{"a": 1, "b": 2}
	v, ok := m["c"]
	fmt.Println(v, ok, len(m), m["a"])
	m["c"] += 5
	m["d"]++
	delete(m, "a")
	delete(m, "zz")
	fmt.Println(m, len(m))
	var nilM map[string]int
	fmt.Println(nilM["x"], len(nilM), nilM == nil)
	delete(nilM, "x")
	for range nilM {
		panic("unreachable")
	}
	ks := map[key][]int{}
	ks[key{1, "x"}] = append(ks[key{1, "x"}], 1, 2)
	ks[key{1, "x"}][0] = 10
	fmt.Println(ks[key{1, "x"}], ks[key{1, "y"}] == nil)
	ifs := map[interface{}]string{1: "int", "1": "string", 1.0: "float", [2]int{1, 2}: "array", nil: "nil"}
	fmt.Println(ifs[1], ifs["1"], ifs[1.0], ifs[[2]int{1, 2}], ifs[nil], ifs[int8(1)] == "")
	nan := map[float64]int{}
	nan[math.NaN()] = 1
	nan[math.NaN()] = 2
	nan[0.0]++
	nan[math.Copysign(0, -1)]++
	_, ok = nan[math.NaN()]
	fmt.Println(len(nan), ok, nan[0])
	sum := 0
	big := make(map[int]int, 10)
	for i := 0; i < 1000; i++ {
		big[i*i] = i
	}
	for k, v := range big {
		if k != v*v {
			panic("bad")
		}
		sum += v
		if v%2 == 0 {
			delete(big, k)
		}
	}
	fmt.Println(sum, len(big))
	keys := make([]int, 0, len(big))
	for k := range big {
		keys = append(keys, k)
	}
	sort.Ints(keys)
	fmt.Println(keys[:5], keys[len(keys)-1])
	mm := map[string]map[string]int{"x": {"y": 1}}
	mm["x"]["z"] = 2
	fmt.Println(mm)
	type counter struct{ n int }
	mp := map[string]*counter{"a": {1}}
	mp["a"].n++
	fmt.Println(mp["a"].n)
	fs := map[string]func(int) int{"sq": func(x int) int { return x * x }}
	fmt.Println(fs["sq"](7))
	defer func() {
		fmt.Println(recover())
		defer func() { fmt.Println(recover()) }()
		ifs[[]int{1}] = "x"
	}()
	nilM["x"] = 1
}
