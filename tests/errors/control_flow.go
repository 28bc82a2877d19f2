// errorcheck

package main

func noReturn(x int) int {
	if x > 0 {
		return 1
	}
} // ERROR "missing return"

func loops() int {
	for {
		break
	}
} // ERROR "missing return"

func ok(x int) int {
	switch {
	case x > 0:
		return 1
	default:
		panic("x")
	}
}

func main() {
	break // ERROR "break is not in a loop, switch, or select"
	continue // ERROR "continue is not in a loop"
	for {
		func() {
			break // ERROR "break is not in a loop, switch, or select"
		}()
	}
	switch 1 {
	case 1:
		fallthrough // ERROR "cannot fallthrough final case in switch"
	}
	goto L // ERROR "goto L jumps over declaration of x"
	x := 1 // GC
	_ = x
L:
	if true {
		goto M // ERROR "goto M jumps into block"
	}
	{
	M:
	}
}
