// run

// A LISP in two pages: reads expressions from standard input, prints their values.
//
//	echo '(define (f n) (if (< n 2) 1 (* n (f (- n 1))))) (f 10)' | virgo run examples/lisp.go
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// -- Values ------------------------------------------------------------------

type symbol string
type list []interface{}
type builtin func(args list) interface{}
type lambda struct {
	params []symbol
	rest   bool
	body   list
	env    *env
}

type env struct {
	vars  map[symbol]interface{}
	outer *env
}

func (e *env) find(s symbol) *env {
	for ; e != nil; e = e.outer {
		if _, ok := e.vars[s]; ok {
			return e
		}
	}
	return nil
}

type lispError struct{ msg string }

func (e lispError) Error() string { return e.msg }

func fail(format string, args ...interface{}) { panic(lispError{fmt.Sprintf(format, args...)}) }

func show(v interface{}) string {
	switch v := v.(type) {
	case list:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = show(x)
		}
		return "(" + strings.Join(parts, " ") + ")"
	case bool:
		return map[bool]string{true: "#t", false: "#f"}[v]
	case string:
		return strconv.Quote(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case *lambda, builtin:
		return "#procedure"
	}
	return fmt.Sprint(v)
}

// -- Reader ------------------------------------------------------------------

var errIncomplete = errors.New("unexpected end of input")

func tokenize(s string) (toks []string) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ';':
			for i < len(s) && s[i] != '\n' {
				i++
			}
		case c == ' ' || c == '\t' || c == '\n':
			i++
		case strings.IndexByte("()'", c) >= 0:
			toks = append(toks, s[i:i+1])
			i++
		case c == '"':
			j := i + 1
			for j < len(s) && s[j] != '"' {
				j++
			}
			toks = append(toks, s[i:j])
			i = j + 1
		default:
			j := i
			for j < len(s) && strings.IndexByte("() \t\n;", s[j]) < 0 {
				j++
			}
			toks = append(toks, s[i:j])
			i = j
		}
	}
	return
}

func read(toks []string) (interface{}, []string, error) {
	if len(toks) == 0 {
		return nil, nil, errIncomplete
	}
	t, toks := toks[0], toks[1:]
	switch {
	case t == "(":
		l := list{}
		for {
			if len(toks) == 0 {
				return nil, nil, errIncomplete
			}
			if toks[0] == ")" {
				return l, toks[1:], nil
			}
			x, rest, err := read(toks)
			if err != nil {
				return nil, nil, err
			}
			l, toks = append(l, x), rest
		}
	case t == ")":
		return nil, toks, errors.New("unexpected )")
	case t == "'":
		x, rest, err := read(toks)
		return list{symbol("quote"), x}, rest, err
	case t[0] == '"':
		return t[1:], toks, nil
	case t == "#t" || t == "#f":
		return t == "#t", toks, nil
	}
	if f, err := strconv.ParseFloat(t, 64); err == nil {
		return f, toks, nil
	}
	return symbol(t), toks, nil
}

// -- Evaluator, with proper tail calls -----------------------------------------

func eval(x interface{}, e *env) interface{} {
	for {
		switch v := x.(type) {
		case symbol:
			if f := e.find(v); f != nil {
				return f.vars[v]
			}
			fail("unbound: %s", v)
		case list:
			if len(v) == 0 {
				return v
			}
			if s, ok := v[0].(symbol); ok {
				switch s {
				case "quote":
					return v[1]
				case "if":
					if truthy(eval(v[1], e)) {
						x = v[2]
					} else if len(v) > 3 {
						x = v[3]
					} else {
						return false
					}
					continue
				case "define", "set!":
					return define(s, v, e)
				case "lambda":
					return newLambda(v[1], v[2:], e)
				case "let":
					inner := &env{map[symbol]interface{}{}, e}
					for _, b := range v[1].(list) {
						inner.vars[b.(list)[0].(symbol)] = eval(b.(list)[1], e)
					}
					x, e = evalBody(v[2:], inner), inner
					continue
				case "begin":
					x = evalBody(v[1:], e)
					continue
				}
			}
			fn := eval(v[0], e)
			args := make(list, len(v)-1)
			for i, a := range v[1:] {
				args[i] = eval(a, e)
			}
			switch f := fn.(type) {
			case builtin:
				return f(args)
			case *lambda:
				e = f.bind(args)
				x = evalBody(f.body, e)
			default:
				fail("not a procedure: %s", show(fn))
			}
		default:
			return v
		}
	}
}

