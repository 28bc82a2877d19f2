// run

// The exit status is what os.Exit says; deferred calls do not run.
package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("never")
	fmt.Println("leaving")
	os.Exit(42)
}
