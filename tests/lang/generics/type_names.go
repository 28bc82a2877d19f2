// run

package main

import (
	"fmt"
	"io"
	"reflect"
)

type G[T any] struct{}
type e struct{}
type E struct{}
type A = struct {
	e
	E
	*G[int]
	io.Reader
	x int
	error
}

func main() {
	type X int
	type y int
	fmt.Printf("%T\n", G[struct {
		e
		E
		*G[int]
		io.Reader
		error
	}]{})
	fmt.Printf("%T\n", struct {
		e
		E
		*G[int]
		io.Reader
		error
	}{})
	fmt.Printf("%T\n", G[struct {
		X
		y
	}]{})
	fmt.Printf("%T\n", struct {
		X
		y
	}{})
	fmt.Printf("%T\n", G[interface {
		Z()
		a()
		B()
	}]{})
	fmt.Println(reflect.TypeOf(new(interface {
		Z()
		a()
		B()
	})))
	fmt.Printf("%T\n", G[interface {
		io.Reader
		a()
		B()
	}]{})
	fmt.Printf("%T\n", G[G[X]]{})
	fmt.Printf("%T\n", G[struct{}]{})
	fmt.Printf("%T\n", G[func(...int) (int, error)]{})
	fmt.Printf("%T\n", G[func(func())]{})
	fmt.Printf("%T\n", G[[3]chan (<-chan int)]{})
	fmt.Printf("%T\n", G[rune]{})
	fmt.Println(reflect.TypeOf(G[X]{}).Name(), reflect.TypeOf(X(1)).Name())
}
