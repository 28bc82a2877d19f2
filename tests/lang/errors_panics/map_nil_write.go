// run

package main

type reg struct{ m map[string]int }

func (r *reg) add(k string) { r.m[k]++ }

func main() {
	var r reg
	r.add("x")
}
