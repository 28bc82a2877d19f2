// run

// An event-driven queue simulation with a seeded generator.
package main

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand"
	"sort"
	"time"
)

type event struct {
	at   time.Duration
	seq  int
	what func()
}
type events []*event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at < e[j].at || e[i].at == e[j].at && e[i].seq < e[j].seq
}
func (e events) Swap(i, j int)       { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x interface{}) { *e = append(*e, x.(*event)) }
func (e *events) Pop() (x interface{}) {
	n := len(*e) - 1
	x, *e = (*e)[n], (*e)[:n]
	return
}

type Sim struct {
	now time.Duration
	q   events
	seq int
	rng *rand.Rand
}

func (s *Sim) After(d time.Duration, f func()) {
	s.seq++
	heap.Push(&s.q, &event{s.now + d, s.seq, f})
}
func (s *Sim) Run(until time.Duration) (n int) {
	for len(s.q) > 0 && s.q[0].at <= until {
		e := heap.Pop(&s.q).(*event)
		s.now = e.at
		e.what()
		n++
	}
	return
}
func (s *Sim) Exp(mean time.Duration) time.Duration {
	return time.Duration(s.rng.ExpFloat64() * float64(mean))
}

type Desk struct {
	sim     *Sim
	busy    int
	clerks  int
	waiting []time.Duration
	waits   []float64
}

func (d *Desk) Arrive() {
	d.waiting = append(d.waiting, d.sim.now)
	d.start()
	d.sim.After(d.sim.Exp(10*time.Second), d.Arrive)
}
func (d *Desk) start() {
	if d.busy == d.clerks || len(d.waiting) == 0 {
		return
	}
	since := d.waiting[0]
	d.waiting = d.waiting[1:]
	d.waits = append(d.waits, (d.sim.now - since).Seconds())
	d.busy++
	d.sim.After(d.sim.Exp(18*time.Second), func() { d.busy--; d.start() })
}

func stats(xs []float64) (mean, dev, median float64) {
	for _, x := range xs {
		mean += x
	}
	mean /= float64(len(xs))
	for _, x := range xs {
		dev += (x - mean) * (x - mean)
	}
	dev = math.Sqrt(dev / float64(len(xs)))
	s := append([]float64(nil), xs...)
	sort.Float64s(s)
	return mean, dev, s[len(s)/2]
}

func main() {
	for clerks := 2; clerks <= 4; clerks++ {
		sim := &Sim{rng: rand.New(rand.NewSource(7))}
		d := &Desk{sim: sim, clerks: clerks}
		d.Arrive()
		n := sim.Run(2 * time.Hour)
		mean, dev, med := stats(d.waits)
		fmt.Printf("%d clerks: %d events, %d served, wait %.3f ± %.3f, median %.3f, left %d, end %v\n",
			clerks, n, len(d.waits), mean, dev, med, len(d.waiting), sim.now.Round(time.Second))
	}
	r := rand.New(rand.NewSource(42))
	fmt.Println(r.Intn(100), r.Int63(), r.Float64(), r.Perm(6), r.NormFloat64(), r.Int31n(10), r.Uint32())
	xs := []int{1, 2, 3, 4, 5, 6}
	r.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
	fmt.Println(xs)
	rand.Seed(1)
	fmt.Println(rand.Intn(1000), rand.Intn(1000), rand.Float32())
	inside := 0
	for i := 0; i < 20000; i++ {
		if math.Hypot(r.Float64(), r.Float64()) < 1 {
			inside++
		}
	}
	fmt.Println(float64(inside) * 4 / 20000)
	z := rand.NewZipf(r, 1.5, 2, 50)
	hist := make([]int, 5)
	for i := 0; i < 1000; i++ {
		if k := z.Uint64(); k < 5 {
			hist[k]++
		}
	}
	fmt.Println(hist)
}
