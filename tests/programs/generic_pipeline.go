// run

// Generic concurrent stages over channels.
package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"sync"
)

type Stage[In, Out any] func(context.Context, <-chan In) <-chan Out

func Source[T any](ctx context.Context, xs ...T) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for _, x := range xs {
			select {
			case out <- x:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func MapStage[In, Out any](workers int, f func(In) Out) Stage[In, Out] {
	return func(ctx context.Context, in <-chan In) <-chan Out {
		out := make(chan Out)
		var wg sync.WaitGroup
		for i := 0; i < workers; i++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for x := range in {
					select {
					case out <- f(x):
					case <-ctx.Done():
						return
					}
				}
			}()
		}
		go func() { wg.Wait(); close(out) }()
		return out
	}
}

func FilterStage[T any](keep func(T) bool) Stage[T, T] {
	return func(ctx context.Context, in <-chan T) <-chan T {
		out := make(chan T, 4)
		go func() {
			defer close(out)
			for x := range in {
				if keep(x) {
					out <- x
				}
			}
		}()
		return out
	}
}

func Then[A, B, C any](f Stage[A, B], g Stage[B, C]) Stage[A, C] {
	return func(ctx context.Context, in <-chan A) <-chan C { return g(ctx, f(ctx, in)) }
}

func Collect[T any](c <-chan T) (r []T) {
	for x := range c {
		r = append(r, x)
	}
	return
}

func FanIn[T any](cs ...<-chan T) <-chan T {
	out := make(chan T)
	var wg sync.WaitGroup
	wg.Add(len(cs))
	for _, c := range cs {
		go func(c <-chan T) {
			defer wg.Done()
			for x := range c {
				out <- x
			}
		}(c)
	}
	go func() { wg.Wait(); close(out) }()
	return out
}

type Future[T any] struct {
	done chan struct{}
	val  T
	err  error
}

func Async[T any](f func() (T, error)) *Future[T] {
	fu := &Future[T]{done: make(chan struct{})}
	go func() {
		defer close(fu.done)
		defer func() {
			if e := recover(); e != nil {
				fu.err = fmt.Errorf("async: %v", e)
			}
		}()
		fu.val, fu.err = f()
	}()
	return fu
}
func (f *Future[T]) Await() (T, error) { <-f.done; return f.val, f.err }

type Topic[T any] struct {
	mu   sync.RWMutex
	subs map[int]chan T
	next int
}

func (t *Topic[T]) Subscribe(buf int) (<-chan T, func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.subs == nil {
		t.subs = map[int]chan T{}
	}
	id, c := t.next, make(chan T, buf)
	t.next++
	t.subs[id] = c
	return c, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if c, ok := t.subs[id]; ok {
			delete(t.subs, id)
			close(c)
		}
	}
}
func (t *Topic[T]) Publish(x T) (n int) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, c := range t.subs {
		select {
		case c <- x:
			n++
		default:
		}
	}
	return
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	st := Then(Then(
		FilterStage(func(n int) bool { return n%3 != 0 }),
		MapStage(4, func(n int) int { return n * n })),
		MapStage(2, func(n int) string { return "n" + strconv.Itoa(n) }))
	var xs []int
	for i := 1; i <= 12; i++ {
		xs = append(xs, i)
	}
	got := Collect(st(ctx, Source(ctx, xs...)))
	sort.Strings(got)
	fmt.Println(got)
	merged := Collect(FanIn(Source(ctx, "a", "b"), Source(ctx, "c"), Source[string](ctx)))
	sort.Strings(merged)
	fmt.Println(merged)
	endless := make(chan int)
	go func() {
		defer close(endless)
		for i := 0; ; i++ {
			select {
			case endless <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	sum := 0
	for v := range MapStage(1, func(i int) int { return 2 * i })(ctx, endless) {
		if sum += v; sum > 1000 {
			cancel()
			break
		}
	}
	fmt.Println(sum, errors.Is(ctx.Err(), context.Canceled))
	futures := []*Future[int]{
		Async(func() (int, error) { return 42, nil }),
		Async(func() (int, error) { return 0, errors.New("failed") }),
		Async(func() (int, error) { var p *int; return *p, nil }),
	}
	for _, f := range futures {
		v, err := f.Await()
		fmt.Println(v, err)
	}
	var topic Topic[map[string]int]
	a, stopA := topic.Subscribe(2)
	_, stopB := topic.Subscribe(0)
	fmt.Println(topic.Publish(map[string]int{"x": 1}), topic.Publish(map[string]int{"x": 2}), topic.Publish(nil))
	stopA()
	stopA()
	stopB()
	fmt.Println(len(Collect(a)), topic.Publish(nil))
}
