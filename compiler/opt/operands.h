/* compiler/opt/operands.h - which registers an IR instruction reads and writes, and what it may do. */
#ifndef VIRGO_OPT_OPERANDS_H
#define VIRGO_OPT_OPERANDS_H

#include "compiler/ir/ir.h"

typedef void operand_fn(void *ctx, ir_reg *r);

/* Calls fn for every register read (written) by the instruction, the implicit ones of no kind. */
void ir_each_use(struct ir_ins *i, operand_fn *fn, void *ctx);
void ir_each_def(struct ir_ins *i, operand_fn *fn, void *ctx);
/* No effect but its results: removable if they are not read.  A pure instruction never traps. */
bool ir_is_pure(const struct ir_ins *i);
/* Ends a block. */
bool ir_is_terminator(const struct ir_ins *i);

/* Reference counts and single definitions of a function's registers. */
struct reg_use {
    uint32_t *ndefs, *nuses;            /* per register; parameters and the context count one definition */
    struct ir_ins **def;                /* the definition if ndefs == 1 and it is an instruction, else NULL */
};
void reg_use_init(struct reg_use *u, struct ir_func *f);
void reg_use_done(struct reg_use *u);

#endif
