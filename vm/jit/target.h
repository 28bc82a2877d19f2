/* vm/jit/target.h - what a back-end supplies: one constant table per host ISA, all of them in every build.
 *
 * A back-end is a folder vm/jit/<isa>/ with target.c, regs.def, lower.c, asm.c, abi.c.  The compiler above it is
 * target-independent: it hands over functions whose instructions are selectable and whose values have locations. */
#ifndef VIRGO_VM_JIT_TARGET_H
#define VIRGO_VM_JIT_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jit_fn;          /* a function being compiled: blocks of target-independent instructions */
struct jit_code;        /* bytes emitted so far, with relocations and the table of guest pcs */

struct target_reg { const char *name; uint8_t number; bool is_float, allocatable, callee_saved; };

struct target {
    const char *name;                           /* "x86_64", "aarch64", "riscv64" */
    const struct target_reg *regs;
    size_t nregs;
    const uint8_t *arg_regs, *result_regs;      /* register numbers of the guest calling convention */
    size_t nargs, nresults;
    uint8_t reg_g, reg_fp;                      /* goroutine and guest frame pointer, never allocated */
    /* Can imm be an operand of this instruction, and is [base + index*scale + off] one address? */
    bool (*fits_imm)(unsigned op, int64_t imm);
    bool (*fits_addr)(unsigned scale, int64_t off);
    /* Replaces instructions by target ones, bottom-up; the only pass a back-end owns before register allocation. */
    void (*select)(struct jit_fn *f);
    /* Emission: prologue with the stack check, one instruction, epilogue, the stub into the interpreter. */
    void (*emit_prologue)(struct jit_code *c, const struct jit_fn *f);
    void (*emit)(struct jit_code *c, const struct jit_fn *f, uint32_t ins);
    void (*emit_epilogue)(struct jit_code *c, const struct jit_fn *f);
    void (*emit_stub)(struct jit_code *c);
    /* Makes written code visible to instruction fetch on the host. */
    void (*flush)(void *from, void *to);
    /* One instruction as text for `virgo dis`; returns its length in bytes. */
    size_t (*disassemble)(const uint8_t *p, size_t n, uint64_t pc, char *out, size_t size);
};

#endif
