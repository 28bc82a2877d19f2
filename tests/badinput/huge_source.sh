# A ten-megabyte line, a long identifier, many declarations.
{ printf 'package main\nfunc main() { println(len("'; head -c 10000000 /dev/zero | tr '\0' a; printf '")) }\n'; } >line.go
try "$VIRGO" run line.go
want_status 0; want_err '^10000000$'
{ printf 'package main\n//'; head -c 10000000 /dev/zero | tr '\0' c; printf '\nfunc main() {}\n'; } >comment.go
try "$VIRGO" run comment.go
want_status 0
{ printf 'package main\nvar '; head -c 1000000 /dev/zero | tr '\0' v; printf ' int\nfunc main() { undefined() }\n'; } >ident.go
try "$VIRGO" run ident.go
want_status 1; want_err 'undefined: undefined'
{ printf 'package main\nconst x = '; head -c 100000 /dev/zero | tr '\0' 9; printf '\nvar y int = x\nfunc main() {}\n'; } >digits.go
try "$VIRGO" run digits.go
want_refused
{ echo 'package main'; echo 'const x = 1 << 1000000000'; echo 'func main() {}'; } >shift.go
try "$VIRGO" run shift.go
want_refused
{ echo 'package main'; echo 'const x = 1e1000000000'; echo 'var y = x'; echo 'func main() {}'; } >exp.go
try "$VIRGO" run exp.go
want_refused
{ echo 'package main'; echo 'var a [1 << 40]int'; echo 'func main() { a[0] = 1 }'; } >array.go
try "$VIRGO" run array.go
want_survived
{ echo 'package main'; for i in $(seq 20000); do echo "func f$i(x int) int { return x + $i }"; done
  echo 'func main() { println(f20000(1)) }'; } >many.go
try "$VIRGO" run many.go
want_status 0; want_err '^20001$'
{ echo 'package main'; echo 'var t = []int{'; seq 200000 | sed 's/$/,/'; echo '}'; echo 'func main() { println(len(t), t[199999]) }'; } >table.go
try "$VIRGO" run table.go
want_status 0; want_err '^200000 200000$'
