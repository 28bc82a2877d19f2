// run

// Names of functions as gc gives them.
package main

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
)

type myType struct{ bytes.Buffer }

func (myType) Val()  {}
func (*myType) Ptr() {}
func name(f interface{}) string {
	return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
}
func main() {
	fmt.Println(name((myType).Val), name((*myType).Ptr), name((*myType).Val), name((*myType).Write))
	var x myType
	fmt.Println(name(x.Val), name(x.Ptr), name(x.Write), name((&x).Write))
	fmt.Println(name(func() {}), name(main), name(fmt.Println), name((&x.Buffer).Write))
	func() { fmt.Println(name(func() {})) }()
	var s fmt.Stringer = &x
	fmt.Println(name(s.String), name(fmt.Stringer.String))
}

var g = func() {}

func init() { fmt.Println(name(g)) }
