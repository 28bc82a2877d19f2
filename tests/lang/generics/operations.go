// run

package main

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"sync"
	"unsafe"
)

type Int interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}
type Float interface{ ~float32 | ~float64 }
type Cplx interface{ ~complex64 | ~complex128 }
type Ordered interface{ Int | Float | ~string }

func Shl[T Int](x T, n uint) T        { return x << n }
func Shr[T Int, N Int](x T, n N) T    { return x >> n }
func Not[T Int](x T) T                { return ^x }
func Neg[T Int | Float | Cplx](x T) T { return -x }
func Div[T Int | Float](a, b T) T     { return a / b }
func Mod[T Int](a, b T) T             { return a % b }
func AddC[T Int | Float](a T) T       { return a + 1 }
func Lit[T Float]() T                 { return 1.5 }
func Inc[T Int](p *T)                 { *p++; *p += 2; *p <<= 1 }
func Big[T Int](x T) bool             { return x > 100 }
func Cmp[T Ordered](a, b T) int {
	if a < b {
		return -1
	} else if a > b {
		return 1
	}
	return 0
}
func Max[T Ordered](a T, rest ...T) T {
	for _, x := range rest {
		if x > a {
			a = x
		}
	}
	return a
}
func Bytes[T ~[]byte | ~string](x T) []byte         { return []byte(x) }
func Str[T ~[]byte | ~[]rune | ~string](x T) string { return string(x) }
func ToInt[T Int | Float](x T) int                  { return int(x) }
func FromInt[T Int | Float](x int) T                { return T(x) }
func Size[T any]() uintptr                          { var x T; return unsafe.Sizeof(x) }
func Arr[T any, A ~[4]T](a A) int {
	n := 0
	for range a {
		n++
	}
	return n + len(a)
}
func ArrP[T any](a *[3]T) (r []T) {
	for i, v := range a {
		_ = i
		r = append(r, v)
	}
	return a[1:]
}
func RangeS[S ~[]E, E any](s S) (n int) {
	for i := range s {
		n += i
	}
	return n + cap(s[:len(s):len(s)])
}
func Call[F ~func(A) R, A, R any](f F, a A) R { return f(a) }
func Send[C ~chan T, T any](c C, v T)         { c <- v; close(c) }
func MakeS[S ~[]E, E any](n int) S            { return make(S, n, n*2) }
func MakeM[M ~map[K]V, K comparable, V any](k K, v V) M {
	m := make(M)
	m[k] = v
	m[k] = v
	delete(m, k)
	m[k] = v
	return m
}
func App[S ~[]E, E any](s S, e ...E) S { return append(append(S(nil), s...), e...) }
func Copy[S ~[]E, E any](d, s S) int   { return copy(d, s) }
func IsNil[T any](x *T) bool           { return x == nil }
func Field[T any](x struct{ A T }) T   { return x.A }

type S[T any] struct {
	a T
	b []T
	m map[string]T
	f func(T) T
	c chan T
	i interface{ M(T) T }
	n *S[T]
	x struct{ T2 T }
}

func (s S[T]) M(t T) T      { return t }
func (s *S[T]) P(t T) *S[T] { s.a = t; return s }

type I[T any] interface {
	M(T) T
}
type J[T any] interface {
	I[T]
	fmt.Stringer
}
type impl int

func (i impl) M(s string) string { return s + strconv.Itoa(int(i)) }
func (i impl) String() string    { return "impl" }

func UseJ[T any](j J[T], t T) string { return fmt.Sprint(j, j.M(t)) }
func MV[T any](i I[T]) func(T) T     { return i.M }

type Rec[T any] struct {
	kids []Rec[T]
	v    T
}

func (r Rec[T]) Sum(f func(T) int) int {
	n := f(r.v)
	for _, k := range r.kids {
		n += k.Sum(f)
	}
	return n
}

