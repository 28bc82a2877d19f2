# version, help and env answer on stdout; what is not understood answers on stderr with 2.
try "$VIRGO" version
want_status 0; want_out_re '^virgo version .*go1\.19.* linux/virgo'; want_no_err
for h in help -h --help; do
    try "$VIRGO" $h
    want_status 0; want_no_err
    for verb in run build dis env version help; do want_out_re "^ +$verb "; done
done
for verb in run build dis env version; do
    try "$VIRGO" help $verb
    want_status 0; want_out_re "virgo $verb"; want_no_err
done
try "$VIRGO" run -h
want_status 0; want_out_re 'virgo run'
try "$VIRGO" env
want_status 0; want_out_re "^GOARCH='virgo'"; want_out_re "^GOOS='linux'"
try "$VIRGO" env GOARCH GOOS
want_status 0; want_out "virgo
linux"
try "$VIRGO"
want_status 2; want_err 'virgo help'
try "$VIRGO" frobnicate
want_status 2; want_err 'frobnicate'
try "$VIRGO" help frobnicate
want_status 2; want_err 'frobnicate'
try "$VIRGO" run --no-such-flag x.go
want_status 2; want_err 'no-such-flag'
try "$VIRGO" build -o
want_status 2; want_err '\-o'
