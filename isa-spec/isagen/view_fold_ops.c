/* isagen/view_fold_ops.c - fold_ops.inc: the constant evaluator, bodies of isa_fold() and isa_fold_branch(). */
#include "isa-spec/isagen/model.h"

static void sources(struct strbuf *b, const struct op *o)
{
    enum etype t = o->t;
    for (size_t i = 0; i < o->operands.n; i++) {
        const struct operand *p = &o->operands.at[i];
        if (p->dest) continue;
        const char *kind = format_kind(o->format, p->field);
        const char *in = kind[0] ? "imm_" : o->kind == OP_BRANCH ? (p->field[0] == 'a' ? "b_" : "c_") : p->field[0] == 'b' ? "b_" : "c_";
        if (!kind[0] && t == T_F64) strbuf_printf(b, "double %s = isa_f64(%s); ", p->field, in);
        else if (!kind[0] && t == T_F32) strbuf_printf(b, "float %s = isa_f32(%s); ", p->field, in);
        else strbuf_printf(b, "%s %s = (%s)%s; ", type_ctype(t), p->field, type_ctype(t), in);
    }
}

void view_fold_ops(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, "bool isa_fold(unsigned op, uint64_t b_, uint64_t c_, int64_t imm_, uint64_t *result)\n{\n    switch (op) {\n");
    for (size_t i = 0; i < m->ops.n; i++) {
        const struct op *o = m->ops.at[i];
        if (o->kind != OP_PURE) continue;
        strbuf_printf(b, "    case OPC_%s: { ", o->cname);
        sources(b, o);
        if (o->when) { strbuf_puts(b, "if ("); expr_c(b, o->when); strbuf_puts(b, ") return false; "); }
        strbuf_puts(b, "*result = ");
        expr_to_slot(b, o->sem, o->r);
        strbuf_puts(b, "; return true; }\n");
    }
    strbuf_puts(b, "    default: return false;\n    }\n}\n\n"
        "bool isa_fold_branch(unsigned op, uint64_t b_, uint64_t c_, int64_t imm_, bool *taken)\n{\n    switch (op) {\n");
    for (size_t i = 0; i < m->ops.n; i++) {
        const struct op *o = m->ops.at[i];
        if (o->kind != OP_BRANCH) continue;
        strbuf_printf(b, "    case OPC_%s: { ", o->cname);
        sources(b, o);
        strbuf_puts(b, "*taken = ");
        expr_c(b, o->sem);
        strbuf_puts(b, "; return true; }\n");
    }
    strbuf_puts(b, "    default: return false;\n    }\n}\n");
}
