// run

package main

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"
)

type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~float32 | ~float64
}

func Map[T, U any](xs []T, f func(T) U) []U {
	r := make([]U, 0, len(xs))
	for _, x := range xs {
		r = append(r, f(x))
	}
	return r
}
func Filter[S ~[]E, E any](s S, p func(E) bool) S {
	var r S
	for _, x := range s {
		if p(x) {
			r = append(r, x)
		}
	}
	return r
}
func Reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, x)
	}
	return a
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p Pair[K, V]) String() string { return fmt.Sprintf("<%v=%v>", p.Key, p.Val) }

type OrderedMap[K comparable, V any] struct {
	keys []K
	m    map[K]V
	less func(a, b K) bool
}

func NewOM[K comparable, V any](less func(a, b K) bool) *OrderedMap[K, V] {
	return &OrderedMap[K, V]{m: map[K]V{}, less: less}
}
func (o *OrderedMap[K, V]) Put(k K, v V) {
	if _, ok := o.m[k]; !ok {
		i := sort.Search(len(o.keys), func(i int) bool { return !o.less(o.keys[i], k) })
		o.keys = append(o.keys, k)
		copy(o.keys[i+1:], o.keys[i:])
		o.keys[i] = k
	}
	o.m[k] = v
}
func (o *OrderedMap[K, V]) Each(f func(K, V) bool) {
	for _, k := range o.keys {
		if !f(k, o.m[k]) {
			return
		}
	}
}
func (o *OrderedMap[K, V]) Pairs() (ps []Pair[K, V]) {
	o.Each(func(k K, v V) bool { ps = append(ps, Pair[K, V]{k, v}); return true })
	return
}

type Tree[T any] struct {
	left, right *Tree[T]
	val         T
}

func (t *Tree[T]) Insert(v T, cmp func(a, b T) int) *Tree[T] {
	if t == nil {
		return &Tree[T]{val: v}
	}
	switch c := cmp(v, t.val); {
	case c < 0:
		t.left = t.left.Insert(v, cmp)
	case c > 0:
		t.right = t.right.Insert(v, cmp)
	}
	return t
}
func (t *Tree[T]) Walk(f func(T)) {
	if t != nil {
		t.left.Walk(f)
		f(t.val)
		t.right.Walk(f)
	}
}

type MyInt int

func (m MyInt) String() string { return fmt.Sprintf("MyInt(%d)", int(m)) }

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}

type Stack[T any] []T

func (s *Stack[T]) Push(v T) { *s = append(*s, v) }
func (s *Stack[T]) Pop() (v T, err error) {
	if len(*s) == 0 {
		return v, errors.New("empty")
	}
	v = (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return v, nil
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T)      { s[v] = struct{}{} }
func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }
func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	r := make([]K, 0, len(m))
	for k := range m {
		r = append(r, k)
	}
	return r
}

type Option[T any] struct {
	v *T
}

func Some[T any](v T) Option[T] { return Option[T]{&v} }
func None[T any]() Option[T]    { return Option[T]{} }
func (o Option[T]) OrElse(d T) T {
	if o.v == nil {
		return d
	}
	return *o.v
}

type Embed[T fmt.Stringer] struct {
	T2 T
	Pair[string, T]
	*Tree[T]
}

type Setter[B any] interface {
	Set(string)
	*B
}
type Settable struct{ s string }

func (p *Settable) Set(s string) { p.s = s }
func FromStrings[T any, PT Setter[T]](s []string) []T {
	result := make([]T, len(s))
	for i, v := range s {
		p := PT(&result[i])
		p.Set(v)
	}
	return result
}

type Numeric interface{ int | float64 }

func Kind[T any](x T) string {
	switch any(x).(type) {
	case int:
		return "int"
	case string:
		return "string"
	case []T:
		return "slice of T"
	case fmt.Stringer:
		return "stringer"
	}
	return "other"
}
func Conv[To, From Number](f From) To { return To(f) }
func Ptr[T any](v T) *T               { return &v }
func Zero[T any]() (z T)              { return }
func Eq[T comparable](a, b T) bool    { return a == b }
func Chan[T any](xs ...T) <-chan T {
	c := make(chan T)
	go func() {
		defer close(c)
		for _, x := range xs {
			c <- x
		}
	}()
	return c
}
func Len[T ~string | ~[]byte](x T) int {
	n := 0
	for i := 0; i < len(x); i++ {
		if x[i] != ' ' {
			n++
		}
	}
	return n
}
func Sub[T ~string | ~[]byte](x T, i, j int) T { return x[i:j] }
func RangeM[K comparable, V any, M interface{ ~map[K]V }](m M) (n int) {
	for range m {
		n++
	}
	return
}

