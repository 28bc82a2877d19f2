# virgo build gives the same bytes in every folder, with nothing of the machine inside; -g names files by full paths.
mkdir -p one/cmd one/lib two/deep
cat >one/go.mod <<'GO'
module example.org/tool

go 1.19
GO
cat >one/lib/lib.go <<'GO'
package lib

func Fail(m map[string]int) { m["x"] = 1 }
GO
cat >one/main.go <<'GO'
package main

import "example.org/tool/lib"

func main() { lib.Fail(nil) }
GO
cp -r one two/deep/three
(cd one && "$VIRGO" build -o ../a.vgo .)
(cd two/deep/three && "$VIRGO" build -o ../../../b.vgo .)
"$VIRGO" build -o c.vgo ./one 2>/dev/null || cp a.vgo c.vgo     # from outside the module where that is possible
tried=build
cmp -s a.vgo b.vgo && cmp -s a.vgo c.vgo || complain "the files differ"
! grep -qa "$work" a.vgo || complain "the folder's name is inside"
try "$VIRGO" a.vgo
want_status 2; want_err '^	example.org/tool/lib/lib.go:3 '; want_err '^	example.org/tool/main.go:5 '
(cd one && "$VIRGO" build -g -o ../g.vgo .)
try "$VIRGO" g.vgo
want_status 2; want_err "^	$work/one/lib/lib.go:3 "
# single files, named in several ways
hello h.go
"$VIRGO" build -o 1.vgo h.go
"$VIRGO" build -o 2.vgo ./h.go
"$VIRGO" build -o 3.vgo "$work/h.go"
(cd one && "$VIRGO" build -o ../4.vgo ../h.go)
for i in 2 3 4; do cmp -s 1.vgo $i.vgo || complain "file $i differs"; done
