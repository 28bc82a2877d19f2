// errorcheck

package main

type T int

func (t *T) P() {}
func (int) Q()  {} // ERROR "cannot define new methods on non-local type int"

type PI interface{ P() }

var _ PI = T(0)  // ERROR "T does not implement PI \(P method has pointer receiver\)"
var _ PI = (*T)(nil)

type R struct{ R1 }
type R1 struct{ r *R }
type Rec struct{ Rec } // ERROR "invalid recursive type Rec"

func main() {
	var i interface{} = 1
	_ = i.(PI)
	var p PI
	_ = p.(int) // ERROR "impossible type assertion: p.\(int\)"
	x := 5
	_ = x.(int) // ERROR "x .* is not an interface"
	switch p.(type) {
	case string: // ERROR "impossible type switch case"
	}
	p.Nope() // ERROR "p.Nope undefined"
	T.P(1)   // ERROR "cannot call pointer method P on T"
}
