// run

// A struct that embeds a library type has its unexported methods, which an exported interface may ask for.
package main

import (
	"fmt"
	"testing"
)

type tt struct{ *testing.T }

func f(t testing.TB) { fmt.Println(t != nil) }
func main()          { f(&tt{}); var x interface{} = tt{}; _, ok := x.(testing.TB); fmt.Println(ok) }
