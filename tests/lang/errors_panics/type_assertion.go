// run

package main

import "fmt"

type A struct{}
type B struct{}

func (A) M() {}

func main() {
	var i interface{} = A{}
	fmt.Println(i.(interface{ M() }) != nil)
	b := i.(B)
	fmt.Println(b)
}
