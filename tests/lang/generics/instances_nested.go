// run

package main

import (
	"fmt"
	"sync"
)

type Cache[K comparable, V any] struct {
	mu   sync.Mutex
	data map[K]V
	load func(K) (V, error)
}

func NewCache[K comparable, V any](load func(K) (V, error)) *Cache[K, V] {
	return &Cache[K, V]{data: make(map[K]V), load: load}
}
func (c *Cache[K, V]) Get(k K) (V, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.data[k]; ok {
		return v, nil
	}
	v, err := c.load(k)
	if err == nil {
		c.data[k] = v
	}
	return v, err
}

type Matrix[T ~int | ~float64, R interface{ ~[]T }] []R

func (m Matrix[T, R]) Sum() (s T) {
	for _, r := range m {
		for _, x := range r {
			s += x
		}
	}
	return
}

type Iter[T any] func() (T, bool)

func FromSlice[T any](xs []T) Iter[T] {
	i := 0
	return func() (z T, ok bool) {
		if i >= len(xs) {
			return z, false
		}
		i++
		return xs[i-1], true
	}
}
func (it Iter[T]) Take(n int) Iter[T] {
	return func() (z T, ok bool) {
		if n <= 0 {
			return z, false
		}
		n--
		return it()
	}
}
func MapIter[T, U any](it Iter[T], f func(T) U) Iter[U] {
	return func() (z U, ok bool) {
		if x, ok := it(); ok {
			return f(x), true
		}
		return z, false
	}
}
func Collect[T any](it Iter[T]) (r []T) {
	for x, ok := it(); ok; x, ok = it() {
		r = append(r, x)
	}
	return
}
func Zip[A, B any](a []A, b []B) (r []struct {
	A A
	B B
}) {
	for i := range a {
		r = append(r, struct {
			A A
			B B
		}{a[i], b[i]})
	}
	return
}
func GroupBy[T any, K comparable](xs []T, f func(T) K) map[K][]T {
	m := map[K][]T{}
	for _, x := range xs {
		m[f(x)] = append(m[f(x)], x)
	}
	return m
}
func Parallel[T, R any](xs []T, f func(T) R) []R {
	out := make([]R, len(xs))
	var wg sync.WaitGroup
	for i, x := range xs {
		wg.Add(1)
		go func(i int, x T) {
			defer wg.Done()
			out[i] = f(x)
		}(i, x)
	}
	wg.Wait()
	return out
}
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func recursive[T any](n int, x T) string {
	if n == 0 {
		return fmt.Sprintf("%T", x)
	}
	return recursive(n-1, x)
}

func main() {
	loads := 0
	c := NewCache(func(k string) (int, error) {
		loads++
		if k == "" {
			return 0, fmt.Errorf("no key")
		}
		return len(k), nil
	})
	fmt.Println(Must(c.Get("abc")), Must(c.Get("abc")), loads)
	fmt.Println(c.Get(""))
	fmt.Println(Matrix[int, []int]{{1, 2}, {3}}.Sum())
	it := MapIter(FromSlice([]int{1, 2, 3, 4, 5}), func(i int) string { return fmt.Sprint("#", i) })
	fmt.Println(Collect(it.Take(3)), Collect(it))
	fmt.Println(Zip([]int{1, 2}, []string{"a", "b"}))
	fmt.Println(GroupBy([]string{"a", "bb", "c", "dd"}, func(s string) int { return len(s) }))
	fmt.Println(Parallel([]int{1, 2, 3}, func(i int) float64 { return float64(i) / 2 }))
	fmt.Println(recursive(3, map[string][]int{}))
	defer func() { fmt.Println("recovered:", recover()) }()
	Must(c.Get(""))
}
