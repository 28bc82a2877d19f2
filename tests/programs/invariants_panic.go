// run

// A container checks its invariants and panics with a value of its own type.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

type InvariantError struct {
	What  string
	Index int
}

func (e InvariantError) Error() string {
	return fmt.Sprintf("invariant %q broken at %d", e.What, e.Index)
}

type SortedSet struct{ items []int }

func (s *SortedSet) check() {
	for i := 1; i < len(s.items); i++ {
		if s.items[i-1] >= s.items[i] {
			panic(InvariantError{"ascending", i})
		}
	}
}

func (s *SortedSet) Add(x int) bool {
	i := sort.SearchInts(s.items, x)
	if i < len(s.items) && s.items[i] == x {
		return false
	}
	s.items = append(s.items, 0)
	copy(s.items[i+1:], s.items[i:])
	s.items[i] = x
	s.check()
	return true
}

func (s *SortedSet) Each(f func(int)) {
	for _, x := range s.items {
		f(x)
		s.check()
	}
}

func guarded(f func()) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case InvariantError:
			err = e
		default:
			panic(e)
		}
	}()
	f()
	return
}

func main() {
	s := &SortedSet{}
	for _, x := range []int{5, 1, 4, 1, 3} {
		fmt.Print(s.Add(x), " ")
	}
	fmt.Println(s.items)
	err := guarded(func() {
		s.Each(func(x int) {
			if x == 4 {
				s.items[0] = 100
			}
		})
	})
	var ie InvariantError
	fmt.Println(err, errors.As(err, &ie), ie.Index)
	s.items[0] = 1
	fmt.Println(guarded(func() {}), strings.ToUpper("about to fail"))
	defer fmt.Println("deferred in main")
	s.Each(func(x int) {
		s.items[len(s.items)-1] = x
	})
}
