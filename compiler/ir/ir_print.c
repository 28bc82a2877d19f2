/* compiler/ir/ir_print.c - the IR of a function as text, for -d=ir and -d=opt. */
#include <inttypes.h>
#include "compiler/ir/ir.h"
#include "compiler/ir/op_names.h"

static void print_reg(FILE *out, const struct ir_func *f, ir_reg r)
{
    static const char letter[] = "wrsliqQ";
    if (!r) {
        fputs("-", out);
        return;
    }
    const struct ir_reg_info *i = &f->regs.at[r];
    fprintf(out, "%c%u", letter[i->cls], r);
    if (i->name)
        fprintf(out, ".%s", i->name);
    if (i->pinned)
        fputs("!", out);
}

static void print_regs(FILE *out, const struct ir_func *f, const char *before, const ir_reg *r, uint32_t n)
{
    fputs(before, out);
    for (uint32_t i = 0; i < n; i++) {
        fputs(i ? ", " : "", out);
        print_reg(out, f, r[i]);
    }
    fputs(")", out);
}

static void print_ins(FILE *out, const struct ir_func *f, const struct ir_ins *i, struct arena *tmp)
{
    fprintf(out, "    %-10s", ir_op_name(i->op));
    if (i->op == IR_BRANCH)
        fprintf(out, " %s", ir_op_name(i->cond));
    const ir_reg ops[] = { i->a, i->b, i->c, i->x, i->y };
    int last = 4;
    while (last >= 0 && !ops[last])
        last--;
    for (int k = 0; k <= last; k++) {
        fputs(k ? ", " : " ", out);
        print_reg(out, f, ops[k]);
    }
    if (i->op == IR_RT)
        fprintf(out, " %s", ir_rt_name((int)i->imm));
    else if (i->imm)
        fprintf(out, " #%" PRId64, i->imm);
    if (i->sym)
        fprintf(out, " %s.%s", i->sym->pkg, i->sym->name);
    if (i->glob)
        fprintf(out, " &%s", i->glob->name ? i->glob->name : "static");
    if (i->op == IR_STR)
        fprintf(out, " \"%.*s\"", (int)(i->nstr > 40 ? 40 : i->nstr), i->str ? i->str : "");
    if (i->type)
        fprintf(out, " <%s>", ty_text(tmp, i->type, NULL));
    if (i->type2)
        fprintf(out, " <%s>", ty_text(tmp, i->type2, NULL));
    if (i->nargs || i->op == IR_CALL || i->op == IR_CALLC || i->op == IR_CALLI || i->op == IR_RT || i->op == IR_RET)
        print_regs(out, f, " (", i->args, i->nargs);
    if (i->nres)
        print_regs(out, f, " -> (", i->res, i->nres);
    for (uint32_t k = 0; k < i->ncases; k++) {
        fputs(i->cases[k].send ? " send " : " recv ", out);
        print_reg(out, f, i->cases[k].ch);
        fputs("/", out);
        print_reg(out, f, i->cases[k].elem);
    }
    for (uint32_t k = 0; k < i->ntargets; k++)
        fprintf(out, " b%u", i->targets[k]->id);
    if (i->t)
        fprintf(out, " b%u", i->t->id);
    if (i->f)
        fprintf(out, " else b%u", i->f->id);
    fprintf(out, "    ; %u\n", i->pos.line);
}

void ir_print(FILE *out, const struct ir_func *f)
{
    struct arena tmp = {0};
    fprintf(out, "func %s.%s", f->sym->pkg, f->name);
    print_regs(out, f, "(", f->params, f->nparams);
    if (f->ctx) {
        fputs(" ctx ", out);
        print_reg(out, f, f->ctx);
    }
    fprintf(out, " %u results%s%s%s\n", f->nres, f->has_defer ? " defer" : "", f->wrapper ? " wrapper" : "",
            f->bodyless ? " bodyless" : "");
    for (size_t i = 0; i < f->objs.n; i++)
        fprintf(out, "  object %zu: %s %s\n", i, ty_text(&tmp, f->objs.at[i].type, NULL),
                f->objs.at[i].name ? f->objs.at[i].name : "");
    for (size_t i = 0; i < f->blocks.n; i++) {
        struct ir_block *b = f->blocks.at[i];
        fprintf(out, "  b%u:%s%s\n", b->id, b == f->recover ? " recover" : "", b->cold ? " cold" : "");
        for (size_t k = 0; k < b->ins.n; k++)
            print_ins(out, f, &b->ins.at[k], &tmp);
    }
    arena_done(&tmp);
}
