// run

package main

import "fmt"

type myBytes []byte
type myRunes []rune
type myString string
type myByte byte

func main() {
	s := "héllo, 世界\xff!"
	b := []byte(s)
	r := []rune(s)
	fmt.Println(len(s), len(b), len(r), r)
	fmt.Println(string(b) == s, string(r) == s, string(r[1]), string(rune(0x4E16)), string(rune(-1)), string(rune(0xD800)))
	b[0] = 'H'
	fmt.Println(s[:5], string(b[:5]))
	ms := myString("abc")
	mb := myBytes(ms)
	mr := myRunes(ms)
	fmt.Println(mb, mr, myString(mb)+myString(mr), string(mb[1:]))
	fmt.Println([]myByte("xy"), string([]myByte{65, 66}))
	var empty []byte
	fmt.Println(string(empty) == "", len([]byte("")), []byte("") == nil)
	for i, c := range "a\xc3\xa9\xe4\xb8" {
		fmt.Print(i, ":", c, " ")
	}
	fmt.Println()
	m := map[string]int{"ab": 1}
	key := []byte{'a', 'b'}
	fmt.Println(m[string(key)])
	key[0] = 'x'
	fmt.Println(m[string(key)], m["ab"])
}
