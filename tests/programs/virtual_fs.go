// run

// A file system in memory behind io/fs.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"
)

type memFS map[string]string

type memFile struct {
	name string
	*bytes.Reader
}
type memDir struct {
	name    string
	entries []fs.DirEntry
	off     int
}
type info struct {
	name string
	size int64
	mode fs.FileMode
}

func (i info) Name() string               { return path.Base(i.name) }
func (i info) Size() int64                { return i.size }
func (i info) Mode() fs.FileMode          { return i.mode }
func (i info) ModTime() time.Time         { return time.Unix(0, 0).UTC() }
func (i info) IsDir() bool                { return i.mode.IsDir() }
func (i info) Sys() interface{}           { return nil }
func (i info) Type() fs.FileMode          { return i.mode.Type() }
func (i info) Info() (fs.FileInfo, error) { return i, nil }

func (f *memFile) Stat() (fs.FileInfo, error) { return info{f.name, f.Size(), 0o644}, nil }
func (f *memFile) Close() error               { return nil }
func (d *memDir) Stat() (fs.FileInfo, error)  { return info{d.name, 0, fs.ModeDir | 0o755}, nil }
func (d *memDir) Close() error                { return nil }
func (d *memDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errors.New("is a directory")}
}
func (d *memDir) ReadDir(n int) ([]fs.DirEntry, error) {
	left := d.entries[d.off:]
	if n > 0 && len(left) == 0 {
		return nil, io.EOF
	}
	if n > 0 && n < len(left) {
		left = left[:n]
	}
	d.off += len(left)
	return left, nil
}

func (m memFS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if s, ok := m[name]; ok {
		return &memFile{name, bytes.NewReader([]byte(s))}, nil
	}
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	seen := map[string]fs.DirEntry{}
	for k, s := range m {
		if !strings.HasPrefix(k, prefix) {
			continue
		}
		rest := k[len(prefix):]
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			seen[rest[:i]] = info{rest[:i], 0, fs.ModeDir | 0o755}
		} else {
			seen[rest] = info{rest, int64(len(s)), 0o644}
		}
	}
	if len(seen) == 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	d := &memDir{name: name}
	for _, e := range seen {
		d.entries = append(d.entries, e)
	}
	sort.Slice(d.entries, func(i, j int) bool { return d.entries[i].Name() < d.entries[j].Name() })
	return d, nil
}

func main() {
	m := memFS{
		"readme.md":         "# hello\n",
		"src/main.go":       "package main\n",
		"src/lib/a.go":      "package lib\n\nvar A = 1\n",
		"src/lib/b_test.go": "package lib\n",
		"data/x/y/z.txt":    "deep",
	}
	err := fs.WalkDir(m, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "x" {
			fmt.Println("skip", p)
			return fs.SkipDir
		}
		i, _ := d.Info()
		fmt.Printf("%-18s %v %3d\n", p, i.Mode(), i.Size())
		return nil
	})
	fmt.Println(err)
	b, err := fs.ReadFile(m, "src/lib/a.go")
	fmt.Printf("%q %v\n", b, err)
	_, err = fs.ReadFile(m, "nope")
	var pe *fs.PathError
	fmt.Println(errors.Is(err, fs.ErrNotExist), errors.As(err, &pe), err)
	_, err = m.Open("../x")
	fmt.Println(err)
	names, err := fs.Glob(m, "src/*/*.go")
	fmt.Println(names, err)
	sub, err := fs.Sub(m, "src/lib")
	entries, _ := fs.ReadDir(sub, ".")
	for _, e := range entries {
		fmt.Print(e.Name(), " ", e.Type(), " ")
	}
	fmt.Println(err)
	st, _ := fs.Stat(m, "data")
	fmt.Println(st.Name(), st.IsDir(), st.ModTime().Format(time.RFC3339))
	fmt.Println(path.Join("a", "../b", "/c"), path.Dir("/x/y/z"), path.Ext("f.tar.gz"), path.Clean("a//b/./../c"), path.IsAbs("/a"))
	fmt.Println(path.Split("dir/file.txt"))
	ok, err := path.Match("*.g?", "main.go")
	fmt.Println(ok, err)
	f, _ := m.Open("readme.md")
	defer f.Close()
	all, _ := io.ReadAll(io.LimitReader(f, 4))
	fmt.Printf("%s|\n", all)
}
