// run

package main

import (
	"errors"
	"fmt"
	"runtime"
)

func order() {
	for i := 0; i < 3; i++ {
		defer fmt.Print(i, " ")
	}
	x := 1
	defer fmt.Print("x=", x, " ")
	x = 2
	defer func() { fmt.Print("closure x=", x, " ") }()
}

func result() (r int, err error) {
	defer func() {
		if e := recover(); e != nil {
			r, err = r*2, fmt.Errorf("recovered: %v", e)
		}
	}()
	r = 21
	panic("boom")
}

func nested() (s string) {
	defer func() { s += fmt.Sprint(" outer:", recover()) }()
	defer func() {
		defer func() { s += fmt.Sprint(" inner:", recover()) }()
		panic("second")
	}()
	panic("first")
}

func replace() (e interface{}) {
	defer func() { e = recover() }()
	defer func() { panic("replacement") }()
	panic("original")
}

func helper() interface{} { return recover() }
func notDirect() (s string) {
	defer func() { s = fmt.Sprint(s, " outer=", recover()) }()
	defer func() { s = fmt.Sprint("helper=", helper()) }()
	panic("p")
}
func direct() (e interface{}) {
	defer helper()
	panic("swallowed")
}

type T struct{ name string }

func (t T) close()   { fmt.Print("close ", t.name, " ") }
func (t *T) pclose() { fmt.Print("pclose ", t.name, " ") }

func methods() {
	t := T{"a"}
	defer t.close()
	defer t.pclose()
	t.name = "b"
	defer T.close(t)
	var nilf func()
	defer func() { fmt.Print(recover(), " ") }()
	defer nilf()
	fmt.Print("body ")
}

func rethrow() (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case runtime.Error:
			err = e
		case error:
			err = fmt.Errorf("wrapped: %w", e)
		default:
			panic(e)
		}
	}()
	func() {
		defer func() {
			if e := recover(); e != nil {
				panic(e)
			}
		}()
		var m map[string]int
		m["x"] = 1
	}()
	return nil
}

func deep(n int) {
	if n == 0 {
		panic(errors.New("bottom"))
	}
	defer func() { cnt++ }()
	deep(n - 1)
}

var cnt int

func loopDefer() (sum int) {
	for i := 0; i < 5; i++ {
		func() {
			defer func() { sum += i }()
		}()
	}
	return
}
func modify() (x int) {
	defer func() { x++ }()
	x = 5
	return x * 2
}
func early(b bool) string {
	defer fmt.Print("deferred ")
	if b {
		return "early"
	}
	defer fmt.Print("second ")
	return "late"
}

func main() {
	order()
	fmt.Println()
	fmt.Println(result())
	fmt.Println(nested())
	fmt.Println(replace())
	fmt.Println(notDirect())
	fmt.Println(direct())
	methods()
	fmt.Println()
	err := rethrow()
	fmt.Println(err)
	func() {
		defer func() { fmt.Println(recover(), cnt) }()
		deep(100)
	}()
	fmt.Println(loopDefer(), modify(), early(true), early(false))
	fmt.Println(recover())
	func() {
		defer func() {
			e := recover()
			_, isRt := e.(runtime.Error)
			fmt.Println(e, isRt)
		}()
		panic(nil)
	}()
}
