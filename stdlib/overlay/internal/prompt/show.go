// Package prompt prints the values of expressions typed at the prompt of virgo repl.
package prompt

import (
	"internal/fmtsort"
	"reflect"
	"strconv"
	"syscall"
)

const (
	maxElems  = 200  // of a slice, array or map
	maxDepth  = 12   // of values within values
	maxString = 8000 // bytes of a string
)

var line []byte

// Show adds a value to the line being made and, after the last one, prints the line.
func Show(label string, v any, last bool) {
	put(label)
	show(v)
	if !last {
		line = append(line, ", "...)
		return
	}
	out := append(line, '\n')
	line = line[:0]
	for len(out) > 0 {
		n, err := syscall.Write(1, out)
		if err == syscall.EINTR || err == syscall.EAGAIN {
			continue
		}
		if err != nil {
			return
		}
		out = out[n:]
	}
}

// Reset forgets a line that a panic left half made.
func Reset() { line = line[:0] }

func put(s string) { line = append(line, s...) }

// An error or a Stringer speaks for itself, if it is asked for directly.
func show(v any) {
	if v == nil {
		put("nil")
		return
	}
	r := reflect.ValueOf(v)
	if k := r.Kind(); k != reflect.Pointer || !r.IsNil() {
		switch x := v.(type) {
		case error:
			put(x.Error())
			return
		case interface{ String() string }:
			if _, isValue := v.(reflect.Value); !isValue {
				put(x.String())
				return
			}
		}
	}
	value(r, 0)
}

func value(v reflect.Value, depth int) {
	if !v.IsValid() {
		put("nil")
		return
	}
	if depth > maxDepth {
		put("...")
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		line = strconv.AppendBool(line, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		line = strconv.AppendInt(line, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		line = strconv.AppendUint(line, v.Uint(), 10)
	case reflect.Float32:
		line = strconv.AppendFloat(line, v.Float(), 'g', -1, 32)
	case reflect.Float64:
		line = strconv.AppendFloat(line, v.Float(), 'g', -1, 64)
	case reflect.Complex64:
		put(strconv.FormatComplex(v.Complex(), 'g', -1, 64))
	case reflect.Complex128:
		put(strconv.FormatComplex(v.Complex(), 'g', -1, 128))
	case reflect.String:
		text(v.String())
	case reflect.Interface:
		if v.IsNil() {
			put("nil")
		} else {
			value(v.Elem(), depth)
		}
	case reflect.Pointer:
		pointer(v, depth)
	case reflect.Struct:
		structure(v, depth)
	case reflect.Slice:
		if v.IsNil() {
			null(v)
		} else {
			elements(v, depth)
		}
	case reflect.Array:
		elements(v, depth)
	case reflect.Map:
		if v.IsNil() {
			null(v)
		} else {
			mapping(v, depth)
		}
	default: // func, chan, unsafe.Pointer
		address(v)
	}
}

func hex(n uint64) {
	put("0x")
	line = strconv.AppendUint(line, n, 16)
}

func text(s string) {
	if len(s) > maxString {
		line = strconv.AppendQuote(line, s[:maxString])
		put("... (")
		line = strconv.AppendInt(line, int64(len(s)), 10)
		put(" bytes)")
		return
	}
	line = strconv.AppendQuote(line, s)
}

func typeName(t reflect.Type) string {
	if t == reflect.TypeOf([]byte(nil)) {
		return "[]byte"
	}
	return t.String()
}

func null(v reflect.Value) {
	put(typeName(v.Type()))
	put("(nil)")
}

func address(v reflect.Value) {
	put("(")
	put(typeName(v.Type()))
	if v.Pointer() == 0 {
		put(")(nil)")
		return
	}
	put(")(")
	hex(uint64(v.Pointer()))
	put(")")
}

// What the pointer asked for points at is shown; pointers within it are addresses.
func pointer(v reflect.Value, depth int) {
	if depth == 0 && !v.IsNil() {
		switch v.Elem().Kind() {
		case reflect.Struct, reflect.Array, reflect.Slice, reflect.Map:
			put("&")
			value(v.Elem(), 1)
			return
		}
	}
	address(v)
}

func structure(v reflect.Value, depth int) {
	t := v.Type()
	put(typeName(t))
	put("{")
	for i := 0; i < v.NumField(); i++ {
		if i > 0 {
			put(", ")
		}
		put(t.Field(i).Name)
		put(":")
		value(v.Field(i), depth+1)
	}
	put("}")
}

func more(n int) {
	put(", ... ")
	line = strconv.AppendInt(line, int64(n), 10)
	put(" more")
}

func elements(v reflect.Value, depth int) {
	put(typeName(v.Type()))
	put("{")
	for i, n := 0, v.Len(); i < n; i++ {
		if i == maxElems {
			more(n - i)
			break
		}
		if i > 0 {
			put(", ")
		}
		value(v.Index(i), depth+1)
	}
	put("}")
}

func mapping(v reflect.Value, depth int) {
	put(typeName(v.Type()))
	put("{")
	sorted := fmtsort.Sort(v)
	for i, key := range sorted.Key {
		if i == maxElems {
			more(len(sorted.Key) - i)
			break
		}
		if i > 0 {
			put(", ")
		}
		value(key, depth+1)
		put(":")
		value(sorted.Value[i], depth+1)
	}
	put("}")
}
