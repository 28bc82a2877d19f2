/* compiler/ir/static_init.c - composite data that is constant is laid out as data: initial bytes and relocations.
 *
 * Static are constants, nil, functions, literals of static elements, addresses of such literals and of package
 * variables, conversions of constants to byte slices, interface values holding static values, and copies of static
 * variables that nobody writes.  A map literal whose keys are constants becomes an array of its entries, from which the
 * loader makes the map when it is first referred to. */
#include "compiler/ir/build.h"

enum { REL_STR = 1, REL_GLOB, REL_FUNC, REL_TYPE, REL_ITAB, REL_STRPTR, REL_MAP };      /* module.fmt */
enum { MAX_STATIC = 1 << 24 };

/* -- What is static --------------------------------------------------------------------------------------------------- */

static struct type *iface_source(struct fb *fb, struct expr *e)
{
    struct type *t = expr_type(fb, e);
    return ty_is_untyped(t) ? ty_default(fb->u, t) : t;
}

static struct object *func_of(struct expr *e)
{
    struct object *o = e->kind == EX_IDENT ? e->ident.obj : e->kind == EX_SELECTOR && e->sel.sel_kind == SEL_PACKAGE
                       ? e->sel.obj : NULL;
    bool generic = e->kind == EX_IDENT ? e->ident.ntargs > 0 : e->kind == EX_SELECTOR && e->sel.ntargs > 0;
    return o && o->kind == OBJ_FUNC && !generic ? o : NULL;
}

/* A package variable or a field of one, addressed without following pointers. */
static struct object *var_of(struct expr *e)
{
    e = expr_unparen(e);
    if (e->kind == EX_IDENT)
        return e->ident.obj && e->ident.obj->kind == OBJ_VAR && e->ident.obj->is_global ? e->ident.obj : NULL;
    if (e->kind == EX_SELECTOR && e->sel.sel_kind == SEL_PACKAGE)
        return e->sel.obj->kind == OBJ_VAR ? e->sel.obj : NULL;
    return NULL;
}

/* A package variable that has its static initial value whenever an initialiser reads it. */
static struct ir_global *copied(struct fb *fb, struct expr *e)
{
    struct object *o = e->kind == EX_IDENT ? var_of(e) : NULL;
    if (!o || o->assigned || o->addr_taken || !ptrmap_get(&fb->b->fixed, o))
        return NULL;
    struct ir_global *g = global_of(fb->b, o);
    for (uint32_t i = 0; i < g->nrelocs; i++)
        if (g->relocs[i].kind == REL_MAP)       /* the copy would be another map */
            return NULL;
    return g;
}

static bool map_is_static(struct fb *fb, struct expr *e, struct type *u)
{
    enum type_kind k = kind_of(u->map.key);
    if (fb->f != fb->m->init || k == TY_INTERFACE || k >= TY_ARRAY || e->comp.nelems > MAX_STATIC / 64)
        return false;
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i];
        if (expr_unparen(x->kv.key)->mode != MODE_CONST || !is_static(fb, x->kv.value, u->map.elem))
            return false;
    }
    return true;
}

static bool comp_is_static(struct fb *fb, struct expr *e, struct type *t)
{
    struct type *u = ty_underlying(t);
    if (u->kind == TY_MAP)
        return map_is_static(fb, e, u);
    if (ty_size(t) > MAX_STATIC)
        return false;
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i], *v = x->kind == EX_KEY_VALUE ? x->kv.value : x;
        struct type *et;
        if (u->kind == TY_STRUCT) {
            int f = i;
            if (x->kind == EX_KEY_VALUE)
                for (f = 0; f < u->strct.n && strcmp(u->strct.fields[f].name, expr_unparen(x->kv.key)->ident.name); f++)
                    ;
            et = u->strct.fields[f].type;
        } else {
            et = u->kind == TY_ARRAY ? u->array.elem : u->slice.elem;
        }
        if (!is_static(fb, v, et))
            return false;
    }
    return true;
}

/* Can e, as a value of type t, be laid out as data?  In a function body only what needs no object of its own: each
 * evaluation of a slice or pointer literal makes a new one. */
