// run

// Needs nothing but the language: no imports.
package main

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func gcd(a, b uint32) uint32 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func sieve(n int) (count int) {
	composite := make([]bool, n+1)
	for i := 2; i <= n; i++ {
		if !composite[i] {
			count++
			for j := i * i; j <= n; j += i {
				composite[j] = true
			}
		}
	}
	return
}

type stack struct {
	items [8]int
	n     int
}

func (s *stack) push(v int) { s.items[s.n] = v; s.n++ }
func (s *stack) pop() int   { s.n--; return s.items[s.n] }

type shape interface{ area() int }
type rect struct{ w, h int }
type sq int

func (r rect) area() int { return r.w * r.h }
func (s sq) area() int   { return int(s * s) }

func sum(xs ...int) (t int) {
	for _, x := range xs {
		t += x
	}
	return
}

func main() {
	println(fib(20), gcd(48, 36), sieve(1000))
	var s stack
	for i := 0; i < 5; i++ {
		s.push(i * i)
	}
	println(s.pop(), s.pop(), s.n)
	total := 0
	for _, sh := range []shape{rect{2, 3}, sq(4), &rect{5, 6}} {
		total += sh.area()
	}
	println(total, sum(), sum(1, 2, 3))
	str := ""
	for i := 0; i < 5; i++ {
		str += string(rune('a' + i))
	}
	println(str, len(str), str[1:3], str > "abc")
	m := map[string]int{"one": 1, "two": 2}
	m["three"] = m["one"] + m["two"]
	println(len(m), m["three"])
	acc := func() func(int) int {
		t := 0
		return func(d int) int { t += d; return t }
	}()
	acc(5)
	println(acc(7))
	c := make(chan int)
	go func() {
		for i := 0; i < 3; i++ {
			c <- i
		}
		close(c)
	}()
	for v := range c {
		println("got", v)
	}
	defer println("deferred")
	defer func() { println("recovered", recover() != nil) }()
	var p *stack
	p.push(1)
}
