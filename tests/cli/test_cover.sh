# virgo test -cover: percentages and profiles are those of native Go, block for block.
GO=/usr/lib/go-1.19/bin/go
export CGO_ENABLED=0 GOFLAGS=-tags=purego,math_big_pure_go,netgo,osusergo
: "${HOME:=/tmp}"; export HOME          # where go keeps compiled packages
mkdir -p m/calc m/text m/none
cd m
printf 'module example.com/m\n\ngo 1.19\n' >go.mod
cat >calc/calc.go <<'GO'
package calc

import "example.com/m/text"

type Op[T any] struct{ v T }

func (o Op[T]) Get() T {
	if false { panic("never") }
	return o.v
}

var hook = func(x int) int { return -x }

func Eval(n int) (sum int) {
	defer func() {
		if r := recover(); r != nil { sum = len(text.Upper("failed")) }
	}()
	if n > 100 {
		panic("too large")
	} else if f := func() int { return n }; f() == 7 {
		return hook(n)
	} else /* else { */ if n < 0 {
		select {}
	} else {
		sum++
	}
again:
	sum++
	if sum < 3 { goto again }
outer:
	for i := 0; i < n; i++ {
		switch x := i % 4; x {
		case 0, 1:
			continue outer
		case 2:
			sum += func() int { return 1 }()
			fallthrough
		case 3:
		default:
			break outer
		}
	}
	var (
		xs = []int{1, 2}
		y  int // )
	)
	switch any(y).(type) { // {
	case int:
	case string: y = 2
	}
	switch {}
	c := make(chan int, 1)
	select {
	case c <- 1:
		xs[1:][0]++
	default:
	}
	{
		y += xs[1]
	}
	for range xs { }
	return sum + y
}

func _() { println("blank") }
func empty() {}
GO
cat >calc/calc_test.go <<'GO'
package calc

import "testing"

func TestEval(t *testing.T) {
	for _, n := range []int{5, 7, 101, 0} {
		t.Log(Eval(n), Op[string]{"x"}.Get(), Op[int]{n}.Get())
	}
}
GO
printf 'package text\n\nimport "strings"\n\nfunc Upper(s string) string { return strings.ToUpper(s) }\nfunc Unused() {}\n' >text/text.go
printf 'package text_test\n\nimport (\n\t"testing"\n\t"example.com/m/text"\n)\n\nfunc TestUpper(t *testing.T) { text.Upper("x") }\n' >text/text_test.go
printf 'package none\n\nfunc F() int { return 1 }\n' >none/none.go

masked() { sed -E 's/(\t|\()[0-9.]+s/\1T/; s/"(Time|Elapsed)":[^,}]*,?//g' "$1"; }
same() {
    tried="test $*"
    "$GO" test "$@" >"$work/native" 2>&1 || true
    if [ -f cover.prof ]; then sort cover.prof >"$work/native.prof"; rm cover.prof; else : >"$work/native.prof"; fi
    timeout 100 "$VIRGO" test "$@" >"$out" 2>&1 || status=$?
    : >"$err"
    if [ -f cover.prof ]; then sort cover.prof >"$work/our.prof"; rm cover.prof; else : >"$work/our.prof"; fi
    masked "$work/native" >"$work/want"
    masked "$out" | diff "$work/want" - >"$err" || complain "want native Go's output"
    diff "$work/native.prof" "$work/our.prof" >"$err" || complain "want native Go's profile"
}
same -cover ./...
same -cover -v ./calc
same -covermode=count -coverprofile=cover.prof ./...
same -covermode=atomic -coverpkg=./text,strings,no/such -coverprofile=cover.prof ./...
same -cover -run=NONE ./calc
same -short -coverprofile=cover.prof container/heap text/tabwriter encoding/csv
same -run=NONE -coverprofile=cover.prof regexp/syntax net/textproto
try "$VIRGO" test -covermode=some ./calc
want_status 2
want_err 'invalid value "some" for flag -covermode'
try "$VIRGO" test -coverprofile=/no/such/folder/x ./calc
want_status 1
want_err 'No such file'
