// run

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func must(err error) {
	if err != nil {
		fmt.Println("unexpected:", err)
		os.Exit(1)
	}
}

func relative(err error, dir string) string { return strings.ReplaceAll(err.Error(), dir, "$DIR") }

func main() {
	dir, err := os.MkdirTemp("", "virgo-program-")
	must(err)
	defer os.RemoveAll(dir)
	must(os.MkdirAll(filepath.Join(dir, "a", "b"), 0o755))
	for i, name := range []string{"a/one.txt", "a/b/two.txt", "three.log"} {
		must(os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(strings.Repeat(name+"\n", i+1)), 0o600))
	}
	must(filepath.Walk(dir, func(p string, info os.FileInfo, err error) error {
		must(err)
		rel, _ := filepath.Rel(dir, p)
		if !info.IsDir() {
			fmt.Println(rel, info.Size(), info.Mode())
		} else {
			fmt.Println(rel + "/")
		}
		return nil
	}))
	f, err := os.OpenFile(filepath.Join(dir, "three.log"), os.O_APPEND|os.O_RDWR, 0)
	must(err)
	_, err = f.WriteString("appended")
	must(err)
	off, err := f.Seek(-8, io.SeekEnd)
	must(err)
	b := make([]byte, 20)
	n, err := f.Read(b)
	fmt.Println(off, n, err, string(b[:n]))
	_, err = f.Read(b)
	fmt.Println(err == io.EOF)
	n, err = f.ReadAt(b[:5], 2)
	fmt.Println(n, err, string(b[:n]))
	must(f.Truncate(9))
	must(f.Close())
	fmt.Println(errors.Is(f.Close(), os.ErrClosed))
	st, err := os.Stat(filepath.Join(dir, "three.log"))
	must(err)
	fmt.Println(st.Name(), st.Size(), st.IsDir())

	in, err := os.Open(filepath.Join(dir, "a/b/two.txt"))
	must(err)
	out, err := os.Create(filepath.Join(dir, "copy.txt"))
	must(err)
	w := bufio.NewWriterSize(out, 16)
	sc := bufio.NewScanner(in)
	lines := 0
	for sc.Scan() {
		lines++
		fmt.Fprintf(w, "%d: %s\n", lines, strings.ToUpper(sc.Text()))
	}
	must(w.Flush())
	must(out.Close())
	in.Close()
	data, err := os.ReadFile(filepath.Join(dir, "copy.txt"))
	must(err)
	fmt.Printf("%s", data)

	must(os.Rename(filepath.Join(dir, "copy.txt"), filepath.Join(dir, "moved.txt")))
	_, err = os.Stat(filepath.Join(dir, "copy.txt"))
	fmt.Println(os.IsNotExist(err), relative(err, dir))
	err = os.Mkdir(filepath.Join(dir, "a"), 0o755)
	fmt.Println(errors.Is(err, os.ErrExist), relative(err, dir))
	err = os.Remove(filepath.Join(dir, "a"))
	fmt.Println(relative(err, dir))
	must(os.Symlink("moved.txt", filepath.Join(dir, "link")))
	target, err := os.Readlink(filepath.Join(dir, "link"))
	fmt.Println(target, err)
	entries, err := os.ReadDir(dir)
	must(err)
	for _, e := range entries {
		fmt.Print(e.Name(), " ", e.Type()&os.ModeSymlink != 0, " ")
	}
	fmt.Println()
	matches, _ := filepath.Glob(filepath.Join(dir, "*", "*.txt"))
	sort.Strings(matches)
	for _, m := range matches {
		fmt.Println(filepath.Base(m), filepath.Ext(m))
	}
	r, wp, err := os.Pipe()
	must(err)
	go func() { fmt.Fprint(wp, "through a pipe"); wp.Close() }()
	msg, _ := io.ReadAll(r)
	fmt.Println(string(msg))
	os.Setenv("VIRGO_X", "42")
	fmt.Println(os.Getenv("VIRGO_X"), os.ExpandEnv("<$VIRGO_X>"), len(os.Args))
	_, ok := os.LookupEnv("VIRGO_UNSET_NAME")
	fmt.Println(ok)
	must(os.Chdir(dir))
	wd, err := os.Getwd()
	fmt.Println(filepath.Base(wd) == filepath.Base(dir), err)
}
