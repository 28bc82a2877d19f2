package runtime

import "unsafe"

const (
	Compiler = "gc"
	GOOS     = "linux"
	GOARCH   = "virgo"
)

// Version is the version of Go whose library this is.
func Version() string { return "go1.19.8" }

// GOROOT is the root of the Go tree: the environment's, else the one the library was built from.
func GOROOT() string {
	if s := getenv("GOROOT"); s != "" {
		return s
	}
	return "/usr/share/go-1.19"
}

func getenv(name string) string // value of an environment variable the program may see, or ""

// A Func is a function of the running program; it stands for the VM's function record and is only pointed to.
type Func struct{ opaque struct{} }

func funcForPC(pc uintptr) unsafe.Pointer
func funcName(f unsafe.Pointer) string
func funcEntry(f unsafe.Pointer) uintptr
func funcLine(f unsafe.Pointer, pc uintptr) (file string, line int)

// callers stores return addresses of the calling goroutine's frames, beginning skip frames above the function that
// calls it, and returns their number.  Compiler-made wrappers are left out.
func callers(skip int, pc []uintptr) int

func FuncForPC(pc uintptr) *Func { return (*Func)(funcForPC(pc)) }

func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return funcName(unsafe.Pointer(f))
}

func (f *Func) Entry() uintptr { return funcEntry(unsafe.Pointer(f)) }

func (f *Func) FileLine(pc uintptr) (file string, line int) { return funcLine(unsafe.Pointer(f), pc) }

func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	var one [1]uintptr
	if skip < -1 || callers(skip+1, one[:]) < 1 {
		return
	}
	pc = one[0]
	f := funcForPC(pc - 1)
	if f == nil {
		return
	}
	file, line = funcLine(f, pc-1)
	return pc, file, line, true
}

func Callers(skip int, pc []uintptr) int {
	if len(pc) == 0 {
		return 0
	}
	return callers(skip, pc)
}

// Frames yields the frames of a list of return addresses.
type Frames struct{ pcs []uintptr }

// A Frame is one call in a list of callers.
type Frame struct {
	PC       uintptr
	Func     *Func
	Function string
	File     string
	Line     int
	Entry    uintptr
}

func CallersFrames(callers []uintptr) *Frames { return &Frames{callers} }

func (fs *Frames) Next() (frame Frame, more bool) {
	for len(fs.pcs) > 0 {
		pc := fs.pcs[0]
		fs.pcs = fs.pcs[1:]
		f := funcForPC(pc - 1)
		if f == nil {
			continue
		}
		file, line := funcLine(f, pc-1)
		return Frame{pc - 1, (*Func)(f), funcName(f), file, line, funcEntry(f)}, len(fs.pcs) > 0
	}
	return Frame{}, false
}

// Stack writes a traceback of the calling goroutine, or of all, to buf and returns its length.
func Stack(buf []byte, all bool) int

func Breakpoint() {}

func SetCgoTraceback(version int, traceback, context, symbolizer unsafe.Pointer) {
	if version != 0 {
		panic("unsupported version")
	}
}
