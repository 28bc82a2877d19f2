// run

package main

import "fmt"

type A struct {
	X int `json:"x"`
	Y string
}
type B struct {
	X int
	Y string `db:"y"`
}
type Celsius float64
type Fahrenheit float64
type F func(int) int

func twice(x int) int { return 2 * x }

type Reader interface{ Read() string }
type ReadCloser interface {
	Reader
	Close()
}
type file struct{ name string }

func (f *file) Read() string { return "read " + f.name }
func (f *file) Close()       {}

func main() {
	a := A{1, "one"}
	b := B(a)
	pb := (*B)(&a)
	pb.X = 5
	fmt.Println(b, a, Fahrenheit(Celsius(100)*9/5+32))
	fmt.Println(F(twice)(21))
	var rc ReadCloser = &file{"f"}
	var r Reader = rc
	fmt.Println(r.Read(), r.(ReadCloser) == rc, Reader(rc) == r)
	var send chan<- int = make(chan int)
	fmt.Printf("%T %v\n", send, (*struct{ X int })(nil) == nil)
}
