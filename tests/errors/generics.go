// errorcheck

package main

type Num interface{ ~int | ~float64 }

func Sum[T Num](xs ...T) (s T) { return }
func Pair[A, B any](a A, b B)  {}
func None[T any]() (x T)       { return }

type Box[T comparable] struct{ v T }

func (b Box[T]) Get() T { return b.v }

var _ = Sum("a", "b")  // ERROR "string does not implement Num"
var _ = None()         // ERROR "cannot infer T"
var _ Box              // ERROR "cannot use generic type Box\[T comparable\] without instantiation"
var _ Box[[]int]       // ERROR "\[\]int does not implement comparable"
var _ Box[int, string] // ERROR "got 2 arguments but 1 type parameters|too many type arguments"
var _ = Sum[int](1.5)  // ERROR "truncated"
var _ Num              // ERROR "cannot use type Num outside a type constraint: interface contains type constraints"
var _ = Pair           // ERROR "cannot use generic function Pair without instantiation"

func add[T any](a, b T) T { return a + b } // ERROR "operator \+ not defined on a"

func main() {}
