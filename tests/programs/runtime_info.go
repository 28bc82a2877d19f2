// run

package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"unsafe"
)

type header struct {
	flag  bool
	size  int64
	kind  uint8
	label string
	data  []byte
	any   interface{}
}

func where(skip int) string {
	pc, file, line, ok := runtime.Caller(skip + 1)
	if !ok {
		return "?"
	}
	return fmt.Sprintf("%s:%d %s", filepath.Base(file), line, runtime.FuncForPC(pc).Name())
}

type T struct{}

func (T) method() string   { return where(0) }
func (*T) pmethod() string { return func() string { return where(0) }() }

func frames() (names []string) {
	pcs := make([]uintptr, 10)
	fs := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		f, more := fs.Next()
		if strings.HasPrefix(f.Function, "main.") {
			names = append(names, fmt.Sprintf("%s:%d", f.Function, f.Line))
		}
		if !more {
			return
		}
	}
}

func nested(n int) []string {
	if n == 0 {
		return frames()
	}
	return nested(n - 1)
}

func main() {
	fmt.Println(where(0), T{}.method(), (&T{}).pmethod())
	fmt.Println(nested(2))
	var h header
	fmt.Println(unsafe.Sizeof(h), unsafe.Alignof(h), unsafe.Offsetof(h.size), unsafe.Offsetof(h.kind), unsafe.Offsetof(h.any))
	fmt.Println(unsafe.Sizeof(uintptr(0)), unsafe.Sizeof(""), unsafe.Sizeof([]int{}), unsafe.Sizeof([3]int16{}))
	f := 1.5
	bits := *(*uint64)(unsafe.Pointer(&f))
	arr := [4]int32{1, 2, 3, 4}
	p := (*int32)(unsafe.Add(unsafe.Pointer(&arr[0]), 8))
	*p = 30
	sl := unsafe.Slice(&arr[1], 3)
	fmt.Printf("%#x %v %v\n", bits, arr, sl)
	old := debug.SetGCPercent(50)
	fmt.Println(old, debug.SetGCPercent(old))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var keep [][]byte
	for i := 0; i < 200; i++ {
		keep = append(keep, make([]byte, 10000))
	}
	runtime.ReadMemStats(&after)
	fmt.Println(after.TotalAlloc-before.TotalAlloc >= 2000000, after.Mallocs > before.Mallocs, len(keep))
	runtime.GC()
	debug.FreeOSMemory()
	stack := string(debug.Stack())
	fmt.Println(strings.HasPrefix(stack, "goroutine "), strings.Contains(stack, "main.main()"), strings.Contains(stack, "runtime_info.go"))
	fmt.Println(runtime.GOOS, runtime.Compiler, runtime.NumGoroutine(), runtime.NumCPU() > 0, runtime.GOMAXPROCS(0) > 0, strings.HasPrefix(runtime.Version(), "go1."))
	var wg sync.WaitGroup
	start := make(chan bool)
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); <-start }()
	}
	fmt.Println(runtime.NumGoroutine())
	close(start)
	wg.Wait()
	fin := make(chan bool, 1)
	func() {
		x := &[100]int{}
		runtime.SetFinalizer(x, func(*[100]int) { fin <- true })
		runtime.KeepAlive(x)
	}()
	_, _, _, ok := runtime.Caller(100)
	fmt.Println(ok)
}
