module "main" name "main"
// Receives of a struct too big for registers: from a sleeping sender, from a buffer, from a closed channel.
//   type T struct { a, b, c, d, e int; s string }
func "main.func1" func() () slots 8 args 0 res 0 dsize 56 ctx struct { "F" uintptr; "c" chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string } } {
  .reg r 0 *struct { "F" uintptr; "c" chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string } }
  .reg r 1 chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string }
  .reg q 2 *struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string }
  .reg w 3 int
  .reg s 4 string
  .reg w 6 int
  .obj 0 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string }
  ldr 1, 0, 8
  fobj 2, 0
  ldi 3, 0
loop:
  addi.i64 3, 3, 1
  st64 2, 3, 0
  muli.i64 6, 3, 10
  st64 2, 6, 32
  str 4, "ab"
  rt concat2, - (4, 5, 4, 5) -> (4, 5)
  st2 2, 4, 40
  rt chansend, chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string } (1, 2) -> ()
  jlti 3, 5, loop
  rt chanclose, - (1) -> ()
  ret0
}
func "main" func() () slots 12 args 0 res 0 dsize 56 {
  .reg r 0 chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string }
  .reg r 1 *struct { "F" uintptr; "c" chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string } }
  .reg r 2 func() ()
  .reg q 3 *struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string }
  .reg w 4 bool
  .reg w 5 int
  .reg w 6 int
  .reg s 7 string
  .reg s 9 string
  .reg w 6 int
  .obj 0 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string }
  ldi 5, 2
  rt makechan, chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string } (5) -> (0)
  rt new, struct { "F" uintptr; "c" chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string } } () -> (1)
  str_ 1, 0, 8
  clo 2, 1, @"main.func1" func() ()
  go 2
  fobj 3, 0
next:
  rt chanrecv, chan 3 struct { "a" int; "b" int; "c" int; "d" int; "e" int; "s" string } (0, 3) -> (4)
  ld64 5, 3, 0
  ld64 6, 3, 32
  ld2 7, 3, 40
  rt print_int, - (5) -> ()
  str 9, ":"
  rt print_string, - (9, 10) -> ()
  rt print_int, - (6) -> ()
  rt print_string, - (7, 8) -> ()
  str 9, " "
  rt print_string, - (9, 10) -> ()
  jnei 4, 0, next
  rt print_flush, - () -> ()
  ret0
}
