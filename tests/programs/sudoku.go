// run

package main

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
)

type Grid [9][9]int

var ErrUnsolvable = errors.New("no solution")

type solver struct {
	g             Grid
	row, col, box [9]uint16
	steps         int
}

func parse(s string) (g Grid, err error) {
	n := 0
	for _, c := range s {
		switch {
		case c >= '1' && c <= '9':
			g[n/9][n%9] = int(c - '0')
			n++
		case c == '.' || c == '0':
			n++
		case c == ' ' || c == '\n':
		default:
			return g, fmt.Errorf("cell %d: bad character %q", n, c)
		}
	}
	if n != 81 {
		err = fmt.Errorf("%d cells, want 81", n)
	}
	return
}

func (g Grid) String() string {
	var b strings.Builder
	for r, row := range g {
		if r > 0 && r%3 == 0 {
			b.WriteString("------+-------+------\n")
		}
		for c, v := range row {
			if c > 0 {
				b.WriteByte(' ')
				if c%3 == 0 {
					b.WriteString("| ")
				}
			}
			b.WriteByte(byte('0' + v))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (s *solver) toggle(r, c, v int) {
	bit := uint16(1) << v
	s.row[r] ^= bit
	s.col[c] ^= bit
	s.box[r/3*3+c/3] ^= bit
}

func (s *solver) solve() bool {
	s.steps++
	bestR, bestC, best := -1, -1, uint16(0)
	bestN := 10
	for r := 0; r < 9; r++ {
		for c := 0; c < 9; c++ {
			if s.g[r][c] != 0 {
				continue
			}
			free := ^(s.row[r] | s.col[c] | s.box[r/3*3+c/3]) & 0x3fe
			if n := bits.OnesCount16(free); n < bestN {
				bestR, bestC, best, bestN = r, c, free, n
			}
		}
	}
	if bestR < 0 {
		return true
	}
	for best != 0 {
		v := bits.TrailingZeros16(best)
		best &= best - 1
		s.g[bestR][bestC] = v
		s.toggle(bestR, bestC, v)
		if s.solve() {
			return true
		}
		s.toggle(bestR, bestC, v)
		s.g[bestR][bestC] = 0
	}
	return false
}

func Solve(g Grid) (Grid, int, error) {
	s := &solver{g: g}
	for r := range g {
		for c, v := range g[r] {
			if v == 0 {
				continue
			}
			bit := uint16(1) << v
			if (s.row[r]|s.col[c]|s.box[r/3*3+c/3])&bit != 0 {
				return g, 0, fmt.Errorf("row %d, column %d: %w", r+1, c+1, ErrUnsolvable)
			}
			s.toggle(r, c, v)
		}
	}
	if !s.solve() {
		return g, s.steps, ErrUnsolvable
	}
	return s.g, s.steps, nil
}

func main() {
	for _, p := range []string{
		"53..7.... 6..195... .98....6. 8...6...3 4..8.3..1 7...2...6 .6....28. ...419..5 ....8..79",
		"8........ ..36..... .7..9.2.. .5...7... ....457.. ...1...3. ..1....68 ..85...1. .9....4..",
		"55.......",
		"5.......5" + strings.Repeat(".", 72),
		"x" + strings.Repeat(".", 80),
		"12345678. ........9" + strings.Repeat(".", 63),
	} {
		g, err := parse(p)
		if err != nil {
			fmt.Println("parse:", err)
			continue
		}
		solved, steps, err := Solve(g)
		if err != nil {
			fmt.Println("solve:", err, errors.Is(err, ErrUnsolvable))
			continue
		}
		fmt.Printf("%v%d steps, changed %v\n", solved, steps, solved != g)
	}
}
