// run

// Word count: lines, words, letters and bytes of the standard input, like wc,
// and the longest word.
//
//	virgo run examples/wordcount.go < README.md
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"unicode"
)

type counts struct {
	lines, words, letters, bytes int
	longest                      string
}

func count(r *bufio.Reader) (c counts, err error) {
	var word []rune
	endWord := func() {
		if len(word) > 0 {
			c.words++
		}
		if len(word) > len([]rune(c.longest)) {
			c.longest = string(word)
		}
		word = word[:0]
	}
	for {
		ch, size, err := r.ReadRune()
		if err == io.EOF {
			endWord()
			return c, nil
		}
		if err != nil {
			return c, err
		}
		c.bytes += size
		switch {
		case ch == '\n':
			c.lines++
			endWord()
		case unicode.IsSpace(ch):
			endWord()
		default:
			if unicode.IsLetter(ch) {
				c.letters++
			}
			word = append(word, ch)
		}
	}
}

func main() {
	c, err := count(bufio.NewReader(os.Stdin))
	if err != nil {
		fmt.Fprintln(os.Stderr, "wordcount:", err)
		os.Exit(1)
	}
	fmt.Printf("%8d lines\n%8d words\n%8d letters\n%8d bytes\nlongest: %s\n",
		c.lines, c.words, c.letters, c.bytes, c.longest)
}
