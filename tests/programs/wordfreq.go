// run

// Counts words of the standard input and prints the most frequent ones.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"unicode"
)

type entry struct {
	word  string
	count int
}

type byCount []entry

func (b byCount) Len() int      { return len(b) }
func (b byCount) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func (b byCount) Less(i, j int) bool {
	if b[i].count != b[j].count {
		return b[i].count > b[j].count
	}
	return b[i].word < b[j].word
}

func splitWords(r io.Reader, each func(string)) (lines int, err error) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		lines++
		for _, w := range strings.FieldsFunc(sc.Text(), func(c rune) bool {
			return !unicode.IsLetter(c) && c != '\''
		}) {
			if w = strings.Trim(strings.ToLower(w), "'"); w != "" {
				each(w)
			}
		}
	}
	return lines, sc.Err()
}

func bar(n, max, width int) string {
	full := n * width / max
	return strings.Repeat("#", full) + strings.Repeat(".", width-full)
}

func main() {
	counts := make(map[string]int)
	total := 0
	lengths := map[int]int{}
	lines, err := splitWords(os.Stdin, func(w string) {
		counts[w]++
		total++
		lengths[len([]rune(w))]++
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var list byCount
	for w, n := range counts {
		list = append(list, entry{w, n})
	}
	sort.Sort(list)
	fmt.Printf("%d lines, %d words, %d distinct\n", lines, total, len(list))
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i, e := range list {
		if i == 10 {
			break
		}
		fmt.Fprintf(out, "%-10s %4d %s\n", e.word, e.count, bar(e.count, list[0].count, 20))
	}
	var ls []int
	for l := range lengths {
		ls = append(ls, l)
	}
	sort.Ints(ls)
	for _, l := range ls {
		fmt.Fprintf(out, "%2d letters: %d\n", l, lengths[l])
	}
}
