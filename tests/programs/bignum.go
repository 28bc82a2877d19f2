// run

// Arbitrary-precision naturals in slices of words; digits of pi and e.
package main

import (
	"fmt"
	"math/bits"
	"os"
	"strings"
)

type Nat []uint64

func (a Nat) norm() Nat {
	for len(a) > 0 && a[len(a)-1] == 0 {
		a = a[:len(a)-1]
	}
	return a
}

func (a Nat) Add(b Nat) Nat {
	if len(a) < len(b) {
		a, b = b, a
	}
	r := make(Nat, len(a)+1)
	var c uint64
	for i := range a {
		var y uint64
		if i < len(b) {
			y = b[i]
		}
		r[i], c = bits.Add64(a[i], y, c)
	}
	r[len(a)] = c
	return r.norm()
}

func (a Nat) Sub(b Nat) Nat {
	r := make(Nat, len(a))
	var c uint64
	for i := range a {
		var y uint64
		if i < len(b) {
			y = b[i]
		}
		r[i], c = bits.Sub64(a[i], y, c)
	}
	if c != 0 {
		panic("negative result")
	}
	return r.norm()
}

func (a Nat) Mul(b Nat) Nat {
	r := make(Nat, len(a)+len(b))
	for i, x := range a {
		var carry uint64
		for j, y := range b {
			hi, lo := bits.Mul64(x, y)
			var c uint64
			lo, c = bits.Add64(lo, carry, 0)
			hi += c
			r[i+j], c = bits.Add64(r[i+j], lo, 0)
			carry = hi + c
		}
		r[i+len(b)] += carry
	}
	return r.norm()
}

func (a Nat) DivWord(w uint64) (q Nat, rem uint64) {
	q = make(Nat, len(a))
	for i := len(a) - 1; i >= 0; i-- {
		q[i], rem = bits.Div64(rem, a[i], w)
	}
	return q.norm(), rem
}

func (a Nat) Cmp(b Nat) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	for i := len(a) - 1; i >= 0; i-- {
		switch {
		case a[i] < b[i]:
			return -1
		case a[i] > b[i]:
			return 1
		}
	}
	return 0
}

func (a Nat) String() string {
	if len(a) == 0 {
		return "0"
	}
	var parts []string
	for len(a) > 0 {
		var r uint64
		a, r = a.DivWord(1e19)
		parts = append(parts, fmt.Sprintf("%019d", r))
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.TrimLeft(strings.Join(parts, ""), "0")
}

func word(w uint64) Nat { return Nat{w}.norm() }

func pow(b uint64, n int) Nat {
	r, sq := word(1), word(b)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r = r.Mul(sq)
		}
		sq = sq.Mul(sq)
	}
	return r
}

func arctan(inv uint64, unity Nat) Nat {
	sum, term := Nat{}, Nat{}
	term, _ = unity.DivWord(inv)
	pos, neg := Nat{}, Nat{}
	for k := uint64(1); len(term) > 0; k += 2 {
		t, _ := term.DivWord(k)
		if k%4 == 1 {
			pos = pos.Add(t)
		} else {
			neg = neg.Add(t)
		}
		term, _ = term.DivWord(inv * inv)
	}
	sum = pos.Sub(neg)
	return sum
}

func pi(digits int) string {
	unity := pow(10, digits+10)
	x := arctan(5, unity).Mul(word(16)).Sub(arctan(239, unity).Mul(word(4)))
	s := x.String()
	return s[:1] + "." + s[1:digits+1]
}

func main() {
	f := word(1)
	for i := uint64(2); i <= 60; i++ {
		f = f.Mul(word(i))
	}
	fmt.Println(f)
	fmt.Println(pow(2, 200), pow(3, 100))
	a, b := word(0), word(1)
	for i := 0; i < 500; i++ {
		a, b = b, a.Add(b)
	}
	fmt.Println(a)
	fmt.Println(pi(150))
	fmt.Println(a.Cmp(b) < 0, b.Cmp(b), b.Sub(a).Cmp(b) < 0, Nat(nil))
	if q, r := f.DivWord(61); r != 60 { // Wilson: 60! = -1 mod 61
		fmt.Fprintln(os.Stderr, "61 is not prime?", q, r)
		os.Exit(1)
	}
	defer func() {
		fmt.Println("caught:", recover())
	}()
	a.Sub(b)
}
