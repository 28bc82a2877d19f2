/* compiler/ir/build_composite.c - composite literals.
 *
 * A literal is built in place where nobody can see it half made (a fresh object), else in a temporary.  Elements that
 * are constants are copied from a static image when there are enough of them. */
#include "compiler/ir/build.h"

enum { MIN_IMAGE = 4 };         /* constant elements that make an image worth while */

static void build_into(struct fb *fb, struct expr *e, struct type *t, struct place p);

/* Value e stored at place p of type t; nested literals are built in place. */
static void element(struct fb *fb, struct expr *e, struct type *t, struct place p)
{
    struct expr *x = expr_unparen(e);
    if (x->kind == EX_COMPOSITE_LIT && p.kind == PL_MEM) {
        enum type_kind k = kind_of(t);
        struct type *xt = expr_type(fb, x);
        if ((k == TY_STRUCT || k == TY_ARRAY) && kind_of(xt) == k) {
            build_into(fb, x, t, p);
            return;
        }
    }
    place_store(fb, p, expr_as(fb, e, t, NULL));
}

/* Index of the field an element names or, without keys, its position. */
static int field_index(struct type *st, struct expr *e, int i)
{
    if (e->kind != EX_KEY_VALUE)
        return i;
    const char *name = expr_unparen(e->kv.key)->ident.name;
    for (int k = 0; k < st->strct.n; k++)
        if (strcmp(st->strct.fields[k].name, name) == 0)
            return k;
    UNREACHABLE();
}

static struct expr *elem_value(struct expr *e) { return e->kind == EX_KEY_VALUE ? e->kv.value : e; }

/* Array index of each element; returns the number of elements the literal spans. */
static int64_t indices(struct fb *fb, struct expr *e, int64_t *out)
{
    int64_t next = 0, max = 0;
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i];
        if (x->kind == EX_KEY_VALUE)
            cv_int64(cv_to_int(fb->u, x->kv.key->cv), &next);
        out[i] = next++;
        if (next > max)
            max = next;
    }
    return max;
}

static void struct_into(struct fb *fb, struct expr *e, struct type *t, struct place p)
{
    struct type *st = ty_underlying(t);
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i];
        int f = field_index(st, x, i);
        struct place fp = place_field(fb, p, f);
        if (strcmp(st->strct.fields[f].name, "_") == 0)
            expr_discard(fb, elem_value(x));
        else
            element(fb, elem_value(x), st->strct.fields[f].type, fp);
    }
}

static void array_into(struct fb *fb, struct expr *e, struct type *elem, struct place p, const int64_t *idx)
{
    int64_t size = ty_size(elem);
    for (int i = 0; i < e->comp.nelems; i++) {
        struct place ep = place_mem(elem, p.base, p.off + idx[i] * size);
        element(fb, elem_value(e->comp.elems[i]), elem, ep);
    }
}

static int count_static(struct fb *fb, struct expr *e, struct type *elem)
{
    int n = 0;
    for (int i = 0; i < e->comp.nelems; i++)
        n += is_static(fb, elem_value(e->comp.elems[i]), elem);
    return n;
}

/* Elements of an array literal at idx[], constants by one copy. */
static void fill_array(struct fb *fb, struct expr *e, struct type *at, struct place p, const int64_t *idx)
{
    struct type *elem = ty_underlying(at)->array.elem;
    int n = count_static(fb, e, elem);
    if (n < MIN_IMAGE || n * 2 < e->comp.nelems) {
        array_into(fb, e, elem, p, idx);
        return;
    }
    struct ir_global *g = static_global(fb->b, at, true);
    for (int i = 0; i < e->comp.nelems; i++)
        if (is_static(fb, elem_value(e->comp.elems[i]), elem))
            static_init(fb, g, idx[i] * ty_size(elem), elem, elem_value(e->comp.elems[i]));
    ir_reg src = new_reg(fb, IRC_R, ty_pointer(fb->u, at));
    struct ir_ins *ga = ins(fb, IR_GADDR);
    ga->a = src;
    ga->glob = g;
    mem_store(fb, p.base, p.off, at, v_mem(at, src, 0, false));
    for (int i = 0; i < e->comp.nelems; i++)
        if (!is_static(fb, elem_value(e->comp.elems[i]), elem))
            element(fb, elem_value(e->comp.elems[i]), elem,
                    place_mem(elem, p.base, p.off + idx[i] * ty_size(elem)));
}