type List[T any] struct {
	next *List[T]
	val  T
}
type Num[T Number] struct{ v T }

func (n Num[T]) Add(o Num[T]) Num[T] { return Num[T]{n.v + o.v} }

type Adder[T any] interface{ Add(T) T }

func AddAll[T Adder[T]](xs []T) T {
	a := xs[0]
	for _, x := range xs[1:] {
		a = a.Add(x)
	}
	return a
}

func main() {
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("x", i) }))
	type IS []int
	fmt.Printf("%T %v\n", Filter(IS{1, 2, 3, 4}, func(i int) bool { return i%2 == 0 }), Filter(IS{1, 2, 3, 4}, func(i int) bool { return i%2 == 0 }))
	fmt.Println(Reduce([]float64{1, 2, 3.5}, "", func(a string, f float64) string { return a + fmt.Sprint(f) + ";" }))
	om := NewOM[string, int](func(a, b string) bool { return a < b })
	for i, s := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		om.Put(s, i)
	}
	fmt.Println(om.Pairs())
	fmt.Printf("%T %v\n", om.Pairs()[0], reflect.TypeOf(om))
	var t *Tree[MyInt]
	for _, v := range []MyInt{5, 2, 8, 1, 9, 2} {
		t = t.Insert(v, func(a, b MyInt) int { return int(a - b) })
	}
	t.Walk(func(m MyInt) { fmt.Print(m, " ") })
	fmt.Println()
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2.5), Sum[MyInt](1, 2), Sum[int8](100, 100))
	var st Stack[Pair[string, int]]
	st.Push(Pair[string, int]{"a", 1})
	st.Push(Pair[string, int]{"b", 2})
	fmt.Println(st.Pop())
	fmt.Println(st.Pop())
	fmt.Println(st.Pop())
	s := Set[rune]{}
	for _, r := range "hello" {
		s.Add(r)
	}
	k := Keys(s)
	sort.Slice(k, func(i, j int) bool { return k[i] < k[j] })
	fmt.Println(string(k), s.Has('h'), s.Has('z'))
	fmt.Println(Some(3).OrElse(4), None[string]().OrElse("dflt"))
	e := Embed[MyInt]{1, Pair[string, MyInt]{"k", 2}, t}
	fmt.Println(e.Key, e.Val, e.val, e.Pair.String())
	e.Walk(func(m MyInt) { fmt.Print(int(m), ",") })
	fmt.Println()
	fmt.Println(FromStrings[Settable]([]string{"x", "y"}))
	fmt.Println(Kind(1), Kind("s"), Kind(MyInt(1)), Kind([]int{}), Kind(1.5))
	fmt.Println(Conv[int8](300.7), Conv[float32](int64(1)<<40), Conv[int](MyInt(4)))
	fmt.Println(*Ptr("p"), *Ptr([2]int{1, 2}), Zero[*int]() == nil, Zero[[3]string]())
	fmt.Println(Eq(Pair[string, int]{"a", 1}, Pair[string, int]{"a", 1}), Eq([2]string{"a"}, [2]string{"a", ""}))
	for x := range Chan("a", "b") {
		fmt.Print(x)
	}
	fmt.Println()
	fmt.Println(Len("a b c"), Len([]byte("a b")), Sub("hello", 1, 3), string(Sub([]byte("hello"), 1, 3)))
	fmt.Println(RangeM(map[string]int{"a": 1}))
	f := Sum[float64]
	g := (*Stack[int]).Push
	var si Stack[int]
	g(&si, 7)
	h := si.Push
	h(8)
	fmt.Println(f(1, 2), si, reflect.TypeOf(g), reflect.TypeOf(f))
	fmt.Println(AddAll([]Num[int]{{1}, {2}, {3}}))
	defer func() { fmt.Println("recovered:", recover()) }()
	var a Adder[Num[int]] = Num[int]{1}
	_ = any(a).(Adder[Num[float64]])
}
