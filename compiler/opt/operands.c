/* compiler/opt/operands.c - reads and writes of IR instructions.
 *
 * Guest instructions used directly take their roles from the generated operand table; pseudo operations have theirs
 * here, in one table of which fields are registers. */
#include "compiler/opt/operands.h"

#include <stdlib.h>
#include "optab.h"
#include "runtime/base/fatal.h"

enum { DA = 1, DB = 2, UA = 4, UB = 8, UC = 16, UX = 32, UY = 64, PURE = 128, TERM = 256 };

static const uint16_t roles[] = {
#define ROLE(op, r) [(op) - IR_FIRST] = (r)
    ROLE(IR_MOVE, DA | UB | PURE), ROLE(IR_CONST, DA | PURE), ROLE(IR_ZERO, DA | PURE), ROLE(IR_STR, DA | PURE),
    ROLE(IR_PART, DA | UB | PURE), ROLE(IR_LOAD, DA | UB), ROLE(IR_STORE, UA | UB), ROLE(IR_LOADX, DA | UB | UC),
    ROLE(IR_STOREX, UA | UB | UC), ROLE(IR_LEA, DA | UB), ROLE(IR_LEAX, DA | UB | UC), ROLE(IR_LEAA, DA | UB | UC),
    ROLE(IR_MCOPY, UA | UB), ROLE(IR_MZERO, UA), ROLE(IR_FOBJ, DA | PURE), ROLE(IR_FUNCVAL, DA | PURE),
    ROLE(IR_GADDR, DA | PURE), ROLE(IR_CLOSURE, DA | UB), ROLE(IR_CALL, 0), ROLE(IR_CALLC, UB), ROLE(IR_CALLI, UB),
    ROLE(IR_RT, 0), ROLE(IR_MKI, DA | UB | PURE), ROLE(IR_BOX, DA | UB | PURE), ROLE(IR_BOXM, DA | UB),
    ROLE(IR_ISTYPE, DA | UB | PURE), ROLE(IR_ASSERT, DA | UB), ROLE(IR_CONVI, DA | UB | PURE),
    ROLE(IR_SLICE, DA | UB | UC | UX | UY), ROLE(IR_GROW, DA | UB), ROLE(IR_JMP, TERM), ROLE(IR_BRANCH, UA | UB | TERM),
    ROLE(IR_SWITCH, UA | TERM), ROLE(IR_RET, TERM), ROLE(IR_GO, UB), ROLE(IR_DEFER, UB), ROLE(IR_DEFERRET, 0),
    ROLE(IR_RECOVER, DA), ROLE(IR_PANIC, UB | TERM), ROLE(IR_SELECT, DA | DB), ROLE(IR_NILCHK, UB),
    ROLE(IR_TYPEPTR, DA | PURE), ROLE(IR_NOP, PURE),
#undef ROLE
};

static ir_reg *field(struct ir_ins *i, uint8_t fld)
{
    switch (fld) {
    case FLD_A: return &i->a;
    case FLD_B: return &i->b;
    case FLD_C: return &i->c;
    case FLD_X0: return &i->x;
    case FLD_X1: return &i->y;
    default: return NULL;
    }
}

static void guest_operands(struct ir_ins *i, bool dest, operand_fn *fn, void *ctx)
{
    const struct op_info *o = &op_table[i->op];
    for (int k = 0; k < o->noperands; k++) {
        const struct op_operand *p = &o->operands[k];
        ir_reg *r = p->classes && p->dest == dest ? field(i, p->field) : NULL;
        if (r && *r)
            fn(ctx, r);
    }
}

#define ON(bit, reg) if ((m & (bit)) && i->reg) fn(ctx, &i->reg)

void ir_each_use(struct ir_ins *i, operand_fn *fn, void *ctx)
{
    if (i->op < IR_FIRST) {
        guest_operands(i, false, fn, ctx);
    } else {
        unsigned m = roles[i->op - IR_FIRST];
        ON(UA, a);
        ON(UB, b);
        ON(UC, c);
        ON(UX, x);
        ON(UY, y);
    }
    for (uint32_t k = 0; k < i->nargs; k++)
        if (i->args[k])
            fn(ctx, &i->args[k]);
    for (uint32_t k = 0; k < i->ncases; k++) {
        if (i->cases[k].ch)
            fn(ctx, &i->cases[k].ch);
        if (i->cases[k].elem)
            fn(ctx, &i->cases[k].elem);
    }
}

void ir_each_def(struct ir_ins *i, operand_fn *fn, void *ctx)
{
    if (i->op < IR_FIRST) {
        guest_operands(i, true, fn, ctx);
    } else {
        unsigned m = roles[i->op - IR_FIRST];
        ON(DA, a);
        ON(DB, b);
    }
    for (uint32_t k = 0; k < i->nres; k++)
        if (i->res[k])
            fn(ctx, &i->res[k]);
}

bool ir_is_pure(const struct ir_ins *i)
{
    if (i->op >= IR_FIRST)
        return roles[i->op - IR_FIRST] & PURE;
    const struct op_info *o = &op_table[i->op];
    if (o->flags & OPF_TRAP)
        return false;
    return (o->flags & OPF_PURE) || i->op == OPC_ITAB || i->op == OPC_EQS || i->op == OPC_LTS || i->op == OPC_LES;
}

bool ir_is_terminator(const struct ir_ins *i)
{
    return i->op >= IR_FIRST && (roles[i->op - IR_FIRST] & TERM);
}

/* -- Counts ------------------------------------------------------------------- */
struct counting { struct reg_use *u; struct ir_ins *at; };

static void count_use(void *ctx, ir_reg *r) { ((struct counting *)ctx)->u->nuses[*r]++; }
static void count_def(void *ctx, ir_reg *r)
{
    struct counting *c = ctx;
    c->u->def[*r] = c->u->ndefs[*r]++ == 0 ? c->at : NULL;
}

void reg_use_init(struct reg_use *u, struct ir_func *f)
{
    size_t n = f->regs.n + 1;
    u->ndefs = xcalloc(n, sizeof *u->ndefs);
    u->nuses = xcalloc(n, sizeof *u->nuses);
    u->def = xcalloc(n, sizeof *u->def);
    for (uint32_t k = 0; k < f->nparams; k++)
        u->ndefs[f->params[k]]++;
    if (f->ctx)
        u->ndefs[f->ctx]++;
    for (size_t b = 0; b < f->blocks.n; b++)
        for (size_t k = 0; k < f->blocks.at[b]->ins.n; k++) {
            struct counting c = {u, &f->blocks.at[b]->ins.at[k]};
            ir_each_use(c.at, count_use, &c);
            ir_each_def(c.at, count_def, &c);
        }
}

void reg_use_done(struct reg_use *u)
{
    free(u->ndefs);
    free(u->nuses);
    free(u->def);
}
