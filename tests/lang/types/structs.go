// run

package main

import "fmt"

type Point struct{ X, Y int }
type Named struct {
	Point
	*Extra
	name string
	_    int
}
type Extra struct{ Note string }
type node struct {
	val         int
	left, right *node
}

func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }
func (p *Point) Move(dx int)      { p.X += dx }

func (n *node) insert(v int) *node {
	if n == nil {
		return &node{val: v}
	}
	if v < n.val {
		n.left = n.left.insert(v)
	} else {
		n.right = n.right.insert(v)
	}
	return n
}
func (n *node) walk(f func(int)) {
	if n != nil {
		n.left.walk(f)
		f(n.val)
		n.right.walk(f)
	}
}

func main() {
	p := Point{1, 2}
	q := p
	q.X = 10
	fmt.Println(p, q, p == q, p == Point{1, 2}, p.Add(q))
	n := Named{Point: p, Extra: &Extra{"note"}, name: "n"}
	n.Move(5)
	n.Y++
	fmt.Println(n.X, n.Point.Y, n.Note, n.name, p, n.Add(p))
	pn := &n
	pn.Extra.Note = "changed"
	fmt.Println(n.Note, (*pn).name)
	anon := struct {
		A, B int
		C    []string
	}{1, 2, []string{"x"}}
	fmt.Printf("%v %+v\n", anon, anon)
	pts := []Point{{1, 2}, {3, 4}}
	for _, pt := range pts {
		pt.X = 100
	}
	for i := range pts {
		pts[i].Y *= 2
	}
	fmt.Println(pts)
	pp := []*Point{{5, 6}, {7, 8}}
	for _, pt := range pp {
		pt.Move(1)
	}
	fmt.Println(*pp[0], *pp[1])
	var root *node
	for _, v := range []int{5, 2, 8, 1, 9, 3} {
		root = root.insert(v)
	}
	root.walk(func(v int) { fmt.Print(v, " ") })
	fmt.Println()
	var e1, e2 struct{}
	fmt.Println(e1 == e2)
	f := struct {
		f float64
		s string
		i interface{}
	}{1.5, "a", 3}
	g := f
	fmt.Println(f == g)
	g.i = "3"
	fmt.Println(f == g)
}
