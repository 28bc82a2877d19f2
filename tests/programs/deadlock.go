// run

// Two parties wait for each other: the runtime must notice.
package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
)

type Node struct {
	name string
	in   chan string
	next *Node
}

func (n *Node) serve(wg *sync.WaitGroup) {
	defer wg.Done()
	msg := <-n.in
	n.next.in <- msg + n.name
}

func main() {
	names := strings.Fields("a b c")
	nodes := make([]*Node, len(names))
	for i, s := range names {
		nodes[i] = &Node{name: s, in: make(chan string)}
	}
	for i := range nodes {
		nodes[i].next = nodes[(i+1)%len(nodes)]
	}
	var wg sync.WaitGroup
	wg.Add(1)
	last := &Node{in: make(chan string, 1)}
	nodes[2].next = last
	for _, n := range nodes[:2] {
		wg.Add(1)
		go n.serve(&wg)
	}
	go nodes[2].serve(&wg)
	nodes[0].in <- "start:"
	wg.Wait()
	fmt.Fprintln(os.Stdout, <-last.in)
	// nobody will ever answer
	var mu sync.Mutex
	mu.Lock()
	fmt.Println("locking twice")
	mu.Lock()
}
