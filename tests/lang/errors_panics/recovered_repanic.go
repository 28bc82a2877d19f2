// run

package main

import "fmt"

func f() {
	defer func() {
		r := recover()
		fmt.Println("got", r)
		panic(fmt.Sprint("re-", r))
	}()
	panic("first")
}

func main() {
	defer func() {
		fmt.Println("main defer")
	}()
	f()
}
