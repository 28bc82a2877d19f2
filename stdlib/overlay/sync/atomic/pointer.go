package atomic

// Pointer is a *T that is read and written atomically; it starts as nil.
type Pointer[T any] struct {
	_ noCopy
	v *T
}

// Calls of these are single atomic instructions; the bodies say what they do.

func loadRef[T any](p **T) *T     { return *p }
func storeRef[T any](p **T, v *T) { *p = v }

func swapRef[T any](p **T, v *T) *T {
	old := *p
	*p = v
	return old
}

func compareAndSwapRef[T any](p **T, old, v *T) bool {
	if *p != old {
		return false
	}
	*p = v
	return true
}

// Load returns the pointer in x.
func (x *Pointer[T]) Load() *T { return loadRef(&x.v) }

// Store makes v the pointer in x.
func (x *Pointer[T]) Store(v *T) { storeRef(&x.v, v) }

// Swap makes v the pointer in x and returns the one before.
func (x *Pointer[T]) Swap(v *T) *T { return swapRef(&x.v, v) }

// CompareAndSwap makes v the pointer in x if that is old, and reports whether it was.
func (x *Pointer[T]) CompareAndSwap(old, v *T) bool { return compareAndSwapRef(&x.v, old, v) }
