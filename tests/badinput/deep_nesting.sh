# A million of anything nested: an error, not a stack overflow.
gen() { awk -v a="$1" -v b="$2" -v mid="$3" -v n="${4:-1000000}" 'BEGIN {
    for (i = 0; i < n; i++) printf "%s", a; printf "%s", mid; for (i = 0; i < n; i++) printf "%s", b }'; }
check() {
    try "$VIRGO" run deep.go
    want_survived
}
{ echo 'package main'; echo 'func main() {'; printf '	var x = '; gen '(' ')' 1; echo; echo '	_ = x'; echo '}'; } >deep.go
check; want_refused
{ echo 'package main'; printf 'var x = '; gen '(' '' ''; } >deep.go
check; want_refused
{ echo 'package main'; printf 'func main() '; gen '{' '}' ''; echo; } >deep.go
check; want_refused
{ echo 'package main'; printf 'var x '; gen '[]' '' int; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; printf 'var x '; gen '*' '' int; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; printf 'var x = '; gen '-' '' 1; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; printf 'var x = '; gen '!' '' true; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; printf 'var x = 1'; gen '+1' '' ''; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; printf 'var x = []int{}'; gen '[0:]' '' '' 100000; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; printf 'func f() int { return 0 }\nvar x = f'; gen '()' '' '' 100000; echo; echo 'func main() {}'; } >deep.go
check; want_refused
{ echo 'package main'; printf 'var x = '; gen 'func() int { return ' ' }()' 1 30000; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; printf 'type T '; gen 'struct { x ' ' }' int 100000; echo; echo 'func main() {}'; } >deep.go
check
{ echo 'package main'; echo 'func main() {'; gen 'if true {' '}' '' 100000; echo '}'; } >deep.go
check
{ echo 'package main'; echo 'func main() {'; gen 'if true {} else ' '' '{}' 50000; echo '}'; } >deep.go
check
