// run

// Goroutines, channels, select, timers, mutexes, a collector at work: the results do not depend on the order.
package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type node struct {
	left, right *node
	v           int
}

func tree(n int) *node {
	if n == 0 {
		return nil
	}
	return &node{tree(n - 1), tree(n - 1), n}
}
func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.left.sum() + n.right.sum() + n.v
}

func main() {
	var total int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[int]bool{}
	work := make(chan int)
	for w := 0; w < 8; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range work {
				atomic.AddInt64(&total, int64(tree(n%9).sum()))
				mu.Lock()
				seen[n] = true
				mu.Unlock()
			}
		}()
	}
	for i := 0; i < 200; i++ {
		work <- i
	}
	close(work)
	wg.Wait()
	fmt.Println(total, len(seen))
	runtime.GC()
	a, b, done := make(chan int), make(chan int, 3), make(chan bool)
	sums := [2]int{}
	go func() {
		for i := 0; i < 100; i++ {
			select {
			case v := <-a:
				sums[0] += v
			case v := <-b:
				sums[1] += v
			}
		}
		close(done)
	}()
	for i := 0; i < 50; i++ {
		a <- i
		b <- i * 2
	}
	<-done
	fmt.Println(sums)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	select {
	case <-ctx.Done():
		fmt.Println(ctx.Err())
	case <-time.After(20 * time.Second):
		fmt.Println("late")
	}
	var once sync.Once
	var cond = sync.NewCond(&mu)
	ready := 0
	for i := 0; i < 10; i++ {
		go func() {
			once.Do(func() { fmt.Println("once") })
			mu.Lock()
			ready++
			mu.Unlock()
			cond.Signal()
		}()
	}
	mu.Lock()
	for ready < 10 {
		cond.Wait()
	}
	mu.Unlock()
	f := make(chan string, 1)
	x := &node{v: 1}
	runtime.SetFinalizer(x, func(*node) { f <- "finalized" })
	x = nil
	for i := 0; i < 50 && len(f) == 0; i++ {
		runtime.GC()
		tree(8)
		time.Sleep(time.Millisecond)
	}
	fmt.Println(len(f) <= 1)
	var deep func(int) int
	deep = func(n int) int {
		if n == 0 {
			return 0
		}
		return 1 + deep(n-1)
	}
	fmt.Println(deep(20000))
}
