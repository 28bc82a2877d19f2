// run

// Checksums, digests, ciphers and encodings of the library.
package main

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"hash/maphash"
	"io"
	"math/bits"
	"math/rand"
)

func main() {
	var data []byte
	for i := 0; i < 3000; i++ {
		data = append(data, byte(i*i>>3))
	}
	for _, n := range []int{0, 1, 3, 63, 64, 65, 1000, 3000} {
		d := data[:n]
		f32, f64, f128 := fnv.New32a(), fnv.New64a(), fnv.New128a()
		f32.Write(d)
		f64.Write(d)
		f128.Write(d)
		fmt.Println(n, crc32.ChecksumIEEE(d), crc32.Checksum(d, crc32.MakeTable(crc32.Castagnoli)),
			crc64.Checksum(d, crc64.MakeTable(crc64.ECMA)), adler32.Checksum(d), f32.Sum32(), f64.Sum64())
		fmt.Printf("%x %x %x %x %x\n", md5.Sum(d), sha1.Sum(d), sha256.Sum256(d), sha512.Sum512(d), f128.Sum(nil))
	}
	mac := hmac.New(sha256.New, []byte("key"))
	mac.Write(data)
	fmt.Println(hex.EncodeToString(mac.Sum(nil)))
	block, err := aes.NewCipher([]byte("0123456789abcdef"))
	if err != nil {
		panic(err)
	}
	sealed := make([]byte, 64)
	cipher.NewCTR(block, data[:16]).XORKeyStream(sealed, data[:64])
	gcm, _ := cipher.NewGCM(block)
	fmt.Printf("%x\n%x\n", sealed, gcm.Seal(nil, data[:12], data[:40], []byte("more")))
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 9)
	w.Write(data)
	w.Close()
	fmt.Println(packed.Len(), crc32.ChecksumIEEE(packed.Bytes()))
	packed.Reset()
	z := gzip.NewWriter(&packed)
	z.Write(data)
	z.Close()
	r, _ := gzip.NewReader(&packed)
	back, err := io.ReadAll(r)
	fmt.Println(bytes.Equal(back, data), err)
	fmt.Println(base64.StdEncoding.EncodeToString(data[:50]))
	buf := make([]byte, 16)
	binary.LittleEndian.PutUint64(buf, 0x0102030405060708)
	binary.BigEndian.PutUint32(buf[8:], 0x0a0b0c0d)
	fmt.Println(buf, binary.LittleEndian.Uint16(buf[3:]), binary.PutVarint(buf, -1234567), buf)
	fmt.Println(bits.Len64(1<<40), bits.LeadingZeros32(5), bits.TrailingZeros16(0), bits.OnesCount64(0xdeadbeef), bits.ReverseBytes32(0x01020304),
		bits.Reverse8(0x13), bits.RotateLeft64(1, 63))
	hi, lo := bits.Mul64(1<<63, 6)
	q, rem := bits.Div64(3, 5, 7)
	fmt.Println(hi, lo, q, rem)
	g := rand.New(rand.NewSource(42))
	fmt.Println(g.Int63(), g.Intn(1000), g.Float64(), g.NormFloat64(), g.ExpFloat64(), g.Perm(10))
	seed := maphash.MakeSeed()
	fmt.Println(maphash.String(seed, "a") == maphash.String(seed, "a"))
}
