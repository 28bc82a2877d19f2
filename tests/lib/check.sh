# tests/lib/check.sh SCRIPT - runs a test script with these words in scope.
#
# The script runs in an empty temporary folder with $VIRGO, $ROOT and $BUILD set.
# It fails when a want_* fails or a command outside an `if` does.
#
#   try CMD...          runs CMD with limits; sets $out, $err (file names) and $status
#   want_status N       the last try ended with N
#   want_out TEXT       its stdout is exactly TEXT (and a newline, unless TEXT is empty)
#   want_err RE         a line of its stderr matches the extended regexp
#   want_no_err         its stderr is empty
#   want_refused        it ended with status 1 or 2, said why on stderr, and did not crash
#   want_survived       it may have done anything but crash or hang
#   hello FILE          writes a small program that prints "hello"
set -eu
script=$(realpath "$1")
work=$(mktemp -d /tmp/virgo-test-XXXXXX)
trap 'cd /; chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
out=$work/.out err=$work/.err status=0
SCALE=${SCALE:-1}

try() {
    status=0
    tried="$*"
    timeout -s KILL $((20 * SCALE)) "$@" >"$out" 2>"$err" </dev/null || status=$?
}

complain() {
    echo "$(basename "$script"): $*"
    echo "  after: $tried"
    echo "  status $status; stdout:"; head -c 600 "$out" | sed 's/^/  | /'
    echo "  stderr:"; head -c 1200 "$err" | sed 's/^/  | /'
    exit 1
}

want_status() { [ "$status" = "$1" ] || complain "want status $1"; }
want_out() {
    if [ -z "$1" ]; then [ ! -s "$out" ] || complain "want no output"
    else printf '%s\n' "$1" | cmp -s - "$out" || complain "want output: $1"; fi
}
want_out_re() { grep -Eq -- "$1" "$out" || complain "want in stdout: $1"; }
want_err() { grep -Eq -- "$1" "$err" || complain "want in stderr: $1"; }
want_no_err() { [ ! -s "$err" ] || complain "want an empty stderr"; }
want_survived() {
    [ "$status" -lt 124 ] || complain "crashed or hung"
    ! grep -Eq 'AddressSanitizer|runtime error: .*\.c:|internal error' "$err" || complain "crashed"
}
want_refused() {
    want_survived
    [ "$status" = 1 ] || [ "$status" = 2 ] || complain "want it refused (status 1 or 2)"
    [ -s "$err" ] || complain "refused without a message"
}

hello() {
    cat >"$1" <<'GO'
package main

import "fmt"

func main() { fmt.Println("hello") }
GO
}

. "$script"
