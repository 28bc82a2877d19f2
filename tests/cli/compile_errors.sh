# Errors: "# package", then file:line:col: message, in order, and nothing runs.
cat >bad.go <<'GO'
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Println("must not run")
	var unused int
	x := undefined1
	y := "a" + 1
	return 5
}
GO
try "$VIRGO" run bad.go
want_status 1; want_out ''
head -1 "$err" | grep -q '^# command-line-arguments$' || complain 'want "# command-line-arguments"'
want_err '^\./bad\.go:5:2: imported and not used: "os"$'
want_err '^\./bad\.go:10:6: unused declared but not used$'
want_err '^\./bad\.go:11:7: undefined: undefined1$'
want_err '^\./bad\.go:13:9: too many return values'
[ "$(grep -c '^\./bad.go:' "$err")" -ge 5 ] || complain 'want five errors'
sed -n 's/^\.\/bad\.go:\([0-9]*\):.*/\1/p' "$err" >lines; sort -n -c lines || complain 'want them in order'

{ echo 'package main'; echo 'func main() {'; for i in $(seq 30); do echo "	u$i := $i"; done; echo '}'; } >many.go
try "$VIRGO" run many.go
want_status 1; want_err 'too many errors$'
[ "$(grep -c 'declared but not used' "$err")" = 10 ] || complain 'want ten errors'

printf 'package main\n\nfunc main() {\n\tx := 1 +\n}\n' >syn.go
try "$VIRGO" build -o syn.vgo syn.go
want_status 1; want_err '^\./syn\.go:5:1: syntax error: unexpected }'
[ ! -e syn.vgo ] || complain 'no output file, please'

printf 'package main\n\nimport "nosuch/package"\n\nfunc main() { package1.F() }\n' >imp.go
try "$VIRGO" run imp.go
want_status 1; want_err 'imp\.go:3:8: .*nosuch/package'
printf 'package main\n\nimport "net/http"\n\nfunc main() { http.Get("") }\n' >http.go
try "$VIRGO" run http.go
[ "$status" = 0 ] || { want_status 1; want_err 'net/http'; }
printf 'package lib\n\nfunc F() {}\n' >lib.go
try "$VIRGO" run lib.go
want_status 1; want_err 'not a main package'
printf 'package main\n' >nomain.go
try "$VIRGO" run nomain.go
want_status 1; want_err 'function main is undeclared in the main package'
printf 'package a\n' >a.go; printf 'package b\n' >b.go
try "$VIRGO" run a.go b.go
want_status 1
