// tests/verify/base.vs - a module that is accepted; forged.txt lists changes that must be refused.
module "main" name "main"
type "main"."Point" name "main" here = struct { "X" int; "Y" int32; "P" *int; "S" string; "L" []int; "I" interface { } }
type "main"."Big" name "main" here = struct { "A" [4]int; "B" string }
type "main"."Num" name "main" here = int
type "main"."Shaper" name "main" here = interface { "Area" func(int) (int) }
global "counter" int { }
global "table" [4]int readonly { .data "0100000000000000020000000000000003" }
global "slice" []int { .data "000000000000000003000000000000000400000000000000" .reloc 0 glob %"table" [4]int + 0 }
global "name" string { .reloc 0 str "virgo" }
global "any" interface { } { .reloc 0 type int .reloc 8 glob %"counter" int + 0 }
global "primes" [2]struct { "Key" string; "Elem" int } { .data "00000000000000000000000000000000020000000000000000000000000000000000000000000000000300000000000000" .reloc 0 str "two" .reloc 24 str "three" }
global "named" map[string]int { .reloc 0 map map[string]int %"primes" [2]struct { "Key" string; "Elem" int } }
global "hook" func() () { .reloc 0 func @"plain" func() () }
global "point" "main"."Point" { .reloc 16 glob %"counter" int + 0 .reloc 24 str "p" }
func "plain" func() () slots 0 args 0 res 0 { ret0 }
func "add" func(int, int) (int) slots 3 args 2 res 1 {
  .reg w 0 int
  .reg w 1 int
  .reg w 2 int
    add.i64 2, 0, 1
    ret1 2
}
func "Num.Area" func("main"."Num", int) (int) method slots 2 args 2 res 1 {
  .reg w 0 -
  .reg w 1 -
    mul.i64 0, 0, 1
    ret1 0
}
func "(*Num).Area" func(*"main"."Num", int) (int) method wrapper slots 3 args 2 res 1 {
  .reg r 0 *"main"."Num"
  .reg w 1 -
  .reg w 2 -
    ld64 2, 0, 0
    call @"Num.Area" func("main"."Num", int) (int) (2, 1) -> (2)
    ret1 2
}
func "flow" func(int) (string) slots 5 args 1 res 2 {
  .reg w 0 int
  .reg s 1 string
  .reg w 3 int
  .reg w 4 int
top:
    addi.i64 0, 0, -1
    jgti 0, 10, top
    jtab 0 [zero, one]
    jmp zero
one:
    str 1, "one"
    mov 3, 2
    ret (1, 2)
zero:
    ldi64 4, 0x1122334455667788
    nil2 1
    ret (1, 2)
}
func "memory" func(*"main"."Point", []int, string) (int) slots 20 args 6 res 1 {
  .reg r 0 *"main"."Point"
  .reg l 1 []int
  .reg s 4 string
  .reg w 6 int
  .reg r 7 *int
  .reg s 8 string
  .reg l 10 []int
  .reg i 13 interface { }
  .reg r 15 *[4]int
  .reg r 16 *string
  .reg w 17 int
    ld64 6, 0, 0
    st64 0, 6, 0
    st32 0, 6, 8
    ldr 7, 0, 16
    str_ 0, 7, 16
    ld2 8, 0, 24
    st2 0, 8, 24
    ld3 10, 0, 40
    st3 0, 1, 40
    ld2 13, 0, 64
    lea 16, 0, 24
    ldx64 6, 1, 17
    stx64 1, 17, 6
    leax 7, 1, 17, 8
    sll 10, 1, 3, 0x60011, 0, 8
    sls 8, 4, 1, 0x11, 0, 1
    gaddr 15, %"table" [4]int
    sla 10, 15, 0, 0x0, 0, 8, 4
    leaa 7, 15, 17, 4, 8
    mcopy 0, 0, 80
    mzero 15, 32
    grow 10, 10, 2, []int
    aadd64 6, 7, 17
    ldxs 6, 4, 17
    ret1 6
}
func "locals" func("main"."Big") ("main"."Big") slots 7 args 2 res 0 dsize 48 {
  .reg q 0 *"main"."Big"
  .reg q 1 *"main"."Big"
  .reg q 2 *"main"."Big"
  .reg w 3 -
  .reg q 4 *[4]int
  .reg r 5 *"main"."Big"
  .reg q 6 *int
  .obj 0 "main"."Big"
    fobj 2, 0
    mcopy 2, 1, 48
    lea 4, 2, 0
    leaa 6, 4, 3, 4, 8
    ld64 3, 2, 8
    rt new, "main"."Big" () -> (5)
    mcopy 0, 5, 48
    ret0
}
func "calls" func(func(int) (string), "main"."Shaper", interface { }) () slots 16 args 5 res 0 dsize 96 {
  .reg r 0 func(int) (string)
  .reg i 1 "main"."Shaper"
  .reg i 3 interface { }
  .reg w 5 -
  .reg s 6 string
  .reg w 8 -
  .reg q 9 *"main"."Big"
  .reg q 10 *"main"."Big"
  .reg r 11 *"main"."Num"
  .reg r 12 func() ()
  .reg i 13 "main"."Shaper"
  .obj 0 "main"."Big"
  .obj 48 "main"."Big"
    callc 0 (5) -> (6, 7)
    calli 0, 1 (5) -> (8)
    call @"add" func(int, int) (int) (5, 8) -> (8)
    fobj 9, 0
    fobj 10, 6
    call @"locals" func("main"."Big") ("main"."Big") (9, 10) -> ()
    boxw 3, 5, interface { } : int
    boxw 13, 5, "main"."Shaper" : "main"."Num"
    mki 13, 11, "main"."Shaper" : *"main"."Num"
    box2 3, 6, - : string
    boxm 3, 9, - : "main"."Big"
    isty 5, 3, string
    asrt 11, 3, "main"."Num"
    convi 3, 1, interface { }
    fn 12, @"plain" func() ()
    go 12

    ret0
}
func "closure" func(int) (string) ctx struct { "F" in "main" uintptr; "N" in "main" int } slots 4 args 1 res 2 {
  .reg w 0 -
  .reg r 1 *struct { "F" in "main" uintptr; "N" in "main" int }
  .reg s 2 string
    ld64 0, 1, 8
    ret (2, 3)
}
func "maker" func() (func(int) (string)) defer recovers slots 8 args 0 res 1 recover out {
  .reg r 0 *struct { "F" in "main" uintptr; "N" in "main" int }
  .reg r 1 func(int) (string)
  .reg r 2 func() ()
  .reg w 3 -
  .reg i 4 interface { }
    rt new, struct { "F" in "main" uintptr; "N" in "main" int } () -> (0)
    st64 0, 3, 8
    clo 1, 0, @"closure" func(int) (string)
    defer 2
    recover 4
out:
    deferret
    ret1 1
}
func "maps" func(map[string]int, chan 3 int) () slots 16 args 2 res 0 dsize 48 {
  .reg r 0 map[string]int
  .reg r 1 chan 3 int
  .reg s 2 string
  .reg r 4 *int
  .reg w 5 -
  .reg w 6 -
  .reg q 7 *int
  .reg l 8 []uint8
  .reg l 11 []int
  .obj 0 int
    fobj 7, 0
    rt mapaccess2_s, map[string]int (0, 2, 3) -> (4, 5)
    rt mapassign_s, map[string]int (0, 2, 3) -> (4)
    rt chansend_w, chan 3 int (1, 5) -> ()
    rt chanrecv, chan 3 int (1, 7) -> (5)
    rt makeslice, []int (5, 6) -> (11, 12, 13)
    rt appendstr, []uint8 (8, 9, 10, 2, 3) -> (8, 9, 10)
    rt concat2, - (2, 3, 2, 3) -> (2, 3)
    bytestr 2, 8
    eqs 5, 2, 2
    select 5, 6, 1 [1 2 7, 1 1 4]
    jlti 5, 0, done
    poll
done:
    ret0
}
func "main" func() () slots 1 args 0 res 0 {
    call @"plain" func() () () -> ()
    ret0
}
methods "main"."Num" {
  "Area" func(int) (int) 1 @"Num.Area" func("main"."Num", int) (int) @"(*Num).Area" func(*"main"."Num", int) (int)
}
