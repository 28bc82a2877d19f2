// run

package main

type T struct{ a int }

func main() {
	println("hello", 1, -2, true, 'a')
	print("no newline ", 3, "\n")
	println()
	println(1.5, -0.001, 1e100, float32(2.5), 0.0)
	println(1+2i, int8(-5), uint8(200), uint64(1<<63))
	var e error
	println(e == nil, nil == e)
	var s []int
	println(len(s), cap(s), "tab\tq\"")
	x := 10
	p := &x
	*p += 5
	println(x, p == &x)
	inf := 1.0
	for i := 0; i < 2000; i++ {
		inf *= 10
	}
	println(inf, -inf, inf-inf)
}
