// run

package main

import (
	"errors"
	"fmt"
)

type Shape interface {
	Area() float64
	Name() string
}
type Square struct{ s float64 }
type Circle struct{ r float64 }

func (s Square) Area() float64  { return s.s * s.s }
func (s Square) Name() string   { return "square" }
func (c *Circle) Area() float64 { return 3 * c.r * c.r }
func (c *Circle) Name() string  { return "circle" }

type MyErr struct{ code int }

func (e *MyErr) Error() string { return fmt.Sprint("code ", e.code) }

func mayFail(fail bool) error {
	var e *MyErr
	if fail {
		e = &MyErr{7}
	}
	return e
}

type Stringer interface{ String() string }
type T int

func (t T) String() string { return fmt.Sprintf("T(%d)", int(t)) }

func main() {
	shapes := []Shape{Square{2}, &Circle{1}, &Square{3}}
	for _, s := range shapes {
		fmt.Println(s.Name(), s.Area())
	}
	fmt.Println(mayFail(true), mayFail(false) == nil, mayFail(false) != nil)
	var s Shape
	fmt.Println(s == nil)
	s = Square{2}
	fmt.Println(s == Square{2}, s == shapes[0], shapes[1] == shapes[1], s != Shape(Square{3}))
	if sq, ok := s.(Square); ok {
		fmt.Println("is square", sq.s)
	}
	_, ok := s.(*Circle)
	_, ok2 := s.(Stringer)
	fmt.Println(ok, ok2)
	var x interface{} = T(4)
	if st, ok := x.(Stringer); ok {
		fmt.Println(st.String(), st)
	}
	var any1, any2 interface{} = 1, int64(1)
	fmt.Println(any1 == any2, any1 == 1, any2 == int64(1))
	x = nil
	_, ok = x.(int)
	fmt.Println(ok)
	err := fmt.Errorf("wrap: %w", &MyErr{3})
	var me *MyErr
	fmt.Println(errors.As(err, &me), me.code, err)
	try := func(f func()) {
		defer func() { fmt.Println(recover()) }()
		f()
	}
	try(func() { _ = s.(*Circle) })
	try(func() { _ = s.(Stringer) })
	try(func() { _ = any1.(string) })
	try(func() { var n Shape; n.Area() })
	try(func() { var n interface{}; _ = n.(Shape) })
	try(func() { fmt.Println(interface{}([]int{1}) == interface{}([]int{1})) })
	try(func() { var c *Circle; s = c; s.Area() })
}