bool is_static(struct fb *fb, struct expr *e, struct type *t)
{
    bool once = fb->f == fb->m->init;
    e = expr_unparen(e);
    if (e->mode == MODE_CONST || e->mode == MODE_NIL)
        return true;
    struct type *et = expr_type(fb, e);
    if (kind_of(t) == TY_INTERFACE) {
        if (!et || kind_of(et) == TY_INTERFACE || !once)
            return false;
        return is_static(fb, e, et);
    }
    if (func_of(e))
        return true;
    if (e->kind == EX_COMPOSITE_LIT) {
        struct type *u = ty_core(et);
        if (u->kind == TY_POINTER)
            return once && comp_is_static(fb, e, u->pointer.elem);
        if (u->kind == TY_SLICE && !once)
            return false;
        return comp_is_static(fb, e, et);
    }
    if (!once)
        return false;
    if (copied(fb, e) && ty_identical(et, t))
        return true;
    if (e->kind == EX_CALL && e->call.call_kind == CALL_BUILTIN)        /* an empty map */
        return e->call.builtin == BI_MAKE && e->call.nargs == 1 && kind_of(et) == TY_MAP;
    if (e->kind == EX_UNARY && e->unary.op == OP_ADDR) {
        struct expr *x = expr_unparen(e->unary.x);
        if (x->kind == EX_COMPOSITE_LIT)
            return ty_core(expr_type(fb, x))->kind != TY_MAP && ty_core(expr_type(fb, x))->kind != TY_SLICE &&
                   comp_is_static(fb, x, expr_type(fb, x));
        return var_of(x) != NULL;
    }
    if (e->kind == EX_CALL && e->call.call_kind == CALL_CONVERSION) {
        struct expr *x = expr_unparen(e->call.args[0]);
        struct type *u = ty_core(et);
        if (x->mode == MODE_CONST && u && u->kind == TY_SLICE && kind_of(u->slice.elem) == TY_UINT8)
            return true;
        if (x->type && x->mode != MODE_CONST && ty_identical(ty_underlying(expr_type(fb, x)), ty_underlying(et)) &&
            kind_of(et) != TY_INTERFACE)
            return is_static(fb, x, et);
    }
    return false;
}

/* -- Writing -------------------------------------------------------------------------------------------------------------- */

static uint8_t *image(struct fb *fb, struct ir_global *g, int64_t off, int64_t n)
{
    if (!g->image) {
        g->nimage = (uint32_t)ty_size(g->type);
        g->image = arena_alloc(fb->a, g->nimage + 8);
    }
    ASSERT(off >= 0 && off + n <= (int64_t)g->nimage, "static data out of bounds");
    return g->image + off;
}

static void put(struct fb *fb, struct ir_global *g, int64_t off, uint64_t v, int n)
{
    memcpy(image(fb, g, off, n), &v, (size_t)n);
}

static struct ir_reloc *reloc(struct fb *fb, struct ir_global *g, int64_t off, uint32_t kind)
{
    if ((g->nrelocs & (g->nrelocs - 1)) == 0) {         /* full at powers of two */
        struct ir_reloc *r = arena_array(fb->a, struct ir_reloc, g->nrelocs ? g->nrelocs * 2 : 1);
        if (g->nrelocs)
            memcpy(r, g->relocs, g->nrelocs * sizeof *r);
        g->relocs = r;
    }
    struct ir_reloc *r = &g->relocs[g->nrelocs++];
    *r = (struct ir_reloc){ .off = (uint32_t)off, .kind = kind };
    return r;
}

static void put_address(struct fb *fb, struct ir_global *g, int64_t off, struct ir_global *to, int64_t addend)
{
    struct ir_reloc *r = reloc(fb, g, off, REL_GLOB);
    r->glob = to;
    r->addend = (uint32_t)addend;
}

