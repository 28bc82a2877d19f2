// run

package main

import "fmt"

func main() {
	s := "hello"
	t := s[1:3]
	fmt.Println(t, s[:0] == "", s[5:] == "", len(s[1:]), s[1], s > "hallo", s < "hello!", "" < "a")
	u := s + ", " + t + "!"
	fmt.Println(u, len(u))
	u += s
	fmt.Println(u, u == "hello, el!hello", u != s)
	x := ""
	for i := 0; i < 5; i++ {
		x = x + string(rune('a'+i)) + x
	}
	fmt.Println(x, len(x))
	for i := 0; i < len("日本"); i++ {
		fmt.Printf("%x ", "日本"[i])
	}
	for i, r := range "日本" {
		fmt.Print(i, string(r), " ")
	}
	fmt.Println()
	switch s {
	case "hell", "world":
		fmt.Println("no")
	case "hel" + "lo":
		fmt.Println("yes")
	}
	i := 7
	defer func() {
		fmt.Println(recover())
		defer func() { fmt.Println(recover()) }()
		fmt.Println(s[3:i-5])
	}()
	fmt.Println(s[i])
}
