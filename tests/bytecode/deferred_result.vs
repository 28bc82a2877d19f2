module "main" name "main"
// A deferred closure recovers and writes a named result while a panic unwinds.
//   func f() (n int) { defer func() { recover(); n = n + 41 }(); n = 1; panic("x") }
func "f.func1" func() () slots 6 args 0 res 0 ctx struct { "F" uintptr; "n" *int } recovers {
  .reg r 0 *struct { "F" uintptr; "n" *int }
  .reg i 1 interface { }
  .reg r 3 *int
  .reg w 4 int
  recover 1
  ldr 3, 0, 8
  ld64 4, 3, 0
  addi.i64 4, 4, 41
  st64 3, 4, 0
  ret0
}
func "f" func() (int) defer slots 8 args 0 res 1 recover rec {
  .reg r 0 *int
  .reg r 1 *struct { "F" uintptr; "n" *int }
  .reg r 2 func() ()
  .reg w 3 int
  .reg i 4 interface { }
  .reg s 6 string
  rt new, int () -> (0)
  rt new, struct { "F" uintptr; "n" *int } () -> (1)
  str_ 1, 0, 8
  clo 2, 1, @"f.func1" func() ()
  defer 2
  ldi 3, 1
  st64 0, 3, 0
  str 6, "x"
  box2 4, 6, interface { } : string
  panic 4
rec:
  deferret
  ld64 3, 0, 0
  ret1 3
}
func "main" func() () slots 1 args 0 res 0 {
  .reg w 0 int
  call @"f" func() (int) () -> (0)
  rt print_int, - (0) -> ()
  rt print_flush, - () -> ()
  ret0
}
