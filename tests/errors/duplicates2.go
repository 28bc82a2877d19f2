// errorcheck

package main

func g() {}
func g() {} // ERROR "g redeclared in this block"

type g int // ERROR "g redeclared in this block"

type I interface {
	M()
	M() // ERROR "duplicate method M"
}

func main(x int) {} // ERROR "func main must have no arguments and no return values"

func init() int { return 1 } // ERROR "func init must have no arguments and no return values"

var v = init // ERROR "undefined: init|cannot refer to init|use of .*init"
