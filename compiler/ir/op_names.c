/* compiler/ir/op_names.c - see op_names.h. */
#include "compiler/ir/op_names.h"
#include "compiler/ir/ir.h"
#include "optab.h"

static const char *const ir_names[] = {
#define NAME(op, text) [op - IR_FIRST] = text
    NAME(IR_MOVE, "move"), NAME(IR_CONST, "const"), NAME(IR_ZERO, "zero"), NAME(IR_STR, "str"),
    NAME(IR_PART, "part"), NAME(IR_LOAD, "load"), NAME(IR_STORE, "store"), NAME(IR_LOADX, "loadx"),
    NAME(IR_STOREX, "storex"), NAME(IR_LEA, "lea"), NAME(IR_LEAX, "leax"), NAME(IR_LEAA, "leaa"),
    NAME(IR_MCOPY, "mcopy"), NAME(IR_MZERO, "mzero"), NAME(IR_FOBJ, "fobj"), NAME(IR_FUNCVAL, "funcval"),
    NAME(IR_GADDR, "gaddr"), NAME(IR_CLOSURE, "closure"), NAME(IR_CALL, "call"), NAME(IR_CALLC, "callc"),
    NAME(IR_CALLI, "calli"), NAME(IR_RT, "rt"), NAME(IR_MKI, "mki"), NAME(IR_BOX, "box"), NAME(IR_BOXM, "boxm"),
    NAME(IR_ISTYPE, "istype"), NAME(IR_ASSERT, "assert"), NAME(IR_CONVI, "convi"), NAME(IR_SLICE, "slice"),
    NAME(IR_GROW, "grow"), NAME(IR_JMP, "jmp"), NAME(IR_BRANCH, "branch"), NAME(IR_SWITCH, "switch"),
    NAME(IR_RET, "ret"), NAME(IR_GO, "go"), NAME(IR_DEFER, "defer"), NAME(IR_DEFERRET, "deferret"),
    NAME(IR_RECOVER, "recover"), NAME(IR_PANIC, "panic"), NAME(IR_SELECT, "select"), NAME(IR_NILCHK, "nilchk"),
    NAME(IR_TYPEPTR, "typeptr"), NAME(IR_NOP, "nop"),
#undef NAME
};

const char *ir_op_name(int op)
{
    if (op < IR_FIRST)
        return op >= 0 && op < 256 && op_table[op].name ? op_table[op].name : "?";
    size_t i = (size_t)(op - IR_FIRST);
    return i < sizeof ir_names / sizeof *ir_names && ir_names[i] ? ir_names[i] : "?";
}

const char *ir_rt_name(int entry)
{
    return entry >= 0 && entry < RT_COUNT ? rt_entry_table[entry].name : "?";
}
