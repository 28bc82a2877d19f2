// run

// Sizes, offsets and alignments are constants of the language's machine, not of the host.
package main

import (
	"fmt"
	"math"
	"runtime"
	"strconv"
	"unsafe"
)

type mixed struct {
	a bool
	b int64
	c uint16
	d string
	e [3]byte
	f any
	g complex64
	h func()
	i []int
	j struct{}
}

func main() {
	var m mixed
	fmt.Println(unsafe.Sizeof(m), unsafe.Alignof(m), unsafe.Offsetof(m.b), unsafe.Offsetof(m.c), unsafe.Offsetof(m.d),
		unsafe.Offsetof(m.e), unsafe.Offsetof(m.f), unsafe.Offsetof(m.g), unsafe.Offsetof(m.h), unsafe.Offsetof(m.i), unsafe.Offsetof(m.j))
	fmt.Println(strconv.IntSize, math.MaxInt, uint(math.MaxUint), unsafe.Sizeof(uintptr(0)), runtime.GOOS, runtime.Compiler)
	x := uint32(0x01020304)
	fmt.Println(*(*[4]byte)(unsafe.Pointer(&x)))
	var s []int
	last := 0
	for i := 0; i < 5000; i++ {
		if s = append(s, i); cap(s) != last {
			last = cap(s)
			fmt.Print(last, " ")
		}
	}
	fmt.Println(cap(append([]byte(nil), make([]byte, 33)...)), len(string(make([]byte, 5))))
}
