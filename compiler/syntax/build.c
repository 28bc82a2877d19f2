/* compiler/syntax/build.c - lists, expressions, types, parameters and declarations of the tree.
 * Statements are in build_stmt.c. */
#include "compiler/syntax/build.h"

#include <string.h>

#include "runtime/base/fatal.h"

static struct pos pos_of(struct parser *p, struct src_pos at) { return syn_pos(p, at); }

static struct pos after(struct parser *p, struct src_pos at)
{
    at.col++;
    return syn_pos(p, at);
}

/* -- Lists ------------------------------------------------------------------------------ */

struct list list_none(struct parser *p)
{
    return (struct list){(uint32_t)p->scratch.n, 0};
}

struct list list_one(struct parser *p, void *x)
{
    return list_add(p, list_none(p), x);
}

/* What lies above l was left by something abandoned after an error. */
struct list list_add(struct parser *p, struct list l, void *x)
{
    p->scratch.n = l.start + l.n;
    vec_push(&p->scratch, x);
    l.n++;
    return l;
}

struct list list_prepend(struct parser *p, void *x, struct list l)
{
    l = list_add(p, l, NULL);
    void **at = p->scratch.at + l.start;
    memmove(at + 1, at, (l.n - 1) * sizeof *at);
    at[0] = x;
    return l;
}

struct list list_join(struct parser *p, struct list a, struct list b)
{
    void **at = p->scratch.at;
    if (b.n && a.start + a.n != b.start)
        memmove(at + a.start + a.n, at + b.start, b.n * sizeof *at);
    a.n += b.n;
    p->scratch.n = a.start + a.n;
    return a;
}

/* Moves the list to the arena; the scratch stack shrinks to where it began. */
static void *list_take(struct parser *p, struct list l)
{
    if (l.n == 0)
        return NULL;
    void *at = arena_memdup(p->a, p->scratch.at + l.start, l.n * sizeof(void *));
    p->scratch.n = l.start;
    return at;
}

static struct fields fields_take(struct parser *p, struct list l)
{
    struct fields f = {l.n ? arena_array(p->a, struct field, l.n) : NULL, (int)l.n};
    for (uint32_t i = 0; i < l.n; i++)
        f.at[i] = *(struct field *)p->scratch.at[l.start + i];
    p->scratch.n = l.start;
    return f;
}

/* -- Nodes ---------------------------------------------------------------------------------- */

const char *name_of(struct parser *p, const struct lexeme *t)
{
    return arena_strndup(p->a, t->s, t->len);
}

static struct expr *node(struct parser *p, enum expr_kind kind, struct src_pos at)
{
    return expr_new(p->a, kind, pos_of(p, at));
}

/* Makes x one higher than child. */
static void over(struct expr *x, const struct expr *child)
{
    if (child && child->depth >= x->depth)
        x->depth = (uint16_t)(child->depth + 1);
}

static void over_fields(struct expr *x, struct fields f)
{
    for (int i = 0; i < f.n; i++)
        over(x, f.at[i].type);
}

/* Refuses trees that are too high. */
static struct expr *done(struct parser *p, struct expr *x)
{
    if (x->depth <= SYN_MAX_DEPTH)
        return x;
    if (!p->stop)
        syn_error_at(p, x->pos, "syntax error: nesting too deep (more than %d levels)", SYN_MAX_DEPTH);
    p->stop = true;
    return expr_new(p->a, EX_BAD, x->pos);
}

struct expr *build_bad(struct parser *p, struct src_pos at)
{
    return node(p, EX_BAD, at);
}

struct expr *build_name(struct parser *p, struct src_pos at, const char *name)
{
    struct expr *x = node(p, EX_IDENT, at);
    x->ident.name = name;
    x->end = x->pos;
    x->end.col += (uint32_t)strlen(name);
    return x;
}

