// run

// Conversions between all numeric types, in range and out of it.
package main

import (
	"fmt"
	"math"
)

type num interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}

func all[T num](v T) string {
	return fmt.Sprint(int(v), int8(v), int16(v), int32(v), int64(v), uint(v), uint8(v), uint16(v), uint32(v), uint64(v),
		uintptr(v), float32(v), float64(v))
}

func main() {
	for _, f := range []float64{0, 0.9, -0.9, 1.5, -1.5, 127, 128, 255, 256, -128, -129, 32767.5, 65536, 2147483647, 2147483648,
		-2147483648, -2147483649, 4294967295, 4294967296, 9007199254740993, 9223372036854774784, 9223372036854775807,
		-9223372036854775808, 18446744073709549568, 18446744073709551615, 1e19, 1e20, -1e20, 1e300, -1e300, 5e-324,
		math.Inf(1), math.Inf(-1), math.NaN()} {
		fmt.Println(f, all(f))
		fmt.Println(float32(f), all(float32(f)))
	}
	for _, i := range []int64{0, 1, -1, 127, 128, -128, -129, 255, 256, 32768, 65535, 1 << 31, -1 << 31, 1<<32 - 1, 1 << 32,
		1<<53 + 1, 1<<63 - 1, -1 << 63} {
		fmt.Println(i, all(i), all(int8(i)), all(uint16(i)), all(int32(i)), all(uint64(i)))
	}
	for _, u := range []uint64{1 << 63, 1<<63 + 1, 1<<64 - 1, 1<<64 - 1024, 1<<63 + 1025} {
		fmt.Println(u, all(u))
	}
	for _, s := range []int{0, 1, 7, 8, 31, 32, 63, 64, 65, 1000} {
		x, y, z := int8(-77), uint32(0xdeadbeef), int64(-0x123456789abcdef)
		fmt.Println(x<<s, x>>s, y<<s, y>>s, z<<s, z>>s, uint64(z)>>s, int16(x)<<s)
	}
	min8, min64, minus := int8(-128), int64(math.MinInt64), -1
	fmt.Println(min8/int8(minus), min8%int8(minus), min64/int64(minus), min64%int64(minus), -min8, -min64, min8*min8)
	fmt.Println(string(rune(0x10ffff)), string(rune(-1)), string(rune(0xd800)), []byte("héllo"), []rune("h\xffé"), string([]rune{65, 0x20ac}))
	for _, c := range []byte{0, 127, 128, 200, 255} {
		fmt.Println(c, int8(c), rune(c), int(c)<<8, c > 127, c+100, -c)
	}
}
