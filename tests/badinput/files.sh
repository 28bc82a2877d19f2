# Files that are missing, unreadable, folders, empty or not what they should be.
try "$VIRGO" run missing.go
want_status 1; want_err 'missing\.go.*[Nn]o such file'
try "$VIRGO" missing.vgo
want_refused; want_err 'missing\.vgo.*[Nn]o such file'
try "$VIRGO" run ./missing
want_refused; want_err 'missing'
: >empty.go
try "$VIRGO" run empty.go
want_status 1; want_err "empty\.go:1:1: syntax error: package statement must be first|expected 'package'"
: >empty.vgo
try "$VIRGO" empty.vgo
want_refused; want_err 'empty\.vgo'
mkdir folder folder.vgo
try "$VIRGO" run ./folder
want_refused; want_err 'no Go files'
try "$VIRGO" folder.vgo
want_refused
mkdir x.go
try "$VIRGO" run x.go
want_refused
hello ok.go; cp ok.go locked.go
if [ "$(id -u)" != 0 ]; then
    chmod 000 locked.go
    try "$VIRGO" run locked.go
    want_refused; want_err '[Pp]ermission denied'
fi
echo 'not a module' >text.vgo
try "$VIRGO" text.vgo
want_refused; want_err 'text\.vgo'
printf '#!/usr/bin/env virgo\n' >line.vgo
try "$VIRGO" line.vgo
want_refused
cp /bin/true elf.vgo
try "$VIRGO" elf.vgo
want_refused
try "$VIRGO" /dev/null
want_refused
head -c 3000000 /dev/zero >zero.vgo
try "$VIRGO" zero.vgo
want_refused
mkfifo pipe.vgo; (sleep 0.2; echo x) >pipe.vgo &
try "$VIRGO" pipe.vgo
want_refused
wait