struct expr *build_literal(struct parser *p, struct src_pos at, const struct lexeme *t)
{
    struct expr *x = node(p, EX_BASIC_LIT, at);
    x->basic.lit = (enum lit_kind)t->sub;
    x->basic.text = arena_strndup(p->a, t->s, t->len);
    x->basic.len = t->len;
    x->end = x->pos;
    x->end.col += t->len;
    return x;
}

struct expr *build_binary(struct parser *p, struct src_pos at, enum op op, struct expr *x, struct expr *y)
{
    struct expr *e = node(p, EX_BINARY, at);
    e->pos2 = e->pos;
    e->end = y->end;
    e->binary.op = op;
    e->binary.x = x;
    e->binary.y = y;
    over(e, x);
    over(e, y);
    return done(p, e);
}

struct expr *build_unary(struct parser *p, struct src_pos at, enum op op, struct expr *x)
{
    struct expr *e = node(p, EX_UNARY, at);
    e->end = x->end;
    e->unary.op = op;
    e->unary.x = x;
    over(e, x);
    return done(p, e);
}

struct expr *build_star(struct parser *p, struct src_pos at, struct expr *x)
{
    struct expr *e = node(p, EX_STAR, at);
    e->end = x->end;
    e->star.x = x;
    over(e, x);
    return done(p, e);
}

/* "<-x": a receive, or a channel type if x is one: "<-chan T" and "<-chan<- chan T" were read as
 * "<-(chan T)" and "<-(chan<- (chan T))", and the arrows move one channel to the left. */
struct expr *build_receive(struct parser *p, struct src_pos at, struct expr *x)
{
    if (x->kind != EX_CHAN_TYPE)
        return build_unary(p, at, OP_RECV, x);
    enum chan_dir dir = CHAN_SEND;
    struct expr *t = x;
    while (dir == CHAN_SEND && t->kind == EX_CHAN_TYPE) {
        dir = t->chan.dir;
        if (dir == CHAN_RECV)
            syn_error(p, p->st.cur.pos, "syntax error: unexpected <-, expecting chan");
        t->chan.dir = CHAN_RECV;
        t = t->chan.elem;
    }
    if (dir == CHAN_SEND)
        syn_error(p, p->st.cur.pos, "syntax error: unexpected %s, expecting chan", expr_text(p->a, t));
    x->pos = pos_of(p, at);
    return x;
}

struct expr *build_paren(struct parser *p, struct src_pos at, struct expr *x, struct src_pos close)
{
    struct expr *e = node(p, EX_PAREN, at);
    e->end = after(p, close);
    e->paren.x = x;
    over(e, x);
    return done(p, e);
}

struct expr *build_selector(struct parser *p, struct src_pos at, struct expr *x, struct src_pos sel_at,
                            const char *sel)
{
    struct expr *e = node(p, EX_SELECTOR, at);
    e->pos2 = e->end = pos_of(p, sel_at);
    e->end.col += (uint32_t)strlen(sel);
    e->sel.x = x;
    e->sel.sel = sel;
    over(e, x);
    return done(p, e);
}

struct expr *build_assert(struct parser *p, struct src_pos at, struct expr *x, struct expr *type,
                          struct src_pos close)
{
    struct expr *e = node(p, EX_TYPE_ASSERT, at);
    e->end = after(p, close);
    e->assert.x = x;
    e->assert.type = type;
    over(e, x);
    over(e, type);
    return done(p, e);
}

struct expr *build_index(struct parser *p, struct src_pos at, struct expr *x, struct list indices,
                         struct src_pos close)
{
    struct expr *e = node(p, EX_INDEX, at);
    e->pos2 = e->pos;
    e->end = after(p, close);
    e->index.x = x;
    e->index.n = (int)indices.n;
    e->index.indices = list_take(p, indices);
    over(e, x);
    for (int i = 0; i < e->index.n; i++)
        over(e, e->index.indices[i]);
    return done(p, e);
}

