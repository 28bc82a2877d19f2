// run

// A least-recently-used cache for any key and value, in constant time.
package main

import (
	"fmt"
	"strings"
)

type entry[K comparable, V any] struct {
	key        K
	value      V
	prev, next *entry[K, V]
}

// Cache keeps its entries in a ring with a sentinel: newest at root.next, oldest at root.prev.
type Cache[K comparable, V any] struct {
	capacity     int
	entries      map[K]*entry[K, V]
	root         entry[K, V]
	hits, misses int
}

func New[K comparable, V any](capacity int) *Cache[K, V] {
	c := &Cache[K, V]{capacity: capacity, entries: make(map[K]*entry[K, V])}
	c.root.prev, c.root.next = &c.root, &c.root
	return c
}

func (e *entry[K, V]) unlink() { e.prev.next, e.next.prev = e.next, e.prev }

func (c *Cache[K, V]) front(e *entry[K, V]) {
	e.prev, e.next = &c.root, c.root.next
	e.prev.next, e.next.prev = e, e
}

func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	e, ok := c.entries[key]
	if !ok {
		c.misses++
		return
	}
	c.hits++
	e.unlink()
	c.front(e)
	return e.value, true
}

func (c *Cache[K, V]) Put(key K, value V) {
	if e, ok := c.entries[key]; ok {
		e.value = value
		e.unlink()
		c.front(e)
		return
	}
	if len(c.entries) == c.capacity {
		oldest := c.root.prev
		oldest.unlink()
		delete(c.entries, oldest.key)
	}
	e := &entry[K, V]{key: key, value: value}
	c.entries[key] = e
	c.front(e)
}

// Each calls f for every entry, newest first.
func (c *Cache[K, V]) Each(f func(K, V)) {
	for e := c.root.next; e != &c.root; e = e.next {
		f(e.key, e.value)
	}
}

// Cached gives f a memory of its last results.
func Cached[K comparable, V any](capacity int, f func(K) V) (func(K) V, *Cache[K, V]) {
	c := New[K, V](capacity)
	return func(k K) V {
		if v, ok := c.Get(k); ok {
			return v
		}
		v := f(k)
		c.Put(k, v)
		return v
	}, c
}

func main() {
	c := New[string, int](3)
	for i, word := range strings.Fields("one two three one four one five two") {
		if v, ok := c.Get(word); ok {
			fmt.Printf("%-5s was number %d\n", word, v)
		}
		c.Put(word, i)
		fmt.Print("   ")
		c.Each(func(k string, v int) { fmt.Printf(" %s=%d", k, v) })
		fmt.Println()
	}
	fmt.Println(c.hits, "hits,", c.misses, "misses")

	type point struct{ x, y int }
	calls := 0
	dist, cache := Cached(2, func(p point) float64 {
		calls++
		return float64(p.x*p.x + p.y*p.y)
	})
	for _, p := range []point{{3, 4}, {3, 4}, {1, 1}, {3, 4}, {2, 2}, {1, 1}} {
		fmt.Print(dist(p), " ")
	}
	fmt.Println("calls:", calls, "hits:", cache.hits)
}