func Defer[T any](xs []T) (r []T) {
	for _, x := range xs {
		x := x
		defer func() { r = append(r, x) }()
	}
	return nil
}
func Go[T any](xs []T, f func(T) T) []T {
	var wg sync.WaitGroup
	r := make([]T, len(xs))
	for i, x := range xs {
		wg.Add(1)
		go func(i int, x T) { defer wg.Done(); r[i] = f(x) }(i, x)
	}
	wg.Wait()
	return r
}
func Sel[T any](a, b chan T) (v T, ok bool) {
	select {
	case v, ok = <-a:
	case x := <-b:
		return x, false
	}
	return
}
func TS[T any](x any) string {
	switch v := x.(type) {
	case T:
		return fmt.Sprintf("T %v", v)
	case *T:
		return fmt.Sprintf("*T %v", *v)
	case []T, map[string]T:
		return fmt.Sprintf("S %v", v)
	case func(T) T:
		return "func"
	case nil:
		return "nil"
	case I[T]:
		return "I"
	}
	return "?"
}
func As[T any](x any) (T, bool) { v, ok := x.(T); return v, ok }
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func Fix[T any](n int, x T, f func(T) T) T {
	if n == 0 {
		return x
	}
	return Fix(n-1, f(x), f)
}
func Curry[A, B, C any](f func(A, B) C) func(A) func(B) C {
	return func(a A) func(B) C { return func(b B) C { return f(a, b) } }
}
func Multi[A, B any](a A, b B) (B, A) { return b, a }
func Lbl[T comparable](m [][]T, x T) (i, j int) {
outer:
	for i = range m {
		for j = range m[i] {
			if m[i][j] == x {
				break outer
			}
			if j > 5 {
				continue outer
			}
		}
	}
	return
}
func Real[T Cplx](x T) any { return x * x }
func MapKey[K comparable](ks ...K) map[K]int {
	m := map[K]int{}
	for _, k := range ks {
		m[k]++
	}
	return m
}

type Matrix[T Int | Float] [2][2]T