struct expr *build_slice(struct parser *p, struct src_pos at, struct expr *x, struct expr *lo, struct expr *hi,
                         struct expr *max, bool three, struct src_pos close)
{
    struct expr *e = node(p, EX_SLICE, at);
    e->pos2 = e->pos;
    e->end = after(p, close);
    e->slice.x = x;
    e->slice.lo = lo;
    e->slice.hi = hi;
    e->slice.max = max;
    e->slice.three = three;
    over(e, x);
    over(e, lo);
    over(e, hi);
    over(e, max);
    return done(p, e);
}

struct expr *build_call(struct parser *p, struct src_pos at, struct expr *fun, struct list args,
                        struct src_pos close)
{
    struct expr *e = node(p, EX_CALL, at);
    e->pos2 = e->pos;
    e->end = after(p, close);
    e->call.fun = fun;
    if (args.n > 0 && p->scratch.at[args.start + args.n - 1] == NULL) {
        e->call.has_dots = true;
        args.n--;
    }
    e->call.nargs = (int)args.n;
    e->call.args = list_take(p, args);
    over(e, fun);
    for (int i = 0; i < e->call.nargs; i++)
        over(e, e->call.args[i]);
    return done(p, e);
}

/* Must x be a value by its syntax alone?  Then "x[i]" cannot be a type. */
static bool is_value(const struct expr *x)
{
    switch (x->kind) {
    case EX_BASIC_LIT: case EX_COMPOSITE_LIT: case EX_FUNC_LIT: case EX_SLICE: case EX_TYPE_ASSERT: case EX_CALL:
    case EX_UNARY: case EX_BINARY:
        return true;
    case EX_PAREN:
        return is_value(x->paren.x);
    case EX_INDEX:
        return is_value(x->index.x) || (x->index.n == 1 && is_value(x->index.indices[0]));
    default:
        return false;
    }
}

bool build_is_literal_type(struct parser *p, struct expr *type)
{
    struct expr *t = expr_unparen(type);
    switch (t->kind) {
    case EX_IDENT: case EX_SELECTOR: case EX_ARRAY_TYPE: case EX_STRUCT_TYPE: case EX_MAP_TYPE:
        break;
    case EX_INDEX:
        if (!is_value(t))
            break;
        return false;
    default:
        return false;
    }
    if (t != type)
        syn_error(p, p->st.cur.pos, "syntax error: cannot parenthesize type in composite literal");
    return true;
}

struct expr *build_composite(struct parser *p, struct src_pos at, struct expr *type, struct list elems,
                             struct src_pos close)
{
    struct expr *e = node(p, EX_COMPOSITE_LIT, at);
    e->pos2 = e->pos;
    e->end = after(p, close);
    e->comp.type = type;
    e->comp.nelems = (int)elems.n;
    e->comp.elems = list_take(p, elems);
    over(e, type);
    for (int i = 0; i < e->comp.nelems; i++)
        over(e, e->comp.elems[i]);
    return done(p, e);
}

struct expr *build_key_value(struct parser *p, struct src_pos at, struct expr *key, struct expr *value)
{
    struct expr *e = node(p, EX_KEY_VALUE, at);
    e->end = value->end;
    e->kv.key = key;
    e->kv.value = value;
    over(e, key);
    over(e, value);
    return done(p, e);
}

struct expr *build_func_lit(struct parser *p, struct src_pos at, struct expr *type, struct block *body)
{
    struct expr *e = node(p, EX_FUNC_LIT, at);
    e->end = body->end;
    e->end.col++;
    e->func = arena_new(p->a, struct func_lit);
    e->func->pos = e->pos;
    e->func->type = type;
    e->func->body = body;
    over(e, type);
    return done(p, e);
}

/* -- Types -------------------------------------------------------------------------------- */

struct expr *build_ellipsis(struct parser *p, struct src_pos at, struct expr *elem)
{
    struct expr *e = node(p, EX_ELLIPSIS, at);
    e->end = e->pos;
    e->end.col += 3;
    if (elem)
        e->end = elem->end;
    e->ellipsis.elem = elem;
    over(e, elem);
    return done(p, e);
}

