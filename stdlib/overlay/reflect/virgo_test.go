package reflect

import "unsafe"

// What the package's external tests look at from inside.

func MakeRO(v Value) Value {
	v.flag |= flagStickyRO
	return v
}

func IsRO(v Value) bool { return v.flag&flagStickyRO == flagStickyRO }

var callsGC bool

// CallGC would have a collection in the middle of calls.
var CallGC = &callsGC

// There are neither frame layouts nor pointer bitmaps to show: the tests that ask for them fail.
func FuncLayout(t Type, rcvr Type) (frametype Type, argSize, retOffset uintptr, stack, gc, inReg, outReg []byte, ptrs bool) {
	return t, 0, 0, nil, nil, nil, nil, false
}

func GCBits(any) []byte { return nil }

func SetArgRegs(ints, floats int, floatSize uintptr) (int, int, uintptr) { return 0, 0, 0 }

func TypeLinks() []string { return nil }

func MapBucketOf(x, y Type) Type { return x }

func CachedBucketOf(m Type) Type { return m }

type EmbedWithUnexpMeth struct{}

func (EmbedWithUnexpMeth) f() {}

type hasF interface{ f() }

var keepsF hasF = EmbedWithUnexpMeth{}

func FirstMethodNameBytes(t Type) *byte {
	keepsF.f()
	ut := t.uncommon()
	if ut == nil {
		panic("type has no methods")
	}
	name := t.(*rtype).nameOff(ut.methods()[0].name)
	if *name.data(0, "flags of a name")&(1<<2) == 0 {
		panic("method name does not have pkgPath *string")
	}
	return name.bytes
}

type OtherPkgFields struct {
	OtherExported   int
	otherUnexported int
}

func IsExported(t Type) bool {
	r := t.(*rtype)
	return r.nameOff(r.str).isExported()
}

func ResolveReflectName(s string) { resolveReflectName(newName(s, "", false, false)) }

type Buffer struct{ buf []byte }

var MethodValueCallCodePtr = func() uintptr { return uintptr(unsafe.Pointer(&callsGC)) }
