// run

package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func pipeline(n int) int {
	gen := func() <-chan int {
		c := make(chan int)
		go func() {
			defer close(c)
			for i := 1; i <= n; i++ {
				c <- i
			}
		}()
		return c
	}
	sq := func(in <-chan int) <-chan int {
		c := make(chan int)
		go func() {
			defer close(c)
			for v := range in {
				c <- v * v
			}
		}()
		return c
	}
	s := 0
	for v := range sq(sq(gen())) {
		s += v
	}
	return s
}

func main() {
	fmt.Println(pipeline(20))
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	var n int
	var at int64
	var once sync.Once
	m := map[int]int{}
	for i := 0; i < 50; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for k := 0; k < 20; k++ {
				mu.Lock()
				n++
				mu.Unlock()
				atomic.AddInt64(&at, 2)
				rw.RLock()
				_ = m[i]
				rw.RUnlock()
			}
			rw.Lock()
			m[i] = i
			rw.Unlock()
			once.Do(func() { fmt.Println("once") })
		}(i)
	}
	wg.Wait()
	fmt.Println(n, at, len(m))
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
		cond.Broadcast()
	}()
	mu.Lock()
	for !ready {
		cond.Wait()
	}
	mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err())
	ctx2, cancel2 := context.WithCancel(context.WithValue(context.Background(), "k", "v"))
	cancel2()
	fmt.Println(ctx2.Err(), ctx2.Value("k"))
	sem := make(chan struct{}, 3)
	var max, cur int32
	for i := 0; i < 12; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- struct{}{}
			c := atomic.AddInt32(&cur, 1)
			for {
				old := atomic.LoadInt32(&max)
				if c <= old || atomic.CompareAndSwapInt32(&max, old, c) {
					break
				}
			}
			time.Sleep(time.Millisecond)
			atomic.AddInt32(&cur, -1)
			<-sem
		}()
	}
	wg.Wait()
	fmt.Println(max <= 3, cur)
	var pool = sync.Pool{New: func() interface{} { return new(int) }}
	p := pool.Get().(*int)
	*p = 3
	pool.Put(p)
	var sm sync.Map
	sm.Store("a", 1)
	v, loaded := sm.LoadOrStore("a", 2)
	fmt.Println(v, loaded)
	tick := time.NewTicker(time.Millisecond)
	for i := 0; i < 3; i++ {
		<-tick.C
	}
	tick.Stop()
	done := make(chan bool)
	time.AfterFunc(time.Millisecond, func() { done <- true })
	fmt.Println(<-done)
	var av atomic.Value
	av.Store([]int{1, 2})
	fmt.Println(av.Load().([]int)[1])
}
