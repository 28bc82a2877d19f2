module "main" name "main"
// A panic goes through frames with and without deferred calls; the outermost recovers and the program goes on.
//   func down(n int) { defer func() { print(n) }(); if n == 0 { panic("bottom") }; down(n - 1) }
//   func top() (r int) { defer func() { if x := recover(); x != nil { r = 7 } }(); down(5); return 1 }
func "down.func1" func() () slots 4 args 0 res 0 ctx struct { "F" uintptr; "n" int } {
  .reg r 0 *struct { "F" uintptr; "n" int }
  .reg w 1 int
  ld64 1, 0, 8
  rt print_int, - (1) -> ()
  ret0
}
func "down" func(int) () defer slots 8 args 1 res 0 recover rec {
  .reg w 0 int
  .reg r 1 *struct { "F" uintptr; "n" int }
  .reg r 2 func() ()
  .reg i 3 interface { }
  .reg s 5 string
  .reg w 7 int
  rt new, struct { "F" uintptr; "n" int } () -> (1)
  st64 1, 0, 8
  clo 2, 1, @"down.func1" func() ()
  defer 2
  jnei 0, 0, deeper
  str 5, "bottom"
  box2 3, 5, interface { } : string
  panic 3
deeper:
  addi.i64 7, 0, -1
  call @"down" func(int) () (7) -> ()
rec:
  deferret
  ret0
}
func "top.func1" func() () slots 6 args 0 res 0 recovers ctx struct { "F" uintptr; "r" *int } {
  .reg r 0 *struct { "F" uintptr; "r" *int }
  .reg i 1 interface { }
  .reg w 3 int
  .reg r 4 *int
  recover 1
  itab 3, 1
  jeqi 3, 0, out
  ldr 4, 0, 8
  ldi 3, 7
  st64 4, 3, 0
out:
  ret0
}
func "top" func() (int) defer slots 6 args 0 res 1 recover rec {
  .reg r 0 *int
  .reg r 1 *struct { "F" uintptr; "r" *int }
  .reg r 2 func() ()
  .reg w 3 int
  rt new, int () -> (0)
  rt new, struct { "F" uintptr; "r" *int } () -> (1)
  str_ 1, 0, 8
  clo 2, 1, @"top.func1" func() ()
  defer 2
  ldi 3, 5
  call @"down" func(int) () (3) -> ()
  ldi 3, 1
  st64 0, 3, 0
rec:
  deferret
  ld64 3, 0, 0
  ret1 3
}
func "main" func() () slots 3 args 0 res 0 {
  .reg w 0 int
  .reg w 1 int
  ldi 1, 0
again:
  call @"top" func() (int) () -> (0)
  rt print_int, - (0) -> ()
  addi.i64 1, 1, 1
  jlti 1, 3, again
  rt print_flush, - () -> ()
  ret0
}