struct expr *build_array(struct parser *p, struct src_pos at, struct expr *len, struct expr *elem)
{
    struct expr *e = node(p, EX_ARRAY_TYPE, at);
    e->end = elem->end;
    e->array.len = len;
    e->array.elem = elem;
    over(e, len);
    over(e, elem);
    return done(p, e);
}

/* The length in "name [exprs]T": a single expression. */
struct expr *build_array_len(struct parser *p, struct list exprs, struct src_pos comma)
{
    struct expr *len = p->scratch.at[exprs.start];
    if (exprs.n > 1)
        syn_error(p, comma, "syntax error: unexpected comma; expecting ]");
    p->scratch.n = exprs.start;
    return len;
}

struct expr *build_map(struct parser *p, struct src_pos at, struct expr *key, struct expr *value)
{
    struct expr *e = node(p, EX_MAP_TYPE, at);
    e->end = value->end;
    e->map.key = key;
    e->map.value = value;
    over(e, key);
    over(e, value);
    return done(p, e);
}

struct expr *build_chan(struct parser *p, struct src_pos at, enum chan_dir dir, struct expr *elem)
{
    struct expr *e = node(p, EX_CHAN_TYPE, at);
    e->end = elem->end;
    e->chan.dir = dir;
    e->chan.elem = elem;
    over(e, elem);
    return done(p, e);
}

struct expr *build_struct(struct parser *p, struct src_pos at, struct list fields, struct src_pos close)
{
    struct expr *e = node(p, EX_STRUCT_TYPE, at);
    struct fields f = fields_take(p, fields);
    e->end = after(p, close);
    e->strct.fields = f.at;
    e->strct.n = f.n;
    over_fields(e, f);
    return done(p, e);
}

struct expr *build_interface(struct parser *p, struct src_pos at, struct list elems, struct src_pos close)
{
    struct expr *e = node(p, EX_INTERFACE_TYPE, at);
    struct fields f = fields_take(p, elems);
    e->end = after(p, close);
    e->iface.elems = f.at;
    e->iface.n = f.n;
    over_fields(e, f);
    return done(p, e);
}

struct expr *build_signature(struct parser *p, struct src_pos at, struct fields params, struct fields results,
                             struct src_pos close)
{
    struct expr *e = node(p, EX_FUNC_TYPE, at);
    e->end = after(p, close);
    if (results.n > 0)
        e->end = results.at[results.n - 1].type->end;
    e->functype.params = params.at;
    e->functype.nparams = params.n;
    e->functype.results = results.at;
    e->functype.nresults = results.n;
    over_fields(e, params);
    over_fields(e, results);
    return done(p, e);
}

/* -- Parameters and fields -------------------------------------------------------------------- */

struct field *build_field(struct parser *p, struct src_pos at, const char *name, struct expr *type)
{
    struct field *f = arena_new(p->a, struct field);
    f->pos = pos_of(p, at);
    f->name = name;
    f->type = type;
    return f;
}

static struct expr *name_as_type(struct parser *p, const struct field *f)
{
    return build_name(p, (struct src_pos){f->pos.line, f->pos.col}, f->name);
}

/* Gives names the type that follows them and reports entries without one. */
static void distribute(struct parser *p, struct fields f, struct src_pos close, bool named, int nnamed, int ntyped)
{
    struct pos bad = {0, 0, 0};
    struct expr *type = NULL;
    for (int i = f.n - 1; i >= 0; i--) {
        struct field *par = &f.at[i];
        if (par->type) {
            type = par->type;
            if (!par->name) {
                bad = expr_start(type);
                par->name = "_";
            }
        } else if (type) {
            par->type = type;
        } else {
            bad = par->pos;
            par->type = expr_new(p->a, EX_BAD, par->pos);
        }
    }
    for (int i = 1; i < f.n; i++)
        f.at[i].type_shared = f.at[i].type == f.at[i - 1].type;
    if (bad.line == 0)
        return;
    if (!named)
        syn_error_at(p, bad, "syntax error: mixed named and unnamed parameters");
    else if (nnamed == ntyped)
        syn_error(p, close, "syntax error: missing type constraint");
    else
        syn_error_at(p, bad, "syntax error: type parameters must be named");
}

