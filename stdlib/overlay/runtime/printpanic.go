package runtime

import "unsafe"

type stringer interface{ String() string }

// preprintpanics replaces the values of the active panics by their Error or String texts; the VM calls it when a panic
// has no one to recover it, before anything is printed, because those methods run guest code that may itself panic.
func preprintpanics(p *panicRecord) {
	for ; p != nil; p = p.link {
		if p.goexit {
			continue
		}
		switch v := p.value.(type) {
		case error:
			faulted = faulted || v == memoryError
			p.value = v.Error()
		case stringer:
			p.value = v.String()
		}
	}
}

var faulted bool // one of the panics is a nil dereference

// printpanics prints the active panics, the oldest first, as gc does.
func printpanics(p *panicRecord) {
	printchain(p)
	if faulted {
		print("[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x0]\n")
		faulted = false // a session goes on
	}
}

func printchain(p *panicRecord) {
	if p == nil {
		return
	}
	if p.link != nil {
		printchain(p.link)
		if !p.link.goexit {
			print("\t")
		}
	}
	if p.goexit {
		return
	}
	print("panic: ")
	printpanicval(p.value)
	if p.recovered {
		print(" [recovered]")
	}
	print("\n")
}

func printpanicval(value any) {
	switch v := value.(type) {
	case nil:
		print("nil")
	case bool:
		print(v)
	case int:
		print(v)
	case int8:
		print(v)
	case int16:
		print(v)
	case int32:
		print(v)
	case int64:
		print(v)
	case uint:
		print(v)
	case uint8:
		print(v)
	case uint16:
		print(v)
	case uint32:
		print(v)
	case uint64:
		print(v)
	case uintptr:
		print(v)
	case float32:
		print(v)
	case float64:
		print(v)
	case complex64:
		print(v)
	case complex128:
		print(v)
	case string:
		print(v)
	default:
		printdefined(value)
	}
}

// printdefined prints a value of a defined basic type with its type's name, of any other type as an address.
func printdefined(value any) {
	e := (*eface)(unsafe.Pointer(&value))
	name, p := typeString(e.typ), e.data
	switch e.typ.kind & 31 {
	case 1:
		print(name, "(", *(*bool)(p), ")")
	case 2:
		print(name, "(", *(*int)(p), ")")
	case 3:
		print(name, "(", *(*int8)(p), ")")
	case 4:
		print(name, "(", *(*int16)(p), ")")
	case 5:
		print(name, "(", *(*int32)(p), ")")
	case 6:
		print(name, "(", *(*int64)(p), ")")
	case 7:
		print(name, "(", *(*uint)(p), ")")
	case 8:
		print(name, "(", *(*uint8)(p), ")")
	case 9:
		print(name, "(", *(*uint16)(p), ")")
	case 10:
		print(name, "(", *(*uint32)(p), ")")
	case 11:
		print(name, "(", *(*uint64)(p), ")")
	case 12:
		print(name, "(", *(*uintptr)(p), ")")
	case 13:
		print(name, "(", *(*float32)(p), ")")
	case 14:
		print(name, "(", *(*float64)(p), ")")
	case 15:
		print(name, "(", *(*complex64)(p), ")")
	case 16:
		print(name, "(", *(*complex128)(p), ")")
	case 24:
		print(name, `("`, *(*string)(p), `")`)
	default:
		print("(", name, ") ", p)
	}
}
