package reflect

import "unsafe"

// callFunc calls the func value fn of type t.  With method set, fn is a method and word its receiver as interfaces
// hold it.  args are the addresses of the arguments, results those of zeroed memory for the results.
func callFunc(t *funcType, fn unsafe.Pointer, method bool, word unsafe.Pointer, args, results []unsafe.Pointer)

// funcAdaptor is the function record of closures that implement func type t by a makeFuncImpl.
func funcAdaptor(t *rtype) unsafe.Pointer

func (v Value) call(op string, in []Value) []Value {
	t := (*funcType)(unsafe.Pointer(v.typ))
	var fn, word unsafe.Pointer
	method := v.flag&flagMethod != 0
	switch {
	case method:
		_, t, fn = methodReceiver(op, v, int(v.flag)>>flagMethodShift)
		storeRcvr(v, unsafe.Pointer(&word))
	case v.flag&flagIndir != 0:
		fn = *(*unsafe.Pointer)(v.ptr)
	default:
		fn = v.ptr
	}
	if fn == nil {
		panic("reflect.Value.Call: call of nil function")
	}
	in = callArguments(op, t, in)
	args := make([]unsafe.Pointer, len(in))
	for i, x := range in {
		x.mustBeExported()
		args[i] = inMemory(x.assignTo("reflect.Value.Call", t.In(i).(*rtype), nil))
	}
	results := make([]unsafe.Pointer, t.NumOut())
	for i := range results {
		results[i] = unsafe_New(t.Out(i).(*rtype))
	}
	callFunc(t, fn, method, word, args, results)
	if len(results) == 0 {
		return nil
	}
	out := make([]Value, len(results))
	for i, p := range results {
		typ := t.Out(i).(*rtype)
		if typ.size == 0 {
			out[i] = Zero(typ)
		} else {
			out[i] = Value{typ, p, flagIndir | flag(typ.Kind())}
		}
	}
	return out
}

// callArguments checks in against the parameters of t and collects variadic arguments in a slice.
func callArguments(op string, t *funcType, in []Value) []Value {
	n := t.NumIn() // parameters that take one value each
	if op == "CallSlice" {
		if !t.IsVariadic() {
			panic("reflect: CallSlice of non-variadic function")
		}
	} else if t.IsVariadic() {
		n--
	}
	spread := n < t.NumIn()
	if len(in) < n {
		panic("reflect: " + op + " with too few input arguments")
	}
	if len(in) > n && !spread {
		panic("reflect: " + op + " with too many input arguments")
	}
	for _, x := range in {
		if x.Kind() == Invalid {
			panic("reflect: " + op + " using zero Value argument")
		}
	}
	for i, x := range in[:n] {
		if have, want := x.Type(), t.In(i); !have.AssignableTo(want) {
			panic("reflect: " + op + " using " + have.String() + " as type " + want.String())
		}
	}
	if !spread {
		return in
	}
	list := MakeSlice(t.In(n), len(in)-n, len(in)-n)
	elem := t.In(n).Elem()
	for i, x := range in[n:] {
		if have := x.Type(); !have.AssignableTo(elem) {
			panic("reflect: cannot use " + have.String() + " as type " + elem.String() + " in " + op)
		}
		list.Index(i).Set(x)
	}
	all := make([]Value, 0, n+1)
	return append(append(all, in[:n]...), list)
}

// inMemory is the address of v's value.
func inMemory(v Value) unsafe.Pointer {
	if v.flag&flagIndir != 0 {
		return v.ptr
	}
	word := new(unsafe.Pointer)
	*word = v.ptr
	return unsafe.Pointer(word)
}

// A makeFuncImpl is the closure object of a function made by MakeFunc.  When it is called, the
// adaptor lays the arguments and zeroed results out in memory, in order, each aligned for its type, the first result
// aligned to a word, calls handle with that image, and returns the results found in it.
type makeFuncImpl struct {
	code   unsafe.Pointer
	handle func(f *makeFuncImpl, image unsafe.Pointer)
	ftyp   *funcType
	fn     func([]Value) []Value
}

func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	if typ.Kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	t := typ.common()
	f := &makeFuncImpl{
		code:   funcAdaptor(t),
		handle: callReflect,
		ftyp:   (*funcType)(unsafe.Pointer(t)),
		fn:     fn,
	}
	return Value{t, unsafe.Pointer(f), flag(Func)}
}

func callReflect(f *makeFuncImpl, image unsafe.Pointer) {
	off := uintptr(0)
	in := make([]Value, 0, f.ftyp.inCount)
	for _, typ := range f.ftyp.in() {
		off = align(off, uintptr(typ.align))
		from := unsafe.Pointer(uintptr(image) + off)
		off += typ.size
		switch {
		case typ.size == 0:
			in = append(in, Zero(typ))
		case ifaceIndir(typ):
			p := unsafe_New(typ)
			typedmemmove(typ, p, from)
			in = append(in, Value{typ, p, flagIndir | flag(typ.Kind())})
		default:
			in = append(in, Value{typ, *(*unsafe.Pointer)(from), flag(typ.Kind())})
		}
	}
	out := f.fn(in)
	if len(out) != f.ftyp.NumOut() {
		panic("reflect: wrong return count from function created by MakeFunc")
	}
	off = align(off, 8)
	for i, typ := range f.ftyp.out() {
		v := out[i]
		if v.typ == nil {
			panic("reflect: function created by MakeFunc using " + funcName(f.fn) + " returned zero Value")
		}
		if v.flag&flagRO != 0 {
			panic("reflect: function created by MakeFunc using " + funcName(f.fn) +
				" returned value obtained from unexported field")
		}
		off = align(off, uintptr(typ.align))
		if typ.size > 0 {
			v = v.assignTo("reflect.MakeFunc", typ, nil)
			typedmemmove(typ, unsafe.Pointer(uintptr(image)+off), inMemory(v))
		}
		off += typ.size
	}
}

// A methodFunc is the closure object of a method value: the adaptor calls method with word before the arguments.
type methodFunc struct {
	code   unsafe.Pointer
	handle func(f *makeFuncImpl, image unsafe.Pointer) // nil
	ftyp   *funcType
	method unsafe.Pointer // func value
	word   unsafe.Pointer // the receiver as interfaces hold it
}

// makeMethodValue makes a func value of v, a receiver with a method number.
func makeMethodValue(op string, v Value) Value {
	if v.flag&flagMethod == 0 {
		panic("reflect: internal error: invalid use of makeMethodValue")
	}
	t := v.Type().(*rtype)
	f := &methodFunc{code: funcAdaptor(t), ftyp: (*funcType)(unsafe.Pointer(t))}
	_, _, f.method = methodReceiver(op, v, int(v.flag)>>flagMethodShift) // panics if it cannot be called
	storeRcvr(v, unsafe.Pointer(&f.word))
	return Value{t, unsafe.Pointer(f), v.flag&flagRO | flag(Func)}
}

// methodValueCallCodePtr is what Pointer yields for every method value.
func methodValueCallCodePtr() uintptr {
	return uintptr(funcAdaptor(TypeOf(methodValueCallCodePtr).(*rtype)))
}
