// run

// Deferred calls run, then an error with a value ends the program with status 2.
package main

import (
	"fmt"
	"os"
)

type coded struct {
	code int
	why  string
}

func (c *coded) Error() string { return fmt.Sprint(c.why, " ", c.code) }

func fail(n int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v: %w", r, &coded{n, "deep"})
		}
	}()
	var list []int
	return fmt.Errorf("none %d", list[n])
}

func main() {
	defer fmt.Println("deferred")
	fmt.Println(fail(5))
	fmt.Fprintln(os.Stderr, "to stderr")
	defer func() {
		r := recover()
		fmt.Println("again:", r)
		panic(fmt.Sprint("second after ", r))
	}()
	var m map[string]int
	m["x"] = 1
}
