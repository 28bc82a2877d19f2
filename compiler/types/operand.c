/* compiler/types/operand.c - operands in messages: "x (variable of type int)", and where they start. */
#include "compiler/types/internal.h"

static const char *const mode_texts[] = {
    [MODE_INVALID] = "invalid operand", [MODE_NOVALUE] = "no value", [MODE_BUILTIN] = "built-in",
    [MODE_TYPE] = "type", [MODE_CONST] = "constant", [MODE_VAR] = "variable",
    [MODE_MAPINDEX] = "map index expression", [MODE_VALUE] = "value", [MODE_NIL] = "nil",
    [MODE_COMMAOK] = "comma, ok expression",
};

static char *nil_text(struct universe *u, const struct expr *x)
{
    if (!x->type || x->type->kind == TY_INVALID)
        return "nil (with invalid type)";
    if (x->type->kind == TY_UNTYPED_NIL)
        return "nil";
    return arena_printf(&u->arena, "nil (of type %s)", ty_str(u, x->type));
}

static void put_type(struct universe *u, struct strbuf *b, struct type *t)
{
    if (t->kind == TY_INVALID) {
        strbuf_puts(b, " with invalid type");
        return;
    }
    strbuf_puts(b, ty_is_generic(t) ? " of parameterized type " : " of type ");
    strbuf_puts(b, ty_str(u, t));
    if (t->kind == TY_TYPEPARAM && t->tparam.bound)
        strbuf_printf(b, " constrained by %s", ty_str(u, t->tparam.bound));
}

char *ty_operand_text(struct universe *u, const struct expr *x)
{
    if (x->mode == MODE_NIL)
        return nil_text(u, x);
    char *expr = expr_text(&u->arena, x);
    bool has_value = x->mode != MODE_INVALID && x->mode != MODE_NOVALUE && x->mode != MODE_BUILTIN &&
                     x->mode != MODE_TYPE;
    bool untyped = has_value && x->type && ty_is_untyped(x->type);
    struct strbuf b = {0};
    strbuf_printf(&b, "%s (", expr);
    if (untyped)
        strbuf_printf(&b, "%s ", x->type->basic.name);
    strbuf_puts(&b, mode_texts[x->mode]);
    if (x->mode == MODE_CONST && x->cv) {
        char *v = cv_text(&u->arena, x->cv, NULL);
        if (strcmp(v, expr) != 0)
            strbuf_printf(&b, " %s", v);
    }
    if (has_value && !untyped && x->type)
        put_type(u, &b, x->type);
    strbuf_putc(&b, ')');
    char *r = arena_strndup(&u->arena, b.at, b.n);
    strbuf_free(&b);
    return r;
}

struct pos ty_expr_start(const struct expr *x)
{
    for (;;) {
        switch (x->kind) {
        case EX_COMPOSITE_LIT:
            if (!x->comp.type)
                return x->pos;
            x = x->comp.type;
            break;
        case EX_SELECTOR: x = x->sel.x; break;
        case EX_INDEX: x = x->index.x; break;
        case EX_SLICE: return x->pos2.line ? x->pos2 : x->pos;
        case EX_TYPE_ASSERT: x = x->assert.x; break;
        case EX_CALL: x = x->call.fun; break;
        case EX_BINARY: x = x->binary.x; break;
        default: return x->pos;
        }
    }
}