static void put_const(struct fb *fb, struct ir_global *g, int64_t off, struct type *t, struct constant *cv)
{
    enum type_kind k = kind_of(t);
    if (k == TY_STRING) {
        if (cv->s.n == 0)
            return;
        struct ir_reloc *r = reloc(fb, g, off, REL_STR);
        r->str = cv->s.at;
        r->nstr = (uint32_t)cv->s.n;
    } else if (kind_is_complex(k)) {
        struct type *pt = basic(fb, k == TY_COMPLEX64 ? TY_FLOAT32 : TY_FLOAT64);
        int n = (int)ty_size(pt);
        struct constant *c = cv_to_complex(fb->u, cv);
        put(fb, g, off, const_bits(fb, cv_real(fb->u, c), pt), n);
        put(fb, g, off + n, const_bits(fb, cv_imag(fb->u, c), pt), n);
    } else {
        put(fb, g, off, const_bits(fb, cv, t), (int)ty_size(t));
    }
}

static void put_slice(struct fb *fb, struct ir_global *g, int64_t off, struct ir_global *arr, int64_t n)
{
    put_address(fb, g, off, arr, 0);
    put(fb, g, off + 8, (uint64_t)n, 8);
    put(fb, g, off + 16, (uint64_t)n, 8);
}

static struct ir_global *static_array(struct fb *fb, struct type *elem, int64_t n)
{
    return static_global(fb->b, ty_array(fb->u, elem, n), false);
}

/* elems: of the literal, NULL: an empty map. */
static void put_map(struct fb *fb, struct ir_global *g, int64_t off, struct type *t, struct expr **elems, int n)
{
    struct type *u = ty_underlying(t), *entry = ty_new(fb->u, TY_STRUCT);
    entry->strct.n = 2;
    entry->strct.fields = arena_array(&fb->u->arena, struct type_field, 2);
    entry->strct.fields[0] = (struct type_field){ .name = "Key", .type = u->map.key, .pkg = fb->b->pkg };
    entry->strct.fields[1] = (struct type_field){ .name = "Elem", .type = u->map.elem, .pkg = fb->b->pkg };
    ty_layout(entry);
    struct ir_global *arr = static_array(fb, entry, n);
    struct ir_reloc *r = reloc(fb, g, off, REL_MAP);
    r->glob = arr;
    r->type = t;
    for (int i = 0; i < n; i++) {
        int64_t at = i * ty_size(entry);
        static_init(fb, arr, at, u->map.key, elems[i]->kv.key);
        static_init(fb, arr, at + entry->strct.fields[1].offset, u->map.elem, elems[i]->kv.value);
    }
}

static void put_copy(struct fb *fb, struct ir_global *g, int64_t off, struct ir_global *from)
{
    if (from->image)
        memcpy(image(fb, g, off, from->nimage), from->image, from->nimage);
    for (uint32_t i = 0; i < from->nrelocs; i++) {
        struct ir_reloc *r = reloc(fb, g, off + from->relocs[i].off, 0);
        uint32_t at = r->off;
        *r = from->relocs[i];
        r->off = at;
    }
}

static void put_comp(struct fb *fb, struct ir_global *g, int64_t off, struct type *t, struct expr *e)
{
    struct type *u = ty_underlying(t);
    if (u->kind == TY_MAP) {
        put_map(fb, g, off, t, e->comp.elems, e->comp.nelems);
        return;
    }
    if (u->kind == TY_STRUCT)
        ty_layout(u);
    int64_t next = 0, max = 0;
    struct ir_global *to = g;
    int64_t base = off;
    if (u->kind == TY_SLICE) {
        for (int i = 0; i < e->comp.nelems; i++) {
            if (e->comp.elems[i]->kind == EX_KEY_VALUE)
                cv_int64(cv_to_int(fb->u, e->comp.elems[i]->kv.key->cv), &next);
            if (++next > max)
                max = next;
        }
        to = static_array(fb, u->slice.elem, max);
        base = 0;
        next = 0;
        put_slice(fb, g, off, to, max);
    }
    for (int i = 0; i < e->comp.nelems; i++) {
        struct expr *x = e->comp.elems[i], *v = x->kind == EX_KEY_VALUE ? x->kv.value : x;
        if (u->kind == TY_STRUCT) {
            int f = i;
            if (x->kind == EX_KEY_VALUE)
                for (f = 0; strcmp(u->strct.fields[f].name, expr_unparen(x->kv.key)->ident.name); f++)
                    ;
            if (strcmp(u->strct.fields[f].name, "_") != 0)
                static_init(fb, to, base + u->strct.fields[f].offset, u->strct.fields[f].type, v);
            continue;
        }
        struct type *elem = u->kind == TY_ARRAY ? u->array.elem : u->slice.elem;
        if (x->kind == EX_KEY_VALUE)
            cv_int64(cv_to_int(fb->u, x->kv.key->cv), &next);
        static_init(fb, to, base + next++ * ty_size(elem), elem, v);
    }
}

