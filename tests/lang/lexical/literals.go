// run

package main

import "fmt"

func main() {
	// integers
	fmt.Println(0b1010, 0o17, 017, 0xBad_Face, 1_000_000, 0b_1)
	// floats
	fmt.Println(.5, 1., 1e3, 0x1p-2, 0x1.8p1, 1_0.2_5, 0X_1FFFP-16)
	// imaginary
	fmt.Println(1i, 0x10i, 010i, 1.5e1i)
	// runes
	fmt.Println('a', '\n', '\'', '\\', '\x41', '\101', '\u00e9', '\U0001F600', '日')
	// strings
	fmt.Printf("%q %q %q\n", "tab\tquote\"", `raw \n "quoted"`, "\xff\u65e5\U00008a9e\377")
	fmt.Println(len(`a
b`), len("\r\n"), "日本"+"語")
	var π, Äpfel_2 = 3, 4
	fmt.Println(π*Äpfel_2, len("日本語"))
	/* a comment /* does not nest */
	x := 1 /* acts like a
	newline */
	fmt.Println(x)
}
