// errorcheck

package main

import (
	"fmt" // ERROR "imported and not used"
	str "strings" // ERROR "imported and not used: .strings. as str|imported and not used"
	_ "sort"
)

var unusedGlobalIsFine int

func f(unusedParameterIsFine int) (named int) {
	x := 1 // ERROR "x declared but not used"
	var y int // ERROR "y declared but not used"
	y = 2
	z := 3
	func() {
		z := 4 // ERROR "z declared but not used"
	}()
	_ = z
	for i, v := range []int{} { // ERROR "v declared but not used"
		_ = i
	}
	switch t := interface{}(1).(type) { // ERROR "t declared but not used"
	case int:
	}
	const unusedConstIsFine = 1
	return
}

func main() { f(1) }
