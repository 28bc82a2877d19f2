# debug.ReadBuildInfo: the main package's path, its module, how it was built.
mkdir -p m/cmd/tool
cd m
printf 'module example.com/m\n\ngo 1.19\n' >go.mod
cat >cmd/tool/main.go <<'GO'
package main

import (
	"fmt"
	"runtime/debug"
)

func main() {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		fmt.Println("none")
		return
	}
	fmt.Println(info.GoVersion, info.Path, info.Main.Path, info.Main.Version)
	for _, s := range info.Settings {
		if s.Key == "GOOS" || s.Key == "-compiler" {
			fmt.Println(s.Key, s.Value)
		}
	}
}
GO
try "$VIRGO" run ./cmd/tool
want_out 'go1.19.8 example.com/m/cmd/tool example.com/m (devel)
-compiler gc
GOOS linux'
"$VIRGO" build -o tool.vgo ./cmd/tool
mv tool.vgo ..
cd ..
try "$VIRGO" tool.vgo
want_out 'go1.19.8 example.com/m/cmd/tool example.com/m (devel)
-compiler gc
GOOS linux'
try "$VIRGO" run m/cmd/tool/main.go
want_out_re '^go1.19.8 command-line-arguments '
