module "main" name "main"
// Recursion far beyond the first stack; each level receives an array from the level below in a frame object of its own.
//   func sum(n int) (r [2]int) { if n == 0 { r[1] = 1; return }; a := sum(n - 1); return [2]int{a[0] + n, a[1] + 1} }
func "sum" func(int) ([ 2 ] int) slots 5 args 2 res 0 dsize 16 {
  .reg q 0 *[ 2 ] int
  .reg w 1 int
  .reg w 2 int
  .reg q 3 *[ 2 ] int
  .obj 0 [ 2 ] int
  jnei 1, 0, deeper
  ldi 2, 1
  st64 0, 2, 8
  ret0
deeper:
  fobj 3, 0
  addi.i64 2, 1, -1
  call @"sum" func(int) ([ 2 ] int) (3, 2) -> ()
  ld64 2, 3, 0
  add.i64 2, 2, 1
  st64 0, 2, 0
  ld64 2, 3, 8
  addi.i64 2, 2, 1
  st64 0, 2, 8
  ret0
}
func "main" func() () slots 5 args 0 res 0 dsize 16 {
  .reg w 0 int
  .reg w 1 int
  .reg q 2 *[ 2 ] int
  .reg s 3 string
  .obj 0 [ 2 ] int
  fobj 2, 0
  ldi 0, 2000
  call @"sum" func(int) ([ 2 ] int) (2, 0) -> ()
  ld64 1, 2, 0
  rt print_int, - (1) -> ()
  str 3, " "
  rt print_string, - (3, 4) -> ()
  ld64 1, 2, 8
  rt print_int, - (1) -> ()
  rt print_flush, - () -> ()
  ret0
}
