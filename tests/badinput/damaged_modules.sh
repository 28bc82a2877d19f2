# Truncated at every byte, bit-flipped, spliced: refused with a message or harmless, never a crash.
cat >p.go <<'GO'
package main

import "fmt"

type T struct {
	a int
	s []string
	m map[string]int
}

func (t *T) add(s string) { t.s = append(t.s, s); t.m[s]++ }

func main() {
	t := &T{m: map[string]int{}}
	for i := 0; i < 3; i++ {
		t.add(fmt.Sprint("x", i))
	}
	defer func() { fmt.Println(len(t.s), t.m["x1"], recover() != nil) }()
	var p *T
	p.a = 1
}
GO
try "$VIRGO" build -o p.vgo p.go
want_status 0
try "$VIRGO" p.vgo
want_status 0; want_out '3 1 true'
python3 "$ROOT/tests/lib/mutate.py" "$VIRGO" p.vgo $((400 / SCALE)) >report 2>&1 || { tried=mutate.py; cp report "$out"; complain "a damaged module was not handled"; }
