// run

package main

import (
	"fmt"
	"io"
	"strings"
)

type Animal interface {
	Sound() string
	Name() string
}
type Base struct{ name string }

func (b *Base) Name() string    { return b.name }
func (b *Base) Rename(n string) { b.name = n }
func (b Base) Sound() string    { return "..." }

type Dog struct {
	*Base
	tricks []string
}

func (d Dog) Sound() string { return "woof (not " + d.Base.Sound() + ")" }

type Puppy struct {
	Dog
	age int
}

type Logger struct {
	Animal
	log []string
}

func (l *Logger) Sound() string {
	l.log = append(l.log, "sound")
	return "[" + l.Animal.Sound() + "]"
}

type upper struct{ io.Reader }

func (u upper) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	copy(p, strings.ToUpper(string(p[:n])))
	return n, err
}

type X struct{ A, B int }
type Y struct{ B, C int }
type Z struct {
	X
	Y
	C string
}
type RW interface {
	io.Reader
	io.Writer
	io.Reader
}

func main() {
	d := Dog{Base: &Base{"rex"}}
	p := Puppy{d, 1}
	var animals = []Animal{d, p, &p, &Logger{Animal: p}, &Base{"base"}}
	p.Rename("max")
	for _, a := range animals {
		fmt.Println(a.Name(), a.Sound())
	}
	b, _ := io.ReadAll(upper{strings.NewReader("quiet text")})
	fmt.Println(string(b))
	z := Z{X{1, 2}, Y{3, 4}, "c"}
	fmt.Println(z.A, z.X.B, z.Y.B, z.C, z.Y.C)
	var rw RW = struct {
		io.Reader
		io.Writer
	}{strings.NewReader("x"), io.Discard}
	n, err := io.Copy(rw, rw)
	fmt.Println(n, err)
	f := p.Dog.Base.Name
	g := (*Base).Name
	fmt.Println(f(), g(p.Base))
	defer func() { fmt.Println(recover() != nil) }()
	var l Logger
	l.Name()
}
