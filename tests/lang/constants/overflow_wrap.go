// run

package main

import "fmt"

func main() {
	var i8 int8 = 127
	i8++
	var u8 uint8 = 0
	u8--
	var i16 int16 = -32768
	i16--
	var u16 uint16 = 65535
	u16 += 2
	var i32 int32 = 1 << 30
	i32 *= 2
	var u32 uint32 = 1 << 31
	u32 *= 3
	var i64 int64 = 1<<63 - 1
	i64++
	var u64 uint64
	u64--
	fmt.Println(i8, u8, i16, u16, i32, u32, i64, u64)
	i8 = -128
	fmt.Println(-i8, i8/-1, i8%-1, i8*i8, ^i8, i8>>1, uint8(i8)>>1)
	i64 = -1 << 63
	fmt.Println(-i64, i64/-1, i64%-1)
	var a, b int8 = 100, 100
	fmt.Println(a+b, int(a)+int(b), a-(-b), a*b)
	var s uint = 70
	one, minus := 1, -1
	fmt.Println(one<<s, minus>>s, uint8(1)<<s, one<<63>>63, one<<64>>s)
	var w uint8 = 200
	fmt.Println(w+w, w<<1, ^w, w&^0x0f, w|1, w^0xff)
}
