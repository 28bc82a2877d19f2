// run

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"
)

type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.Err.Error() }
func (e *LineError) Unwrap() error { return e.Err }

var (
	ErrSyntax  = errors.New("syntax error")
	ErrNoValue = errors.New("no such key")
)

type errorList []error

func (l errorList) Error() string {
	var s []string
	for _, e := range l {
		s = append(s, e.Error())
	}
	return strings.Join(s, "; ")
}
func (l errorList) Is(target error) bool {
	for _, e := range l {
		if errors.Is(e, target) {
			return true
		}
	}
	return false
}
func (l errorList) orNil() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

type Config map[string]map[string]string

func Parse(r io.Reader) (Config, error) {
	c := Config{}
	section := ""
	var errs errorList
	sc := bufio.NewScanner(r)
	sc.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		adv, tok, err := bufio.ScanLines(data, atEOF)
		if i := strings.IndexByte(string(tok), '#'); i >= 0 {
			tok = tok[:i]
		}
		return adv, tok, err
	})
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "":
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
		default:
			k, v, ok := strings.Cut(line, "=")
			if !ok || strings.TrimSpace(k) == "" {
				errs = append(errs, &LineError{n, fmt.Errorf("%w in %q", ErrSyntax, line)})
				continue
			}
			if c[section] == nil {
				c[section] = map[string]string{}
			}
			c[section][strings.TrimSpace(k)] = strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	if err := sc.Err(); err != nil {
		errs = append(errs, err)
	}
	return c, errs.orNil()
}

func get[T any](c Config, section, key string, conv func(string) (T, error)) (v T, err error) {
	s, ok := c[section][key]
	if !ok {
		return v, fmt.Errorf("%s.%s: %w", section, key, ErrNoValue)
	}
	if v, err = conv(s); err != nil {
		err = fmt.Errorf("%s.%s: %w", section, key, err)
	}
	return
}

const text = `
# global
name = "virgo"
[server]
port = 8080
timeout = 1m30s   # how long
ratio=0.75
debug = true
this line is wrong
[limits]
max = 99999999999999999999
= 3
mask = 0xff
`

func main() {
	c, err := Parse(strings.NewReader(text))
	fmt.Println(err)
	fmt.Println(errors.Is(err, ErrSyntax), errors.Is(err, ErrNoValue))
	var le *LineError
	fmt.Println(errors.As(err.(errorList)[0], &le), le.Line)
	var sections []string
	for s := range c {
		sections = append(sections, s)
	}
	sort.Strings(sections)
	for _, s := range sections {
		fmt.Printf("[%s] %v\n", s, c[s])
	}
	fmt.Println(get(c, "server", "port", strconv.Atoi))
	fmt.Println(get(c, "server", "timeout", time.ParseDuration))
	fmt.Println(get(c, "server", "debug", strconv.ParseBool))
	fmt.Println(get(c, "server", "ratio", func(s string) (float64, error) { return strconv.ParseFloat(s, 64) }))
	fmt.Println(get(c, "limits", "mask", func(s string) (int64, error) { return strconv.ParseInt(s, 0, 64) }))
	_, err = get(c, "limits", "max", strconv.Atoi)
	var ne *strconv.NumError
	fmt.Println(err, errors.As(err, &ne), errors.Is(err, strconv.ErrRange))
	_, err = get(c, "nope", "x", strconv.Unquote)
	fmt.Println(err)
	fmt.Println(strconv.Quote("tab\t\"q\" \x00 é \u200b"), strconv.QuoteToASCII("é"), strconv.FormatInt(-255, 16), strconv.AppendBool(nil, true))
	if errors.Is(err, ErrNoValue) {
		fmt.Fprintln(os.Stderr, "config:", err)
		os.Exit(4)
	}
}
