// errorcheck

package main

type A struct{ x int }
type B struct{ x int }
type I interface{ M() }

func takes(int, string) {}
func two() (int, int)   { return 1, 2 }

func main() {
	var i int = "s"          // ERROR "cannot use .s. \(untyped string constant\) as int value in variable declaration"
	var s string = 1         // ERROR "cannot use 1 \(untyped int constant\) as string value in variable declaration"
	var f float64 = i        // ERROR "cannot use i \(variable of type int\) as type float64 in variable declaration"
	var a A = B{}            // ERROR "cannot use B{} \(value of type B\) as A value in variable declaration|cannot use B{}"
	var m I = a              // ERROR "cannot use a .* as type I in variable declaration:\n\tA does not implement I \(missing M method\)"
	takes(1)                 // ERROR "not enough arguments in call to takes\n\thave \(number\)\n\twant \(int, string\)"
	takes("a", 1, 2)         // ERROR "cannot use .a. .* as int value in argument to takes|too many arguments"
	_ = i + f                // ERROR "invalid operation: i \+ f \(mismatched types int and float64\)"
	x := two()               // ERROR "assignment mismatch: 1 variable but two\(\) returns 2 values|assignment mismatch"
	_, _, _ = s, m, x
}
