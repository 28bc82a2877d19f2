// run

// Dining philosophers without deadlock: ordered forks, a waiter, and statistics with atomics.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type fork struct {
	sync.Mutex
	id   int
	uses int64
}

type philosopher struct {
	name        string
	left, right *fork
	meals       int64
}

type waiter chan struct{}

func (w waiter) seat()  { w <- struct{}{} }
func (w waiter) leave() { <-w }

var eating, maxEating int32

func (p *philosopher) eat() {
	first, second := p.left, p.right
	if first.id > second.id {
		first, second = second, first
	}
	first.Lock()
	second.Lock()
	defer first.Unlock()
	defer second.Unlock()
	n := atomic.AddInt32(&eating, 1)
	for {
		m := atomic.LoadInt32(&maxEating)
		if n <= m || atomic.CompareAndSwapInt32(&maxEating, m, n) {
			break
		}
	}
	first.uses++
	second.uses++
	runtime.Gosched()
	atomic.AddInt64(&p.meals, 1)
	atomic.AddInt32(&eating, -1)
}

func dine(n, meals int, w waiter) []*philosopher {
	forks := make([]*fork, n)
	for i := range forks {
		forks[i] = &fork{id: i}
	}
	ps := make([]*philosopher, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range ps {
		ps[i] = &philosopher{name: fmt.Sprintf("P%d", i), left: forks[i], right: forks[(i+1)%n]}
		wg.Add(1)
		go func(p *philosopher) {
			defer wg.Done()
			<-start
			for m := 0; m < meals; m++ {
				w.seat()
				p.eat()
				w.leave()
			}
		}(ps[i])
	}
	close(start)
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		panic("starved")
	}
	for i, f := range forks {
		if f.uses != int64(2*meals) {
			panic(fmt.Sprint("fork ", i, " used ", f.uses))
		}
	}
	return ps
}

func main() {
	for _, n := range []int{2, 5, 50} {
		var total int64
		for _, p := range dine(n, 40, make(waiter, n-1)) {
			total += p.meals
		}
		fmt.Println(n, total, maxEating >= 1 && int(maxEating) <= n/2)
		maxEating = 0
	}
	var rw sync.RWMutex
	var readers, writers, bad int32
	var wg sync.WaitGroup
	for i := 0; i < 30; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			if i%5 == 0 {
				rw.Lock()
				if atomic.AddInt32(&writers, 1) != 1 || atomic.LoadInt32(&readers) != 0 {
					atomic.AddInt32(&bad, 1)
				}
				runtime.Gosched()
				atomic.AddInt32(&writers, -1)
				rw.Unlock()
				return
			}
			rw.RLock()
			atomic.AddInt32(&readers, 1)
			if atomic.LoadInt32(&writers) != 0 {
				atomic.AddInt32(&bad, 1)
			}
			runtime.Gosched()
			atomic.AddInt32(&readers, -1)
			rw.RUnlock()
		}(i)
	}
	wg.Wait()
	var once sync.Once
	var inits atomic.Int32
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); once.Do(func() { inits.Add(1) }) }()
	}
	wg.Wait()
	a, b := mutexTry()
	fmt.Println(bad, inits.Load(), a, b)
	var ptr atomic.Pointer[philosopher]
	fmt.Println(ptr.Load() == nil, ptr.CompareAndSwap(nil, &philosopher{name: "new"}), ptr.Load().name)
}

func mutexTry() (a, b bool) {
	var mu sync.Mutex
	a = mu.TryLock()
	b = mu.TryLock()
	return
}
