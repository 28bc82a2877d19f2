/* isagen/view_isa_md.c - docs/isa.md: the instruction manual. */
#include "isa-spec/isagen/model.h"

static void put_expr(struct strbuf *b, const struct expr *e)
{
    switch (e->kind) {
    case E_NUM: e->num > 0xffff ? strbuf_printf(b, "0x%llx", (unsigned long long)e->num) : strbuf_printf(b, "%llu", (unsigned long long)e->num); break;
    case E_REAL: strbuf_printf(b, "%.0f.0", e->real); break;
    case E_VAR: strbuf_puts(b, e->name); break;
    case E_CAST: strbuf_printf(b, "(%s)", type_text(e->type)); put_expr(b, e->x); break;
    case E_CALL:
        strbuf_printf(b, "%s(", e->name);
        put_expr(b, e->x);
        if (e->y) strbuf_puts(b, ", "), put_expr(b, e->y);
        strbuf_puts(b, ")");
        break;
    case E_UNARY: strbuf_putc(b, e->op); put_expr(b, e->x); break;
    case E_COND: put_expr(b, e->x); strbuf_puts(b, " ? "); put_expr(b, e->y); strbuf_puts(b, " : "); put_expr(b, e->z); break;
    case E_BINARY: {
        bool px = e->x->kind == E_BINARY || e->x->kind == E_COND, py = e->y->kind == E_BINARY || e->y->kind == E_COND;
        if (px) strbuf_puts(b, "(");
        put_expr(b, e->x);
        strbuf_printf(b, "%s %s %s", px ? ")" : "", spec_op_text(e->op), py ? "(" : "");
        put_expr(b, e->y);
        if (py) strbuf_puts(b, ")");
        break;
    }
    }
}

static void cell(struct strbuf *b, const char *text)       /* '|' ends a table cell */
{
    for (; *text; text++) { if (*text == '|') strbuf_putc(b, '\\'); strbuf_putc(b, *text); }
}

void view_isa_md(const struct model *m, struct strbuf *b)
{
    strbuf_printf(b, "# The %s instruction set, version %u\n\nGenerated from `isa-spec/virgo.isa`; every instruction is listed.\n\n"
        "Instructions are sequences of little-endian 32-bit words: `op` in bits 0-7, `a` 8-15, `b` 16-23, `c` 24-31 of the first,\n"
        "then extension words. The prefix `wide` supplies the high bytes of a, b and c of the instruction that follows.\n"
        "Registers are the 64-bit slots of a frame; classes: **w** word (a scalar in canonical form), **r** reference,\n"
        "**s** string (2 slots), **l** slice (3), **i** interface (2), **q** local reference, **x** any class of one slot.\n\n"
        "## Formats\n\n| format | first word | extension words |\n|---|---|---|\n", m->isa_name, m->isa_version);
    for (size_t i = 0; i < m->formats.n; i++) {
        const struct format *f = m->formats.at[i];
        strbuf_printf(b, "| %s |", f->name);
        for (size_t k = 0; k < f->base.n; k++) strbuf_printf(b, " %s%s%s", f->base.at[k].name, f->base.at[k].kind[0] ? ":" : "", f->base.at[k].kind);
        strbuf_puts(b, " |");
        for (size_t k = 0; k < f->ext.n; k++) strbuf_printf(b, " %s%s%s", f->ext.at[k].name, f->ext.at[k].kind[0] ? ":" : "", f->ext.at[k].kind);
        strbuf_puts(b, " |\n");
    }
    const char *group = NULL;
    for (size_t i = 0; i < m->ops.n; i++) {
        const struct op *o = m->ops.at[i];
        if (o->group != group) {
            group = o->group;
            strbuf_printf(b, "\n## %s\n\n| op | name | format | operands | meaning |\n|--:|---|---|---|---|\n", group);
        }
        strbuf_printf(b, "| 0x%02x | `%s` | %s | ", o->number, o->name, o->format->name);
        for (size_t k = 0; k < o->operands.n; k++) {
            const struct operand *p = &o->operands.at[k];
            strbuf_printf(b, "%s%s%s%s", k ? (o->operands.at[k - 1].dest ? " = " : ", ") : "", p->field, p->classes[0] ? ":" : "", p->classes);
        }
        strbuf_puts(b, " | ");
        cell(b, o->doc);
        if (o->sem) {
            struct strbuf e = {0};
            put_expr(&e, o->sem);
            strbuf_printf(b, " `%s%s%s: ", type_text(o->t), o->r != o->t && o->r != T_BOOL ? " -> " : "", o->r != o->t && o->r != T_BOOL ? type_text(o->r) : "");
            cell(b, e.at);
            strbuf_puts(b, "`");
            strbuf_free(&e);
        }
        if (o->trap) strbuf_printf(b, " Traps: %s.", o->trap);
        if (o->unit) strbuf_printf(b, " Unit %u.", o->unit);
        if (o->unsafe) strbuf_puts(b, " Needs the unsafe mark.");
        strbuf_puts(b, " |\n");
    }
    strbuf_puts(b, "\n## Runtime entries\n\nReached by `rt`. T is the type operand, E its element, K its key, V its value type; `*` a reference,\n"
        "`&` one that may be local. Effects: alloc (may collect), panic, block (may park), call (calls guest code), pure.\n\n"
        "| number | entry | effects | |\n|--:|---|---|---|\n");
    for (size_t i = 0; i < m->entries.n; i++) {
        const struct rt_entry *e = m->entries.at[i];
        strbuf_printf(b, "| %zu | `%s(", i, e->name);
        for (size_t k = 0; k < e->params.n; k++)
            strbuf_printf(b, "%s%s%s%s%s", k ? ", " : "", (char[2]){ e->params.at[k].ptr, 0 }, e->params.at[k].cls,
                          e->params.at[k].name[0] ? " " : "", e->params.at[k].name);
        strbuf_puts(b, ") -> (");
        for (size_t k = 0; k < e->results.n; k++)
            strbuf_printf(b, "%s%s%s%s%s", k ? ", " : "", (char[2]){ e->results.at[k].ptr, 0 }, e->results.at[k].cls,
                          e->results.at[k].name[0] ? " " : "", e->results.at[k].name);
        strbuf_puts(b, ")` |");
        for (size_t k = 0; k < e->effects.n; k++) strbuf_printf(b, " %s", e->effects.at[k]);
        strbuf_printf(b, " | %s |\n", e->doc);
    }
}
