/* compiler/syntax/expr_text.c - source text of expressions and simple statements, as gc prints them in
 * messages: on one line, without the contents of function bodies and composite literals. */
#include "compiler/syntax/build.h"

#include "runtime/base/strbuf.h"

static void put(struct strbuf *b, const struct expr *x);

static void put_list(struct strbuf *b, struct expr *const *at, int n)
{
    for (int i = 0; i < n; i++) {
        if (i > 0)
            strbuf_puts(b, ", ");
        put(b, at[i]);
    }
}

/* -- Parameters and fields ---------------------------------------------------------------- */

static void put_params(struct strbuf *b, const struct field *f, int n, char open, char close)
{
    strbuf_putc(b, open);
    for (int i = 0; i < n; i++) {
        if (i > 0)
            strbuf_puts(b, ", ");
        if (f[i].name) {
            strbuf_puts(b, f[i].name);
            if (i + 1 < n && f[i + 1].name && f[i + 1].type == f[i].type)
                continue;
            strbuf_putc(b, ' ');
        }
        put(b, f[i].type);
    }
    strbuf_putc(b, close);
}

static void put_signature(struct strbuf *b, const struct expr *x)
{
    if (x->kind != EX_FUNC_TYPE) {
        put(b, x);
        return;
    }
    put_params(b, x->functype.params, x->functype.nparams, '(', ')');
    if (x->functype.nresults == 0)
        return;
    strbuf_putc(b, ' ');
    if (x->functype.nresults == 1 && !x->functype.results[0].name)
        put(b, x->functype.results[0].type);
    else
        put_params(b, x->functype.results, x->functype.nresults, '(', ')');
}

static void put_tag(struct strbuf *b, const struct field *f)
{
    strbuf_puts(b, " \"");
    for (uint32_t i = 0; i < f->tag_len; i++) {
        char c = f->tag[i];
        if (c == '"' || c == '\\')
            strbuf_putc(b, '\\');
        if (c == '\n')
            strbuf_puts(b, "\\n");
        else
            strbuf_putc(b, c);
    }
    strbuf_putc(b, '"');
}

static void put_struct(struct strbuf *b, const struct expr *x)
{
    strbuf_puts(b, "struct{");
    for (int i = 0; i < x->strct.n; i++) {
        const struct field *f = &x->strct.fields[i];
        if (i > 0)
            strbuf_puts(b, f->type_shared ? ", " : "; ");
        if (!f->embedded) {
            strbuf_puts(b, f->name);
            if (i + 1 < x->strct.n && f[1].type_shared)
                continue;
            strbuf_putc(b, ' ');
        }
        put(b, f->type);
        if (f->has_tag)
            put_tag(b, f);
    }
    strbuf_putc(b, '}');
}

static void put_interface(struct strbuf *b, const struct expr *x)
{
    strbuf_puts(b, "interface{");
    for (int i = 0; i < x->iface.n; i++) {
        const struct field *f = &x->iface.elems[i];
        if (i > 0)
            strbuf_puts(b, "; ");
        if (f->name) {
            strbuf_puts(b, f->name);
            put_signature(b, f->type);
        } else {
            put(b, f->type);
        }
    }
    strbuf_putc(b, '}');
}

static void put_chan(struct strbuf *b, const struct expr *x)
{
    const struct expr *elem = x->chan.elem;
    strbuf_puts(b, x->chan.dir == CHAN_RECV ? "<-chan " : x->chan.dir == CHAN_SEND ? "chan<- " : "chan ");
    bool parens = x->chan.dir == CHAN_BOTH && elem->kind == EX_CHAN_TYPE && elem->chan.dir == CHAN_RECV;
    if (parens)
        strbuf_putc(b, '(');
    put(b, elem);
    if (parens)
        strbuf_putc(b, ')');
}

/* -- Expressions ------------------------------------------------------------------------------ */

static void put_body(struct strbuf *b, bool empty)
{
    strbuf_puts(b, empty ? "{}" : "{\u2026}");
}

static void put_slice(struct strbuf *b, const struct expr *x)
{
    put(b, x->slice.x);
    strbuf_putc(b, '[');
    if (x->slice.lo)
        put(b, x->slice.lo);
    strbuf_putc(b, ':');
    if (x->slice.hi)
        put(b, x->slice.hi);
    if (x->slice.max) {
        strbuf_putc(b, ':');
        put(b, x->slice.max);
    }
    strbuf_putc(b, ']');
}