func (m Matrix[T]) Mul(o Matrix[T]) (r Matrix[T]) {
	for i := range m {
		for j := range o {
			for k := 0; k < len(m); k++ {
				r[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return
}

type Fn[A, B any] func(A) B

func (f Fn[A, B]) Apply(a A) B                             { return f(a) }
func Compose[A, B, C any](f Fn[A, B], g Fn[B, C]) Fn[A, C] { return func(a A) C { return g(f(a)) } }

type Base[T any] struct{ v T }

func (b *Base[T]) Set(v T) { b.v = v }
func (b Base[T]) Get() T   { return b.v }

type Derived struct {
	Base[string]
	n int
}
type Derived2[T any] struct{ *Base[T] }
type GetSet[T any] interface {
	Get() T
	Set(T)
}

type Sorter[T any] struct {
	xs   []T
	less func(a, b T) bool
}

func (s Sorter[T]) Len() int           { return len(s.xs) }
func (s Sorter[T]) Less(i, j int) bool { return s.less(s.xs[i], s.xs[j]) }
func (s Sorter[T]) Swap(i, j int)      { s.xs[i], s.xs[j] = s.xs[j], s.xs[i] }
func SortBy[T any, K Ordered](xs []T, key func(T) K) {
	sort.Sort(Sorter[T]{xs, func(a, b T) bool { return key(a) < key(b) }})
}

var global = Map2(3, func(i int) string { return strconv.Itoa(i * i) })

func Map2[T any](n int, f func(int) T) (r []T) {
	for i := 0; i < n; i++ {
		r = append(r, f(i))
	}
	return
}

const c = 7

func Const[T Int]() T { const k = 3; return c*k + T(len("abc")) }

func main() {
	fmt.Println(Shl(int8(3), 7), Shl(uint8(3), 7), Shl(1, 70), Shr(int8(-128), 3), Shr(uint16(0xffff), int8(4)), Not(uint8(5)), Not(5))
	fmt.Println(Neg(3), Neg(2.5), Neg(1+2i), Neg(int8(-128)), Div(7, -2), Div(7.0, 2.0), Mod(-7, 3), AddC(uint8(255)), AddC(1.5), Lit[float32](), Lit[float64]())
	x := int8(60)
	Inc(&x)
	fmt.Println(x, Big(int8(101)), Big(uint64(5)), Cmp("a", "b"), Cmp(2.5, 1.0), Max(1, 5, 3), Max("z"), Bytes("hi"), Str([]rune{'a', 0x20ac}), Str([]byte("q")))
	fmt.Println(ToInt(3.99), ToInt(uint8(200)), FromInt[float32](1<<24+1), FromInt[int8](200), FromInt[uint](-1))
	fmt.Println(Size[int8](), Size[string](), Size[S[int]](), Size[[3]int16](), Size[struct {
		a int8
		b int64
	}]())
	fmt.Println(Arr[int]([4]int{}), ArrP(&[3]string{"a", "b", "c"}), RangeS([]int{1, 2, 3}), Call(func(i int) string { return fmt.Sprint(i) }, 4))
	ch := make(chan int, 1)
	Send(ch, 5)
	fmt.Println(<-ch, len(MakeS[[]string](3)), MakeM[map[string]int]("k", 2), App([]int{1}, 2, 3), Copy(make([]int, 2), []int{1, 2, 3}), IsNil[int](nil), Field(struct{ A string }{"f"}))
	s := &S[int]{}
	s.P(3).P(4).n = &S[int]{a: 9}
	fmt.Println(s.a, s.n.a, s.M(3), UseJ[string](impl(4), "x"), MV[string](impl(5))("y"))
	fmt.Printf("%T %T %T %T\n", s.i, s.x, s.c, s.f)
	r := Rec[string]{[]Rec[string]{{nil, "a"}, {[]Rec[string]{{nil, "bb"}}, "ccc"}}, "dddd"}
	fmt.Println(r.Sum(func(s string) int { return len(s) }), Defer([]int{1, 2, 3}), Go([]string{"a", "b"}, func(s string) string { return s + s }))
	a, b := make(chan string, 1), make(chan string, 1)
	b <- "bee"
	fmt.Println(Sel(a, b))
	a <- "ay"
	fmt.Println(Sel(a, b))
	i := 3
	fmt.Println(TS[int](3), TS[int](&i), TS[int]([]int{1}), TS[string](map[string]string{}), TS[int](func(int) int { return 0 }), TS[int](nil), TS[string](impl(1)), TS[int](impl(1)), TS[any](1), TS[error](1))
	fmt.Println(As[int](3))
	fmt.Println(As[string](3))
	fmt.Println(As[fmt.Stringer](impl(3)))
	fmt.Println(As[fmt.Stringer](3))
	fmt.Println(Must(strconv.Atoi("12")), Fix(10, 1, func(i int) int { return i * 2 }), Curry(func(a int, b string) string { return b + fmt.Sprint(a) })(1)("z"))
	fmt.Println(Multi(1, "x"))
	fmt.Println(Lbl([][]string{{"a"}, {"b", "c"}}, "c"))
	fmt.Printf("%T %T\n", Real(complex64(1)), Real(1i))
	fmt.Println(MapKey(1.5, 1.5, 2.0), MapKey([2]string{"a"}, [2]string{"a"}), MapKey(struct {
		a int
		s string
	}{1, "x"}))
	fmt.Println(Matrix[int]{{1, 2}, {3, 4}}.Mul(Matrix[int]{{0, 1}, {1, 0}}), Compose(func(i int) string { return fmt.Sprint(i) }, func(s string) []byte { return []byte(s) }).Apply(42))
	d := Derived{n: 1}
	d.Set("dd")
	var gs GetSet[string] = &d
	gs.Set("ee")
	fmt.Println(d.Get(), d, gs.Get(), Derived2[int]{&Base[int]{4}}.Get())
	type P struct {
		n string
		a int
	}
	ps := []P{{"x", 3}, {"y", 1}, {"z", 2}}
	SortBy(ps, func(p P) int { return p.a })
	fmt.Println(ps, global, Const[int8](), Const[uint64]())
	fmt.Println(reflect.TypeOf(Compose[int, string, []byte]), reflect.TypeOf(d).Field(0).Name, reflect.TypeOf(Derived2[int]{}).Field(0).Name)
	for i := 0; i < reflect.TypeOf(&d).NumMethod(); i++ {
		fmt.Println(reflect.TypeOf(&d).Method(i).Name, reflect.TypeOf(&d).Method(i).Type)
	}
	fmt.Printf("%v %+v %T\n", Base[[]int]{[]int{1}}, Base[map[string]*int]{}, Derived2[Base[int]]{})
	var e1, e2 any = Base[int]{1}, Base[int]{1}
	fmt.Println(e1 == e2, e1 == any(Base[int8]{1}))
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(Div(1, Must(strconv.Atoi("0"))))
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = any(Base[int]{}).(Base[string])
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = any(Base[int]{}).(I[string])
	}()
}
