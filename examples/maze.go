// run 20 9 5

// Carves a maze and finds the way through it.
//
//	virgo run examples/maze.go [WIDTH HEIGHT [SEED]]
package main

import (
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"strings"
)

type point struct{ x, y int }

var directions = []point{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}

func (p point) plus(q point) point { return point{p.x + q.x, p.y + q.y} }

type maze struct {
	w, h  int
	tiles [][]byte // '#' wall, ' ' way, '.' the solution
}

func newMaze(w, h int) *maze {
	m := &maze{w: w, h: h}
	for y := 0; y <= 2*h; y++ {
		m.tiles = append(m.tiles, []byte(strings.Repeat("#", 2*w+1)))
	}
	return m
}

func (m *maze) inside(p point) bool { return p.x >= 0 && p.y >= 0 && p.x < m.w && p.y < m.h }
func (m *maze) tile(p point) *byte  { return &m.tiles[2*p.y+1][2*p.x+1] }
func (m *maze) wall(p, d point) *byte {
	return &m.tiles[2*p.y+1+d.y][2*p.x+1+d.x]
}

// carve opens walls depth first until every cell is reached.
func (m *maze) carve(rng *rand.Rand) {
	stack := []point{{0, 0}}
	*m.tile(stack[0]) = ' '
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		moved := false
		for _, i := range rng.Perm(len(directions)) {
			d := directions[i]
			if q := p.plus(d); m.inside(q) && *m.tile(q) == '#' {
				*m.wall(p, d), *m.tile(q) = ' ', ' '
				stack = append(stack, q)
				moved = true
				break
			}
		}
		if !moved {
			stack = stack[:len(stack)-1]
		}
	}
}

// solve marks the shortest way, breadth first.
func (m *maze) solve(from, to point) (steps int) {
	came := map[point]point{from: from}
	for queue := []point{from}; len(queue) > 0; queue = queue[1:] {
		p := queue[0]
		if p == to {
			break
		}
		for _, d := range directions {
			q := p.plus(d)
			if _, seen := came[q]; !seen && m.inside(q) && *m.wall(p, d) == ' ' {
				came[q] = p
				queue = append(queue, q)
			}
		}
	}
	for p := to; ; p = came[p] {
		*m.tile(p) = '.'
		if p == from {
			return
		}
		q := came[p]
		*m.wall(p, point{q.x - p.x, q.y - p.y}) = '.'
		steps++
	}
}

func main() {
	args := []int{20, 10, 1}
	for i, s := range os.Args[1:] {
		n, err := strconv.Atoi(s)
		if err != nil || i >= len(args) {
			fmt.Fprintln(os.Stderr, "usage: maze [WIDTH HEIGHT [SEED]]")
			os.Exit(2)
		}
		args[i] = n
	}
	m := newMaze(args[0], args[1])
	m.carve(rand.New(rand.NewSource(int64(args[2]))))
	steps := m.solve(point{0, 0}, point{m.w - 1, m.h - 1})
	for _, row := range m.tiles {
		fmt.Println(string(row))
	}
	fmt.Println(steps, "steps")
}