static void put_array(struct strbuf *b, const struct expr *x)
{
    strbuf_putc(b, '[');
    if (x->array.len)
        put(b, x->array.len);
    strbuf_putc(b, ']');
    put(b, x->array.elem);
}

static void put(struct strbuf *b, const struct expr *x)
{
    if (!x)
        return;
    switch (x->kind) {
    case EX_BAD: case EX_KIND_COUNT:
        strbuf_puts(b, "<bad expr>");
        break;
    case EX_IDENT: strbuf_puts(b, x->ident.name); break;
    case EX_BASIC_LIT: strbuf_add(b, x->basic.text, x->basic.len); break;
    case EX_COMPOSITE_LIT:
        put(b, x->comp.type);
        put_body(b, x->comp.nelems == 0);
        break;
    case EX_KEY_VALUE:
        put(b, x->kv.key);
        strbuf_puts(b, ": ");
        put(b, x->kv.value);
        break;
    case EX_FUNC_LIT:
        put(b, x->func->type);
        strbuf_putc(b, ' ');
        put_body(b, x->func->body->n == 0);
        break;
    case EX_PAREN:
        strbuf_putc(b, '(');
        put(b, x->paren.x);
        strbuf_putc(b, ')');
        break;
    case EX_SELECTOR:
        put(b, x->sel.x);
        strbuf_printf(b, ".%s", x->sel.sel);
        break;
    case EX_INDEX:
        put(b, x->index.x);
        strbuf_putc(b, '[');
        put_list(b, x->index.indices, x->index.n);
        strbuf_putc(b, ']');
        break;
    case EX_SLICE: put_slice(b, x); break;
    case EX_TYPE_ASSERT:
        put(b, x->assert.x);
        strbuf_puts(b, ".(");
        if (x->assert.type)
            put(b, x->assert.type);
        else
            strbuf_puts(b, "type");
        strbuf_putc(b, ')');
        break;
    case EX_CALL:
        put(b, x->call.fun);
        strbuf_putc(b, '(');
        put_list(b, x->call.args, x->call.nargs);
        strbuf_puts(b, x->call.has_dots ? "...)" : ")");
        break;
    case EX_STAR:
        strbuf_putc(b, '*');
        put(b, x->star.x);
        break;
    case EX_UNARY:
        strbuf_puts(b, op_text(x->unary.op));
        put(b, x->unary.x);
        break;
    case EX_BINARY:
        put(b, x->binary.x);
        strbuf_printf(b, " %s ", op_text(x->binary.op));
        put(b, x->binary.y);
        break;
    case EX_ELLIPSIS:
        strbuf_puts(b, "...");
        put(b, x->ellipsis.elem);
        break;
    case EX_ARRAY_TYPE: put_array(b, x); break;
    case EX_STRUCT_TYPE: put_struct(b, x); break;
    case EX_FUNC_TYPE:
        strbuf_puts(b, "func");
        put_signature(b, x);
        break;
    case EX_INTERFACE_TYPE: put_interface(b, x); break;
    case EX_MAP_TYPE:
        strbuf_puts(b, "map[");
        put(b, x->map.key);
        strbuf_putc(b, ']');
        put(b, x->map.value);
        break;
    case EX_CHAN_TYPE: put_chan(b, x); break;
    }
}

static char *finish(struct arena *a, struct strbuf *b)
{
    char *s = arena_strndup(a, b->at ? b->at : "", b->n);
    strbuf_free(b);
    return s;
}

char *expr_text(struct arena *a, const struct expr *x)
{
    struct strbuf b = {0};
    put(&b, x);
    return finish(a, &b);
}

char *stmt_text(struct arena *a, const struct stmt *s)
{
    struct strbuf b = {0};
    switch (s->kind) {
    case ST_EXPR: put(&b, s->x); break;
    case ST_SEND:
        put(&b, s->send.ch);
        strbuf_puts(&b, " <- ");
        put(&b, s->send.value);
        break;
    case ST_INCDEC:
        put(&b, s->incdec.x);
        strbuf_puts(&b, s->incdec.dec ? "--" : "++");
        break;
    case ST_ASSIGN: case ST_DEFINE: case ST_OPASSIGN:
        put_list(&b, s->assign.lhs, s->assign.nlhs);
        if (s->assign.nrhs > 0) {
            strbuf_printf(&b, " %s= ", s->kind == ST_DEFINE ? ":" : op_text(s->assign.op));
            put_list(&b, s->assign.rhs, s->assign.nrhs);
        }
        break;
    default: break;
    }
    return finish(a, &b);
}
