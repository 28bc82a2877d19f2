// run

package main

import (
	"errors"
	"fmt"
)

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }
func (s *Stack[T]) Pop() (x T, err error) {
	if len(s.items) == 0 {
		return x, errors.New("empty")
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return
}
func (s Stack[_]) Len() int { return len(s.items) }

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func MakePair[K comparable, V any](k K, v V) Pair[K, V] { return Pair[K, V]{k, v} }
func (p Pair[K, V]) String() string                    { return fmt.Sprintf("<%v=%v>", p.Key, p.Val) }

type List[T any] struct {
	head *node[T]
	n    int
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Add(v T) *List[T] { l.head = &node[T]{v, l.head}; l.n++; return l }
func (l *List[T]) Each(f func(T)) {
	for n := l.head; n != nil; n = n.next {
		f(n.v)
	}
}

type Tree[K any, V any] struct {
	cmp  func(a, b K) int
	root *tnode[K, V]
}
type tnode[K, V any] struct {
	Pair2[K, V]
	l, r *tnode[K, V]
}
type Pair2[K, V any] struct {
	k K
	v V
}

func (t *Tree[K, V]) Put(k K, v V) {
	p := &t.root
	for *p != nil {
		switch c := t.cmp(k, (*p).k); {
		case c < 0:
			p = &(*p).l
		case c > 0:
			p = &(*p).r
		default:
			(*p).v = v
			return
		}
	}
	*p = &tnode[K, V]{Pair2: Pair2[K, V]{k, v}}
}
func (t *Tree[K, V]) Walk(f func(K, V)) { walk(t.root, f) }
func walk[K, V any](n *tnode[K, V], f func(K, V)) {
	if n != nil {
		walk(n.l, f)
		f(n.k, n.v)
		walk(n.r, f)
	}
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(xs ...T) Set[T] {
	for _, x := range xs {
		s[x] = struct{}{}
	}
	return s
}
func (s Set[T]) Has(x T) bool { _, ok := s[x]; return ok }

type Container[T any] interface {
	Push(T)
	Pop() (T, error)
}

func drain[T any](c Container[T]) (r []T) {
	for {
		x, err := c.Pop()
		if err != nil {
			return
		}
		r = append(r, x)
	}
}

type Vec[T ~int | ~float64] []T

func (v Vec[T]) Dot(w Vec[T]) (s T) {
	for i := range v {
		s += v[i] * w[i]
	}
	return
}

type Fn[A, B any] func(A) B

func (f Fn[A, B]) Apply(xs ...A) (r []B) {
	for _, x := range xs {
		r = append(r, f(x))
	}
	return
}

type Opt[T any] struct {
	v  *T
}

func Some[T any](v T) Opt[T] { return Opt[T]{&v} }
func (o Opt[T]) OrElse(d T) T {
	if o.v == nil {
		return d
	}
	return *o.v
}

type Setter[T any] interface {
	*T
	Set(string)
}
type conf struct{ s string }

func (c *conf) Set(s string) { c.s = s }
func Build[T any, P Setter[T]](ss ...string) []T {
	r := make([]T, len(ss))
	for i, s := range ss {
		P(&r[i]).Set(s)
	}
	return r
}

type Emb[T any] struct {
	Stack[T]
	name string
}
type Arr[T any] [3]T
type Chan[T any] chan T

func main() {
	s := &Stack[int]{}
	s.Push(1)
	s.Push(2)
	fmt.Println(s.Len(), drain[int](s), s.Len())
	fmt.Println(MakePair("a", 1), Pair[int, []string]{1, []string{"x"}})
	fmt.Printf("%T %T\n", MakePair(1, "x"), Stack[map[string]int]{})
	new(List[string]).Add("a").Add("b").Each(func(s string) { fmt.Print(s, " ") })
	t := Tree[string, int]{cmp: func(a, b string) int {
		if a < b {
			return -1
		} else if a > b {
			return 1
		}
		return 0
	}}
	for i, w := range []string{"m", "c", "x", "c", "a"} {
		t.Put(w, i)
	}
	t.Walk(func(k string, v int) { fmt.Print(k, v, " ") })
	fmt.Println()
	set := Set[rune]{}.Add('a', 'b', 'a')
	fmt.Println(len(set), set.Has('a'), set.Has('z'))
	fmt.Println(Vec[float64]{1, 2}.Dot(Vec[float64]{3, 4}), Vec[int]{1}.Dot(Vec[int]{5}))
	fmt.Println(Fn[int, string](func(i int) string { return fmt.Sprint(i * i) }).Apply(1, 2, 3))
	fmt.Println(Some(5).OrElse(1), Opt[string]{}.OrElse("d"))
	fmt.Println(Build[conf]("x", "y"))
	e := Emb[string]{name: "n"}
	e.Push("pushed")
	x, _ := e.Pop()
	fmt.Println(x, e.Len(), Arr[int]{1, 2, 3}, cap(make(Chan[int], 4)))
	push := s.Push
	push(9)
	fmt.Println(s.items, (*Stack[int]).Len(s))
	var c Container[int] = s
	_, ok := c.(interface{ Len() int })
	_, ok2 := any(s).(Container[string])
	fmt.Println(ok, ok2, any(MakePair(1, 2)) == any(Pair[int, int]{1, 2}))
}
