# build: a small portable file, executable by itself, the same wherever it is built.
hello hello.go
try "$VIRGO" build hello.go
want_status 0; want_out ''; want_no_err
[ -x hello.vgo ] || complain 'want an executable hello.vgo'
[ "$(stat -c %s hello.vgo)" -lt 20000 ] || complain "hello.vgo has $(stat -c %s hello.vgo) bytes"
head -1 hello.vgo | grep -aq '^#!/usr/bin/env ' || complain 'want a #! line'
try "$VIRGO" hello.vgo
want_status 0; want_out hello; want_no_err
mkdir bin sub; ln -s "$VIRGO" bin/virgo
try env PATH="$work/bin:$PATH" ./hello.vgo
want_status 0; want_out hello
cp hello.go sub/; (cd sub && try "$VIRGO" build -o ../again.vgo hello.go && want_status 0)
cmp hello.vgo again.vgo || complain 'want the same bytes from another folder'
(cd / && try "$VIRGO" "$work/hello.vgo" && want_status 0 && want_out hello)
cat >args.go <<'GO'
package main

import (
	"fmt"
	"os"
)

func main() { fmt.Println(len(os.Args), os.Args[1:]) }
GO
try "$VIRGO" build -o out/args.vgo args.go
want_refused
mkdir out
try "$VIRGO" build -o out/args.vgo args.go
want_status 0
try "$VIRGO" out/args.vgo a --allow-read -A
want_status 0; want_out '4 [a --allow-read -A]'
