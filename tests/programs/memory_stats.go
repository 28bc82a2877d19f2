// run

// Memory statistics move as a program's allocations do.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

type node struct{ next, other *node }

var (
	list *node
	big  []byte
	sink any
)

func main() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < 1000; i++ {
		list = &node{list, nil}
	}
	runtime.ReadMemStats(&after)
	fmt.Println("objects", after.Mallocs-before.Mallocs, "bytes", after.TotalAlloc-before.TotalAlloc,
		"live", after.HeapAlloc-before.HeapAlloc)

	before = after
	list = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	fmt.Println("freed", after.Frees-before.Frees >= 1000, "cycles", after.NumGC-before.NumGC,
		"paused", after.PauseNs[(after.NumGC+255)%256] > 0 && after.PauseTotalNs > before.PauseTotalNs,
		"ended", time.Since(time.Unix(0, int64(after.PauseEnd[(after.NumGC+255)%256]))) < time.Minute)
	m := &after
	fmt.Println("sums", m.Sys == m.HeapSys+m.StackSys+m.MSpanSys+m.MCacheSys+m.BuckHashSys+m.GCSys+m.OtherSys,
		m.HeapIdle+m.HeapInuse == m.HeapSys, m.HeapAlloc <= m.HeapInuse, m.Mallocs-m.Frees == m.HeapObjects,
		m.NextGC > m.HeapAlloc, m.StackInuse > 0)

	big = make([]byte, 64<<20)
	for i := range big {
		big[i] = 1
	}
	runtime.ReadMemStats(&before)
	big = nil
	debug.FreeOSMemory()
	runtime.ReadMemStats(&after)
	fmt.Println("released", after.HeapReleased > before.HeapReleased+32<<20, "down", before.HeapAlloc-after.HeapAlloc > 60<<20)

	fmt.Println("allocs per run", testing.AllocsPerRun(100, func() { sink = new([4]int) }),
		testing.AllocsPerRun(100, func() { sink = nil }))

	fmt.Println("old percent", debug.SetGCPercent(50), debug.SetGCPercent(100))
	fmt.Println("old threads", debug.SetMaxThreads(200), debug.SetMaxThreads(10000))
	var st debug.GCStats
	debug.ReadGCStats(&st)
	fmt.Println("history", int(st.NumGC) == len(st.Pause), len(st.Pause) == len(st.PauseEnd), st.PauseTotal > 0)

	descriptions := metrics.All()
	samples := make([]metrics.Sample, len(descriptions), len(descriptions)+1)
	for i := range descriptions {
		samples[i].Name = descriptions[i].Name
	}
	samples = append(samples, metrics.Sample{Name: "/no/such:metric"})
	metrics.Read(samples)
	value := map[string]uint64{}
	for i, s := range samples {
		if i < len(descriptions) && s.Value.Kind() != descriptions[i].Kind {
			fmt.Println("wrong kind of", s.Name)
		}
		switch s.Value.Kind() {
		case metrics.KindUint64:
			value[s.Name] = s.Value.Uint64()
		case metrics.KindFloat64Histogram:
			h := s.Value.Float64Histogram()
			for _, n := range h.Counts {
				value[s.Name] += n
			}
			if len(h.Buckets) != len(h.Counts)+1 {
				fmt.Println("wrong buckets of", s.Name)
			}
		case metrics.KindBad:
			fmt.Println("bad:", s.Name)
		}
	}
	classes := uint64(0)
	for name, v := range value {
		if len(name) > 16 && name[:16] == "/memory/classes/" && name != "/memory/classes/total:bytes" {
			classes += v
		}
	}
	fmt.Println("classes sum up", classes == value["/memory/classes/total:bytes"])
	fmt.Println("cycles", value["/gc/cycles/forced:gc-cycles"] >= 2, value["/gc/pauses:seconds"] > 0,
		value["/gc/heap/allocs:objects"]-value["/gc/heap/frees:objects"] == value["/gc/heap/objects:objects"],
		value["/sched/goroutines:goroutines"])
}
