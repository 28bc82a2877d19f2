// run

// Concurrent transfers between accounts, with cancellation and an audit.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

var (
	ErrFunds  = errors.New("insufficient funds")
	ErrClosed = errors.New("account closed")
)

type TransferError struct {
	From, To int
	Err      error
}

func (e *TransferError) Error() string {
	return fmt.Sprintf("transfer %d->%d: %v", e.From, e.To, e.Err)
}
func (e *TransferError) Unwrap() error { return e.Err }

type Account struct {
	sync.Mutex
	id, balance int
	closed      bool
}

type Bank struct {
	accounts []*Account
	done     int64
	failed   int64
	audit    chan string
}

func (b *Bank) Transfer(from, to, amount int) (err error) {
	defer func() {
		if err != nil {
			err = &TransferError{from, to, err}
			atomic.AddInt64(&b.failed, 1)
		} else {
			atomic.AddInt64(&b.done, 1)
		}
	}()
	if from == to {
		return nil
	}
	a, c := b.accounts[from], b.accounts[to]
	first, second := a, c
	if first.id > second.id {
		first, second = second, first
	}
	first.Lock()
	defer first.Unlock()
	second.Lock()
	defer second.Unlock()
	switch {
	case a.closed || c.closed:
		return ErrClosed
	case a.balance < amount:
		return ErrFunds
	}
	a.balance -= amount
	c.balance += amount
	return nil
}

func (b *Bank) Total() (sum int) {
	for _, a := range b.accounts {
		a.Lock()
		sum += a.balance
		a.Unlock()
	}
	return
}

func main() {
	b := &Bank{audit: make(chan string, 100)}
	for i := 0; i < 10; i++ {
		b.accounts = append(b.accounts, &Account{id: i, balance: 1000})
	}
	var wg sync.WaitGroup
	var funds, closed int32
	for w := 0; w < 8; w++ {
		wg.Add(1)
		go func(w int) {
			defer wg.Done()
			x := uint32(w*7919 + 1)
			for i := 0; i < 500; i++ {
				x = x*1664525 + 1013904223
				from, to, amount := int(x>>8)%10, int(x>>16)%10, int(x>>24)%100
				err := b.Transfer(from, to, amount)
				var te *TransferError
				switch {
				case err == nil:
				case errors.Is(err, ErrFunds):
					atomic.AddInt32(&funds, 1)
				case errors.As(err, &te) && te.Err == ErrClosed:
					atomic.AddInt32(&closed, 1)
				}
			}
		}(w)
	}
	wg.Wait()
	fmt.Println("total", b.Total(), "operations", b.done+b.failed, b.failed == int64(funds+closed))
	b.accounts[3].closed = true
	err := b.Transfer(2, 3, 1)
	fmt.Println(err, errors.Is(err, ErrClosed), errors.Unwrap(err) == ErrClosed)
	b.accounts[0].balance = 5
	fmt.Println(b.Transfer(0, 1, 6))

	ctx, cancel := context.WithCancel(context.Background())
	results := make(chan int)
	for i := 0; i < 3; i++ {
		go func(i int) {
			n := 0
			for {
				select {
				case <-ctx.Done():
					results <- n
					return
				case b.audit <- fmt.Sprint("audit ", i):
					n++
				}
			}
		}(i)
	}
	seen := 0
	for range b.audit {
		if seen++; seen == 300 {
			break
		}
	}
	cancel()
	sent := 0
	for i := 0; i < 3; i++ {
		sent += <-results
	}
	fmt.Println(sent == seen+len(b.audit), ctx.Err())
	tctx, stop := context.WithTimeout(context.Background(), time.Millisecond)
	defer stop()
	select {
	case <-tctx.Done():
		fmt.Println(tctx.Err(), errors.Is(tctx.Err(), context.DeadlineExceeded))
	case <-time.After(5 * time.Second):
		fmt.Println("too late")
	}
}