/* Struct or array literal e into zeroed memory or registers p. */
static void build_into(struct fb *fb, struct expr *e, struct type *t, struct place p)
{
    fb->pos = e->pos;
    if (kind_of(t) == TY_STRUCT) {
        struct_into(fb, e, t, p);
        return;
    }
    int64_t *idx = arena_array(fb->a, int64_t, e->comp.nelems + 1);
    indices(fb, e, idx);
    fill_array(fb, e, t, p, idx);
}

static struct val slice_literal(struct fb *fb, struct expr *e, struct type *t)
{
    int64_t *idx = arena_array(fb->a, int64_t, e->comp.nelems + 1), n = indices(fb, e, idx);
    struct type *at = ty_array(fb->u, ty_underlying(t)->slice.elem, n);
    ir_reg a = heap_object(fb, at), d = new_reg(fb, IRC_L, t);
    fill_array(fb, e, at, place_mem(at, a, 0), idx);
    fb->pos = e->pos;
    struct ir_ins *s = ins(fb, IR_SLICE);
    s->a = d;
    s->b = a;
    s->type = at;
    return v_reg(t, d);
}

static struct val map_literal(struct fb *fb, struct expr *e, struct type *t)
{
    struct type *u = ty_underlying(t);
    ir_reg hint = word_const(fb, basic(fb, TY_INT), e->comp.nelems, NULL);
    ir_reg m = rt_r(fb, RT_MAKEMAP, t, 1, &hint, IRC_R, t);
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i];
        struct expr *kv[2] = { x->kv.key, x->kv.value };
        size_t mark = order_begin(fb, kv, 2, true);
        struct val k = val_own(fb, expr_as(fb, x->kv.key, u->map.key, NULL));
        struct val v = val_load(fb, expr_as(fb, x->kv.value, u->map.elem, NULL));
        fb->pos = x->pos;
        ir_reg a = map_entry(fb, t, m, k, MAP_ASSIGN, NULL);
        mem_store(fb, a, 0, u->map.elem, v);
        order_end(fb, mark);
    }
    return v_reg(t, m);
}

/* A struct whose leaves are registers: each element straight to its leaves. */
static struct val struct_regs(struct fb *fb, struct expr *e, struct type *t)
{
    struct type *st = ty_underlying(t);
    struct val *vals = arena_array(fb->a, struct val, st->strct.n + 1);
    for (int i = 0; i < st->strct.n; i++)
        vals[i] = v_zero(st->strct.fields[i].type);
    for (int i = 0; i < e->comp.nelems; i++) {
        int f = field_index(st, e->comp.elems[i], i);
        struct val v = expr_as(fb, elem_value(e->comp.elems[i]), st->strct.fields[f].type, NULL);
        vals[f] = v.kind == V_MEM ? val_load(fb, v) : v;
    }
    ir_reg r[4], leaf[4];
    int n = 0;
    for (int i = 0; i < st->strct.n; i++) {
        int k = val_regs(fb, vals[i], leaf, NULL);
        for (int j = 0; j < k; j++)
            r[n++] = leaf[j];
    }
    return v_regs(t, n, r);
}

/* With into (zeroed memory nobody reads yet) the literal is built there and V_NONE returned. */
struct val composite(struct fb *fb, struct expr *e, struct place *into)
{
    struct type *t = expr_type(fb, e), *u = ty_core(t);
    switch (u->kind) {
    case TY_POINTER: {          /* elided &T in an element */
        struct type *bt = u->pointer.elem;
        ir_reg r = heap_object(fb, bt);
        struct expr inner = *e;
        inner.type = bt;
        struct place p = place_mem(bt, r, 0);
        struct val v = composite(fb, &inner, &p);
        if (v.kind != V_NONE)
            mem_store(fb, r, 0, bt, v);
        return v_reg(t, r);
    }
    case TY_SLICE: return slice_literal(fb, e, t);
    case TY_MAP: return map_literal(fb, e, t);
    default: break;
    }
    if (into) {
        build_into(fb, e, t, *into);
        return v_none();
    }
    if (e->comp.nelems == 0)
        return v_zero(t);
    if (!is_memory(t))
        return struct_regs(fb, e, t);
    ir_reg q = temp_object(fb, t, NULL);
    build_into(fb, e, t, place_mem(t, q, 0));
    return v_mem(t, q, 0, true);
}