struct fields build_params(struct parser *p, struct list params, struct src_pos close, bool named)
{
    struct fields f = fields_take(p, params);
    int nnamed = 0, ntyped = 0;
    for (int i = 0; i < f.n; i++) {
        nnamed += f.at[i].name && f.at[i].type;
        ntyped += f.at[i].type != NULL;
    }
    if (nnamed == 0 && !named) {
        for (int i = 0; i < f.n; i++)
            if (f.at[i].name) {
                f.at[i].type = name_as_type(p, &f.at[i]);
                f.at[i].name = NULL;
            }
    } else if (nnamed != f.n) {
        distribute(p, f, close, named, nnamed, ntyped);
    }
    return f;
}

struct fields build_result(struct parser *p, struct expr *type)
{
    struct fields f = {arena_new(p->a, struct field), 1};
    f.at->pos = expr_start(type);
    f.at->type = type;
    return f;
}

struct fields build_receiver(struct parser *p, struct list params, struct src_pos close)
{
    return build_params(p, params, close, false);
}

/* The name of an embedded field: the last name of T, *T, pkg.T, T[args]. */
static const char *embedded_name(struct expr *type)
{
    for (;;) {
        switch (type->kind) {
        case EX_STAR: type = type->star.x; break;
        case EX_PAREN: type = type->paren.x; break;
        case EX_INDEX: type = type->index.x; break;
        case EX_SELECTOR: return type->sel.sel;
        case EX_IDENT: return type->ident.name;
        default: return "_";
        }
    }
}

static void set_tag(struct parser *p, struct field *f, const struct lexeme *tag)
{
    if (!tag->s)
        return;
    f->has_tag = true;
    f->tag = lit_unquote(p->a, tag->s, tag->len, &f->tag_len);
}

struct list build_struct_fields(struct parser *p, struct list names, struct expr *type, const struct lexeme *tag)
{
    for (uint32_t i = 0; i < names.n; i++) {
        struct expr *name = p->scratch.at[names.start + i];
        struct field *f = arena_new(p->a, struct field);
        f->pos = name->pos;
        f->name = name->ident.name;
        f->type = type;
        f->type_shared = i > 0;
        set_tag(p, f, tag);
        p->scratch.at[names.start + i] = f;
    }
    return names;
}

struct list build_embedded(struct parser *p, struct src_pos at, struct expr *type, const struct lexeme *tag)
{
    struct field *f = build_field(p, at, embedded_name(type), type);
    f->embedded = true;
    set_tag(p, f, tag);
    return list_one(p, f);
}

/* -- Declarations -------------------------------------------------------------------------------- */

static struct decl *decl_new(struct parser *p, enum decl_kind kind, struct pos pos)
{
    struct decl *d = arena_new(p->a, struct decl);
    d->kind = kind;
    d->pos = pos;
    return d;
}

struct decl *build_import(struct parser *p, struct src_pos at, const char *name, struct src_pos path_at,
                          const struct lexeme *path)
{
    struct decl *d = decl_new(p, DECL_IMPORT, pos_of(p, at));
    uint32_t len;
    d->import.name = name;
    d->import.path_pos = pos_of(p, path_at);
    d->import.path = "";
    if (path->sub == LIT_STRING)
        d->import.path = lit_unquote(p->a, path->s, path->len, &len);
    else
        syn_error(p, path_at, "syntax error: import path must be a string");
    return d;
}

