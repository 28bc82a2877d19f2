package runtime

import "unsafe"

// The functions of this file are called by the VM by name (runtime/act.h, RT_GUEST_PANIC): they build the exact error
// value of a fault and panic with it.  Their parameters are what the failing instruction knows.

func panicIndex(x, y int)       { panic(boundsError{int64(x), true, y, boundsIndex}) }
func panicIndexU(x uint, y int) { panic(boundsError{int64(x), false, y, boundsIndex}) }

func panicSliceAlen(x, y int)       { panic(boundsError{int64(x), true, y, boundsSliceAlen}) }
func panicSliceAlenU(x uint, y int) { panic(boundsError{int64(x), false, y, boundsSliceAlen}) }
func panicSliceAcap(x, y int)       { panic(boundsError{int64(x), true, y, boundsSliceAcap}) }
func panicSliceAcapU(x uint, y int) { panic(boundsError{int64(x), false, y, boundsSliceAcap}) }
func panicSliceB(x, y int)          { panic(boundsError{int64(x), true, y, boundsSliceB}) }
func panicSliceBU(x uint, y int)    { panic(boundsError{int64(x), false, y, boundsSliceB}) }

func panicSlice3Alen(x, y int)       { panic(boundsError{int64(x), true, y, boundsSlice3Alen}) }
func panicSlice3AlenU(x uint, y int) { panic(boundsError{int64(x), false, y, boundsSlice3Alen}) }
func panicSlice3Acap(x, y int)       { panic(boundsError{int64(x), true, y, boundsSlice3Acap}) }
func panicSlice3AcapU(x uint, y int) { panic(boundsError{int64(x), false, y, boundsSlice3Acap}) }
func panicSlice3B(x, y int)          { panic(boundsError{int64(x), true, y, boundsSlice3B}) }
func panicSlice3BU(x uint, y int)    { panic(boundsError{int64(x), false, y, boundsSlice3B}) }
func panicSlice3C(x, y int)          { panic(boundsError{int64(x), true, y, boundsSlice3C}) }
func panicSlice3CU(x uint, y int)    { panic(boundsError{int64(x), false, y, boundsSlice3C}) }

// panicSliceConvert: a slice of length x converted to a pointer to an array of length y.
func panicSliceConvert(x, y int) { panic(boundsError{int64(x), true, y, boundsConvert}) }

func panicdivide() { panic(divideError) }
func panicshift()  { panic(shiftError) }
func panicmem()    { panic(memoryError) }

func panicmap()            { panic(plainError("assignment to entry in nil map")) }
func panicmakeslicelen()   { panic(errorString("makeslice: len out of range")) }
func panicmakeslicecap()   { panic(errorString("makeslice: cap out of range")) }
func panicgrowslice()      { panic(errorString("growslice: cap out of range")) }
func panicstringconcat()   { panic(errorString("string concatenation too long")) }
func panicmakechansize()   { panic(plainError("makechan: size out of range")) }
func panicsendclosed()     { panic(plainError("send on closed channel")) }
func panicclosenil()       { panic(plainError("close of nil channel")) }
func panicclosed()         { panic(plainError("close of closed channel")) }
func panicunreachable()    { throw("unreachable code reached") }
func panicplain(s string)  { panic(plainError(s)) }
func panicstring(s string) { panic(s) }

// panicuncomparable and panicunhashable: an interface comparison or map key of an unfit dynamic type.
func panicuncomparable(t *rtype) { panic(errorString("comparing uncomparable type " + typeString(t))) }
func panicunhashable(t *rtype)   { panic(errorString("hash of unhashable type " + typeString(t))) }

// panicdottype: x.(T) for a concrete T; have is nil for a nil interface, iface the static type of x.
func panicdottype(have, want, iface *rtype) {
	panic(&TypeAssertionError{iface: iface, concrete: have, asserted: want})
}

// panicnildottype: x.(T) for an interface T and a nil x.
func panicnildottype(want *rtype) { panic(&TypeAssertionError{asserted: want}) }

// panicmissing: x.(T) for an interface T, whose dynamic type have lacks a method.
func panicmissing(have, want *rtype, method string) {
	panic(&TypeAssertionError{concrete: have, asserted: want, missing: method})
}

// checkunsafeslice and checkunsafestring: arguments of unsafe.Slice and unsafe.String, a length of type uint64 as int.
func checkunsafeslice(p unsafe.Pointer, n, size int) {
	if unfit(p, n, size) {
		if p == nil && n > 0 {
			panic(errorString("unsafe.Slice: ptr is nil and len is not zero"))
		}
		panic(errorString("unsafe.Slice: len out of range"))
	}
}

func checkunsafestring(p unsafe.Pointer, n, size int) {
	if unfit(p, n, size) {
		if p == nil && n > 0 {
			panic(errorString("unsafe.String: ptr is nil and len is not zero"))
		}
		panic(errorString("unsafe.String: len out of range"))
	}
}

// unfit: n is negative, or n objects of size bytes at p go beyond the address space.
func unfit(p unsafe.Pointer, n, size int) bool {
	if n <= 0 || size == 0 {
		return n < 0
	}
	return p == nil || uint(n) > -uint(uintptr(p))/uint(size)
}

// panicwrap is called in the wrapper (*T).M of a value method when the receiver is nil.
func panicwrap() {
	name := callerName(1) // "path/pkg.(*T).M"
	open, shut := -1, -1
	for i := 0; i+1 < len(name); i++ {
		if name[i] == '(' && name[i+1] == '*' && open < 0 {
			open = i
		}
		if name[i] == ')' {
			shut = i
		}
	}
	if open < 1 || shut < open || shut+2 > len(name) {
		throw("panicwrap: no method wrapper: " + name)
	}
	pkg, typ, method := name[:open-1], name[open+2:shut], name[shut+2:]
	panic(plainError("value method " + pkg + "." + typ + "." + method + " called using nil *" + typ + " pointer"))
}

// callerName is the symbol of the skip-th caller of the function calling it, wrappers included.
func callerName(skip int) string

// throw ends the program with "fatal error: s"; it cannot be recovered.
func throw(s string)

// A panicRecord mirrors struct panic_rec of runtime/g.h.
type panicRecord struct {
	link      *panicRecord
	value     any
	recovered bool
	aborted   bool
	goexit    bool
	frame     unsafe.Pointer
}
