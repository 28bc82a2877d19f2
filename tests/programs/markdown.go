// run

// A small Markdown to HTML converter as a pipe between goroutines.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
)

type block interface{ html(w io.Writer) }
type heading struct {
	level int
	text  string
}
type para []string
type list struct {
	ordered bool
	items   []string
}
type code struct{ lines []string }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func inline(s string) string {
	s = escaper.Replace(s)
	for _, m := range []struct{ mark, tag string }{{"**", "strong"}, {"*", "em"}, {"`", "code"}} {
		for {
			i := strings.Index(s, m.mark)
			if i < 0 {
				break
			}
			j := strings.Index(s[i+len(m.mark):], m.mark)
			if j < 0 {
				break
			}
			j += i + len(m.mark)
			s = fmt.Sprintf("%s<%s>%s</%[2]s>%s", s[:i], m.tag, s[i+len(m.mark):j], s[j+len(m.mark):])
		}
	}
	for {
		open := strings.IndexByte(s, '[')
		mid := strings.Index(s, "](")
		if open < 0 || mid < open {
			return s
		}
		end := strings.IndexByte(s[mid:], ')')
		if end < 0 {
			return s
		}
		end += mid
		s = s[:open] + `<a href="` + s[mid+2:end] + `">` + s[open+1:mid] + "</a>" + s[end+1:]
	}
}

func (h heading) html(w io.Writer) { fmt.Fprintf(w, "<h%d>%s</h%[1]d>\n", h.level, inline(h.text)) }
func (p para) html(w io.Writer)    { fmt.Fprintf(w, "<p>%s</p>\n", inline(strings.Join(p, " "))) }
func (c code) html(w io.Writer) {
	io.WriteString(w, "<pre>")
	for _, l := range c.lines {
		fmt.Fprintln(w, escaper.Replace(l))
	}
	io.WriteString(w, "</pre>\n")
}
func (l list) html(w io.Writer) {
	tag := map[bool]string{true: "ol", false: "ul"}[l.ordered]
	fmt.Fprintf(w, "<%s>\n", tag)
	for _, it := range l.items {
		fmt.Fprintf(w, "  <li>%s</li>\n", inline(it))
	}
	fmt.Fprintf(w, "</%s>\n", tag)
}

func parse(r io.Reader) (blocks []block, err error) {
	var cur block
	flush := func() {
		if cur != nil {
			blocks = append(blocks, cur)
			cur = nil
		}
	}
	sc := bufio.NewScanner(r)
	inCode := false
	for sc.Scan() {
		line := sc.Text()
		if inCode {
			if line == "```" {
				inCode = false
				flush()
			} else {
				c := cur.(code)
				c.lines = append(c.lines, line)
				cur = c
			}
			continue
		}
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "":
			flush()
		case strings.HasPrefix(line, "```"):
			flush()
			cur, inCode = code{}, true
		case line[0] == '#':
			flush()
			n := len(line) - len(strings.TrimLeft(line, "#"))
			cur = heading{n, strings.TrimSpace(line[n:])}
			flush()
		case strings.HasPrefix(trimmed, "- ") || len(trimmed) > 2 && trimmed[0] >= '0' && trimmed[0] <= '9' && trimmed[1] == '.':
			l, ok := cur.(list)
			if !ok {
				flush()
				l = list{ordered: trimmed[0] != '-'}
			}
			l.items = append(l.items, strings.TrimSpace(trimmed[2:]))
			cur = l
		default:
			p, ok := cur.(para)
			if !ok {
				flush()
			}
			cur = append(p, trimmed)
		}
	}
	flush()
	return blocks, sc.Err()
}

func main() {
	pr, pw := io.Pipe()
	go func() {
		_, err := io.Copy(pw, os.Stdin)
		pw.CloseWithError(err)
	}()
	blocks, err := parse(io.TeeReader(pr, io.Discard))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var buf bytes.Buffer
	w := io.MultiWriter(os.Stdout, &buf)
	for _, b := range blocks {
		b.html(w)
	}
	fmt.Printf("%d blocks, %d bytes, %d links\n", len(blocks), buf.Len(), bytes.Count(buf.Bytes(), []byte("<a ")))
	fmt.Printf("%T %T\n", blocks[0], blocks[len(blocks)-1])
}
