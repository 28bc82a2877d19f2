// run 12

// Conway's game of life on a torus, drawn with two rows of cells a line.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

type world struct {
	w, h  int
	cells []bool
}

func newWorld(w, h int) *world { return &world{w, h, make([]bool, w*h)} }

func (u *world) at(x, y int) bool {
	return u.cells[(y+u.h)%u.h*u.w+(x+u.w)%u.w]
}

func (u *world) place(x, y int, pattern string) {
	for dy, row := range strings.Split(pattern, "/") {
		for dx, c := range row {
			u.cells[(y+dy)%u.h*u.w+(x+dx)%u.w] = c == 'O'
		}
	}
}

func (u *world) next() *world {
	v := newWorld(u.w, u.h)
	for y := 0; y < u.h; y++ {
		for x := 0; x < u.w; x++ {
			n := 0
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					if (dx != 0 || dy != 0) && u.at(x+dx, y+dy) {
						n++
					}
				}
			}
			v.cells[y*u.w+x] = n == 3 || n == 2 && u.at(x, y)
		}
	}
	return v
}

func (u *world) alive() (n int) {
	for _, c := range u.cells {
		if c {
			n++
		}
	}
	return
}

func (u *world) String() string {
	var b strings.Builder
	for y := 0; y < u.h; y += 2 {
		for x := 0; x < u.w; x++ {
			i := 0
			if u.at(x, y) {
				i++
			}
			if u.at(x, y+1) {
				i += 2
			}
			b.WriteRune([]rune(" ▀▄█")[i])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func main() {
	steps := 30
	if len(os.Args) > 1 {
		if n, err := strconv.Atoi(os.Args[1]); err == nil {
			steps = n
		}
	}
	u := newWorld(40, 20)
	u.place(1, 1, ".O./..O/OOO")
	u.place(12, 8, ".OO/OO./.O.")
	u.place(30, 3, "OOO")
	u.place(28, 12, "OO/OO")
	for i := 0; i <= steps; i++ {
		if i%4 == 0 {
			fmt.Printf("generation %d, %d alive\n%s", i, u.alive(), u)
		}
		u = u.next()
	}
}
