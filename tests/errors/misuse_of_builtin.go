// errorcheck

package main

func main() {
	_ = len(5)              // ERROR "invalid argument: 5 \(untyped int constant\) for len"
	_ = cap(map[int]int{})  // ERROR "invalid argument: .* for cap"
	_ = make(int)           // ERROR "invalid argument: cannot make int"
	_ = make([]int)         // ERROR "expects 2 or 3 arguments; found 1"
	_ = append(1, 2)        // ERROR "first argument to append must be a slice"
	delete([]int{}, 1)      // ERROR "is not a map"
	_ = copy([]int{}, "a")  // ERROR "arguments to copy .* have different element types"
	_ = new(5)              // ERROR "5 is not a type"
	_ = make([]int, 5, 2)   // ERROR "length and capacity swapped"
}
