// run

// Files, folders and their attributes: what the host's system calls and structs are translated from.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"time"
)

func check(err error) {
	if err != nil {
		fmt.Println("error:", strings.ReplaceAll(err.Error(), os.TempDir(), "TMP"))
	}
}

func main() {
	dir, err := os.MkdirTemp("", "portable")
	check(err)
	defer os.RemoveAll(dir)
	at := func(name string) string { return filepath.Join(dir, name) }
	check(os.WriteFile(at("a"), []byte("hello\nworld\n"), 0o640))
	check(os.Chmod(at("a"), 0o604))
	check(os.Mkdir(at("sub"), 0o755))
	check(os.Symlink("a", at("link")))
	check(os.Link(at("a"), at("sub/hard")))
	check(os.Chtimes(at("a"), time.Unix(1000, 0), time.Unix(1e9, 123456789)))
	for _, n := range []string{"a", "sub", "link", "sub/hard"} {
		st, err := os.Lstat(at(n))
		check(err)
		sys := st.Sys().(*syscall.Stat_t)
		fmt.Println(st.Name(), st.IsDir(), st.Mode()&^0o077, st.Mode()&fs.ModeSymlink != 0)
		if !st.IsDir() && n != "link" {
			fmt.Println(st.Size(), st.ModTime().UnixNano(), sys.Nlink, sys.Size, sys.Mode, sys.Blocks > 0)
		}
	}
	f, err := os.OpenFile(at("a"), os.O_RDWR|os.O_APPEND, 0)
	check(err)
	f.WriteString("more")
	off, err := f.Seek(6, 0)
	check(err)
	line, err := bufio.NewReader(f).ReadString('\n')
	fmt.Printf("%d %q %v\n", off, line, err)
	check(f.Truncate(5))
	f.Close()
	b, err := os.ReadFile(at("link"))
	fmt.Printf("%q %v\n", b, err)
	_, err = os.OpenFile(at("a"), os.O_CREATE|os.O_EXCL, 0o600)
	fmt.Println(errors.Is(err, fs.ErrExist))
	_, err = os.OpenFile(at("a"), syscall.O_DIRECTORY, 0)
	fmt.Println(errors.Is(err, syscall.ENOTDIR))
	_, err = os.OpenFile(at("link"), syscall.O_NOFOLLOW, 0)
	fmt.Println(errors.Is(err, syscall.ELOOP))
	fd, err := os.OpenFile(at("sub"), syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	check(err)
	fd.Close()
	_, err = os.Open(at("none"))
	fmt.Println(errors.Is(err, fs.ErrNotExist), os.IsNotExist(err))
	check(os.Rename(at("a"), at("z")))
	var names []string
	check(filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, p)
		names = append(names, fmt.Sprint(rel, d.IsDir()))
		return err
	}))
	sort.Strings(names)
	fmt.Println(names)
	r, w, err := os.Pipe()
	check(err)
	go func() { w.WriteString("piped"); w.Close() }()
	b = make([]byte, 10)
	n, err := r.Read(b)
	fmt.Println(n, err, string(b[:n]))
	var st syscall.Statfs_t
	check(syscall.Statfs(dir, &st))
	fmt.Println(st.Bsize > 0, st.Blocks > 0)
	var ru syscall.Rusage
	check(syscall.Getrusage(0, &ru))
	fmt.Println(ru.Maxrss > 0, errors.Is(syscall.Errno(syscall.EDEADLK), syscall.EDEADLK), syscall.ENOENT, syscall.ELOOP, syscall.EDQUOT)
}
