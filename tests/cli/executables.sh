# virgo build --exe: one file that needs nothing else, is refused when damaged, and holds what it is allowed to do.
[ -e "$BUILD/virgo-run" ] || exit 0     # an instrumented build has no run-only VM
cat >tool.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	var v map[string]any
	if err := json.NewDecoder(os.Stdin).Decode(&v); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	v["args"] = os.Args[1:]
	b, _ := json.Marshal(v)
	fmt.Println(string(b))
	if _, err := os.ReadFile("/etc/hostname"); err != nil {
		fmt.Println(os.IsNotExist(err), os.IsPermission(err))
	}
}
GO
try "$VIRGO" build --exe tool.go
want_status 0; want_out ""; want_no_err
[ -x tool ] || complain "no executable"
[ "$(stat -c %s tool)" -lt 8000000 ] || complain "larger than 8 MB"
run() { status=0; tried="$*"; echo '{"x": [1, 2.5, null]}' | timeout 60 "$@" >"$out" 2>"$err" || status=$?; }
run ./tool a b
want_status 0; want_out '{"args":["a","b"],"x":[1,2.5,null]}'; want_no_err
echo bad | ./tool >"$out" 2>"$err" || status=$?
want_status 3; want_err 'invalid character'

# nothing else is there
mkdir jail && cp tool jail/
if [ "$(id -u)" = 0 ]; then
    run chroot jail /tool c
    want_status 0; want_out '{"args":["c"],"x":[1,2.5,null]}
true false'
fi
# no part of the compiler's libraries
! strings -a tool | grep -q -e __gmp -e rl_readline || complain "libgmp or readline is inside"

# the same from a .vgo, and from any folder; grants bind
try "$VIRGO" build -o p.vgo tool.go; want_status 0
mkdir far && (cd far && "$VIRGO" build --exe -o ../again ../p.vgo)
cmp -s tool again || { tried="build --exe p.vgo"; complain "the executables differ"; }
try "$VIRGO" build --exe --allow-env -o bound p.vgo; want_status 0
run ./bound
want_status 0; want_out_re '^false true$'

# damage
size=$(stat -c %s tool)
for cut in 1 100 70000 1000000; do
    head -c $((size - cut)) tool >cut && chmod +x cut
    run ./cut
    [ "$status" != 0 ] && [ ! -s "$out" ] || complain "a truncated executable ran (less $cut bytes)"
done
head -c $((size - 1)) tool >cut; run ./cut; want_status 2; want_err 'truncated|damaged'
for at in 5000 200000 900000; do
    cp tool altered
    printf '\245' | dd of=altered bs=1 seek=$((size - at)) conv=notrunc 2>/dev/null
    run ./altered; want_status 2; want_err 'damaged'; want_out ""
done

# what cannot be done is said
try "$VIRGO" build --exe --host=vax tool.go; want_status 2; want_err 'unknown host vax; there are: x86_64 aarch64'
try "$VIRGO" build --host=aarch64 tool.go; want_status 2; want_err '.vgo file is for every host'
try "$VIRGO" build --exe --vm="$VIRGO" tool.go; want_status 1; want_err 'is not the VM'
try "$VIRGO" build --exe --vm=tool -o x tool.go; want_status 1; want_err 'holds a program already'
try "$VIRGO" build --exe "$ROOT/Makefile.vgo"; want_status 1; want_err 'cannot read'
echo junk >junk.vgo
try "$VIRGO" build --exe junk.vgo; want_status 2; want_err 'not a Virgo program'
[ ! -e junk ] && [ ! -e x ] || complain "something was written"
try "$BUILD/virgo-run"; want_status 2; want_err 'holds no program'

# other hosts, where their VM has been built
for host in aarch64 riscv64 ppc64le; do
    [ -e "$BUILD/$host/virgo-run" ] && command -v qemu-$host-static >/dev/null || continue
    try "$VIRGO" build --exe --host=$host -o tool-$host p.vgo; want_status 0
    [ "$(stat -c %s tool-$host)" -lt 8000000 ] || complain "larger than 8 MB"
    run "qemu-$host-static" ./tool-$host d
    want_status 0; want_out '{"args":["d"],"x":[1,2.5,null]}'; want_no_err
    if [ "$(id -u)" = 0 ]; then
        cp tool-$host "$(command -v qemu-$host-static)" jail/
        run chroot jail /qemu-$host-static /tool-$host e
        want_status 0; want_out_re '"args":\["e"\]'
    fi
done
