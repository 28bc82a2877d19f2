package reflect

import "unsafe"

// Descriptors are canonical: the runtime finds or makes the one of each composite type.
func typePtrTo(elem *rtype) *rtype
func typeSliceOf(elem *rtype) *rtype
func typeArrayOf(elem *rtype, length int) *rtype
func typeChanOf(elem *rtype, dir int) *rtype
func typeMapOf(key, elem *rtype) *rtype
func typeFuncOf(in, out []*rtype, variadic bool) *rtype

// typesByString lists the struct types of the program that print as s.
func typesByString(s string) []*rtype

// typelinks would list descriptors sorted by string; typesByString needs no such list.
func typelinks() (sections []unsafe.Pointer, offset [][]int32) { return nil, nil }

func (t *rtype) ptrTo() *rtype {
	if t.ptrToThis != 0 {
		return t.typeOff(t.ptrToThis)
	}
	return typePtrTo(t)
}

func SliceOf(t Type) Type { return typeSliceOf(t.(*rtype)) }

func ArrayOf(length int, elem Type) Type {
	if length < 0 {
		panic("reflect: negative length passed to ArrayOf")
	}
	t := elem.(*rtype)
	if t.size > 0 && uintptr(length) > (1<<63-1)/t.size {
		panic("reflect.ArrayOf: array size would exceed virtual address space")
	}
	return typeArrayOf(t, length)
}

func ChanOf(dir ChanDir, t Type) Type {
	elem := t.(*rtype)
	if elem.size >= 1<<16 {
		panic("reflect.ChanOf: element size too large")
	}
	if dir < RecvDir || dir > BothDir {
		panic("reflect.ChanOf: invalid dir")
	}
	return typeChanOf(elem, int(dir))
}

func MapOf(key, elem Type) Type {
	k := key.(*rtype)
	if k.equal == nil {
		panic("reflect.MapOf: invalid key type " + k.String())
	}
	return typeMapOf(k, elem.(*rtype))
}

func FuncOf(in, out []Type, variadic bool) Type {
	if variadic && (len(in) == 0 || in[len(in)-1].Kind() != Slice) {
		panic("reflect.FuncOf: last arg of variadic func must be slice")
	}
	if len(in)+len(out) > 128 {
		panic("reflect.FuncOf: too many arguments")
	}
	return typeFuncOf(rtypes(in), rtypes(out), variadic)
}

func rtypes(list []Type) []*rtype {
	all := make([]*rtype, len(list))
	for i, t := range list {
		all[i] = t.(*rtype)
	}
	return all
}

// Maps have no buckets to describe.
func bucketOf(ktyp, etyp *rtype) *rtype { return nil }
