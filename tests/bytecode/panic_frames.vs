// A panic crosses frames with and without deferred calls, is replaced by a panic in one of them, and is recovered.
module "main" name "main"
func "say" func(string) () slots 2 args 2 res 0 at "panic.go" 1 {
  .reg s 0 string
    rt print_string, - (0, 1) -> ()
    rt print_flush, - () -> ()
    ret0
}
func "inner" func(string) () slots 6 args 2 res 0 at "panic.go" 5 {
  .reg s 0 string
  .reg i 2 interface { }
    box2 2, 0, interface { } : string
    panic 2
}
func "middle.func1" func() () slots 2 args 0 res 0 at "panic.go" 10 {
  .reg s 0 string
    str 0, "middle "
    call @"say" func(string) () (0, 1) -> ()
    ret0
}
func "middle" func() () defer slots 4 args 0 res 0 recover out at "panic.go" 14 {
  .reg r 0 func() ()
  .reg s 1 string
    fn 0, @"middle.func1" func() ()
    defer 0
    str 1, "first"
    call @"inner" func(string) () (1, 2) -> ()
out:
    deferret
    ret0
}
func "replace.func1" func() () slots 2 args 0 res 0 at "panic.go" 20 {
  .reg s 0 string
    str 0, "second"
    call @"inner" func(string) () (0, 1) -> ()
    ret0
}
func "replace" func() () defer slots 2 args 0 res 0 recover out at "panic.go" 24 {
  .reg r 0 func() ()
    fn 0, @"replace.func1" func() ()
    defer 0
    call @"middle" func() () () -> ()
out:
    deferret
    ret0
}
func "outer.func1" func() () recovers slots 8 args 0 res 0 at "panic.go" 30 {
  .reg i 0 interface { }
  .reg r 2 *string
  .reg s 3 string
    recover 0
    asrt 2, 0, string
    ld2 3, 2, 0
    call @"say" func(string) () (3, 4) -> ()
    recover 0
    ret0
}
func "outer" func(int) (int) defer slots 4 args 1 res 1 recover out at "panic.go" 40 {
  .reg w 0 int
  .reg r 1 func() ()
  .reg w 2 int
    addi.i64 2, 0, 5
    fn 1, @"outer.func1" func() ()
    defer 1
    call @"replace" func() () () -> ()
    ldi 2, 0
out:
    deferret
    ret1 2
}
func "main" func() () slots 6 args 0 res 0 at "panic.go" 50 {
  .reg w 0 int
  .reg w 1 int
  .reg s 2 string
again:
    call @"outer" func(int) (int) (0) -> (1)
    str 2, " "
    call @"say" func(string) () (2, 3) -> ()
    rt print_int, - (1) -> ()
    str 2, "\n"
    call @"say" func(string) () (2, 3) -> ()
    addi.i64 0, 0, 1
    jlti 0, 3, again
    ret0
}
