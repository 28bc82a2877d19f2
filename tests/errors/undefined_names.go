// errorcheck

package main

import "strings"

type T struct{ a int }

func (T) M() {}

func main() {
	undefined1() // ERROR "undefined: undefined1"
	var t T
	t.b = 1 // ERROR "t.b undefined \(type T has no field or method b\)"
	t.m()   // ERROR "t.m undefined \(type T has no field or method m, but does have M\)"
	strings.Nope("") // ERROR "undefined: strings.Nope"
	strings.indexFunc("", nil, true) // ERROR "indexFunc not exported|undefined: strings.indexFunc|cannot refer to unexported"
	var x Undef // ERROR "undefined: Undef"
	goto nowhere // ERROR "label nowhere not defined"
	_ = x
L: // ERROR "label L defined and not used"
}
