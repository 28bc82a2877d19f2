# Standard streams: input, closed output, full disk, closed input.
cat >cat.go <<'GO'
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	n, err := io.Copy(os.Stdout, os.Stdin)
	fmt.Fprintln(os.Stderr, n, err)
	if err != nil {
		os.Exit(3)
	}
}
GO
try "$VIRGO" build -o cat.vgo cat.go
want_status 0
seq 100000 >in
for cmd in "run cat.go" cat.vgo; do
    tried="virgo $cmd"
    "$VIRGO" $cmd <in >"$out" 2>"$err" || complain "failed"
    cmp -s in "$out" || complain "input and output differ"
    want_err '^588895 <nil>$'
    status=0; "$VIRGO" $cmd <in >/dev/full 2>"$err" || status=$?
    : >"$out"; want_status 3; want_err 'no space left on device'
    status=0; "$VIRGO" $cmd <in >&- 2>"$err" || status=$?
    want_survived; want_status 3; want_err 'bad file descriptor'
    status=0; "$VIRGO" $cmd <&- >"$out" 2>"$err" || status=$?
    want_survived; want_status 3
    echo piped | "$VIRGO" $cmd >"$out" 2>"$err" || complain "failed"
    grep -qx piped "$out" || complain "want piped"
done
# a reader that goes away ends the writer as it ends any program
cat >yes.go <<'GO'
package main

import "fmt"

func main() {
	for i := 0; ; i++ {
		fmt.Println("line", i)
	}
}
GO
set +e
"$VIRGO" run yes.go 2>"$err" | head -3 >"$out"
status=${PIPESTATUS[0]}
set -e
tried=yes.go
[ "$(wc -l <"$out")" = 3 ] || complain "want three lines"
[ "$status" = 141 ] || [ "$status" = 2 ] || [ "$status" = 1 ] || complain "want it ended by SIGPIPE"
# stdin closed for everything else
try "$VIRGO" version
want_status 0
status=0; "$VIRGO" version >&- 2>"$err" || status=$?
want_survived
status=0; "$VIRGO" help >/dev/full 2>"$err" || status=$?
tried='help >/dev/full'; want_status 1; want_err 'No space left'
status=0; hello h.go; "$VIRGO" build -o /dev/full h.go >"$out" 2>"$err" || status=$?
tried='build -o /dev/full'; want_status 1; want_err '/dev/full'
