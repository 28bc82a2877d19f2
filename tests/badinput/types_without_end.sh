# Types, constants and packages that refer to themselves.
n=0
while IFS= read -r text; do
    [ -n "$text" ] || continue
    printf 'package main\n%b\nfunc main() {}\n' "$text" >t.go
    try "$VIRGO" run t.go
    want_refused
    want_err 't\.go:[0-9]+:'
    n=$((n + 1))
done <<'LIST'
type T T
type T struct { t T }
type T [2]T
type A struct { b B }; type B struct { a A }
type I interface { I }
type I interface { J }; type J interface { I }
const a = b; const b = a
var x = y; var y = x
var f = g(); func g() int { return f }
type T [len(x)]int; var x T
type T[P any] struct { t T[T[P]]; u *P }; var v T[int]
type T[P T[P]] struct{}
func f[T any](n int) { if n > 0 { f[*T](n - 1) } }; var _ = func() int { f[int](3); return 0 }
type A = B; type B = A
type T struct { T }
var a [a]int
type E struct { *E }; var e E; var _ = e.x
import "t"
import "./t"
LIST
[ "$n" -ge 18 ] || { tried=list; complain "only $n cases ran"; }
mkdir -p m/a m/b
printf 'module m\n' >m/go.mod
printf 'package main\nimport _ "m/a"\nfunc main() {}\n' >m/main.go
printf 'package a\nimport _ "m/b"\n' >m/a/a.go
printf 'package b\nimport _ "m/a"\n' >m/b/b.go
try "$VIRGO" run ./m
want_refused; want_err 'import cycle not allowed'
