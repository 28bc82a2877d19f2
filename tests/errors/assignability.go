// errorcheck

package main

type S struct{ f func() }

func main() {
	const c = 1
	c = 2              // ERROR "cannot assign to c"
	"abc"[0] = 'x'     // ERROR "cannot assign to .abc.\[0\]"
	m := map[string]struct{ x int }{}
	m["a"].x = 1       // ERROR "cannot assign to struct field m\[.a.\].x in map"
	f := func() int { return 1 }
	f() = 2            // ERROR "cannot assign to f\(\)"
	_ = &f()           // ERROR "cannot take address of f\(\)|invalid operation: cannot take"
	_ = S{} == S{}     // ERROR "cannot compare|struct containing func\(\) cannot be compared"
	_ = f == f         // ERROR "func can only be compared to nil|cannot compare"
	1 = 2              // ERROR "cannot assign to 1"
	f()++              // ERROR "cannot assign to f\(\)|invalid operation"
}