static void put_type_word(struct fb *fb, struct ir_global *g, int64_t off, struct type *it, struct type *t)
{
    note_type(fb->b, t);
    struct ir_reloc *r = reloc(fb, g, off, REL_ITAB);
    r->iface = it;
    r->type = t;
}

void static_iface_const(struct fb *fb, struct ir_global *g, int64_t off, struct type *it, struct type *t,
                        struct constant *cv)
{
    put_type_word(fb, g, off, it, t);
    struct ir_global *boxed = static_global(fb->b, t, true);
    put_const(fb, boxed, 0, t, cv);
    put_address(fb, g, off + 8, boxed, 0);
}

static void put_iface(struct fb *fb, struct ir_global *g, int64_t off, struct type *it, struct expr *e)
{
    struct type *t = iface_source(fb, e);
    put_type_word(fb, g, off, it, t);
    if (ir_is_direct(t)) {
        static_init(fb, g, off + 8, t, e);
        return;
    }
    struct ir_global *boxed = static_global(fb->b, t, true);
    static_init(fb, boxed, 0, t, e);
    put_address(fb, g, off + 8, boxed, 0);
}

static void put_bytes(struct fb *fb, struct ir_global *g, int64_t off, struct type *elem, struct constant *cv)
{
    struct ir_global *arr = static_array(fb, elem, (int64_t)cv->s.n);
    if (cv->s.n)
        memcpy(image(fb, arr, 0, (int64_t)cv->s.n), cv->s.at, cv->s.n);
    put_slice(fb, g, off, arr, (int64_t)cv->s.n);
}

/* Lays out e, which is_static(), at off of g as a value of type t. */
bool static_init(struct fb *fb, struct ir_global *g, int64_t off, struct type *t, struct expr *e)
{
    e = expr_unparen(e);
    if (e->mode == MODE_NIL)
        return true;
    if (kind_of(t) == TY_INTERFACE) {
        put_iface(fb, g, off, t, e);
        return true;
    }
    if (e->mode == MODE_CONST) {
        put_const(fb, g, off, t, e->cv);
        return true;
    }
    struct object *f = func_of(e);
    struct type *et = expr_type(fb, e);
    struct ir_global *from = copied(fb, e);
    if (from && ty_identical(et, t)) {
        put_copy(fb, g, off, from);
    } else if (e->kind == EX_CALL && e->call.call_kind == CALL_BUILTIN) {
        put_map(fb, g, off, t, NULL, 0);
    } else if (f) {
        reloc(fb, g, off, REL_FUNC)->fn = func_sym(fb->b, f);
    } else if (e->kind == EX_COMPOSITE_LIT && ty_core(et)->kind == TY_POINTER) {
        struct type *bt = ty_core(et)->pointer.elem;
        struct ir_global *obj = static_global(fb->b, bt, false);
        put_comp(fb, obj, 0, bt, e);
        put_address(fb, g, off, obj, 0);
    } else if (e->kind == EX_COMPOSITE_LIT) {
        put_comp(fb, g, off, kind_of(t) == TY_MAP ? t : et, e);    /* a map has the variable's type, not the literal's */
    } else if (e->kind == EX_UNARY) {
        struct expr *x = expr_unparen(e->unary.x);
        struct object *v = var_of(x);
        struct ir_global *obj = v ? global_of(fb->b, v) : static_global(fb->b, expr_type(fb, x), false);
        if (!v)
            put_comp(fb, obj, 0, obj->type, x);
        put_address(fb, g, off, obj, 0);
    } else {
        struct expr *x = expr_unparen(e->call.args[0]);
        if (x->mode == MODE_CONST)
            put_bytes(fb, g, off, ty_core(et)->slice.elem, x->cv);
        else
            static_init(fb, g, off, t, x);
    }
    return true;
}
