package bytealg

// MaxBruteForce and MaxLen bound what Index is used for: everything.
const MaxBruteForce = 1 << 62

var MaxLen int = 1 << 62

// Cutover is never asked for texts up to MaxBruteForce.
func Cutover(n int) int { return n }

func Compare(a, b []byte) int
func Count(b []byte, c byte) int
func CountString(s string, c byte) int
func Index(a, b []byte) int
func IndexString(a, b string) int
func IndexByte(b []byte, c byte) int
func IndexByteString(s string, c byte) int
