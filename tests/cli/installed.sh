# An installed virgo works from any folder with neither source tree nor Go sources at hand.
[ -e "$BUILD/std.vga" ] || { tried=setup; complain "no std archive in $BUILD"; }
tried='make install'
kind=
grep -q fsanitize=address "$BUILD/flags" && kind=SAN=1
grep -q fsanitize=thread "$BUILD/flags" && kind=TSAN=1
make -s -C "$ROOT" install $kind DESTDIR="$work/root" PREFIX=/opt/virgo BUILD="$BUILD" >"$out" 2>"$err" || complain failed
[ -x root/opt/virgo/bin/virgo ] && [ -e root/opt/virgo/lib/virgo/std.vga ] || complain "files are missing"
hello hello.go
try env -i PATH=/usr/bin:/bin GOROOT=/nonexistent "$work/root/opt/virgo/bin/virgo" run hello.go
want_status 0; want_out hello; want_no_err
ln -s "$work/root/opt/virgo/bin/virgo" v
try env -i PATH=/usr/bin:/bin ./v run hello.go
want_status 0; want_out hello
