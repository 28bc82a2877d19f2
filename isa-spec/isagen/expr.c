/* isagen/expr.c - C text of typed expressions.  Wrapping arithmetic is computed unsigned, shifts are guarded by the
 * specs themselves, so no host sees undefined behaviour. */
#include "isa-spec/isagen/model.h"

static bool is_signed(enum etype t) { return t >= T_I8 && t <= T_I64; }
static const char *unsigned_of(enum etype t) { return t == T_I64 || t == T_U64 ? "uint64_t" : "uint32_t"; }

void expr_c(struct strbuf *b, const struct expr *e)
{
    const char *t = type_ctype(e->type);
    switch (e->kind) {
    case E_NUM:
        if (e->type == T_F64 || e->type == T_F32) strbuf_printf(b, "(%s)%lluu", t, (unsigned long long)e->num);
        else strbuf_printf(b, "(%s)%llu%s", t, (unsigned long long)e->num, e->num > 0x7fffffff ? "ull" : "");
        break;
    case E_REAL: strbuf_printf(b, "%.1f", e->real); break;
    case E_VAR: strbuf_puts(b, e->name); break;
    case E_CAST: strbuf_printf(b, "(%s)(", t); expr_c(b, e->x); strbuf_puts(b, ")"); break;
    case E_CALL:
        strbuf_printf(b, "isa_%s(", e->name);
        expr_c(b, e->x);
        if (e->y) strbuf_puts(b, ", "), expr_c(b, e->y);
        strbuf_puts(b, ")");
        break;
    case E_UNARY:
        if (e->op == '-' && is_signed(e->type)) {
            strbuf_printf(b, "(%s)(0 - (%s)", t, unsigned_of(e->type));
            expr_c(b, e->x);
            strbuf_puts(b, ")");
        } else {
            strbuf_printf(b, "(%c", e->op);
            expr_c(b, e->x);
            strbuf_puts(b, ")");
        }
        break;
    case E_COND:
        strbuf_puts(b, "(");
        expr_c(b, e->x); strbuf_puts(b, " ? "); expr_c(b, e->y); strbuf_puts(b, " : "); expr_c(b, e->z);
        strbuf_puts(b, ")");
        break;
    case E_BINARY: {
        const char *s = spec_op_text(e->op);
        bool wraps = is_signed(e->type) && (strchr("+-*", e->op) || !strcmp(s, "<<")) && e->op < 128 ? true
                   : is_signed(e->type) && !strcmp(s, "<<");
        bool arithmetic = (e->type == T_F64 || e->type == T_F32) && e->op < 128 && strchr("+-*/", e->op);
        if (arithmetic) {               /* with NaNs that do not depend on the host */
            strbuf_printf(b, "isa_arith%d(", e->type == T_F64 ? 64 : 32);
            expr_c(b, e->x); strbuf_printf(b, " %s ", s); expr_c(b, e->y); strbuf_puts(b, ", ");
            expr_c(b, e->x); strbuf_puts(b, ", "); expr_c(b, e->y); strbuf_puts(b, ")");
        } else if (wraps) {
            strbuf_printf(b, "(%s)((%s)", t, unsigned_of(e->type));
            expr_c(b, e->x);
            strbuf_printf(b, " %s (%s)", s, unsigned_of(e->type));
            expr_c(b, e->y);
            strbuf_puts(b, ")");
        } else {
            strbuf_puts(b, "(");
            expr_c(b, e->x); strbuf_printf(b, " %s ", s); expr_c(b, e->y);
            strbuf_puts(b, ")");
        }
        break;
    }
    }
}

void expr_to_slot(struct strbuf *b, const struct expr *e, enum etype r)
{
    switch (r) {
    case T_F64: strbuf_puts(b, "isa_bits64("); break;
    case T_F32: strbuf_puts(b, "isa_bits32("); break;
    case T_I8: case T_I16: case T_I32: case T_I64: strbuf_puts(b, "(uint64_t)(int64_t)("); break;
    default: strbuf_puts(b, "(uint64_t)("); break;
    }
    strbuf_printf(b, "(%s)", type_ctype(r));
    expr_c(b, e);
    strbuf_puts(b, ")");
}
