# Without a terminal: no prompt, no banner; the first error ends it; -e and run -.
pipe() { printf '%b' "$1" >in.txt; shift; status=0; tried="virgo repl <in.txt $*"
         timeout -s KILL $((20 * SCALE)) "$VIRGO" repl "$@" <in.txt >"$out" 2>"$err" || status=$?; }
pipe 'x := 41\nx + 1\nfmt.Println("hi")\n'
want_status 0; want_out '42
hi'; want_no_err
pipe 'func f() int {\n\treturn 7\n}\nf()'
want_status 0; want_out 7; want_no_err
pipe ''
want_status 0; want_out ''; want_no_err
pipe '// a comment\n\n/* another\n*/\n1\n'
want_status 0; want_out 1
pipe 'x := 1\nx.foo\nfmt.Println("not reached")\n'
want_status 1; want_out ''; want_err '^<stdin>:2:3: x\.foo undefined \(type int has no field or method foo\)$'
pipe 'panic("oh")\nfmt.Println("not reached")\n'
want_status 2; want_out ''; want_err '^panic: oh$'; want_err '<stdin>:1 '
pipe 'x := []int{1}\nx[5]\n1\n'
want_status 2; want_out ''; want_err 'index out of range \[5\] with length 1'
pipe 'c := make(chan int)\n<-c\n'
want_status 2; want_err 'all goroutines are asleep - deadlock!'
pipe 'os.Exit(5)\n'
want_status 5
pipe ':quit 6\n1\n'
want_status 6; want_out ''
pipe ':type 1.5\n:nosuch\n1\n'
want_status 1; want_out float64; want_err 'unknown command :nosuch'
pipe 'func f() { g() }\nfunc g() { fmt.Println("g") }\nf()\n'
want_status 0; want_out g
pipe 'func f() { nowhere() }\n'
want_status 1; want_err '^<stdin>:1:1: f is not declared: undefined: nowhere$'
pipe 'x := (1 +\n'
want_status 1; want_err '^<stdin>:1:10: syntax error: unexpected EOF$'
pipe 'package main\n\nimport "fmt"\n\nfunc main() { help() }\n\nfunc help() { fmt.Println("program") }\n'
want_status 0; want_out program; want_no_err
pipe 'package main\n\nfunc main() { var unused int; return 1 }\n'
want_status 1; want_err '^<stdin>:3:38: too many return values'
pipe 'len(os.Args)\nos.Args[1:]\n' one two
want_status 0; want_out '3
[]string{"one", "two"}'
pipe 'var s bufio.Scanner\n_, err := os.ReadFile("/etc/passwd")\nerr\n' --allow-read="$work"
want_status 0; want_out 'open /etc/passwd: permission denied'; want_err 'allow-read=/etc/passwd is missing'
pipe 'go func() { for { } }()\ntime.Sleep(time.Millisecond)\n3\n'
want_status 0; want_out 3

try "$VIRGO" -e 'x := 2; x * 21'
want_status 0; want_out 42; want_no_err
try "$VIRGO" -e 'type P struct{ X, Y int }
func (p P) Sum() int { return p.X + p.Y }
P{1, 2}.Sum()
strings.Repeat("ab", 2), 1'
want_status 1; want_out 3; want_err '^-e:4:27: syntax error: unexpected newline, expecting := or = or comma'
try "$VIRGO" -e 'os.Args' a b
want_status 0; want_out '[]string{"-e", "a", "b"}'
try "$VIRGO" --allow-env=NOTHING -e 'os.Getenv("HOME")'
want_status 0; want_out '""'
try "$VIRGO" -e 'for {' ; want_status 1; want_err '^-e:1:6: syntax error: unexpected EOF$'
try "$VIRGO" -e '}' ; want_status 1; want_err '^-e:1:1: syntax error: unexpected }$'
try "$VIRGO" -e ''; want_status 0; want_out ''
try "$VIRGO" -e; want_status 2; want_err 'needs a value'
try "$VIRGO" repl --bogus; want_status 2; want_err 'unknown option'
try "$VIRGO" help repl; want_status 0; want_out_re 'Ctrl-D'

hello prog.go
status=0; tried='virgo run -'
timeout -s KILL $((20 * SCALE)) "$VIRGO" run - <prog.go >"$out" 2>"$err" || status=$?
want_status 0; want_out hello; want_no_err
status=0; echo 'package main; func main() { x }' | "$VIRGO" run - >"$out" 2>"$err" || status=$?
want_status 1; want_out ''; want_err '<stdin>:1:29: undefined: x'
