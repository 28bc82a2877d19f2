// run

package main

import (
	"bytes"
	"container/list"
	"container/ring"
	"fmt"
	"log"
	"strconv"
	"sync"
)

type LRU struct {
	mu         sync.Mutex
	cap        int
	order      *list.List
	items      map[string]*list.Element
	hits, miss int
	onEvict    func(k string, v int)
}
type pair struct {
	k string
	v int
}

func NewLRU(n int, onEvict func(string, int)) *LRU {
	return &LRU{cap: n, order: list.New(), items: map[string]*list.Element{}, onEvict: onEvict}
}

func (c *LRU) Get(k string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.items[k]; ok {
		c.hits++
		c.order.MoveToFront(e)
		return e.Value.(*pair).v, true
	}
	c.miss++
	return 0, false
}

func (c *LRU) Put(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.items[k]; ok {
		e.Value.(*pair).v = v
		c.order.MoveToFront(e)
		return
	}
	c.items[k] = c.order.PushFront(&pair{k, v})
	if c.order.Len() > c.cap {
		last := c.order.Back()
		p := c.order.Remove(last).(*pair)
		delete(c.items, p.k)
		if c.onEvict != nil {
			c.onEvict(p.k, p.v)
		}
	}
}

func (c *LRU) Keys() (ks []string) {
	for e := c.order.Front(); e != nil; e = e.Next() {
		ks = append(ks, e.Value.(*pair).k)
	}
	return
}

type History struct{ r *ring.Ring }

func (h *History) Add(s string) { h.r.Value = s; h.r = h.r.Next() }
func (h *History) Last() (out []string) {
	h.r.Do(func(v interface{}) {
		if v != nil {
			out = append(out, v.(string))
		}
	})
	return
}

func main() {
	var buf bytes.Buffer
	lg := log.New(&buf, "lru: ", log.Lmsgprefix)
	c := NewLRU(3, func(k string, v int) { lg.Printf("evict %s=%d", k, v) })
	hist := &History{ring.New(4)}
	for i, k := range []string{"a", "b", "c", "a", "d", "e", "a", "b"} {
		if v, ok := c.Get(k); ok {
			hist.Add("hit " + k + strconv.Itoa(v))
		} else {
			c.Put(k, i*i)
			hist.Add("put " + k)
		}
		fmt.Println(k, c.Keys())
	}
	fmt.Print(buf.String())
	fmt.Println(c.hits, c.miss, hist.Last())
	var wg sync.WaitGroup
	big := NewLRU(10, nil)
	for g := 0; g < 8; g++ {
		wg.Add(1)
		go func(g int) {
			defer wg.Done()
			for i := 0; i < 100; i++ {
				big.Put(strconv.Itoa((i*g)%17), i)
				big.Get(strconv.Itoa(i % 17))
			}
		}(g)
	}
	wg.Wait()
	fmt.Println(len(big.Keys()), big.hits+big.miss)
	// Josephus by ring
	r := ring.New(7)
	for i := 1; i <= r.Len(); i++ {
		r.Value = i
		r = r.Next()
	}
	r = r.Prev()
	for r.Len() > 1 {
		r = r.Move(2)
		fmt.Print(r.Unlink(1).Value, " ")
	}
	fmt.Println("survivor", r.Value)
	l := list.New()
	e4 := l.PushBack(4)
	e1 := l.PushFront(1)
	l.InsertBefore(3, e4)
	l.InsertAfter(2, e1)
	l.MoveToBack(e1)
	for e := l.Back(); e != nil; e = e.Prev() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len())
}
