# Packages with assembly: functions that only jump elsewhere are bound there, others are missed when called; files for
# riscv64, whose system calls Virgo has, are part of the build.
mkdir -p pkg && cd pkg
cat >go.mod <<'GO'
module example.com/asm.v2

go 1.19
GO
cat >main.go <<'GO'
package main

import (
	"fmt"
	"math/bits"
	"os"
	"runtime"
	_ "unsafe"
)

func ones(x uint) int
func other() int
func Pid() int { return 0 }

func named() string {
	pc, _, _, _ := runtime.Caller(0)
	return runtime.FuncForPC(pc).Name()
}

func main() {
	fmt.Println(ones(7), bits.OnesCount(7), arch, named())
	if len(os.Args) > 1 {
		other()
	}
}
GO
echo 'package main; const arch = "riscv64"' >arch_linux_riscv64.go
echo 'package main; const arch = "amd64"' >arch_amd64.go
echo 'package documentation' >doc.go
printf '#include "textflag.h"\n\nTEXT \302\267ones(SB),NOSPLIT,$0-16\n\tJMP\tmath\342\210\225bits\302\267OnesCount(SB)\n' >asm_amd64.s
printf 'TEXT \302\267other(SB),NOSPLIT,$0-8\n\tMOVQ $1, ret+0(FP)\n\tRET\n' >other.s
try "$VIRGO" run .
want_status 0; want_out '3 3 riscv64 main.named'
try "$VIRGO" run . now
want_status 2; want_err 'main\.other is not available'
rm asm_amd64.s other.s
try "$VIRGO" run .
want_status 1; want_err '^\./main\.go:11:6: missing function body$'
