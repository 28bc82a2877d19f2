// run

// A small JSON reader and writer with positions in its errors.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

type Value interface{}
type Object map[string]Value

type SyntaxError struct {
	Off int
	Msg string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("offset %d: %s", e.Off, e.Msg) }

var errDepth = errors.New("nesting too deep")

type parser struct {
	s     string
	i     int
	depth int
}

func (p *parser) fail(format string, args ...interface{}) error {
	return &SyntaxError{p.i, fmt.Sprintf(format, args...)}
}

func (p *parser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

func (p *parser) value() (v Value, err error) {
	if p.depth++; p.depth > 50 {
		return nil, fmt.Errorf("at %d: %w", p.i, errDepth)
	}
	defer func() { p.depth-- }()
	p.space()
	if p.i == len(p.s) {
		return nil, p.fail("unexpected end")
	}
	switch c := p.s[p.i]; {
	case c == '{':
		return p.object()
	case c == '[':
		return p.array()
	case c == '"':
		return p.str()
	case c == '-' || '0' <= c && c <= '9':
		j := p.i
		for j < len(p.s) && strings.IndexByte("+-.eE0123456789", p.s[j]) >= 0 {
			j++
		}
		f, err := strconv.ParseFloat(p.s[p.i:j], 64)
		if err != nil {
			return nil, p.fail("bad number %q", p.s[p.i:j])
		}
		p.i = j
		return f, nil
	}
	for word, v := range map[string]Value{"true": true, "false": false, "null": nil} {
		if strings.HasPrefix(p.s[p.i:], word) {
			p.i += len(word)
			return v, nil
		}
	}
	return nil, p.fail("unexpected %q", p.s[p.i])
}

func (p *parser) list(close byte, item func() error) error {
	p.i++
	for first := true; ; first = false {
		p.space()
		if p.i < len(p.s) && p.s[p.i] == close {
			p.i++
			return nil
		}
		if !first {
			if p.i >= len(p.s) || p.s[p.i] != ',' {
				return p.fail("want , or %c", close)
			}
			p.i++
		}
		if err := item(); err != nil {
			return err
		}
	}
}

func (p *parser) array() (Value, error) {
	out := []Value{}
	err := p.list(']', func() error {
		v, err := p.value()
		out = append(out, v)
		return err
	})
	return out, err
}

func (p *parser) object() (Value, error) {
	out := Object{}
	err := p.list('}', func() error {
		p.space()
		if p.i >= len(p.s) || p.s[p.i] != '"' {
			return p.fail("want a key")
		}
		k, err := p.str()
		if err != nil {
			return err
		}
		p.space()
		if p.i >= len(p.s) || p.s[p.i] != ':' {
			return p.fail("want :")
		}
		p.i++
		out[k], err = p.value()
		return err
	})
	return out, err
}

func (p *parser) hex4() (rune, error) {
	if p.i+4 > len(p.s) {
		return 0, p.fail("short \\u")
	}
	n, err := strconv.ParseUint(p.s[p.i:p.i+4], 16, 32)
	p.i += 4
	return rune(n), err
}

func (p *parser) str() (string, error) {
	var b strings.Builder
	for p.i++; p.i < len(p.s); {
		r, w := utf8.DecodeRuneInString(p.s[p.i:])
		p.i += w
		switch {
		case r == '"':
			return b.String(), nil
		case r == utf8.RuneError && w == 1:
			return "", p.fail("bad UTF-8")
		case r != '\\':
			b.WriteRune(r)
			continue
		}
		c := p.s[p.i]
		p.i++
		if k := strings.IndexByte(`"\/bfnrt`, c); k >= 0 {
			b.WriteByte("\"\\/\b\f\n\r\t"[k])
			continue
		}
		if c != 'u' {
			return "", p.fail("bad escape %c", c)
		}
		r, err := p.hex4()
		if err != nil {
			return "", err
		}
		if utf16.IsSurrogate(r) && strings.HasPrefix(p.s[p.i:], `\u`) {
			p.i += 2
			r2, err := p.hex4()
			if err != nil {
				return "", err
			}
			r = utf16.DecodeRune(r, r2)
		}
		b.WriteRune(r)
	}
	return "", p.fail("unterminated string")
}

func Parse(s string) (Value, error) {
	p := &parser{s: s}
	v, err := p.value()
	if err == nil {
		if p.space(); p.i < len(s) {
			err = p.fail("trailing data")
		}
	}
	return v, err
}

func Write(b *strings.Builder, v Value, indent string) {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case float64:
		b.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
	case string:
		b.WriteString(strconv.Quote(v))
	case []Value:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			Write(b, x, indent)
		}
		b.WriteByte(']')
	case Object:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		b.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString("\n" + indent + "  " + strconv.Quote(k) + ": ")
			Write(b, v[k], indent+"  ")
		}
		b.WriteString("\n" + indent + "}")
	default:
		panic(fmt.Sprintf("no JSON for %T", v))
	}
}

func main() {
	for _, s := range []string{
		`{"name": "Virgo", "tags": ["vm", "go"], "size": -12.5e2, "nested": {"t": true, "n": null}}`,
		`["\u00e9\n", "\ud83d\ude00", "日本"]`,
		`[1, 2`, `{"a" 1}`, `[01x]`, `nope`, `"abc`, `{} {}`, "\"\xff\"", `"\q"`,
		strings.Repeat("[", 60),
	} {
		v, err := Parse(s)
		var se *SyntaxError
		switch {
		case errors.As(err, &se):
			fmt.Printf("syntax error at %d: %s\n", se.Off, se.Msg)
		case errors.Is(err, errDepth):
			fmt.Println("depth:", err)
		default:
			var b strings.Builder
			Write(&b, v, "")
			fmt.Println(b.String())
		}
	}
	v, _ := Parse(`{"a":[1,{"b":2}]}`)
	fmt.Println(v.(Object)["a"].([]Value)[1].(Object)["b"], utf16.Encode([]rune("a😀")))
}
