// run

package main

import (
	"bufio"
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strings"
)

type node struct {
	sym         byte
	weight      int
	left, right *node
	order       int
}
type nodes []*node

func (n nodes) Len() int { return len(n) }
func (n nodes) Less(i, j int) bool {
	if n[i].weight != n[j].weight {
		return n[i].weight < n[j].weight
	}
	return n[i].order < n[j].order
}
func (n nodes) Swap(i, j int)       { n[i], n[j] = n[j], n[i] }
func (n *nodes) Push(x interface{}) { *n = append(*n, x.(*node)) }
func (n *nodes) Pop() interface{} {
	old := *n
	x := old[len(old)-1]
	*n = old[:len(old)-1]
	return x
}

func build(freq *[256]int) *node {
	var h nodes
	for s, w := range freq {
		if w > 0 {
			h = append(h, &node{sym: byte(s), weight: w, order: s})
		}
	}
	heap.Init(&h)
	for order := 256; h.Len() > 1; order++ {
		a, b := heap.Pop(&h).(*node), heap.Pop(&h).(*node)
		heap.Push(&h, &node{weight: a.weight + b.weight, left: a, right: b, order: order})
	}
	return heap.Pop(&h).(*node)
}

type code struct {
	bits uint64
	n    int
}

func (c code) String() string { return fmt.Sprintf("%0*b", c.n, c.bits) }

func assign(n *node, c code, table map[byte]code) {
	if n.left == nil {
		if c.n == 0 {
			c.n = 1
		}
		table[n.sym] = c
		return
	}
	assign(n.left, code{c.bits << 1, c.n + 1}, table)
	assign(n.right, code{c.bits<<1 | 1, c.n + 1}, table)
}

type bitWriter struct {
	w   io.ByteWriter
	acc uint64
	n   int
}

func (b *bitWriter) Write(c code) (err error) {
	b.acc = b.acc<<c.n | c.bits
	for b.n += c.n; b.n >= 8 && err == nil; b.n -= 8 {
		err = b.w.WriteByte(byte(b.acc >> (b.n - 8)))
	}
	return
}
func (b *bitWriter) Flush() error {
	if b.n > 0 {
		return b.w.WriteByte(byte(b.acc << (8 - b.n)))
	}
	return nil
}

type bitReader struct {
	r   io.ByteReader
	acc byte
	n   int
}

func (b *bitReader) Bit() (int, error) {
	if b.n == 0 {
		c, err := b.r.ReadByte()
		if err != nil {
			return 0, err
		}
		b.acc, b.n = c, 8
	}
	b.n--
	return int(b.acc>>b.n) & 1, nil
}

func encode(text string) (*node, map[byte]code, []byte) {
	var freq [256]int
	for i := 0; i < len(text); i++ {
		freq[text[i]]++
	}
	tree := build(&freq)
	table := make(map[byte]code)
	assign(tree, code{}, table)
	var buf bytes.Buffer
	w := &bitWriter{w: &buf}
	for _, b := range []byte(text) {
		if err := w.Write(table[b]); err != nil {
			panic(err)
		}
	}
	w.Flush()
	return tree, table, buf.Bytes()
}

func decode(tree *node, data []byte, n int) (string, error) {
	r := &bitReader{r: bufio.NewReader(bytes.NewReader(data))}
	var out strings.Builder
	for out.Len() < n {
		cur := tree
		for cur.left != nil {
			b, err := r.Bit()
			if errors.Is(err, io.EOF) {
				return out.String(), io.ErrUnexpectedEOF
			}
			if b == 0 {
				cur = cur.left
			} else {
				cur = cur.right
			}
		}
		out.WriteByte(cur.sym)
	}
	return out.String(), nil
}

func main() {
	text := strings.Repeat("she sells sea shells by the sea shore; ", 20) + "日本"
	tree, table, data := encode(text)
	fmt.Println(len(text), len(data), len(table))
	total := 0
	for _, c := range "es lhy;" {
		cd := table[byte(c)]
		total += cd.n
		fmt.Printf("%q %v %d\n", c, cd, bits.OnesCount64(cd.bits))
	}
	back, err := decode(tree, data, len(text))
	fmt.Println(back == text, err, total)
	_, err = decode(tree, data[:10], len(text))
	fmt.Println(err)
	fmt.Printf("%x\n", data[:16])
	fmt.Println(bytes.Count(data, []byte{0x55}), bytes.IndexByte(data, data[5]), bytes.Equal(data[:0], nil))
	parts := bytes.SplitN([]byte("a,b,,c"), []byte(","), 3)
	fmt.Printf("%q %q %s\n", parts, bytes.Fields([]byte(" x  y ")), bytes.Title(bytes.TrimSpace([]byte("  hello "))))
}
