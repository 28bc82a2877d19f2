# run: files, a folder, a module, arguments, "#!" lines, standard input.
hello a.go
try "$VIRGO" run a.go
want_status 0; want_out hello; want_no_err

cat >args.go <<'GO'
package main

import (
	"fmt"
	"os"
)

func main() { fmt.Printf("%q\n", os.Args[1:]) }
GO
try "$VIRGO" run args.go a "b c" -x --help '' -- y
want_status 0; want_out '["a" "b c" "-x" "--help" "" "--" "y"]'

mkdir multi
cat >multi/main.go <<'GO'
package main

func main() { println2(answer) }
GO
cat >multi/other.go <<'GO'
package main

import "fmt"

const answer = 42

func println2(x int) { fmt.Println("answer", x) }
GO
cat >multi/main_test.go <<'GO'
package main

func init() { panic("a test file") }
GO
cat >multi/win_windows.go <<'GO'
package main

func init() { panic("for windows") }
GO
cat >multi/tagged.go <<'GO'
//go:build !linux

package main

func init() { panic("not for linux") }
GO
try "$VIRGO" run multi/main.go multi/other.go
want_status 0; want_out 'answer 42'
try "$VIRGO" run ./multi
want_status 0; want_out 'answer 42'

mkdir -p mod/util/deep mod/internal/x
printf 'module example.org/m\n\ngo 1.18\n' >mod/go.mod
cat >mod/main.go <<'GO'
package main

import (
	"fmt"

	"example.org/m/internal/x"
	u "example.org/m/util"
)

func main() { fmt.Println(u.Twice(x.N), u.Order) }
GO
cat >mod/util/util.go <<'GO'
package util

import "example.org/m/util/deep"

var Order = append(deep.Order, "util")

func Twice[T ~int](n T) T { return 2 * n }
GO
cat >mod/util/deep/deep.go <<'GO'
package deep

var Order []string

func init() { Order = append(Order, "deep") }
GO
printf 'package x\n\nconst N = 21\n' >mod/internal/x/x.go
(cd mod && try "$VIRGO" run . && want_status 0 && want_out '42 [deep util]')
try "$VIRGO" run ./mod
want_status 0; want_out '42 [deep util]'

printf '#!/usr/bin/env -S virgo run\npackage main\n\nfunc main() { print("script\\n") }\n' >script.go
try "$VIRGO" run script.go
want_status 0; want_err '^script$'

printf 'module example.org/new\n\ngo 1.99\n' >multi/go.mod
try "$VIRGO" run ./multi
want_refused; want_err '1\.99'
[ "$(wc -l <"$err")" -le 2 ] || complain "one clear line, please"
