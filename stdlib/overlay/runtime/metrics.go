package runtime

import "unsafe"

// What runtime/metrics.Read asks for.

const timeBuckets = 160 // four for each power of two of nanoseconds (runtime/profile/statistics.c)

// metricNumbers mirrors struct numbers there.
type numbers struct {
	MemStats
	freedBytes, threads, goroutines, workers uint64
	classMallocs, classFrees                 [68]uint64
	pauses, latencies                        [timeBuckets]uint64
}

func metricNumbers(n *numbers)

// A metricValue is runtime/metrics.Value.
type metricValue struct {
	kind   int
	scalar uint64
	p      unsafe.Pointer
}

type metricSample struct {
	name  string
	value metricValue
}

type metricHistogram struct {
	counts  []uint64
	buckets []float64
}

const (
	metricBad = iota
	metricUint64
	metricFloat64
	metricFloat64Histogram
)

var timeBounds, sizeBounds []float64

func infinity() float64 {
	zero := 0.0
	return 1 / zero
}

func initBounds() {
	if timeBounds != nil {
		return
	}
	sizeBounds = append(sizeBounds, 1)
	for i := 1; i < 68; i++ {
		sizeBounds = append(sizeBounds, float64(sizeClass(i)+1))
	}
	sizeBounds = append(sizeBounds, infinity())
	bounds := []float64{0}
	for i := 1; i < timeBuckets; i++ {
		bounds = append(bounds, float64(uint64(4+i&3)<<(uint(i)/4))*1e-9)
	}
	timeBounds = append(bounds, infinity())
}

func histogram(counts []uint64, buckets []float64) metricValue {
	h := &metricHistogram{append([]uint64(nil), counts...), buckets}
	return metricValue{kind: metricFloat64Histogram, p: unsafe.Pointer(h)}
}

// bySize has the counts of size classes 1.. in order, and that of larger objects last.
func bySize(counts *[68]uint64) metricValue {
	return histogram(append(append([]uint64(nil), counts[1:]...), counts[0]), sizeBounds)
}

// readMetrics is runtime/metrics.runtime_readMetrics.
func readMetrics(samples unsafe.Pointer, n, capacity int) {
	initBounds()
	m := new(numbers)
	metricNumbers(m)
	list := (*[1 << 30]metricSample)(samples)[:n:n]
	for i := range list {
		list[i].value = m.value(list[i].name)
	}
}

func (m *numbers) value(name string) metricValue {
	var v uint64
	switch name {
	case "/cgo/go-to-c-calls:calls":
		v = uint64(NumCgoCall())
	case "/gc/cycles/automatic:gc-cycles":
		v = uint64(m.NumGC - m.NumForcedGC)
	case "/gc/cycles/forced:gc-cycles":
		v = uint64(m.NumForcedGC)
	case "/gc/cycles/total:gc-cycles":
		v = uint64(m.NumGC)
	case "/gc/heap/allocs-by-size:bytes":
		return bySize(&m.classMallocs)
	case "/gc/heap/allocs:bytes":
		v = m.TotalAlloc
	case "/gc/heap/allocs:objects":
		v = m.Mallocs
	case "/gc/heap/frees-by-size:bytes":
		return bySize(&m.classFrees)
	case "/gc/heap/frees:bytes":
		v = m.freedBytes
	case "/gc/heap/frees:objects":
		v = m.Frees
	case "/gc/heap/goal:bytes":
		v = m.NextGC
	case "/gc/heap/objects:objects":
		v = m.HeapObjects
	case "/gc/heap/tiny/allocs:objects", "/gc/limiter/last-enabled:gc-cycle": // neither exists here
	case "/gc/pauses:seconds":
		return histogram(m.pauses[:], timeBounds)
	case "/gc/stack/starting-size:bytes":
		v = 2048
	case "/memory/classes/heap/free:bytes":
		v = m.HeapIdle - m.HeapReleased
	case "/memory/classes/heap/objects:bytes":
		v = m.HeapAlloc
	case "/memory/classes/heap/released:bytes":
		v = m.HeapReleased
	case "/memory/classes/heap/stacks:bytes":
		v = m.StackInuse
	case "/memory/classes/heap/unused:bytes":
		v = m.HeapInuse - m.HeapAlloc
	case "/memory/classes/metadata/mcache/free:bytes":
		v = m.MCacheSys - m.MCacheInuse
	case "/memory/classes/metadata/mcache/inuse:bytes":
		v = m.MCacheInuse
	case "/memory/classes/metadata/mspan/free:bytes":
		v = m.MSpanSys - m.MSpanInuse
	case "/memory/classes/metadata/mspan/inuse:bytes":
		v = m.MSpanInuse
	case "/memory/classes/metadata/other:bytes":
		v = m.GCSys
	case "/memory/classes/os-stacks:bytes":
		v = m.StackSys - m.StackInuse
	case "/memory/classes/other:bytes":
		v = m.OtherSys
	case "/memory/classes/profiling/buckets:bytes":
		v = m.BuckHashSys
	case "/memory/classes/total:bytes":
		v = m.Sys
	case "/sched/gomaxprocs:threads":
		v = m.workers
	case "/sched/goroutines:goroutines":
		v = m.goroutines
	case "/sched/latencies:seconds":
		return histogram(m.latencies[:], timeBounds)
	default:
		return metricValue{}
	}
	return metricValue{kind: metricUint64, scalar: v}
}
