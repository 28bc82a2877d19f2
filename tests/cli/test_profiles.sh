# Profiles and traces of virgo test are files that native Go's tools read, with the functions one expects in them.
TOOLS=/usr/lib/go-1.19/pkg/tool/linux_amd64
mkdir m out
cd m
printf 'module example.com/m\n\ngo 1.19\n' >go.mod
printf 'package m\n' >m.go
cat >m_test.go <<'GO'
package m

import (
	"context"
	"runtime"
	"runtime/trace"
	"sync"
	"testing"
	"time"
)

//go:noinline
func leaf(x int) int { return x*7 ^ x>>3 }

func busy() (s int) {
	for t := time.Now(); time.Since(t) < 700*time.Millisecond; {
		for i := 0; i < 10000; i++ {
			s += leaf(i)
		}
	}
	return
}

var kept [][]byte

func keeps() {
	for i := 0; i < 1000; i++ {
		kept = append(kept, make([]byte, 4000))
	}
}

func waits(mu *sync.Mutex, c chan int) {
	mu.Lock()
	time.Sleep(10 * time.Millisecond)
	mu.Unlock()
	<-c
}

func TestAll(t *testing.T) {
	ctx, task := trace.NewTask(context.Background(), "work")
	trace.WithRegion(ctx, "busy", func() { busy() })
	trace.Log(ctx, "key", "value")
	task.End()
	keeps()
	var mu sync.Mutex
	c := make(chan int)
	for i := 0; i < 3; i++ {
		go waits(&mu, c)
	}
	time.Sleep(60 * time.Millisecond)
	for i := 0; i < 3; i++ {
		c <- i
	}
	runtime.GC()
}
GO
try "$VIRGO" test -cpuprofile cpu -memprofile mem -memprofilerate 4096 -blockprofile block -mutexprofile mutex \
    -trace trace -outputdir ../out -o m.vgo
want_status 0
[ -f m.vgo ] || complain 'want the test program kept'
cd ../out
top() {
    try "$TOOLS/pprof" -top "$@"
    want_status 0
    cp "$out" top
}
has() { grep -Eq -- "$1" top || { cp top "$out"; complain "want in the profile: $1"; } }
top cpu
has 'Type: cpu'
has 'example.com/m.leaf$'
has 'example.com/m.busy$'
top -sample_index=inuse_space mem
has 'MB.*example.com/m.keeps$'
top block
has 'runtime.chanrecv1$'
has 'sync.\(\*Mutex\).Lock$'
top mutex
has 'sync.\(\*Mutex\).Unlock$'
try "$TOOLS/trace" -pprof=sched trace
want_status 0
try "$TOOLS/trace" -d trace
want_status 0
for event in 'GoCreate ' 'GoBlockRecv ' 'GoBlockSync ' 'GoUnblock ' 'GoSleep ' 'GCStart ' 'GCDone ' 'GoEnd ' 'CPUSample ' \
    'UserTaskCreate .*name=work' 'UserRegion .*mode=1 .*name=busy' 'UserLog .*value' 'UserTaskEnd '; do
    grep -Eq "$event" "$out" || complain "want an event $event"
done
cd ../m
try "$VIRGO" test -cpuprofile cpu example.com/m strings
want_status 2
want_err 'cannot use -cpuprofile flag with multiple packages'
