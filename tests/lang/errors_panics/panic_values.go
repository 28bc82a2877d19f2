// run

package main

import (
	"fmt"
	"os"
)

type myErr struct{ n int }
type myStr string

func (e myErr) Error() string { return fmt.Sprint("myErr ", e.n) }

func main() {
	for i, v := range []interface{}{1, "s", 2.5, true, myErr{3}, nil, 'x', uint8(4), []int{1}} {
		func() {
			defer func() {
				r := recover()
				fmt.Fprintf(os.Stdout, "%d %T %v\n", i, r, r)
			}()
			panic(v)
		}()
	}
	defer func() {
		panic(fmt.Sprintf("again %v", recover()))
	}()
	panic(myStr("custom"))
}
