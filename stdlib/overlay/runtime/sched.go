package runtime

import "unsafe"

func Gosched()
func Goexit()
func NumGoroutine() int
func NumCPU() int
func GOMAXPROCS(n int) int
func LockOSThread()
func UnlockOSThread()
func NumCgoCall() int64 { return 0 }

// KeepAlive marks x as reachable until here.
//
//go:noinline
func KeepAlive(x any) { keep(x) }

func keep(x any) // does nothing

// What programs pull out of the package with go:linkname.

func nanotime() int64
func fastrand() uint32
func memhash(p unsafe.Pointer, seed, n uintptr) uintptr

func stringHash(s string, seed uintptr) uintptr {
	h := (*struct {
		p unsafe.Pointer
		n uintptr
	})(unsafe.Pointer(&s))
	return memhash(h.p, seed, h.n)
}
