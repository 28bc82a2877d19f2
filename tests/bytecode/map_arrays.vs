module "main" name "main"
// m := map[int][4]int; m[i % 50][k] = i + k for many i, then a sum over a lookup of every key.
func "main" func() () slots 12 args 0 res 0 dsize 32 {
  .reg r 0 map [ int ] [ 4 ] int
  .reg w 1 int
  .reg w 2 int
  .reg r 3 *[ 4 ] int
  .reg q 4 *[ 4 ] int
  .reg w 5 int
  .reg w 6 int
  .reg w 7 int
  .reg s 9 string
  .obj 0 [ 4 ] int
  ldi 1, 8
  rt makemap, map [ int ] [ 4 ] int (1) -> (0)
  ldi 1, 0
  fobj 4, 0
  ldi 7, 50
loop:
  rem.i64 2, 1, 7
  st64 4, 1, 0
  addi.i64 5, 1, 3
  st64 4, 5, 24
  rt mapassign_w, map [ int ] [ 4 ] int (0, 2) -> (3)
  mcopy 3, 4, 32
  addi.i64 1, 1, 1
  jlti 1, 500, loop
  ldi 1, 0
  ldi 6, 0
sum:
  rt mapaccess1_w, map [ int ] [ 4 ] int (0, 1) -> (3)
  mcopy 4, 3, 32
  ld64 5, 4, 24
  add.i64 6, 6, 5
  ld64 5, 4, 0
  add.i64 6, 6, 5
  addi.i64 1, 1, 1
  jlti 1, 51, sum
  rt print_int, - (6) -> ()
  rt maplen, - (0) -> (5)
  str 9, " "
  rt print_string, - (9, 10) -> ()
  rt print_int, - (5) -> ()
  rt print_flush, - () -> ()
  ret0
}