struct decl *build_value(struct parser *p, enum decl_kind kind, struct list names, struct expr *type,
                         struct list values)
{
    struct decl *d = decl_new(p, kind, (struct pos){0, 0, 0});
    d->value.type = type;
    d->value.nvalues = (int)values.n;
    d->value.values = list_take(p, values);
    d->value.n = (int)names.n;
    d->value.names = arena_array(p->a, const char *, names.n);
    d->value.name_pos = arena_array(p->a, struct pos, names.n);
    for (uint32_t i = 0; i < names.n; i++) {
        struct expr *x = p->scratch.at[names.start + i];
        d->value.names[i] = x->ident.name;
        d->value.name_pos[i] = x->pos;
    }
    p->scratch.n = names.start;
    d->pos = d->value.name_pos[0];
    return d;
}

struct decl *build_type(struct parser *p, struct src_pos at, const char *name, struct fields tparams, bool alias,
                        struct expr *type)
{
    struct decl *d = decl_new(p, DECL_TYPE, pos_of(p, at));
    d->type.name = name;
    d->type.tparams = tparams.at;
    d->type.ntparams = tparams.n;
    d->type.alias = alias;
    d->type.type = type;
    return d;
}

/* The names in "func (r *T[K, V])". */
static void receiver_tparams(struct parser *p, struct decl *d, struct expr *type)
{
    while (type->kind == EX_STAR || type->kind == EX_PAREN)
        type = type->kind == EX_STAR ? type->star.x : type->paren.x;
    if (type->kind != EX_INDEX)
        return;
    d->func.nrecv_tparams = type->index.n;
    d->func.recv_tparams = arena_array(p->a, struct field, type->index.n);
    for (int i = 0; i < type->index.n; i++) {
        struct expr *x = type->index.indices[i];
        struct field *f = &d->func.recv_tparams[i];
        f->pos = expr_start(x);
        f->type = x;
        f->name = x->kind == EX_IDENT ? x->ident.name : NULL;
    }
}

struct decl *build_func(struct parser *p, struct src_pos at, const struct fields *recv, struct src_pos name_at,
                        const char *name, struct fields tparams, struct expr *sig, struct block *body)
{
    struct decl *d = decl_new(p, DECL_FUNC, pos_of(p, name_at));
    d->func.name = name;
    d->func.func = arena_new(p->a, struct func_lit);
    d->func.func->pos = pos_of(p, at);
    d->func.func->type = sig;
    d->func.func->body = body;
    if (sig->kind == EX_FUNC_TYPE) {
        sig->functype.tparams = tparams.at;
        sig->functype.ntparams = tparams.n;
    }
    if (recv) {
        if (recv->n == 0)
            syn_error(p, name_at, "method has no receiver");
        else if (recv->n > 1)
            syn_error(p, name_at, "method has multiple receivers");
        if (recv->n > 0) {
            d->func.recv = recv->at;
            receiver_tparams(p, d, recv->at[0].type);
        }
    }
    return d;
}

void build_group(struct parser *p, const struct list *specs)
{
    p->groups++;
    for (uint32_t i = 0; i < specs->n; i++)
        ((struct decl *)p->scratch.at[specs->start + i])->group = p->groups;
}

void build_const_group(struct parser *p, const struct list *specs, bool parenthesised)
{
    const struct decl *last = NULL;
    if (parenthesised)
        build_group(p, specs);
    for (uint32_t i = 0; i < specs->n; i++) {
        struct decl *d = p->scratch.at[specs->start + i];
        d->value.iota = (int)i;
        if (d->value.type || d->value.nvalues) {
            last = d;
        } else if (last) {
            d->value.inherited = true;
            d->value.type = last->value.type;
            d->value.values = last->value.values;
            d->value.nvalues = last->value.nvalues;
        }
    }
}

void build_top_level(struct parser *p, const struct list *decls, struct src_pos at)
{
    for (uint32_t i = 0; i < decls->n; i++) {
        struct decl *d = p->scratch.at[decls->start + i];
        if (d->kind == DECL_IMPORT && p->decls.n > 0 && vec_last(&p->decls)->kind != DECL_IMPORT && i == 0)
            syn_error(p, at, "syntax error: non-declaration statement outside function body");
        vec_push(&p->decls, d);
    }
    p->scratch.n = decls->start;
}
