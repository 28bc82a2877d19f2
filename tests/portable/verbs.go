// run

// %v, %+v, %#v, %T and others of values of every kind.
package main

import (
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"reflect"
	"time"
)

type point struct {
	X, Y int
	name string
}
type inner struct {
	F float32
	C complex64
}
type outer struct {
	inner
	P    *point
	M    map[string][]int
	I    any
	E    error
	Fn   func()
	Ch   chan int
	A    [3]bool
	S    []byte
	D    time.Duration
	Next *outer
}
type stringer int

func (s stringer) String() string { return fmt.Sprintf("<%d>", int(s)) }

type failing struct{}

func (failing) Error() string { panic("no text") }

type color uint8

func (c color) GoString() string { return "color!" }

type bad struct{ a, b int }

func (b bad) Format(s fmt.State, verb rune) {
	w, ok := s.Width()
	fmt.Fprintf(s, "[%c %d %v %v]", verb, w, ok, s.Flag('+'))
}

func main() {
	o := outer{inner: inner{1.5, 2 - 1i}, M: map[string][]int{"b": {1}, "a": nil, "c": {}}, I: stringer(7),
		S: []byte("hi"), D: 1500 * time.Millisecond}
	values := []any{nil, true, int8(-5), uint8(200), 'x', uintptr(0xbeef), 1.0, float32(0.1), 1e100, 2i, "a\t\"q\"", "\xff\u00e9", []byte("ab"),
		[]string{"x", ""}, []any{1, "a", nil}, [2]int{1, 2}, point{1, 2, "p"}, &point{3, 4, "q"}, o, map[int]string{2: "b", 1: "a"},
		map[point]bool{{1, 2, ""}: true, {0, 5, ""}: false}, stringer(3), []stringer{1, 2}, color(3), failing{}, bad{1, 2}, errors.New("oops"),
		struct{}{}, struct {
			A any
			B *int
		}{}, time.Unix(1e9, 5).UTC(), time.March, big.NewInt(1 << 62), new(big.Int).Exp(big.NewInt(7), big.NewInt(99), nil),
		big.NewRat(3, -6), reflect.ValueOf(42), (*point)(nil), []*int{nil}, map[string]any(nil), [0]int{}, error(nil)}
	for _, v := range values {
		fmt.Printf("%v|%+v|%#v|%T\n", v, v, v, v)
		fmt.Printf("%d|%s|%q|%x|%t|%5v|%-5v|%05d\n", v, v, v, v, v, v, v, v)
	}
	fmt.Printf("%d %!|%z %d\n", 1, 2)
	fmt.Printf("%[2]*[1]d|%.*f|%[5]d|%d\n", 7, 5, 3.14159, 2)
	fmt.Printf("%U %#U %c %q %08b %o %#x %X %+d\n", '⌘', '⌘', 0x1F600, 'é', 37, 64, "hello", []byte{1, 171}, 5)
	err := fmt.Errorf("wrap: %w", os.ErrNotExist)
	fmt.Printf("%v|%s|%q|%T %v\n", err, err, err, err, errors.Is(err, os.ErrNotExist))
	u, _ := url.Parse("http://u:p@h.org:80/a b?q=1&q=2#f")
	fmt.Println(u, u.Query(), u.Host, u.Port())
	var a, b int
	var s string
	n, err := fmt.Sscanf("10 0x1f word", "%d %v %s", &a, &b, &s)
	fmt.Println(n, err, a, b, s)
	for _, v := range []any{o, []int{1}, map[string]int{}} {
		t := reflect.TypeOf(v)
		fmt.Println(t, t.Kind(), t.Size(), t.Align(), t.Comparable())
	}
	t := reflect.TypeOf(o)
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		fmt.Println(f.Name, f.Type, f.Offset, f.Index, f.Anonymous)
	}
}
