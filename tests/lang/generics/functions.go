// run

package main

import (
	"fmt"
	"sort"
	"strings"
)

type Number interface {
	~int | ~int8 | ~int64 | ~float32 | ~float64
}
type Ordered interface {
	Number | ~string
}

func Map[T, U any](xs []T, f func(T) U) []U {
	r := make([]U, 0, len(xs))
	for _, x := range xs {
		r = append(r, f(x))
	}
	return r
}
func Reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, x)
	}
	return a
}
func Filter[S ~[]E, E any](s S, keep func(E) bool) (r S) {
	for _, x := range s {
		if keep(x) {
			r = append(r, x)
		}
	}
	return
}
func Max[T Ordered](a T, rest ...T) T {
	for _, b := range rest {
		if b > a {
			a = b
		}
	}
	return a
}
func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}
func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	r := make([]K, 0, len(m))
	for k := range m {
		r = append(r, k)
	}
	return r
}
func Index[T comparable](xs []T, x T) int {
	for i, v := range xs {
		if v == x {
			return i
		}
	}
	return -1
}
func Zero[T any]() (z T)       { return }
func Ptr[T any](v T) *T        { return &v }
func Swap[T any](a, b *T)      { *a, *b = *b, *a }
func Compose[A, B, C any](f func(A) B, g func(B) C) func(A) C {
	return func(a A) C { return g(f(a)) }
}
func TypeName[T any](x T) string {
	switch any(x).(type) {
	case int:
		return "int"
	case []T:
		return "slice of T"
	case string:
		return "string"
	}
	return fmt.Sprintf("%T", x)
}

type MyInt int
type Strs []string

func (m MyInt) String() string { return fmt.Sprintf("MyInt(%d)", int(m)) }

func Join[T fmt.Stringer](xs []T) string {
	var b strings.Builder
	for i, x := range xs {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(x.String())
	}
	return b.String()
}
func SortBy[T any, K Ordered](xs []T, key func(T) K) {
	sort.Slice(xs, func(i, j int) bool { return key(xs[i]) < key(xs[j]) })
}
func Convert[To, From Number](f From) To { return To(f) }
func Len[T ~string | ~[]byte](x T) int   { return len(x) }
func Fib[T Number](n T) T {
	if n < 2 {
		return n
	}
	return Fib(n-1) + Fib(n-2)
}

func main() {
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("x", i) }))
	fmt.Println(Reduce([]string{"a", "bb"}, 0, func(n int, s string) int { return n + len(s) }))
	s := Filter(Strs{"a", "bb", "c"}, func(s string) bool { return len(s) == 1 })
	fmt.Printf("%T %v\n", s, s)
	fmt.Println(Max(3, 1, 4), Max("b", "a"), Max(1.5, 2.0), Max[MyInt](1, 9))
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2.5), Sum[int8](100, 100), Sum[MyInt]())
	k := Keys(map[string]int{"a": 1, "b": 2})
	sort.Strings(k)
	fmt.Println(k, Index(k, "b"), Index([]MyInt{1, 2}, 5), Index([]string{"x"}, "x"))
	fmt.Println(Zero[int](), Zero[string]() == "", Zero[*int]() == nil, Zero[[2]int](), Zero[error]() == nil)
	p := Ptr(5)
	q := Ptr(6)
	Swap(p, q)
	fmt.Println(*p, *q, *Ptr("s"))
	f := Compose(func(i int) float64 { return float64(i) / 2 }, func(f float64) string { return fmt.Sprint(f) })
	fmt.Println(f(5))
	fmt.Println(TypeName(1), TypeName("s"), TypeName([]int{}), TypeName(struct{ X int }{}))
	fmt.Println(Join([]MyInt{1, 2, 3}))
	people := []struct {
		n string
		a int
	}{{"x", 30}, {"y", 20}}
	SortBy(people, func(p struct {
		n string
		a int
	}) int {
		return p.a
	})
	fmt.Println(people)
	fmt.Println(Convert[int](3.9), Convert[float64](MyInt(2)), Convert[int8, int](300))
	fmt.Println(Len("héllo"), Len([]byte{1, 2}), Fib(15), Fib(10.0))
	g := Max[string]
	fmt.Println(g("p", "q"))
}
