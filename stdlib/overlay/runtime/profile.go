package runtime

// Profiles are empty: Virgo does not sample.  The interface is complete so that programs asking for them run.

// MemProfileRate is the sampling rate of the (empty) memory profile.
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

func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) { return 0, true }
func BlockProfile(p []BlockProfileRecord) (n int, ok bool)             { return 0, true }
func MutexProfile(p []BlockProfileRecord) (n int, ok bool)             { return 0, true }
func ThreadCreateProfile(p []StackRecord) (n int, ok bool)             { return 0, true }

// GoroutineProfile knows the calling goroutine's stack only.
func GoroutineProfile(p []StackRecord) (n int, ok bool) {
	n = NumGoroutine()
	if len(p) < n {
		return n, false
	}
	for i := range p[:n] {
		p[i] = StackRecord{}
	}
	callers(1, p[0].Stack0[:])
	return n, true
}

func SetBlockProfileRate(rate int) {}

var mutexRate int

// SetMutexProfileFraction returns the previous rate; a negative one only asks.
func SetMutexProfileFraction(rate int) int {
	old := mutexRate
	if rate >= 0 {
		mutexRate = rate
	}
	return old
}

func SetCPUProfileRate(hz int) {}

func CPUProfile() []byte { panic("CPUProfile no longer available") }

func StartTrace() error { return plainError("tracing is not supported") }
func StopTrace()        {}
func ReadTrace() []byte { return nil }
