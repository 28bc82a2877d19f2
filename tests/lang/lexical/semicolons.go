// run

package main

import ("fmt"; "strings")

type T struct{ a, b int; c string }

func f() (int, error) { return 1, nil }

func main() {
	if x, err := f(); err == nil { fmt.Println(x) }
	for i := 0; i < 2; i++ { fmt.Print(i, " ") }; fmt.Println()
	t := T{
		1, 2,
		"three",
	}
	fmt.Println(t.
		c, strings.
		Repeat("ab",
			2,
		))
	func() {}()
	switch { case true: fmt.Println("one line") }
	{ ; ; }
	var a = []int{1, 2, 3}; for range a {}
	goto end
end:
}
