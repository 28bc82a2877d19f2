// run

// Columns, wrapping and number formats with fmt.
package main

import (
	"fmt"
	"math"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

type Align int

const (
	Left Align = iota
	Right
	Center
)

type Table struct {
	align []Align
	rows  [][]string
}

func (t *Table) Row(cells ...interface{}) *Table {
	row := make([]string, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case float64:
			row[i] = fmt.Sprintf("%.2f", c)
		case error:
			row[i] = "!" + c.Error()
		default:
			row[i] = fmt.Sprint(c)
		}
	}
	t.rows = append(t.rows, row)
	return t
}

func width(s string) (n int) {
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.In(r, unicode.Han, unicode.Hiragana):
			n += 2
		default:
			n++
		}
	}
	return
}

func pad(s string, n int, a Align) string {
	gap := n - width(s)
	if gap <= 0 {
		return s
	}
	switch a {
	case Right:
		return strings.Repeat(" ", gap) + s
	case Center:
		return strings.Repeat(" ", gap/2) + s + strings.Repeat(" ", gap-gap/2)
	}
	return s + strings.Repeat(" ", gap)
}

func (t *Table) String() string {
	var widths []int
	for _, r := range t.rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if w := width(c); w > widths[i] {
				widths[i] = w
			}
		}
	}
	var b strings.Builder
	for _, r := range t.rows {
		for i, c := range r {
			var a Align
			if i < len(t.align) {
				a = t.align[i]
			}
			b.WriteString("|" + pad(c, widths[i], a))
		}
		b.WriteString("|\n")
	}
	return b.String()
}

func wrap(s string, n int) (lines []string) {
	line := ""
	for _, w := range strings.Fields(s) {
		if utf8.RuneCountInString(line)+utf8.RuneCountInString(w) >= n && line != "" {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return append(lines, line)
}

type Temp float64

func (t Temp) Format(f fmt.State, verb rune) {
	w, hasW := f.Width()
	p, hasP := f.Precision()
	fmt.Fprintf(f, "<%c %v %v %v %v %.1f>", verb, w, hasW, p, hasP, float64(t))
}

type Secret string

func (Secret) GoString() string { return "Secret(***)" }

type P struct {
	X, Y int
	s    *string
	m    map[string]bool
}

func main() {
	t := &Table{align: []Align{Left, Right, Center}}
	t.Row("name", "price", "note").Row("naïve café", 3.5, "é").Row("日本", 1234.567, os.ErrNotExist).Row("e\u0301", math.Inf(-1), nil)
	fmt.Print(t)
	for _, l := range wrap("The quick brown fox jumps over the lazy dog, and then über alles goes home.", 20) {
		fmt.Printf("%-20s|\n", l)
	}
	fmt.Printf("%5d|%-5d|%05d|%+d|%x|%X|%o|%#o|%b|%c|%q|%U|%#U\n", 42, 42, 42, 42, 255, 255, 8, 8, 5, 'x', 'x', 'é', 'é')
	fmt.Printf("%8.3f|%-8.2f|%+.1e|%g|%G|%08.3f|%.0f|%5t|%v\n", math.Pi, math.E, 12345.678, 1e21, 1e-7, -3.14159, 2.5, true, false)
	fmt.Printf("%s|%10s|%-10s|%.2s|%q|%x|% x|%#x\n", "go", "go", "go", "golang", "a\"b", "hi", "hi", "hi")
	s := "p"
	p := P{1, 2, nil, map[string]bool{"b": true, "a": false}}
	fmt.Printf("%v|%+v|%#v|%T\n", p, p, P{X: 1}, p)
	fmt.Printf("%v %+v %v\n", &p.m, []interface{}{1, "a", nil, 2.5}, [3]bool{true})
	fmt.Printf("%d %s %v\n", []int{1, 2}, []string{"a", "b"}, []byte("hi"))
	fmt.Printf("%!|%z|%d|%s\n", 1, "x", 5)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%[2]d %[1]d %*d|%-*d|%.*f\n", 1, 2, 5, 3, 4, 7, 2, 3.14159)
	fmt.Printf("%v %8.3x\n", Temp(36.6), Temp(1))
	fmt.Printf("%v %#v\n", Secret("pw"), Secret("pw"))
	fmt.Printf("%v %.3v %v %6.2f\n", 1+2i, 1.0/3, float32(0.1), 2-3i)
	fmt.Printf("%t %v %p\n", "notbool", struct{}{}, nil)
	fmt.Printf("%x %X %x\n", []byte{1, 171}, "hello", -255)
	fmt.Printf("%6.2f%%|%3c|%-3c|%q\n", 99.5, 'z', 'z', []string{"a b", "c"})
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0), fmt.Sprintln("end", 1), *(&s))
	var a, b int
	var w string
	n, err := fmt.Sscanf("12-ab 0x1f", "%d-%s %v", &a, &w, &b)
	fmt.Println(n, err, a, w, b)
	n, err = fmt.Sscan("7 eight 9", &a, &w, &b)
	fmt.Println(n, err, a, w, b)
	_, err = fmt.Sscan("x", &a)
	fmt.Println(err)
}
