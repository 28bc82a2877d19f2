// run

package main

import (
	"errors"
	"fmt"
	"runtime"
)

type I interface{ M() }

func catch(f func()) {
	defer func() {
		r := recover()
		_, isRuntime := r.(runtime.Error)
		err, _ := r.(error)
		var te *runtime.TypeAssertionError
		fmt.Printf("%v | %v | %v\n", err, isRuntime, errors.As(err, &te))
	}()
	f()
}

func main() {
	z := 0
	var m map[string]int
	var x interface{} = "str"
	var i I
	var s []int
	catch(func() { _ = 1 / z })
	catch(func() { _ = 1 % z })
	catch(func() { m["a"] = 1 })
	catch(func() { _ = x.(int) })
	catch(func() { _ = x.(I) })
	catch(func() { i = x.(I) })
	catch(func() { i.M() })
	catch(func() { _ = s[z] })
	catch(func() { _ = s[1:z] })
	catch(func() { _ = make([]int, 1<<62+z) })
	catch(func() { _ = make([]int, z-1) })
	catch(func() { _ = [3]int{}[z+5] })
	catch(func() { var c chan int; close(c) })
	catch(func() { c := make(chan int); close(c); close(c) })
	catch(func() { c := make(chan int); close(c); c <- 1 })
	catch(func() { _ = map[interface{}]int{func() {}: 1} })
	catch(func() { _ = (*[2]int)(s) })
	catch(func() { _ = 1 << (z - 1) })
	catch(func() { var e error; _ = e.Error() })
	catch(func() { var f func(); f() })
}
