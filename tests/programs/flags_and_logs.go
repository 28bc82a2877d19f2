// run -- -n 3 -name=virgo -v -rate 1.5 -wait 1500ms -tag a -tag b rest of args

package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"time"
)

type tags []string

func (t *tags) String() string { return strings.Join(*t, "+") }
func (t *tags) Set(s string) error {
	if s == "bad" {
		return errors.New("bad tag")
	}
	*t = append(*t, s)
	return nil
}

var (
	n    = flag.Int("n", 1, "number of `rounds`")
	name = flag.String("name", "nobody", "who")
	wait time.Duration
	tg   tags
)

func usage(fs *flag.FlagSet) string {
	var b strings.Builder
	fs.SetOutput(&b)
	fs.PrintDefaults()
	return b.String()
}

func main() {
	verbose := flag.Bool("v", false, "verbose")
	rate := flag.Float64("rate", 0, "rate")
	flag.DurationVar(&wait, "wait", time.Second, "how long")
	flag.Var(&tg, "tag", "a tag, may be repeated")
	flag.Parse()
	fmt.Println(*n, *name, *verbose, *rate, wait, tg, flag.NArg(), flag.Args())
	flag.Visit(func(f *flag.Flag) { fmt.Print(f.Name, "=", f.Value, " ") })
	fmt.Println()
	fmt.Print(usage(flag.CommandLine))

	fs := flag.NewFlagSet("sub", flag.ContinueOnError)
	var quiet strings.Builder
	fs.SetOutput(&quiet)
	x := fs.Int("x", 5, "an x")
	for _, args := range [][]string{{"-x", "7", "y"}, {"-x", "seven"}, {"-nope"}, {"-h"}, {"--x=0x10"}} {
		err := fs.Parse(args)
		fmt.Println(*x, err, errors.Is(err, flag.ErrHelp), fs.Args())
	}
	fmt.Print(quiet.String())

	log.SetFlags(0)
	log.SetPrefix("app: ")
	log.Println("starting", *n, "rounds")
	l := log.New(os.Stderr, "[x] ", log.Lshortfile|log.Lmsgprefix)
	l.Print("with a position")
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		log.Panicf("round %d", *n)
	}()
	defer fmt.Println("not printed")
	log.Fatalf("giving up after %v", wait)
}
