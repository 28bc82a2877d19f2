# virgo info and virgo licenses; files that do not fit this virgo are refused before anything runs.
cat >f.go <<'GO'
package main

import (
	"fmt"
	"net"
	"os"
)

func main() {
	fmt.Println("started")
	if len(os.Args) > 1 {
		os.WriteFile(os.Args[1], nil, 0o600)
		net.Dial("tcp", os.Getenv("ADDRESS"))
	}
}
GO
try "$VIRGO" build --allow-net -o f.vgo f.go; want_status 0
try "$VIRGO" info f.vgo
want_status 0; want_no_err
want_out_re '^kind +program$'
want_out_re '^instructions +version 1$'
want_out_re '^library +[0-9a-f]{16}, the one here$'
want_out_re '^first line +#!/usr/bin/env -S virgo --allow-net$'
want_out_re '^packages +1$'
want_out_re '^  main +[0-9]+ bytes, main$'
want_out_re '^imports +3 of the library: fmt net os$'
want_out_re '^needs +--allow-write --allow-net --allow-env$'
want_out_re '^  CODE +[0-9]+ bytes$'
hello h.go
"$VIRGO" build -o h.vgo h.go
try "$VIRGO" info h.vgo; want_status 0; want_out_re '^needs +nothing but'
try "$VIRGO" info "$BUILD/std.vga"; want_status 0; want_out_re '^kind +standard library'; want_out_re '^  net/http '
try "$VIRGO" info h.go; want_status 2; want_err 'not a Virgo program'
try "$VIRGO" info; want_status 2
try "$VIRGO" info none.vgo; want_status 1; want_err 'cannot read'
try "$VIRGO" info f.vgo h.vgo; want_status 2

try "$VIRGO" licenses
want_status 0; want_no_err; want_out_re '^==== Virgo$'; want_out_re "^==== Go's standard library$"; want_out_re '^==== readline$'
try "$VIRGO" licenses --exe
want_status 0; want_out_re '^==== libgc$'; ! grep -q readline "$out" || complain "no readline in executables"

# every single altered byte is noticed, also in the header; a shorter or longer file is refused
put() { printf "$2" | dd of="$3" bs=1 seek="$1" conv=notrunc 2>/dev/null; }
tail -n +2 h.vgo >bare.vgo              # without the first line, whose text is free
try "$VIRGO" bare.vgo; want_status 0; want_out hello
size=$(stat -c %s bare.vgo)
for at in 0 5 8 12 16 24 32 36 44 60 200 $((size / 2)) $((size - 1)); do
    cp bare.vgo x.vgo
    put $at '\133' x.vgo
    try "$VIRGO" x.vgo; want_status 2; want_out ""; want_err '^virgo: x.vgo: '
done
cp bare.vgo x.vgo; put 4 '\002' x.vgo
try "$VIRGO" x.vgo; want_status 2; want_err 'made for version 2 of the instruction set; this is version 1'
head -c $((size - 16)) bare.vgo >x.vgo
try "$VIRGO" x.vgo; want_status 2; want_err 'truncated'
(cat bare.vgo; echo tail) >x.vgo
try "$VIRGO" x.vgo; want_status 2; want_err 'truncated or has a tail'

# a library whose packages have other interfaces
mkdir other && cp -r "$ROOT/stdlib/overlay" other/overlay
mkdir -p other/overlay/errors
cat >other/overlay/errors/more.go <<'GO'
package errors

// Another makes this package's interface another one.
func Another() error { return nil }
GO
echo 'add more.go' >other/overlay/errors/overlay.txt
printf 'errors\n' >other/list
cat >e.go <<'GO'
package main

import "errors"

func main() { println(errors.New("x").Error()) }
GO
"$VIRGO" build -o e.vgo e.go
try env VIRGOARCHIVE="$BUILD/std.vga" "$VIRGO" e.vgo; want_status 0; want_err '^x$'
if (cd "$ROOT" && "$VIRGO" build-std --overlay "$work/other/overlay" --list "$work/other/list" -o "$work/other/std.vga") >"$out" 2>"$err"; then
    try env VIRGOARCHIVE="$work/other/std.vga" "$VIRGO" e.vgo
    want_status 2; want_err 'main was compiled against another version of package errors: compile it again'
else
    tried="build-std with another overlay"; complain failed
fi
