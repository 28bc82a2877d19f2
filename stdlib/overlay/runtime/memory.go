package runtime

import "unsafe"

func GC()
func SetFinalizer(obj, finalizer any)

// MemStats records statistics about the memory allocator.
type MemStats struct {
	Alloc         uint64
	TotalAlloc    uint64
	Sys           uint64
	Lookups       uint64
	Mallocs       uint64
	Frees         uint64
	HeapAlloc     uint64
	HeapSys       uint64
	HeapIdle      uint64
	HeapInuse     uint64
	HeapReleased  uint64
	HeapObjects   uint64
	StackInuse    uint64
	StackSys      uint64
	MSpanInuse    uint64
	MSpanSys      uint64
	MCacheInuse   uint64
	MCacheSys     uint64
	BuckHashSys   uint64
	GCSys         uint64
	OtherSys      uint64
	NextGC        uint64
	LastGC        uint64
	PauseTotalNs  uint64
	PauseNs       [256]uint64
	PauseEnd      [256]uint64
	NumGC         uint32
	NumForcedGC   uint32
	GCCPUFraction float64
	EnableGC      bool
	DebugGC       bool
	BySize        [61]struct {
		Size    uint32
		Mallocs uint64
		Frees   uint64
	}
}

// readMemStats fills s with alloc, total, sys, mallocs, frees, heap in use, heap reserved, stacks, next, last,
// pause total, collections, forced collections.
func readMemStats(s *[16]uint64)

func ReadMemStats(m *MemStats) {
	p := (*[16]uint64)(unsafe.Pointer(m)) // m holds the numbers first: asking does not allocate
	readMemStats(p)
	s := *p
	*m = MemStats{
		Alloc: s[0], TotalAlloc: s[1], Sys: s[2], Mallocs: s[3], Frees: s[4],
		HeapAlloc: s[0], HeapSys: s[6], HeapInuse: s[5], HeapIdle: s[6] - s[5], HeapObjects: s[3] - s[4],
		StackInuse: s[7], StackSys: s[7], NextGC: s[8], LastGC: s[9], PauseTotalNs: s[10],
		NumGC: uint32(s[11]), NumForcedGC: uint32(s[12]), EnableGC: true,
	}
	for i := range m.BySize {
		m.BySize[i].Size = uint32(sizeClass(i))
	}
}

// sizeClass is gc's i-th allocation size.
func sizeClass(i int) int
