// errorcheck

package main

import "fmt"
import fmt "fmt" // ERROR "fmt redeclared in this block|imported and not used"

type T struct {
	a int
	a string // ERROR "a redeclared|duplicate field a"
}

func (T) M() {}
func (T) M() {} // ERROR "method T.M already declared|redeclared"

func f(a int, a int) {} // ERROR "a redeclared|duplicate argument a"

func main() {
	x := 1
	x := 2 // ERROR "no new variables on left side of :="
	_ = map[string]int{"a": 1, "a": 2} // ERROR "duplicate key .a. in map literal"
	switch x {
	case 1:
	case 1: // ERROR "duplicate case 1 .* in expression switch"
	default:
	default: // ERROR "multiple defaults|redeclared"
	}
	fmt.Println(T{a: 1})
}
