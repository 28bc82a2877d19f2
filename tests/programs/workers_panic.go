// run

// A pool of workers; one job panics in its goroutine and takes the program down.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

type Job struct {
	ID  int
	Run func() int
}
type Result struct {
	ID, Value int
	Err       error
}

func safely(j Job) (r Result) {
	r.ID = j.ID
	defer func() {
		if e := recover(); e != nil {
			r.Err = fmt.Errorf("job %d: %v", j.ID, e)
		}
	}()
	r.Value = j.Run()
	return r
}

func pool(n int, jobs []Job) []Result {
	in, out := make(chan Job), make(chan Result)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range in {
				out <- safely(j)
			}
		}()
	}
	go func() {
		for _, j := range jobs {
			in <- j
		}
		close(in)
		wg.Wait()
		close(out)
	}()
	results := make([]Result, len(jobs))
	for r := range out {
		results[r.ID] = r
	}
	return results
}

func divide(a, b int) int { return a / b }

func main() {
	var jobs []Job
	for i := 0; i < 8; i++ {
		i := i
		jobs = append(jobs, Job{i, func() int {
			time.Sleep(time.Duration(8-i) * 100 * time.Microsecond)
			if i == 5 {
				var m map[int]int
				m[i] = i
			}
			return divide(100, i)
		}})
	}
	for _, r := range pool(3, jobs) {
		if r.Err != nil {
			fmt.Fprintln(os.Stdout, r.Err)
			continue
		}
		fmt.Println(r.ID, r.Value)
	}
	block := make(chan struct{})
	go func() {
		jobs[0].Run()
	}()
	<-block
}
