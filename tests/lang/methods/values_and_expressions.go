// run

package main

import "fmt"

type T struct{ n int }

func (t T) Val(x int) int  { return t.n + x }
func (t *T) Ptr(x int) int { t.n += x; return t.n }

type I interface{ Val(int) int }
type E struct {
	T
	name string
}
type Int int

func (i Int) Plus(j Int) Int { return i + j }
func (i *Int) Inc()          { *i++ }

type F func(int) int

func (f F) Twice(x int) int { return f(f(x)) }

type S []int

func (s S) Len() int     { return len(s) }
func (s *S) Push(x int)  { *s = append(*s, x) }

type M map[string]int

func (m M) Add(k string) { m[k]++ }

func main() {
	t := T{1}
	v := t.Val
	p := t.Ptr
	t.n = 10
	fmt.Println(v(1), p(1), t.n)
	fmt.Println(T.Val(t, 5), (*T).Val(&t, 6), (*T).Ptr(&t, 7), t.n)
	var i I = t
	iv := i.Val
	i = T{100}
	fmt.Println(iv(0), i.Val(0), I.Val(i, 3))
	e := E{T{50}, "e"}
	f := e.Val
	e.n = 60
	fmt.Println(f(0), e.Ptr(1), E.Val(e, 1), (*E).Ptr(&e, 1))
	var x Int = 3
	x.Inc()
	inc := x.Inc
	inc()
	fmt.Println(x, x.Plus(4), Int.Plus(1, 2), Int(7).Plus(1))
	_ = F(func(x int) int { return x * 3 }).Twice
	fmt.Println(F(func(x int) int { return x * 3 }).Twice(2))
	var s S
	s.Push(1)
	s.Push(2)
	push := s.Push
	push(3)
	fmt.Println(s, s.Len())
	m := M{}
	m.Add("a")
	add := m.Add
	add("a")
	fmt.Println(m)
	defer func() {
		fmt.Println(recover())
		var np *T
		g := np.Ptr
		defer func() { fmt.Println(recover()) }()
		g(1)
	}()
	var nilI I
	_ = nilI.Val
}
