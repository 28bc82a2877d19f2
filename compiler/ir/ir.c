/* compiler/ir/ir.c - construction helpers and the life of a module's IR. */
#include "compiler/ir/ir.h"

#include <stdlib.h>

ir_reg ir_new_reg(struct ir_func *f, enum ir_class cls, struct type *t)
{
    if (f->regs.n == 0)
        vec_add(&f->regs);      /* register 0 is "none" */
    struct ir_reg_info *r = vec_add(&f->regs);
    r->cls = (uint8_t)cls;
    r->type = t;
    return (ir_reg)(f->regs.n - 1);
}

struct ir_block *ir_new_block(struct ir_func *f)
{
    struct ir_block *b = arena_new(&f->mod->arena, struct ir_block);
    b->id = (uint32_t)f->blocks.n;
    vec_push(&f->blocks, b);
    return b;
}

void ir_free(struct ir_module *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->funcs.n; i++) {
        struct ir_func *f = m->funcs.at[i];
        for (size_t j = 0; j < f->blocks.n; j++)
            vec_free(&f->blocks.at[j]->ins);
        vec_free(&f->blocks);
        vec_free(&f->regs);
        vec_free(&f->objs);
    }
    vec_free(&m->funcs);
    vec_free(&m->globals);
    vec_free(&m->typedescs);
    strmap_free(&m->syms_);
    strmap_free(&m->globs_);
    arena_done(&m->arena);
    free(m);
}
