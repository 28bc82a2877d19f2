// run

package main

import (
	"fmt"
	"reflect"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

type G[T any] struct{ v T }

func (g G[T]) Get() T               { return g.v }
func (g *G[T]) Set(v T)             { g.v = v }
func (g G[T]) Map(f func(T) T) G[T] { return G[T]{f(g.v)} }

type Alias = G[int]
type Def G[string]
type FnAlias = func(Alias) Alias

func mk[T any](v T) G[T] { return G[T]{v} }

type Opt[T any] func(*T)

func New[T any](opts ...Opt[T]) *T {
	t := new(T)
	for _, o := range opts {
		o(t)
	}
	return t
}

type conf struct {
	name string
	n    int
}

func WithName(s string) Opt[conf] { return func(c *conf) { c.name = s } }

type Iface[T any] interface {
	Get() T
}
type Both[T any] interface {
	Iface[T]
	Set(T)
}

func pass[T any, I Iface[T]](i I) T { return i.Get() }
func passB[T any](b Both[T], v T) T { b.Set(v); return b.Get() }
func tname[T any]() string          { var t T; return fmt.Sprintf("%T", t) }
func tname2[T any]() string         { return reflect.TypeOf((*T)(nil)).Elem().String() }
func deferred[T fmt.Stringer](log *[]string, ts ...T) {
	for _, t := range ts {
		defer func(s string) { *log = append(*log, s) }(t.String())
		defer t.String()
	}
}

type str string

func (s str) String() string { return "<" + string(s) + ">" }

type Cache[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]*entry[K, V]
	hd *entry[K, V]
	n  int
	ev func(K, V)
}
type entry[K comparable, V any] struct {
	k          K
	v          V
	prev, next *entry[K, V]
}

func NewCache[K comparable, V any](n int, ev func(K, V)) *Cache[K, V] {
	c := &Cache[K, V]{m: make(map[K]*entry[K, V]), n: n, ev: ev}
	c.hd = &entry[K, V]{}
	c.hd.prev, c.hd.next = c.hd, c.hd
	return c
}
func (c *Cache[K, V]) Put(k K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.m[k]; ok {
		e.v = v
		c.front(e)
		return
	}
	e := &entry[K, V]{k: k, v: v}
	c.m[k] = e
	c.insert(e)
	if len(c.m) > c.n {
		l := c.hd.prev
		l.prev.next, l.next.prev = l.next, l.prev
		delete(c.m, l.k)
		if c.ev != nil {
			c.ev(l.k, l.v)
		}
	}
}
func (c *Cache[K, V]) insert(e *entry[K, V]) {
	e.next, e.prev = c.hd.next, c.hd
	c.hd.next.prev, c.hd.next = e, e
}
func (c *Cache[K, V]) front(e *entry[K, V]) {
	e.prev.next, e.next.prev = e.next, e.prev
	c.insert(e)
}
func (c *Cache[K, V]) Get(k K) (v V, ok bool) {
	if e, found := c.m[k]; found {
		c.front(e)
		return e.v, true
	}
	return
}

type Pool[T any] struct {
	free []T
	mk   func() T
}

func (p *Pool[T]) With(f func(T) error) (err error) {
	var t T
	if n := len(p.free); n > 0 {
		t, p.free = p.free[n-1], p.free[:n-1]
	} else {
		t = p.mk()
	}
	defer func() {
		p.free = append(p.free, t)
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
		}
	}()
	return f(t)
}

type Num interface{ ~int | ~float64 }
type Poly[T Num] []T

func (p Poly[T]) Eval(x T) (r T) {
	for i := len(p) - 1; i >= 0; i-- {
		r = r*x + p[i]
	}
	return
}
func (p Poly[T]) Deriv() Poly[T] {
	if len(p) < 2 {
		return nil
	}
	d := make(Poly[T], len(p)-1)
	for i := range d {
		d[i] = p[i+1] * T(i+1)
	}
	return d
}
func Newton[T ~float64](p interface {
	Eval(T) T
	Deriv() Poly[T]
}, x T) T {
	d := p.Deriv()
	for i := 0; i < 20; i++ {
		x -= p.Eval(x) / d.Eval(x)
	}
	return x
}

type State[S comparable, E any] struct {
	cur S
	tr  map[S]func(E) S
}

func (s *State[S, E]) Fire(e E) *State[S, E] { s.cur = s.tr[s.cur](e); return s }

type head[T any] struct {
	v T
	c <-chan T
}

