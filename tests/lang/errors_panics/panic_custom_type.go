// run

package main

type myStr string

func main() {
	defer func() {
		defer func() {
			panic(3)
		}()
		panic(myStr("second"))
	}()
	panic(1.5)
}
