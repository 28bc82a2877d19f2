// run

// The Mandelbrot set, one goroutine for each line.
package main

import "fmt"

const (
	width, height = 78, 31
	limit         = 200
	palette       = " .,:;-=+*%@#"
)

func escape(c complex128) int {
	z := complex(0, 0)
	for i := 0; i < limit; i++ {
		z = z*z + c
		if real(z)*real(z)+imag(z)*imag(z) > 4 {
			return i
		}
	}
	return limit
}

func line(y int) string {
	b := make([]byte, width)
	for x := range b {
		c := complex(float64(x)*3.2/width-2.3, float64(y)*2.4/(height-1)-1.2)
		n := escape(c)
		switch {
		case n == limit:
			b[x] = palette[len(palette)-1]
		default:
			b[x] = palette[n%(len(palette)-1)]
		}
	}
	return string(b)
}

func main() {
	lines := make([]chan string, height)
	for y := range lines {
		lines[y] = make(chan string)
		go func(y int) { lines[y] <- line(y) }(y)
	}
	for _, c := range lines {
		fmt.Println(<-c)
	}
}
