# virgo test: what go test prints about packages, and its exit status.
mkdir -p m/good m/bad m/none m/broken
cd m
printf 'module example.com/m\n\ngo 1.19\n' >go.mod
printf 'package good\n\nfunc Add(x, y int) int { return x + y }\n' >good/good.go
cat >good/good_test.go <<'GO'
package good

import (
	"fmt"
	"os"
	"testing"
)

func TestAdd(t *testing.T) {
	if _, err := os.Stat("good_test.go"); err != nil || Add(1, 2) != 3 {
		t.Fatal(err)
	}
}

func ExampleAdd() {
	fmt.Println(Add(1, 2))
	// Output: 3
}
GO
printf 'package bad\n' >bad/bad.go
printf 'package bad_test\n\nimport "testing"\n\nfunc TestBad(t *testing.T) { t.Error("wrong") }\n' >bad/bad_test.go
printf 'package none\n' >none/none.go
printf 'package broken\n\nvar x int = "s"\n' >broken/broken.go
printf 'package broken\n' >broken/broken_test.go
masked() { sed -E 's/[0-9]+\.[0-9]+s/Ts/' "$out" | cmp -s - want || complain 'want other output'; }

try "$VIRGO" test ./good ./none
want_status 0
printf 'ok  \texample.com/m/good\tTs\n?   \texample.com/m/none\t[no test files]\n' >want
masked
try "$VIRGO" test ./bad
want_status 1
printf -- '--- FAIL: TestBad (Ts)\n    bad_test.go:5: wrong\nFAIL\nFAIL\texample.com/m/bad\tTs\nFAIL\n' >want
masked
try "$VIRGO" test ./...
want_status 2
want_err '^# example.com/m/broken \[example.com/m/broken.test\]$'
grep -q '^FAIL.example.com/m/broken \[build failed\]$' "$out" || complain 'want a failed build'
cd good
try "$VIRGO" test -v -run Example
want_status 0
grep -q '^--- PASS: ExampleAdd' "$out" || complain 'want the example by name'