func merge[T any](less func(a, b T) bool, cs ...<-chan T) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		var hs []head[T]
		for _, c := range cs {
			if v, ok := <-c; ok {
				hs = append(hs, head[T]{v, c})
			}
		}
		for len(hs) > 0 {
			sort.Slice(hs, func(i, j int) bool { return less(hs[i].v, hs[j].v) })
			out <- hs[0].v
			if v, ok := <-hs[0].c; ok {
				hs[0].v = v
			} else {
				hs = hs[1:]
			}
		}
	}()
	return out
}
func gen[T any](xs ...T) <-chan T {
	c := make(chan T, len(xs))
	for _, x := range xs {
		c <- x
	}
	close(c)
	return c
}

type counter[T any] struct {
	n atomic.Int32
	p atomic.Pointer[T]
}

func where[T any](_ T) string {
	pc, _, line, _ := runtime.Caller(0)
	f := func() string { pc, _, _, _ := runtime.Caller(0); return runtime.FuncForPC(pc).Name() }
	return fmt.Sprint(runtime.FuncForPC(pc).Name(), " ", line, " ", f())
}

func main() {
	var a Alias = mk(3)
	var fa FnAlias = func(x Alias) Alias { return x.Map(func(i int) int { return i * 2 }) }
	fmt.Printf("%v %T %T %v\n", fa(a), a, fa, Def{"x"})
	fmt.Println(*New(WithName("n"), func(c *conf) { c.n = 3 }))
	fmt.Println(pass[int](mk(4)), pass[string](&G[string]{"p"}), passB[float64](&G[float64]{}, 2.5))
	fmt.Println(tname[struct {
		A int
		b string
	}](), tname[map[string][]func(int) error](), tname[chan<- G[any]](), tname2[error](), tname2[interface{ M(int) string }](), tname[[2]*G[str]](), tname2[any]())
	var log []string
	deferred(&log, str("a"), str("b"))
	fmt.Println(log)
	var evs []string
	c := NewCache(2, func(k string, v int) { evs = append(evs, fmt.Sprint(k, v)) })
	for i, w := range strings.Fields("a b a c d a") {
		c.Put(w, i)
		c.Get("a")
	}
	fmt.Println(evs, len(c.m))
	fmt.Println(c.Get("a"))
	fmt.Println(c.Get("zz"))
	p := &Pool[*strings.Builder]{mk: func() *strings.Builder { return new(strings.Builder) }}
	fmt.Println(p.With(func(b *strings.Builder) error { b.WriteString("hi"); return nil }), p.With(func(b *strings.Builder) error { panic(b.String()) }), len(p.free))
	fmt.Println(Poly[int]{1, 2, 3}.Eval(2), Poly[int]{1, 2, 3}.Deriv())
	fmt.Printf("%.6f\n", Newton[float64](Poly[float64]{-2, 0, 1}, 1))
	s := &State[string, int]{"start", map[string]func(int) string{"start": func(i int) string {
		if i > 0 {
			return "pos"
		}
		return "neg"
	}, "pos": func(int) string { return "start" }}}
	fmt.Println(s.Fire(1).cur, s.Fire(0).Fire(-1).cur)
	var got []int
	for v := range merge(func(a, b int) bool { return a < b }, gen(1, 4, 9), gen(2, 3, 10), gen[int]()) {
		got = append(got, v)
	}
	fmt.Println(got)
	var ct counter[conf]
	ct.n.Add(2)
	ct.p.Store(&conf{"z", 1})
	fmt.Println(ct.n.Load(), ct.p.Load().name)
	fmt.Println(where(1), where("s"), where(G[int]{}))
	m := map[any]int{G[int]{1}: 1, G[string]{"1"}: 2, [1]G[int]{{1}}: 3}
	fmt.Println(m[G[int]{1}], m[G[string]{"1"}], m[[1]G[int]{{1}}], m[G[int8]{1}])
	t := reflect.TypeOf(&G[map[string]int]{})
	for i := 0; i < t.NumMethod(); i++ {
		fmt.Println(t.Method(i).Name, t.Method(i).Type)
	}
	r := reflect.ValueOf(&G[int]{7}).MethodByName("Get").Call(nil)
	fmt.Println(r[0].Int(), t.Elem().Name(), t.Elem().PkgPath(), t.Elem().Kind())
	f := (*G[int]).Set
	g := G[int].Get
	x := G[int]{1}
	f(&x, 9)
	h := x.Set
	h(g(x) + 1)
	fmt.Println(x, reflect.ValueOf(f).Type())
	defer func() {
		fmt.Println(recover())
		var b Both[int]
		defer func() { fmt.Println(recover()) }()
		b.Set(1)
	}()
	var np *G[[]int]
	fmt.Println(np.Get())
}
