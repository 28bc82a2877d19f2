/* compiler/emit/legalize.c - IR that fits the encoding: memory offsets beyond 16 scaled bits become address
 * computations, appends of very many elements become runtime calls. */
#include "compiler/emit/emit.h"

#include <string.h>

enum { MAX_OFFSET = 60000 };

static bool far_access(const struct ir_ins *i)
{
    return (i->op == IR_LOAD || i->op == IR_STORE) && (i->imm > MAX_OFFSET || i->imm < 0);
}

static struct ir_ins address(struct ir_func *f, struct ir_ins *i)
{
    ir_reg base = i->op == IR_LOAD ? i->b : i->a;
    enum ir_class cls = (enum ir_class)f->regs.at[base].cls;
    ir_reg t = ir_new_reg(f, cls, ty_pointer(f->mod->u, i->type));
    struct ir_ins lea = {.op = IR_LEA, .a = t, .b = base, .imm = i->imm, .pos = i->pos};
    if (i->op == IR_LOAD)
        i->b = t;
    else
        i->a = t;
    i->imm = 0;
    return lea;
}

static struct ir_ins grow_call(struct ir_func *f, struct ir_ins *i, struct ir_ins *count)
{
    ir_reg n = ir_new_reg(f, IRC_W, f->mod->u->basic[TY_INT]);
    *count = (struct ir_ins){.op = IR_CONST, .a = n, .imm = i->imm, .pos = i->pos};
    struct ir_ins rt = {.op = IR_RT, .imm = RT_GROWSLICE, .type = i->type, .pos = i->pos};
    rt.args = arena_array(&f->mod->arena, ir_reg, 2);
    rt.args[0] = i->b, rt.args[1] = n, rt.nargs = 2;
    rt.res = arena_array(&f->mod->arena, ir_reg, 1);
    rt.res[0] = i->a, rt.nres = 1;
    return rt;
}

void emit_legalize(struct ir_func *f)
{
    for (size_t b = 0; b < f->blocks.n; b++) {
        struct ir_block *bl = f->blocks.at[b];
        bool need = false;
        for (size_t k = 0; k < bl->ins.n; k++)
            need |= far_access(&bl->ins.at[k]) || (bl->ins.at[k].op == IR_GROW && bl->ins.at[k].imm > 255);
        if (!need)
            continue;
        vec(struct ir_ins) out = {0};
        for (size_t k = 0; k < bl->ins.n; k++) {
            struct ir_ins i = bl->ins.at[k];
            if (far_access(&i)) {
                struct ir_ins lea = address(f, &i);
                vec_push(&out, lea);
            } else if (i.op == IR_GROW && i.imm > 255) {
                struct ir_ins count, rt = grow_call(f, &i, &count);
                vec_push(&out, count);
                i = rt;
            }
            vec_push(&out, i);
        }
        vec_clear(&bl->ins);
        for (size_t k = 0; k < out.n; k++)
            vec_push(&bl->ins, out.at[k]);
        vec_free(&out);
    }
}