// evalBody evaluates all but the last expression and returns that one for the caller's loop.
func evalBody(body list, e *env) interface{} {
	for _, b := range body[:len(body)-1] {
		eval(b, e)
	}
	return body[len(body)-1]
}

func define(kind symbol, v list, e *env) interface{} {
	if sig, ok := v[1].(list); ok {
		e.vars[sig[0].(symbol)] = newLambda(sig[1:], v[2:], e)
		return sig[0]
	}
	name := v[1].(symbol)
	val := eval(v[2], e)
	if kind == "set!" {
		if e = e.find(name); e == nil {
			fail("unbound: %s", name)
		}
	}
	e.vars[name] = val
	return name
}

func newLambda(params interface{}, body list, e *env) *lambda {
	l := &lambda{body: body, env: e}
	switch p := params.(type) {
	case symbol:
		l.params, l.rest = []symbol{p}, true
	case list:
		for _, x := range p {
			l.params = append(l.params, x.(symbol))
		}
	}
	return l
}

func (l *lambda) bind(args list) *env {
	e := &env{map[symbol]interface{}{}, l.env}
	if l.rest {
		e.vars[l.params[0]] = args
		return e
	}
	if len(args) != len(l.params) {
		fail("want %d arguments, got %d", len(l.params), len(args))
	}
	for i, p := range l.params {
		e.vars[p] = args[i]
	}
	return e
}

func truthy(v interface{}) bool { b, ok := v.(bool); return !ok || b }

func apply(f interface{}, args list) interface{} {
	call := make(list, 0, len(args)+1)
	call = append(call, f)
	for _, a := range args {
		call = append(call, list{symbol("quote"), a})
	}
	return eval(call, global)
}

// -- Builtins ---------------------------------------------------------------------

func arith(f func(a, b float64) float64) builtin {
	return func(args list) interface{} {
		acc := args[0].(float64)
		if len(args) == 1 {
			return f(0, acc)
		}
		for _, a := range args[1:] {
			acc = f(acc, a.(float64))
		}
		return acc
	}
}
func compare(f func(a, b float64) bool) builtin {
	return func(args list) interface{} { return f(args[0].(float64), args[1].(float64)) }
}

var global *env

func init() {
	global = &env{vars: map[symbol]interface{}{
		"+":     arith(func(a, b float64) float64 { return a + b }),
		"-":     arith(func(a, b float64) float64 { return a - b }),
		"*":     arith(func(a, b float64) float64 { return a * b }),
		"/":     arith(func(a, b float64) float64 { return a / b }),
		"<":     compare(func(a, b float64) bool { return a < b }),
		"=":     compare(func(a, b float64) bool { return a == b }),
		"list":  builtin(func(a list) interface{} { return a }),
		"car":   builtin(func(a list) interface{} { return a[0].(list)[0] }),
		"cdr":   builtin(func(a list) interface{} { return a[0].(list)[1:] }),
		"cons":  builtin(func(a list) interface{} { return append(list{a[0]}, a[1].(list)...) }),
		"null?": builtin(func(a list) interface{} { l, ok := a[0].(list); return ok && len(l) == 0 }),
		"map": builtin(func(a list) interface{} {
			out := list{}
			for _, x := range a[1].(list) {
				out = append(out, apply(a[0], list{x}))
			}
			return out
		}),
		"apply":   builtin(func(a list) interface{} { return apply(a[0], a[1].(list)) }),
		"display": builtin(func(a list) interface{} { fmt.Println(show(a[0])); return list{} }),
	}}
}

func run(x interface{}) (s string, err error) {
	defer func() {
		if e, ok := recover().(error); ok {
			err = e
		}
	}()
	return show(eval(x, global)), nil
}

func main() {
	src, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for toks := tokenize(string(src)); len(toks) > 0; {
		x, rest, err := read(toks)
		if err != nil {
			fmt.Println("read:", err)
			break
		}
		toks = rest
		if s, err := run(x); err != nil {
			fmt.Println("error:", err)
		} else {
			fmt.Println(s)
		}
	}
}
