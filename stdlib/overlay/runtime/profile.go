package runtime

// MemProfileRate is the mean distance, in bytes allocated, between the objects that the memory profile sees.
var MemProfileRate int = 512 * 1024

// A StackRecord is one call stack of a profile.
type StackRecord struct {
	Stack0 [32]uintptr // ends at the first 0
}

func (r *StackRecord) Stack() []uintptr { return untilZero(r.Stack0[:]) }

func untilZero(pcs []uintptr) []uintptr {
	for i, pc := range pcs {
		if pc == 0 {
			return pcs[:i]
		}
	}
	return pcs
}

// A MemProfileRecord describes the live objects of one call stack.
type MemProfileRecord struct {
	AllocBytes, FreeBytes     int64
	AllocObjects, FreeObjects int64
	Stack0                    [32]uintptr // ends at the first 0
}

func (r *MemProfileRecord) InUseBytes() int64   { return r.AllocBytes - r.FreeBytes }
func (r *MemProfileRecord) InUseObjects() int64 { return r.AllocObjects - r.FreeObjects }
func (r *MemProfileRecord) Stack() []uintptr    { return untilZero(r.Stack0[:]) }

// A BlockProfileRecord describes blocking events of one call stack.
type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}

// Bound natively: what they return is described in runtime/profile/profile.h.

func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool)
func BlockProfile(p []BlockProfileRecord) (n int, ok bool)
func MutexProfile(p []BlockProfileRecord) (n int, ok bool)
func ThreadCreateProfile(p []StackRecord) (n int, ok bool)
func SetBlockProfileRate(rate int)
func SetMutexProfileFraction(rate int) int
func SetCPUProfileRate(hz int)

func goroutineProfile(p []StackRecord) (n int, ok bool)

func GoroutineProfile(p []StackRecord) (n int, ok bool) { return goroutineProfile(p) }

func CPUProfile() []byte { panic("CPUProfile no longer available") }

// The execution trace is made by the VM (runtime/profile/trace.c); these start, end and hand out its log.

func traceStart() bool
func traceStop()
func traceActive() bool                   // from the start until all is read
func traceRead() (data []byte, end bool) // a piece; none and not the end: later
func traceSleep(ns int64)

func StartTrace() error {
	if !traceStart() {
		return errorString("tracing is already enabled")
	}
	return nil
}

// StopTrace returns when ReadTrace has handed out everything.
func StopTrace() {
	traceStop()
	for traceActive() {
		traceSleep(1000000)
	}
}

func ReadTrace() []byte {
	for {
		data, end := traceRead()
		if len(data) > 0 {
			return data
		}
		if end {
			return nil
		}
		traceSleep(10000000)
	}
}
