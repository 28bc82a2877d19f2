// run

// Reads expressions from standard input, one a line, and prints their values.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"unicode"
)

type tokenKind int

const (
	number tokenKind = iota
	name
	op
	end
)

func (k tokenKind) String() string {
	return [...]string{"number", "name", "operator", "end of line"}[k]
}

type token struct {
	kind tokenKind
	text string
	col  int
}

type node interface {
	eval(env map[string]float64) (float64, error)
}
type num float64
type variable string
type binary struct {
	op   byte
	l, r node
}
type unary struct{ x node }
type call struct {
	fn   string
	args []node
}
type assign struct {
	name string
	x    node
}

var (
	errDivZero = errors.New("division by zero")
	funcs      = map[string]interface{}{
		"sqrt": math.Sqrt, "sin": math.Sin, "abs": math.Abs, "floor": math.Floor,
		"pow": math.Pow, "max": math.Max, "hypot": math.Hypot,
	}
)

func (n num) eval(map[string]float64) (float64, error) { return float64(n), nil }
func (v variable) eval(env map[string]float64) (float64, error) {
	if x, ok := env[string(v)]; ok {
		return x, nil
	}
	return 0, fmt.Errorf("undefined: %s", string(v))
}
func (u unary) eval(env map[string]float64) (float64, error) {
	x, err := u.x.eval(env)
	return -x, err
}
func (b binary) eval(env map[string]float64) (float64, error) {
	l, err := b.l.eval(env)
	if err != nil {
		return 0, err
	}
	r, err := b.r.eval(env)
	if err != nil {
		return 0, err
	}
	switch b.op {
	case '+':
		return l + r, nil
	case '-':
		return l - r, nil
	case '*':
		return l * r, nil
	case '/':
		if r == 0 {
			return 0, errDivZero
		}
		return l / r, nil
	case '%':
		return math.Mod(l, r), nil
	case '^':
		return math.Pow(l, r), nil
	}
	panic("unknown operator " + string(b.op))
}
func (c call) eval(env map[string]float64) (float64, error) {
	var xs []float64
	for _, a := range c.args {
		x, err := a.eval(env)
		if err != nil {
			return 0, err
		}
		xs = append(xs, x)
	}
	switch f := funcs[c.fn].(type) {
	case func(float64) float64:
		if len(xs) == 1 {
			return f(xs[0]), nil
		}
	case func(float64, float64) float64:
		if len(xs) == 2 {
			return f(xs[0], xs[1]), nil
		}
	case nil:
		return 0, fmt.Errorf("no function %s", c.fn)
	}
	return 0, fmt.Errorf("%s: wrong number of arguments (%d)", c.fn, len(xs))
}
func (a assign) eval(env map[string]float64) (float64, error) {
	x, err := a.x.eval(env)
	if err == nil {
		env[a.name] = x
	}
	return x, err
}

func lex(s string) (toks []token, err error) {
	rs := []rune(s)
	for i := 0; i < len(rs); {
		j := i
		switch c := rs[i]; {
		case unicode.IsSpace(c):
			i++
			continue
		case unicode.IsDigit(c) || c == '.':
			for j < len(rs) && (unicode.IsDigit(rs[j]) || rs[j] == '.') {
				j++
			}
			toks = append(toks, token{number, string(rs[i:j]), i})
		case unicode.IsLetter(c):
			for j < len(rs) && unicode.IsLetter(rs[j]) {
				j++
			}
			toks = append(toks, token{name, string(rs[i:j]), i})
		case strings.ContainsRune("+-*/%^(),=", c):
			j++
			toks = append(toks, token{op, string(c), i})
		default:
			return nil, fmt.Errorf("column %d: unexpected %q", i+1, c)
		}
		i = j
	}
	return append(toks, token{end, "", len(rs)}), nil
}

type parser struct{ toks []token }

func (p *parser) peek() token { return p.toks[0] }
func (p *parser) next() token { t := p.toks[0]; p.toks = p.toks[1:]; return t }
func (p *parser) is(s string) bool {
	return p.peek().kind == op && p.peek().text == s
}
func (p *parser) want(s string) {
	if !p.is(s) {
		t := p.peek()
		panic(fmt.Errorf("column %d: want %q, got %v %q", t.col+1, s, t.kind, t.text))
	}
	p.next()
}

var prec = map[string]int{"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 4}

func (p *parser) expr(min int) node {
	l := p.primary()
	for {
		t := p.peek()
		pr, ok := prec[t.text]
		if t.kind != op || !ok || pr < min {
			return l
		}
		p.next()
		nextMin := pr + 1
		if t.text == "^" {
			nextMin = pr
		}
		l = binary{t.text[0], l, p.expr(nextMin)}
	}
}

func (p *parser) primary() node {
	switch t := p.next(); {
	case t.kind == number:
		x, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			panic(err)
		}
		return num(x)
	case t.kind == name && p.is("("):
		p.next()
		c := call{fn: t.text}
		for !p.is(")") {
			c.args = append(c.args, p.expr(1))
			if !p.is(")") {
				p.want(",")
			}
		}
		p.next()
		return c
	case t.kind == name && p.is("="):
		p.next()
		return assign{t.text, p.expr(1)}
	case t.kind == name:
		return variable(t.text)
	case t.text == "-":
		return unary{p.expr(3)}
	case t.text == "(":
		x := p.expr(1)
		p.want(")")
		return x
	default:
		panic(fmt.Errorf("column %d: unexpected %v", t.col+1, t.kind))
	}
}

func parse(s string) (n node, err error) {
	toks, err := lex(s)
	if err != nil {
		return nil, err
	}
	defer func() {
		if e, ok := recover().(error); ok {
			err = e
		}
	}()
	p := &parser{toks}
	n = p.expr(1)
	if t := p.peek(); t.kind != end {
		return nil, fmt.Errorf("column %d: trailing %v", t.col+1, t.kind)
	}
	return n, nil
}

func main() {
	env := map[string]float64{"pi": math.Pi}
	in := bufio.NewReader(os.Stdin)
	failures := 0
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" {
			n, err := parse(line)
			var x float64
			if err == nil {
				x, err = n.eval(env)
			}
			switch {
			case errors.Is(err, errDivZero):
				fmt.Println("?", err)
			case err != nil:
				failures++
				fmt.Println("error:", err)
			default:
				fmt.Println(strconv.FormatFloat(x, 'g', 10, 64))
			}
		}
		if err != nil {
			break
		}
	}
	if failures > 0 {
		fmt.Fprintf(os.Stderr, "%d lines failed\n", failures)
		os.Exit(3)
	}
}
