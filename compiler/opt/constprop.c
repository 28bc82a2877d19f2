/* compiler/opt/constprop.c - constants into operations: folding, immediate forms, decided branches.
 *
 * A register assigned once, by IR_CONST, is that constant everywhere.  Evaluation of pure operations is the
 * generated folder's (one semantics for interpreter and compiler). */
#include <stdlib.h>
#include "compiler/opt/operands.h"
#include "compiler/opt/passes.h"
#include "optab.h"              /* generated: isa_fold() */
#include "runtime/base/fatal.h"

static bool is_const(const struct reg_use *u, ir_reg r, int64_t *v)
{
    if (!r || u->ndefs[r] != 1 || !u->def[r] || u->def[r]->op != IR_CONST)
        return false;
    *v = u->def[r]->imm;
    return true;
}

static bool fits8(int64_t v) { return v >= -128 && v <= 127; }
static bool fits16(int64_t v) { return v >= -32768 && v <= 32767; }

/* op with a constant right operand -> immediate op. */
static bool immediate_form(uint16_t op, int64_t c, uint16_t *out, int64_t *imm)
{
    *imm = c;
    switch (op) {
    case OPC_ADD_I64: *out = OPC_ADDI_I64; return fits8(c);
    case OPC_ADD_I32: *out = OPC_ADDI_I32; return fits8(c);
    case OPC_ADD_U32: *out = OPC_ADDI_U32; return fits8(c);
    case OPC_SUB_I64: *out = OPC_ADDI_I64; *imm = -c; return fits8(-c);
    case OPC_SUB_I32: *out = OPC_ADDI_I32; *imm = -c; return fits8(-c);
    case OPC_SUB_U32: *out = OPC_ADDI_U32; *imm = -c; return fits8(-c);
    case OPC_MUL_I64: *out = OPC_MULI_I64; return fits8(c);
    case OPC_AND: *out = OPC_ANDI; return fits8(c);
    case OPC_SHL_I64: *out = OPC_SHLI_I64; return c >= 0 && c < 64;
    case OPC_SHR_I64: *out = OPC_SHRI_I64; *imm = (uint64_t)c > 63 ? 63 : c; return true;
    case OPC_SHR_U64: *out = OPC_SHRI_U64; return c >= 0 && c < 64;
    default: return false;
    }
}

static bool commutes(uint16_t op)
{
    switch (op) {
    case OPC_ADD_I64: case OPC_ADD_I32: case OPC_ADD_U32: case OPC_MUL_I64: case OPC_MUL_I32: case OPC_MUL_U32:
    case OPC_AND: case OPC_OR: case OPC_XOR: case OPC_EQ_I64: case OPC_NE_I64:
        return true;
    default:
        return false;
    }
}

/* Compare-and-branch with a constant operand -> immediate form.  left: the constant is the left operand. */
static bool branch_immediate(uint16_t cond, bool left, int64_t c, uint16_t *out, int64_t *imm)
{
    *imm = c;
    switch (cond) {
    case OPC_JEQ: *out = OPC_JEQI; break;
    case OPC_JNE: *out = OPC_JNEI; break;
    case OPC_JLT_I64: *out = left ? OPC_JGTI : OPC_JLTI; break;
    case OPC_JLE_I64: *out = left ? OPC_JGEI : OPC_JLEI; break;
    default: return false;
    }
    return fits16(c);
}

static bool decide(uint16_t cond, int64_t a, int64_t b, bool *taken)
{
    switch (cond) {
    case OPC_JEQ: case OPC_JEQI: *taken = a == b; return true;
    case OPC_JNE: case OPC_JNEI: *taken = a != b; return true;
    case OPC_JLT_I64: case OPC_JLTI: *taken = a < b; return true;
    case OPC_JLE_I64: case OPC_JLEI: *taken = a <= b; return true;
    case OPC_JGTI: *taken = a > b; return true;
    case OPC_JGEI: *taken = a >= b; return true;
    case OPC_JLT_U64: *taken = (uint64_t)a < (uint64_t)b; return true;
    case OPC_JLE_U64: *taken = (uint64_t)a <= (uint64_t)b; return true;
    default: return false;
    }
}

static bool imm_branch(uint16_t cond) { return cond >= OPC_JEQI && cond <= OPC_JGEI; }

static bool branch(struct reg_use *u, struct ir_ins *i)
{
    int64_t a = 0, b = 0;
    bool ka = is_const(u, i->a, &a), kb;
    if (imm_branch(i->cond))
        kb = true, b = i->imm;
    else
        kb = is_const(u, i->b, &b);
    bool taken;
    if (ka && kb && decide(i->cond, a, b, &taken)) {
        struct ir_block *t = taken ? i->t : i->f;
        struct pos pos = i->pos;
        *i = (struct ir_ins){.op = IR_JMP, .t = t, .pos = pos};
        return true;
    }
    if (imm_branch(i->cond))
        return false;
    uint16_t c;
    int64_t imm;
    if (kb && branch_immediate(i->cond, false, b, &c, &imm)) {
        i->cond = c, i->imm = imm, i->b = 0;
        return true;
    }
    if (ka && branch_immediate(i->cond, true, a, &c, &imm)) {
        i->cond = c, i->imm = imm, i->a = i->b, i->b = 0;
        return true;
    }
    return false;
}

static bool operation(struct reg_use *u, struct ir_ins *i)
{
    int64_t b, c;
    bool kb = is_const(u, i->b, &b), kc = is_const(u, i->c, &c);
    if (i->op == IR_MOVE) {
        if (!kb)
            return false;
        i->op = IR_CONST, i->imm = b, i->b = 0;
        return true;
    }
    if (i->op >= IR_FIRST)
        return false;
    uint64_t r;
    /* i->imm is the immediate of ABI forms; binary operations need both, unary ones have no c */
    if (kb && (kc || !i->c) && isa_fold(i->op, (uint64_t)b, kc ? (uint64_t)c : 0, i->imm, &r)) {
        i->op = IR_CONST, i->imm = (int64_t)r, i->b = i->c = 0;
        return true;
    }
    if (kb && !kc && i->c && commutes(i->op)) {
        ir_reg t = i->b;
        i->b = i->c, i->c = t;
        kc = true, c = b;
    }
    uint16_t op;
    int64_t imm;
    if (kc && immediate_form(i->op, c, &op, &imm)) {
        i->op = op, i->imm = imm, i->c = 0;
        return true;
    }
    return false;
}

bool opt_constprop(struct ir_func *f)
{
    bool changed = false, again = true;
    for (int round = 0; again && round < 4; round++) {
        again = false;
        struct reg_use u;
        reg_use_init(&u, f);
        for (size_t b = 0; b < f->blocks.n; b++) {
            struct ir_block *bl = f->blocks.at[b];
            for (size_t k = 0; k < bl->ins.n; k++) {
                struct ir_ins *i = &bl->ins.at[k];
                if (i->op == IR_BRANCH ? branch(&u, i) : operation(&u, i))
                    again = changed = true;
            }
        }
        reg_use_done(&u);
    }
    return changed;
}
