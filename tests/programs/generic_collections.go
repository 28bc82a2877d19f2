// run

package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

type Ordered interface {
	~int | ~int64 | ~uint | ~float64 | ~string
}

type OrderedMap[K Ordered, V any] struct {
	keys []K
	vals map[K]V
}

func (m *OrderedMap[K, V]) Set(k K, v V) {
	if m.vals == nil {
		m.vals = make(map[K]V)
	}
	if _, ok := m.vals[k]; !ok {
		i := sort.Search(len(m.keys), func(i int) bool { return m.keys[i] >= k })
		m.keys = append(m.keys, k)
		copy(m.keys[i+1:], m.keys[i:])
		m.keys[i] = k
	}
	m.vals[k] = v
}
func (m *OrderedMap[K, V]) Get(k K) (v V, err error) {
	v, ok := m.vals[k]
	if !ok {
		err = fmt.Errorf("key %v: %w", k, ErrMissing)
	}
	return
}
func (m *OrderedMap[K, V]) Range(f func(K, V) bool) {
	for _, k := range m.keys {
		if !f(k, m.vals[k]) {
			return
		}
	}
}
func (m *OrderedMap[K, V]) String() string {
	var parts []string
	m.Range(func(k K, v V) bool { parts = append(parts, fmt.Sprintf("%v:%v", k, v)); return true })
	return "{" + strings.Join(parts, " ") + "}"
}

var ErrMissing = errors.New("missing")

type Heap[T any] struct {
	less func(a, b T) bool
	data []T
}

func (h *Heap[T]) Push(x T) {
	h.data = append(h.data, x)
	for i := len(h.data) - 1; i > 0; {
		p := (i - 1) / 2
		if !h.less(h.data[i], h.data[p]) {
			break
		}
		h.data[i], h.data[p] = h.data[p], h.data[i]
		i = p
	}
}
func (h *Heap[T]) Pop() T {
	top := h.data[0]
	n := len(h.data) - 1
	h.data[0] = h.data[n]
	h.data = h.data[:n]
	for i := 0; ; {
		c := 2*i + 1
		if c >= n {
			break
		}
		if c+1 < n && h.less(h.data[c+1], h.data[c]) {
			c++
		}
		if !h.less(h.data[c], h.data[i]) {
			break
		}
		h.data[i], h.data[c] = h.data[c], h.data[i]
		i = c
	}
	return top
}
func (h *Heap[T]) Len() int { return len(h.data) }

func HeapSort[T Ordered](xs ...T) (out []T) {
	h := &Heap[T]{less: func(a, b T) bool { return a < b }}
	for _, x := range xs {
		h.Push(x)
	}
	for h.Len() > 0 {
		out = append(out, h.Pop())
	}
	return
}

type Trie[V any] struct {
	kids map[rune]*Trie[V]
	val  *V
}

func (t *Trie[V]) Put(key string, v V) {
	for _, r := range key {
		if t.kids == nil {
			t.kids = map[rune]*Trie[V]{}
		}
		if t.kids[r] == nil {
			t.kids[r] = new(Trie[V])
		}
		t = t.kids[r]
	}
	t.val = &v
}
func (t *Trie[V]) Longest(s string) (prefix string, v V, ok bool) {
	for i, r := range s + "\x00" {
		if t.val != nil {
			prefix, v, ok = s[:i], *t.val, true
		}
		if t = t.kids[r]; t == nil {
			return
		}
	}
	return
}

type Result[T any] struct {
	val T
	err error
}

func Try[T any](f func() T) (r Result[T]) {
	defer func() {
		if e := recover(); e != nil {
			r.err = fmt.Errorf("%v", e)
		}
	}()
	return Result[T]{val: f()}
}
func (r Result[T]) Or(d T) T {
	if r.err != nil {
		return d
	}
	return r.val
}

type Set[T comparable] map[T]bool

func Of[T comparable](xs ...T) Set[T] {
	s := Set[T]{}
	for _, x := range xs {
		s[x] = true
	}
	return s
}
func (s Set[T]) Union(o Set[T]) Set[T] {
	r := Set[T]{}
	for _, m := range []Set[T]{s, o} {
		for x := range m {
			r[x] = true
		}
	}
	return r
}
func (s Set[T]) Intersect(o Set[T]) Set[T] {
	r := Set[T]{}
	for x := range s {
		if o[x] {
			r[x] = true
		}
	}
	return r
}
func Sorted[T Ordered](s Set[T]) []T {
	r := make([]T, 0, len(s))
	for x := range s {
		r = append(r, x)
	}
	sort.Slice(r, func(i, j int) bool { return r[i] < r[j] })
	return r
}
func Memo[K comparable, V any](f func(func(K) V, K) V) func(K) V {
	cache := map[K]V{}
	var self func(K) V
	self = func(k K) V {
		if v, ok := cache[k]; ok {
			return v
		}
		v := f(self, k)
		cache[k] = v
		return v
	}
	return self
}

type ID string

func main() {
	var m OrderedMap[string, int]
	for i, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		m.Set(w, i)
	}
	fmt.Println(&m)
	_, err := m.Get("cat")
	fmt.Println(err, errors.Is(err, ErrMissing))
	var byID OrderedMap[ID, []float64]
	byID.Set("b", []float64{1})
	byID.Set("a", nil)
	fmt.Println(byID.String())
	fmt.Println(HeapSort(5, 2, 8, 1, 9, 3), HeapSort("pear", "apple", "fig"), HeapSort(2.5, -1.0))
	type task struct {
		name string
		pri  int
	}
	h := &Heap[task]{less: func(a, b task) bool { return a.pri > b.pri }}
	for i, n := range []string{"low", "high", "mid"} {
		h.Push(task{n, []int{1, 9, 5}[i]})
	}
	fmt.Println(h.Pop(), h.Pop().name, h.Len())
	t := &Trie[int]{}
	t.Put("go", 1)
	t.Put("gopher", 2)
	t.Put("日本", 3)
	for _, s := range []string{"gopherland", "gopla", "日本語", "x", "go"} {
		p, v, ok := t.Longest(s)
		fmt.Print(p, v, ok, " ")
	}
	fmt.Println()
	zero := 0
	fmt.Println(Try(func() int { return 10 / zero }).Or(-1), Try(func() string { return "fine" }).Or("?"))
	fmt.Println(Try(func() []int { return make([]int, 3)[:zero+5] }).err)
	a, b := Of(1, 2, 3), Of(2, 3, 4)
	fmt.Println(Sorted(a.Union(b)), Sorted(a.Intersect(b)), Sorted(Of[ID]("z", "y")))
	fib := Memo(func(self func(int) uint, n int) uint {
		if n < 2 {
			return uint(n)
		}
		return self(n-1) + self(n-2)
	})
	fmt.Println(fib(90))
	fmt.Printf("%T %T\n", m, Try[ID])
}
