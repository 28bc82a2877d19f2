// Package runtime is Virgo's: the public interface of Go 1.19's runtime over
// natively bound functions (see hooks.go for what the VM calls by name).
package runtime

import "unsafe"

// An Error is a run-time error: what the program's own faults panic with.
type Error interface {
	error
	RuntimeError()
}

// rtype is the head of a type descriptor, laid out as isa-spec/layout.def says.
type rtype struct {
	size       uintptr
	ptrdata    uintptr
	hash       uint32
	tflag      uint8
	align      uint8
	fieldAlign uint8
	kind       uint8
	equal      func(unsafe.Pointer, unsafe.Pointer) bool
	gcdata     *byte
	str        int32
	ptrToThis  int32
}

type eface struct {
	typ  *rtype
	data unsafe.Pointer
}

// typeString is the type as reflect prints it; typePkgPath its package path, if it is a defined type.
func typeString(t *rtype) string
func typePkgPath(t *rtype) string

// A TypeAssertionError explains a failed type assertion.
type TypeAssertionError struct {
	iface    *rtype // static type of the operand, may be nil
	concrete *rtype // its dynamic type, nil for a nil interface
	asserted *rtype
	missing  string // one method that is missing, for interface targets
}

func (*TypeAssertionError) RuntimeError() {}

func (e *TypeAssertionError) Error() string {
	const head = "interface conversion: "
	want := typeString(e.asserted)
	operand := "interface"
	if e.iface != nil {
		operand = typeString(e.iface)
	}
	if e.concrete == nil {
		return head + operand + " is nil, not " + want
	}
	have := typeString(e.concrete)
	if e.missing != "" {
		return head + have + " is not " + want + ": missing method " + e.missing
	}
	msg := head + operand + " is " + have + ", not " + want
	if have != want {
		return msg
	}
	if typePkgPath(e.concrete) != typePkgPath(e.asserted) {
		return msg + " (types from different packages)"
	}
	return msg + " (types from different scopes)"
}

// An errorString is a run-time error with a fixed text.
type errorString string

func (errorString) RuntimeError()   {}
func (e errorString) Error() string { return "runtime error: " + string(e) }

// A plainError prints without the "runtime error: " prefix.
type plainError string

func (plainError) RuntimeError()   {}
func (e plainError) Error() string { return string(e) }

// A boundsError is a failed index or slice operation.
type boundsError struct {
	x      int64
	signed bool // x is a signed value
	y      int
	code   boundsCode
}

type boundsCode uint8

const (
	boundsIndex      boundsCode = iota // s[x], 0 <= x < len(s)
	boundsSliceAlen                    // s[?:x], 0 <= x <= len(s)
	boundsSliceAcap                    // s[?:x], 0 <= x <= cap(s)
	boundsSliceB                       // s[x:y], 0 <= x <= y
	boundsSlice3Alen                   // s[?:?:x], 0 <= x <= len(s)
	boundsSlice3Acap                   // s[?:?:x], 0 <= x <= cap(s)
	boundsSlice3B                      // s[?:x:y], 0 <= x <= y
	boundsSlice3C                      // s[x:y:?], 0 <= x <= y
	boundsConvert                      // (*[x]T)(s), 0 <= x <= len(s)
)

// Texts with x and y in place of the operands; the second is for a negative x, where y does not matter.
var boundsText = [...][2]string{
	boundsIndex:      {"index out of range [x] with length y", "index out of range [x]"},
	boundsSliceAlen:  {"slice bounds out of range [:x] with length y", "slice bounds out of range [:x]"},
	boundsSliceAcap:  {"slice bounds out of range [:x] with capacity y", "slice bounds out of range [:x]"},
	boundsSliceB:     {"slice bounds out of range [x:y]", "slice bounds out of range [x:]"},
	boundsSlice3Alen: {"slice bounds out of range [::x] with length y", "slice bounds out of range [::x]"},
	boundsSlice3Acap: {"slice bounds out of range [::x] with capacity y", "slice bounds out of range [::x]"},
	boundsSlice3B:    {"slice bounds out of range [:x:y]", "slice bounds out of range [:x:]"},
	boundsSlice3C:    {"slice bounds out of range [x:y:]", "slice bounds out of range [x::]"},
	boundsConvert:    {"cannot convert slice with length x to pointer to array with length y", "cannot convert slice with length x to pointer to array with length y"},
}

func (boundsError) RuntimeError() {}

func (e boundsError) Error() string {
	negative := e.signed && e.x < 0
	text := boundsText[e.code][0]
	if negative {
		text = boundsText[e.code][1]
	}
	out := make([]byte, 0, 100)
	out = append(out, "runtime error: "...)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == 'x' && !letterAt(text, i-1) && !letterAt(text, i+1):
			if negative {
				out = append(out, '-')
				out = appendUint(out, -uint64(e.x))
			} else {
				out = appendUint(out, uint64(e.x))
			}
		case c == 'y' && !letterAt(text, i-1) && !letterAt(text, i+1):
			out = appendUint(out, uint64(e.y))
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func letterAt(s string, i int) bool {
	return 0 <= i && i < len(s) && 'a' <= s[i] && s[i] <= 'z'
}

func appendUint(out []byte, v uint64) []byte {
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = byte('0' + v%10)
		v /= 10
		if v == 0 {
			return append(out, digits[i:]...)
		}
	}
}

// Values other packages reach by linkname.
var (
	divideError   = error(errorString("integer divide by zero"))
	overflowError = error(errorString("integer overflow"))
	shiftError    = error(errorString("negative shift amount"))
	memoryError   = error(errorString("invalid memory address or nil pointer dereference"))
	zeroVal       [1024]byte
)
