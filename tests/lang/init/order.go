// run

package main

import "fmt"

var (
	a = c + b
	b = f()
	c = g("c", 1)
	d = func() int { return h() }()
	_ = g("blank", 0)
	x, y = pair()
	arr = [...]int{g("arr0", 0), z}
	z = g("z", 9)
	t = T{n: g("t", 5)}
	late = t.get()
	ptr = &late
	fnv = useLater
	fnres = fnv()
)

type T struct{ n int }

func (t T) get() int { return t.n + off }

var off = g("off", 100)
var later = g("later", 7)

func useLater() int { return later }
func f() int { fmt.Println("f", d); d++; return d }
func g(s string, v int) int { fmt.Println("init", s); return v }
func h() int { return g("h", 41) }
func pair() (int, int) { fmt.Println("pair", a); return a, b }

func init() { fmt.Println("init 1", a, b, c, d, x, y) }
func init() { fmt.Println("init 2", arr, z, t, late, *ptr, fnres) }

func main() {
	fmt.Println("main")
	fmt.Println(table["x"], len(table), deepv.a[1].s)
}

func init() { table["x"]++ }

var table = map[string]int{"x": 1, "y": z}
var deepv = struct{ a []struct{ s string } }{[]struct{ s string }{{"p"}, {"q"}}}
