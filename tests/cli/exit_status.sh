# The program's own status is passed through; panics end with 2.
prog() { printf 'package main\n\nimport "os"\n\nvar _ = os.Args\n\nfunc main() { %s }\n' "$1" >p.go; }
for n in 0 1 3 42 125; do
    prog "os.Exit($n)"
    try "$VIRGO" run p.go
    want_status $n; want_out ''; want_no_err
done
prog 'panic("gone")'
try "$VIRGO" run p.go
want_status 2; want_err '^panic: gone$'; want_err '^goroutine 1 \[running\]:$'; want_err 'p\.go:7'
try "$VIRGO" build -o p.vgo p.go
want_status 0
try "$VIRGO" p.vgo
want_status 2; want_err '^panic: gone$'; want_err 'p\.go:7'
prog 'var c chan int; <-c'
try "$VIRGO" run p.go
want_status 2; want_err '^fatal error: all goroutines are asleep - deadlock!$'; want_err '\[chan receive \(nil chan\)\]'
prog 'var f func(int) int; f = func(n int) int { return f(n+1) + 1 }; f(0)'
try "$VIRGO" run p.go
want_status 2; want_err 'goroutine stack exceeds'; want_err '^fatal error: stack overflow$'
prog 'm := map[int]int{}; _ = m; go func() { panic("in a goroutine") }(); select {}'
try "$VIRGO" run p.go
want_status 2; want_err '^panic: in a goroutine$'; want_err '^created by main\.main'
