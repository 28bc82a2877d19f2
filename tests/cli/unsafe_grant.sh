# A module that carries the unsafe mark runs only with the grant; atomic.Pointer needs none.
cat >u.go <<'GO'
package main

import "unsafe"

func main() { println(uintptr(unsafe.Pointer(new(int))) != 0) }
GO
cat >p.go <<'GO'
package main

import (
	"fmt"
	"sync/atomic"
)

func main() {
	var p atomic.Pointer[int]
	x, y := 4, 5
	p.Store(&x)
	fmt.Println(*p.Load(), p.CompareAndSwap(&y, nil), *p.Swap(&y), p.CompareAndSwap(&y, nil), p.Load())
}
GO
cat >s.go <<'GO'
package main

import (
	"fmt"
	"os"
	"syscall"
)

func main() {
	pid, _, e := syscall.Syscall(syscall.SYS_GETPID, 0, 0, 0)
	fmt.Println(int(pid) == os.Getpid(), e == 0)
}
GO
for f in u p s; do "$VIRGO" build -o $f.vgo $f.go; done
try "$VIRGO" u.vgo
want_refused; want_err 'u\.vgo: package main uses unsafe: --allow-unsafe is missing'
try "$VIRGO" --allow-unsafe u.vgo
want_status 0; want_err '^true$'
try "$VIRGO" run --allow-read u.go
want_refused
try "$VIRGO" run u.go
want_status 0
try "$VIRGO" p.vgo
want_status 0; want_out '4 false 4 true <nil>'
try "$VIRGO" s.vgo
want_refused; want_err 'uses unsafe'
try "$VIRGO" -A s.vgo
want_status 0; want_out 'true true'
try "$VIRGO" -e 'import "unsafe"; unsafe.Pointer(new(int)) != nil'
want_status 0; want_out 'true'
try "$VIRGO" --allow-unsafe=x u.vgo
want_refused
try "$VIRGO" info u.vgo
want_status 0; want_out_re '^needs .*--allow-unsafe'
