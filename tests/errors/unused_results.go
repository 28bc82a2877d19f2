// errorcheck

package main

func f() int { return 1 }

func main() {
	x := 1
	len("a")      // ERROR "len\(.a.\) .*is not used"
	x == 1        // ERROR "x == 1 .*is not used"
	f             // ERROR "f .*is not used"
	-x            // ERROR "-x .*is not used"
	append([]int{}, 1) // ERROR "is not used"
	int(x)        // ERROR "int\(x\) .*is not used"
	f()
	defer int(3)  // ERROR "defer requires function call, not conversion|expression in defer"
	_ = nil       // ERROR "use of untyped nil in assignment"
	y := nil      // ERROR "use of untyped nil in assignment|use of untyped nil in variable declaration"
	_ = y
}
