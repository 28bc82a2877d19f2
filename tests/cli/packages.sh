# Package loading: vendor/, local replacements, go:embed, and commands of Go's distribution.
mkdir -p m/sub/deep m/vendor/ex.org/v r
printf 'module ex.org/m\n\ngo 1.19\n\nrequire ex.org/v v1.0.0\n' >m/go.mod
printf 'package v\n\nconst V = "vendored"\n' >m/vendor/ex.org/v/v.go
printf 'package main\n\nimport "ex.org/v"\n\nfunc main() { print(v.V, "\\n") }\n' >m/main.go
cd m
try "$VIRGO" run .
want_status 0; want_err '^vendored$'
cd ..

mkdir e
printf 'module ex.org/e\n\ngo 1.19\n\nrequire ex.org/r v1.0.0\n\nreplace ex.org/r v1.0.0 => ../r\n' >e/go.mod
printf 'module ex.org/r\n' >r/go.mod
printf 'package r\n\nconst R = "replaced"\n' >r/r.go
mkdir -p e/sub/deep
printf '"a" \377\n' >e/a.txt
echo one >e/sub/one.txt; echo two >e/sub/deep/two.txt; echo hidden >e/sub/.hidden
cat >e/main.go <<'GO'
package main

import (
	"embed"
	"fmt"
	"io/fs"

	"ex.org/r"
)

//go:embed a.txt
var s string

//go:embed "a.txt"
var b []byte

//go:embed sub *.txt
var f embed.FS

//go:embed all:sub
var g embed.FS

var n = len(b)

func main() {
	fmt.Printf("%s %q %q %d\n", r.R, s, b, n)
	for _, x := range []embed.FS{f, g} {
		fs.WalkDir(x, ".", func(path string, d fs.DirEntry, err error) error {
			c, _ := fs.ReadFile(x, path)
			fmt.Printf("%s %q\n", path, c)
			return err
		})
	}
}
GO
cd e
try "$VIRGO" run .
want_status 0; want_no_err
want_out 'replaced "\"a\" \xff\n" "\"a\" \xff\n" 6
. ""
a.txt "\"a\" \xff\n"
sub ""
sub/deep ""
sub/deep/two.txt "two\n"
sub/one.txt "one\n"
. ""
sub ""
sub/.hidden "hidden\n"
sub/deep ""
sub/deep/two.txt "two\n"
sub/one.txt "one\n"'
sed -i 's/^.*go:embed "a.txt"/\/\/go:embed nothing.*/' main.go
try "$VIRGO" run .
want_status 1; want_err '^main.go:14:12: pattern nothing.\*: no matching files found$'
sed -i 's/nothing.*/sub a.txt/' main.go
try "$VIRGO" run .
want_status 1; want_err 'invalid go:embed: multiple files for type \[\]byte'
cd ..

# gofmt and the assembler, beside the native ones
src=/usr/share/go-1.19/src native=/usr/lib/go-1.19
"$VIRGO" build -o gofmt.vgo $src/cmd/gofmt
try "$VIRGO" -A gofmt.vgo $src/fmt/*.go
want_status 0
$native/bin/gofmt $src/fmt/*.go >want
cmp want "$out"
"$VIRGO" build -o asm.vgo $src/cmd/asm
export GOARCH=amd64 GOROOT=$native
for f in $src/math/dim_amd64.s $src/math/exp_amd64.s; do
    try "$VIRGO" -A asm.vgo -p math -I /usr/share/go-1.19/pkg/include -o v.o $f
    want_status 0
    $native/pkg/tool/linux_amd64/asm -p math -I /usr/share/go-1.19/pkg/include -o n.o $f
    cmp v.o n.o
done
