// run

package main

import (
	"container/heap"
	"fmt"
	"math"
	"sort"
	"strings"
)

type Edge struct {
	to   string
	cost float64
}
type Graph map[string][]Edge

func (g Graph) Add(a, b string, cost float64) {
	g[a] = append(g[a], Edge{b, cost})
	g[b] = append(g[b], Edge{a, cost})
}

type item struct {
	node  string
	dist  float64
	index int
}
type queue []*item

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].dist < q[j].dist || q[i].dist == q[j].dist && q[i].node < q[j].node
}
func (q queue) Swap(i, j int)       { q[i], q[j] = q[j], q[i]; q[i].index, q[j].index = i, j }
func (q *queue) Push(x interface{}) { it := x.(*item); it.index = len(*q); *q = append(*q, it) }
func (q *queue) Pop() interface{} {
	old := *q
	it := old[len(old)-1]
	*q = old[:len(old)-1]
	it.index = -1
	return it
}

func (g Graph) Shortest(from string) (dist map[string]float64, prev map[string]string) {
	dist, prev = map[string]float64{}, map[string]string{}
	items := map[string]*item{}
	q := &queue{}
	for n := range g {
		d := math.Inf(1)
		if n == from {
			d = 0
		}
		dist[n] = d
		items[n] = &item{node: n, dist: d}
		heap.Push(q, items[n])
	}
	for q.Len() > 0 {
		it := heap.Pop(q).(*item)
		if math.IsInf(it.dist, 1) {
			break
		}
		for _, e := range g[it.node] {
			if d := it.dist + e.cost; d < dist[e.to] {
				dist[e.to], prev[e.to] = d, it.node
				items[e.to].dist = d
				heap.Fix(q, items[e.to].index)
			}
		}
	}
	return
}

func path(prev map[string]string, to string) string {
	parts := []string{to}
	for {
		p, ok := prev[to]
		if !ok {
			break
		}
		parts = append([]string{p}, parts...)
		to = p
	}
	return strings.Join(parts, "-")
}

func (g Graph) Prim(start string) (total float64, edges []string) {
	in := map[string]bool{start: true}
	for len(in) < len(g) {
		best := math.MaxFloat64
		var from, to string
		for a := range in {
			for _, e := range g[a] {
				if in[e.to] {
					continue
				}
				if e.cost < best || e.cost == best && a+e.to < from+to {
					best, from, to = e.cost, a, e.to
				}
			}
		}
		if to == "" {
			return
		}
		in[to] = true
		total += best
		edges = append(edges, from+to)
	}
	sort.Strings(edges)
	return
}

func main() {
	g := Graph{}
	for _, line := range strings.Split("A B 4,A C 2,B C 1,B D 5,C D 8,C E 10,D E 2,D F 6,E F 3", ",") {
		var a, b string
		var c float64
		if n, err := fmt.Sscanf(line, "%s %s %g", &a, &b, &c); n != 3 || err != nil {
			panic(err)
		}
		g.Add(a, b, c)
	}
	g["Z"] = nil
	dist, prev := g.Shortest("A")
	names := make([]string, 0)
	for n := range dist {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Printf("%s %5.1f %s\n", n, dist[n], path(prev, n))
	}
	fmt.Println(g.Prim("A"))
	h := &queue{}
	for i, d := range []float64{5, 2, 8, 1} {
		heap.Push(h, &item{node: fmt.Sprint(i), dist: d})
	}
	heap.Init(h)
	removed := heap.Remove(h, 1).(*item)
	fmt.Println(h.Len(), removed.index, heap.Pop(h).(*item).dist, math.Round(2.5))
}
