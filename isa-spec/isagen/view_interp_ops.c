/* isagen/view_interp_ops.c - interp_ops.inc: interpreter bodies of every instruction whose meaning is an expression. */
#include "isa-spec/isagen/model.h"

static const char manual[] =
"/* Included by the interpreter twice: with the narrow and with the wide definitions of\n"
" *   CASE(op)        begins the body of op\n"
" *   NEXT(n)         ends it: continue n words after the instruction's first word\n"
" *   JUMP(rel)       ends it: continue rel words (int32_t) after the first word; negative ones poll\n"
" *   TRAP(kind)      ends it: raise a run-time error (divide, shift, nil, index)\n"
" *   FA FB FC        slot numbers in fields a, b, c (narrow: 8 bits; wide: 16 bits)\n"
" *   IMM8 IMM16      signed constants of fields c and bc (wide: 16 and 32 bits)\n"
" *   X(i)            extension word i\n"
" *   W               words before the instruction proper: 0, or 1 after wide\n"
" *   S(n)            slot n: an lvalue of type uint64_t\n"
" * and isa-spec/isa_sem.h.  CASE bodies are blocks; every path ends in NEXT, JUMP or TRAP. */\n";


/* Declares a C variable for each source operand. */
static void sources(struct strbuf *b, const struct op *o, enum etype t)
{
    for (size_t i = 0; i < o->operands.n; i++) {
        const struct operand *p = &o->operands.at[i];
        if (p->dest) continue;
        const char *kind = format_kind(o->format, p->field);
        struct strbuf value = {0};
        if (!strcmp(kind, "imm8")) strbuf_puts(&value, "IMM8");
        else if (!strcmp(kind, "imm16")) strbuf_puts(&value, "IMM16");
        else strbuf_printf(&value, "S(F%c)", p->field[0] - 32);
        if (p->classes[0] && t == T_F64) strbuf_printf(b, "double %s = isa_f64(%s); ", p->field, value.at);
        else if (p->classes[0] && t == T_F32) strbuf_printf(b, "float %s = isa_f32(%s); ", p->field, value.at);
        else strbuf_printf(b, "%s %s = (%s)%s; ", type_ctype(t), p->field, type_ctype(t), value.at);
        strbuf_free(&value);
    }
}

void view_interp_ops(const struct model *m, struct strbuf *b)
{
    strbuf_puts(b, manual);
    for (size_t i = 0; i < m->ops.n; i++) {
        const struct op *o = m->ops.at[i];
        bool shown = o->kind == OP_PURE || o->kind == OP_BRANCH || (o->when && !o->sem);
        if (!shown) continue;
        enum etype t = o->t == T_NONE ? T_U64 : o->t;
        strbuf_printf(b, "CASE(OPC_%s) { ", o->cname);
        sources(b, o, t);
        if (o->when) {
            strbuf_puts(b, "if (__builtin_expect(");
            expr_c(b, o->when);
            strbuf_printf(b, ", 0)) TRAP(%s); ", o->trap);
        }
        if (o->kind == OP_PURE) {
            strbuf_puts(b, "S(FA) = ");
            expr_to_slot(b, o->sem, o->r);
            strbuf_puts(b, "; ");
        }
        if (o->kind == OP_BRANCH) {
            strbuf_puts(b, "if (");
            expr_c(b, o->sem);
            strbuf_puts(b, ") JUMP((int32_t)X(0)); ");
        }
        strbuf_printf(b, "NEXT(W + %u); }\n", 1 + (unsigned)o->format->ext.n);
    }
}
