# Bytes that are no Go source: an error with a position, never a crash.
head -c 20000 /bin/bash >bash.go
try "$VIRGO" run bash.go
want_status 1; want_err 'bash\.go:1:'
for seed in 1 2 3 4 5 6 7 8; do
    awk -v s=$seed 'BEGIN { srand(s); for (i = 0; i < 4000; i++) printf "%c", 1 + int(rand() * 254) }' >noise.go
    try "$VIRGO" run noise.go
    want_refused
done
for text in 'package main\0\n' 'package main\nvar s = "\xff"\nfunc main() { \xfe }\n' '\xef\xbb\xbfpackage main\nfunc main() {}\xef\xbb\xbf\n' \
    'package main\nvar x = `unterminated\n' 'package main\nvar x = "unterminated\n' "package main\nvar x = 'ab'\n" \
    'package main\n/* unterminated\n' "package main\nvar x = ''\n" 'package main\nvar x = 0x\n' 'package main\nvar x = 1e\n' \
    'package main\nvar x = 09\n' 'package main\nvar x = 0b12\n' 'package main\nvar x = 1__0\n' 'package main\nvar x = "\\q"\n' \
    'package main\nvar x = "\\u12"\n' "package main\nvar x = '\\\\400'\n" 'package main\nvar x = "\\ud800"\n' \
    'package main\nfunc main() { @ }\n' 'package main\nfunc main() { # }\n' 'package' 'package main func' \
    'package main\nfunc' 'package main\nfunc (' 'package main\nimport "' 'package main\nimport ("fmt"' \
    'package main\nfunc main() {' 'package main\nfunc main() { if' 'package main\nfunc main() { for {' \
    'package main\ntype T[' 'package main\ntype T[P' 'package main\nvar x = [' 'package main\nvar x = map[' \
    'package main\nvar x = T{' 'package main\nfunc main() { switch x {' 'package main\nfunc main() { select { case' \
    'package main\nvar x = func(' 'package main\nconst x' 'package main\nfunc main() { goto }' 'package main; }' \
    'package main\nimport "fmt"; import' 'package main\nfunc main() { x. }' 'package main\nfunc main() { x.( }'; do
    printf "$text" >t.go
    try "$VIRGO" run t.go
    want_refused
done
