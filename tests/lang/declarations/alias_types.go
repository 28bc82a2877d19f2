// run

package main

import (
	"fmt"
	"strings"
)

type (
	Text    = string
	Builder = strings.Builder
	List    []List
	Fn      func(Fn) int
	M       map[string]M
	A       = struct{ X int }
	Local   struct{ A }
)

type Num int

func (n Num) Double() Num { return n * 2 }

type Other Num // no methods
type Same = Num

func main() {
	var t Text = "text"
	var s string = t
	var b Builder
	b.WriteString(s)
	fmt.Println(b.String())
	l := List{{}, {{}, {}}}
	fmt.Println(len(l), len(l[1]))
	m := M{"a": {"b": nil}}
	fmt.Println(len(m["a"]), m["a"]["b"] == nil)
	fmt.Println(Same(4).Double(), Num(Other(5)).Double())
	fmt.Printf("%T %T %T %T\n", Same(1), Other(1), t, A{1})
	loc := Local{A{3}}
	fmt.Println(loc.X, loc.A)
	type T struct{ next *T }
	x := &T{&T{nil}}
	fmt.Println(x.next.next == nil)
	{
		type T int
		fmt.Printf("%T %v\n", T(3), T(3))
	}
	f := Fn(func(g Fn) int {
		if g == nil {
			return 1
		}
		return 2
	})
	fmt.Println(f(f), f(nil))
}
