// run

package main

import "os"

var zero int

func main() {
	os.Stdout.WriteString("dividing\n")
	println(10 / zero)
}
