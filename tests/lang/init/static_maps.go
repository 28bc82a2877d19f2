// run

package main

import (
	"fmt"
	"unicode"
)

type M map[string]int
type T struct {
	a int
	m map[int]string
}

var a = map[string]int{"x": 1, "y": 2}
var b = a
var c = M{"q": 3}
var d = map[string]map[string]int{"i": {"j": 1}, "k": nil}
var e = T{1, map[int]string{3: "three"}}
var f interface{} = map[float64]bool{1.5: true}
var g = make(map[string]int)
var h = map[string]func(){"p": p}
var i1 = &T{2, map[int]string{4: "four"}}
var j = []map[string]int{{"z": 26}, {}}
var k = i1
var l = map[string]*T{"t": k}
var big = map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10, 11: 11, 12: 12}
var mod = 5
var n = mod
var o = func() int { mod = 7; return 1 }()
var un struct{ m map[struct{}]int }

type pair struct{ m M }

var assigned M = map[string]int{"named": 1}
var made M = make(map[string]int)
var inside = pair{map[string]int{"inside": 2}}

func p() { fmt.Println("p") }

func main() {
	a["new"] = 5
	fmt.Println(a, b, c, d, e, f, g, len(h), i1.m, j, l["t"] == i1, big, n, o, un)
	fmt.Println(assigned, made, inside, len(assigned))
	h["p"]()
	g["z"]++
	fmt.Println(g, unicode.Categories["Lu"] == unicode.Lu)
	delete(big, 3)
	fmt.Println(len(big))
	fmt.Printf("%T %T\n", c, f)
}
