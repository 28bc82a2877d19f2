# A .vgo starts with stdio, arguments and exit; grants name what else it may do.
cat >p.go <<'GO'
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

func say(what string, err error) {
	switch {
	case err == nil:
		fmt.Println(what, "ok")
	case errors.Is(err, os.ErrPermission):
		fmt.Println(what, "denied")
	default:
		fmt.Println(what, err)
	}
}

func main() {
	for _, what := range os.Args[1:] {
		switch what {
		case "read":
			_, err := os.ReadFile("data/file.txt")
			say(what, err)
		case "outside":
			_, err := os.ReadFile("data/../secret.txt")
			say(what, err)
		case "link":
			_, err := os.ReadFile("data/link")
			say(what, err)
		case "list":
			_, err := os.ReadDir("data")
			say(what, err)
		case "write":
			say(what, os.WriteFile("data/new.txt", []byte("x"), 0o644))
		case "remove":
			say(what, os.Remove("data/new.txt"))
		case "env":
			fmt.Println(what, os.Getenv("VIRGO_TEST_A"), os.Getenv("VIRGO_TEST_B"))
		case "panic":
			panic("own panic")
		}
	}
}

var _ = exec.ErrNotFound
GO
sed -i '/exec/d' p.go
mkdir data; echo content >data/file.txt; echo secret >secret.txt; ln -s ../secret.txt data/link
try "$VIRGO" build -o p.vgo p.go
want_status 0

try "$VIRGO" p.vgo read write list
want_status 0
want_out 'read denied
write denied
list denied'
want_err '^virgo: .*--allow-read'
want_err '^virgo: .*--allow-write'
[ ! -e data/new.txt ] || complain 'written without a grant'

try "$VIRGO" --allow-read=data p.vgo read list outside link write
want_status 0
want_out 'read ok
list ok
outside denied
link denied
write denied'

try "$VIRGO" --allow-read=. p.vgo read outside link
want_out 'read ok
outside ok
link ok'

try "$VIRGO" --allow-write=data p.vgo write remove read
want_out 'write ok
remove ok
read denied'

try "$VIRGO" --allow-read p.vgo read outside
want_out 'read ok
outside ok'
try "$VIRGO" -A p.vgo read write remove outside list
want_out 'read ok
write ok
remove ok
outside ok
list ok'

export VIRGO_TEST_A=1 VIRGO_TEST_B=2
try "$VIRGO" p.vgo env
want_status 0; want_out 'env  '
try "$VIRGO" --allow-env=VIRGO_TEST_A p.vgo env
want_out 'env 1 '
try "$VIRGO" --allow-env p.vgo env
want_out 'env 1 2'
try "$VIRGO" -A p.vgo env
want_out 'env 1 2'
try "$VIRGO" run p.go read write remove env
want_out 'read ok
write ok
remove ok
env 1 2'

# build writes the grants into the first line; executing the file is the consent,
# naming it to virgo is not.
try "$VIRGO" build --allow-read=. -o q.vgo p.go
want_status 0
head -1 q.vgo | grep -aqx '#!/usr/bin/env -S virgo --allow-read=\. *' || complain "first line: $(head -1 q.vgo)"
mkdir bin; ln -s "$VIRGO" bin/virgo
try env PATH="$work/bin:$PATH" ./q.vgo read
want_status 0; want_out 'read ok'
try "$VIRGO" q.vgo read
want_out 'read denied'
