# dis prints the bytecode of a file or of a source, with names and lines.
cat >d.go <<'GO'
package main

func add(a, b int) int { return a + b }

func main() { println(add(2, 3)) }
GO
try "$VIRGO" build -o d.vgo d.go
want_status 0
try "$VIRGO" dis d.vgo
want_status 0; want_out_re '^func "add"'; want_out_re '^func "main"'; want_no_err
cp "$out" first
try "$VIRGO" dis d.vgo
cmp first "$out" || complain 'want the same text twice'
try "$VIRGO" dis nosuch.vgo
want_refused; want_err 'nosuch\.vgo'
try "$VIRGO" dis
want_status 2
