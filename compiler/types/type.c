/* compiler/types/type.c - making types, objects and scopes; the universe; predicates on types.
 *
 * Everything lives in the universe's arena.  Invariants: *T is unique per T
 * (type.ptr_to); predeclared types are singletons, except that byte and rune
 * are second pointers for uint8 and int32 which differ only in their printed
 * name; a type's kind never changes after ty_new().
 *
 * The predicates look at underlying types; a type parameter has a property if
 * every type of its type set has it (spec "Type parameter declarations"). */
#include "compiler/types/internal.h"

#include <stdlib.h>

#include "runtime/base/fatal.h"
#include "runtime/base/utf8.h"

/* -- Construction --------------------------------------------------------------- */

const char *ty_intern(struct universe *u, const char *s)
{
    size_t n = strlen(s);
    const char *old = strmap_getn(&u->strings_, s, n);
    if (old)
        return old;
    char *copy = arena_strndup(&u->arena, s, n);
    strmap_putn(&u->strings_, copy, n, copy);
    return copy;
}

struct type *ty_new(struct universe *u, enum type_kind k)
{
    struct type *t = arena_new(&u->arena, struct type);
    t->kind = k;
    t->id = ++u->next_type_id;
    t->u = u;
    t->size = -1;
    return t;
}

struct type *ty_pointer(struct universe *u, struct type *elem)
{
    if (!elem->ptr_to) {
        struct type *t = ty_new(u, TY_POINTER);
        t->pointer.elem = elem;
        elem->ptr_to = t;
    }
    return elem->ptr_to;
}

struct type *ty_slice(struct universe *u, struct type *elem)
{
    struct type *t = ty_new(u, TY_SLICE);
    t->slice.elem = elem;
    return t;
}

struct type *ty_array(struct universe *u, struct type *elem, int64_t len)
{
    struct type *t = ty_new(u, TY_ARRAY);
    t->array.elem = elem;
    t->array.len = len;
    return t;
}

struct type *ty_map(struct universe *u, struct type *key, struct type *elem)
{
    struct type *t = ty_new(u, TY_MAP);
    t->map.key = key;
    t->map.elem = elem;
    return t;
}

struct type *ty_chan(struct universe *u, struct type *elem, enum chan_dir dir)
{
    struct type *t = ty_new(u, TY_CHAN);
    t->chan.elem = elem;
    t->chan.dir = dir;
    return t;
}

struct type *ty_tuple(struct universe *u, struct object **vars, int n)
{
    struct type *t = ty_new(u, TY_TUPLE);
    t->tuple.vars = vars;
    t->tuple.n = n;
    return t;
}

struct type *ty_named(struct universe *u, struct object *obj, struct type *underlying)
{
    struct type *t = ty_new(u, TY_NAMED);
    t->named.obj = obj;
    t->named.underlying = underlying;
    obj->type = t;
    return t;
}

struct type *ty_typeparam(struct universe *u, struct object *obj, struct type *bound, int index)
{
    struct type *t = ty_new(u, TY_TYPEPARAM);
    t->tparam.obj = obj;
    t->tparam.bound = bound;
    t->tparam.index = index;
    obj->type = t;
    return t;
}

struct object *obj_new(struct universe *u, enum object_kind k, struct pos pos, struct package *pkg, const char *name,
                       struct type *t)
{
    struct object *o = arena_new(&u->arena, struct object);
    o->kind = k;
    o->pos = pos;
    o->pkg = pkg;
    o->name = name;
    o->type = t;
    return o;
}

/* -- Scopes ---------------------------------------------------------------------- */

struct scope *scope_new(struct universe *u, struct scope *parent)
{
    struct scope *s = arena_new(&u->arena, struct scope);
    s->parent = parent;
    s->u = u;
    s->next_ = u->scopes_;      /* the maps are malloc-backed: universe_free() walks this list */
    u->scopes_ = s;
    return s;
}

struct object *scope_lookup(const struct scope *s, const char *name)
{
    struct object *o = strmap_get(&s->names, name);
    if (!o && s->lazy)
        o = s->lazy((struct scope *)s, name, s->lazy_ctx);
    return o;
}

struct object *scope_lookup_parent(const struct scope *s, const char *name)
{
    size_t n = strlen(name);
    for (; s; s = s->parent) {
        struct object *o = strmap_getn(&s->names, name, n);
        if (!o && s->lazy)
            o = s->lazy((struct scope *)s, name, s->lazy_ctx);
        if (o)
            return o;
    }
    return NULL;
}

struct object *scope_insert(struct scope *s, struct object *o)
{
    struct object *old = scope_lookup(s, o->name);
    if (old)
        return old;
    strmap_put(&s->names, o->name, o);
    if (!o->parent)
        o->parent = s;
    return NULL;
}

bool name_is_exported(const char *name)
{
    unsigned char c = (unsigned char)name[0];
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    uint32_t r;
    utf8_decode((const unsigned char *)name, strlen(name), &r);
    return unicode_is_upper(r);
}

bool name_same_id(const char *a, struct package *pkg_a, const char *b, struct package *pkg_b)
{
    if (!name_eq(a, b))
        return false;
    if (name_is_exported(a) || pkg_same_names(pkg_a, pkg_b))
        return true;
    /* one package may be represented twice: checked from source and imported */
    return pkg_a && pkg_b && name_eq(pkg_a->path, pkg_b->path);
}

bool pkg_same_names(const struct package *a, const struct package *b)
{
    return a == b || (a && b && a->family && name_eq(a->family, b->family));
}

const char *pkg_name_space(const struct package *p) { return p->family ? p->family : p->path; }

/* -- The universe ------------------------------------------------------------------ */

static const char *const basic_names[TY_UNTYPED_NIL + 1] = {
    "invalid type", "bool", "int", "int8", "int16", "int32", "int64",
    "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
    "float32", "float64", "complex64", "complex128", "string", "Pointer",
    "untyped bool", "untyped int", "untyped rune", "untyped float", "untyped complex", "untyped string",
    "untyped nil"
};

static struct type *new_basic(struct universe *u, enum type_kind k, const char *name)
{
    static const int8_t sizes[] = {
        [TY_BOOL] = 1, [TY_INT] = 8, [TY_INT8] = 1, [TY_INT16] = 2, [TY_INT32] = 4, [TY_INT64] = 8,
        [TY_UINT] = 8, [TY_UINT8] = 1, [TY_UINT16] = 2, [TY_UINT32] = 4, [TY_UINT64] = 8, [TY_UINTPTR] = 8,
        [TY_FLOAT32] = 4, [TY_FLOAT64] = 8, [TY_COMPLEX64] = 8, [TY_COMPLEX128] = 16, [TY_STRING] = 16,
        [TY_UNSAFE_POINTER] = 8,
    };
    struct type *t = ty_new(u, k);
    t->basic.name = name;
    if (k > TY_INVALID && k <= TY_UNSAFE_POINTER) {
        t->size = sizes[k];
        t->align = k == TY_COMPLEX64 ? 4 : k == TY_COMPLEX128 || k == TY_STRING ? 8 : sizes[k];
    }
    return t;
}

static struct object *predeclare(struct universe *u, struct scope *s, enum object_kind k, struct package *pkg,
                                 const char *name, struct type *t)
{
    struct object *o = obj_new(u, k, (struct pos){0}, pkg, ty_intern(u, name), t);
    o->state = OST_BLACK;
    o->used = true;
    scope_insert(s, o);
    return o;
}

static void predeclare_const(struct universe *u, const char *name, struct type *t, struct constant *cv)
{
    predeclare(u, u->scope, OBJ_CONST, NULL, name, t)->cv = cv;
}

/* type error interface{ Error() string } */
static void predeclare_error(struct universe *u)
{
    struct object *o = predeclare(u, u->scope, OBJ_TYPE, NULL, "error", NULL);
    struct type *sig = ty_new(u, TY_FUNC);
    sig->func.results = arena_array(&u->arena, struct object *, 1);
    sig->func.nresults = 1;
    sig->func.results[0] = obj_new(u, OBJ_VAR, (struct pos){0}, NULL, NULL, u->basic[TY_STRING]);
    sig->func.results[0]->state = OST_BLACK;
    sig->func.results[0]->is_result = true;
    struct type *it = ty_new(u, TY_INTERFACE);
    it->iface.methods = arena_array(&u->arena, struct type_method, 1);
    it->iface.nmethods = 1;
    struct object *m = obj_new(u, OBJ_FUNC, (struct pos){0}, NULL, ty_intern(u, "Error"), sig);
    m->state = OST_BLACK;
    it->iface.methods[0] = (struct type_method){ .name = m->name, .sig = sig, .obj = m };
    u->error_type = ty_named(u, o, it);
}

static void predeclare_comparable(struct universe *u)
{
    struct object *o = predeclare(u, u->scope, OBJ_TYPE, NULL, "comparable", NULL);
    struct type *it = ty_new(u, TY_INTERFACE);
    it->iface.tset = arena_new(&u->arena, struct typeset);
    it->iface.tset->all_types = true;
    it->iface.tset->comparable = true;
    u->comparable_type = ty_named(u, o, it);
}

static const struct { const char *name; enum builtin_id id; bool is_unsafe; } builtins[] = {
    { "append", BI_APPEND, false }, { "cap", BI_CAP, false }, { "close", BI_CLOSE, false },
    { "complex", BI_COMPLEX, false }, { "copy", BI_COPY, false }, { "delete", BI_DELETE, false },
    { "imag", BI_IMAG, false }, { "len", BI_LEN, false }, { "make", BI_MAKE, false }, { "new", BI_NEW, false },
    { "panic", BI_PANIC, false }, { "print", BI_PRINT, false }, { "println", BI_PRINTLN, false },
    { "real", BI_REAL, false }, { "recover", BI_RECOVER, false },
    { "Add", BI_UNSAFE_ADD, true }, { "Alignof", BI_UNSAFE_ALIGNOF, true },
    { "Offsetof", BI_UNSAFE_OFFSETOF, true }, { "Sizeof", BI_UNSAFE_SIZEOF, true },
    { "Slice", BI_UNSAFE_SLICE, true },
};

struct universe *universe_new(struct diag *d)
{
    struct universe *u = xcalloc(1, sizeof *u);
    arena_init(&u->arena);
    u->diag = d;
    for (int k = 0; k <= TY_UNTYPED_NIL; k++)
        u->basic[k] = new_basic(u, (enum type_kind)k, basic_names[k]);
    u->byte_type = new_basic(u, TY_UINT8, "byte");
    u->rune_type = new_basic(u, TY_INT32, "rune");
    u->byte_slice_ = ty_slice(u, u->byte_type);

    u->scope = scope_new(u, NULL);
    u->scope->is_universe = true;
    for (int k = TY_BOOL; k <= TY_STRING; k++)
        predeclare(u, u->scope, OBJ_TYPE, NULL, basic_names[k], u->basic[k]);
    predeclare(u, u->scope, OBJ_TYPE, NULL, "byte", u->byte_type)->is_alias = true;
    predeclare(u, u->scope, OBJ_TYPE, NULL, "rune", u->rune_type)->is_alias = true;
    u->any_type = ty_new(u, TY_INTERFACE);
    predeclare(u, u->scope, OBJ_TYPE, NULL, "any", u->any_type)->is_alias = true;
    predeclare_error(u);
    predeclare_comparable(u);

    predeclare_const(u, "true", u->basic[TY_UNTYPED_BOOL], cv_bool(u, true));
    predeclare_const(u, "false", u->basic[TY_UNTYPED_BOOL], cv_bool(u, false));
    predeclare_const(u, "iota", u->basic[TY_UNTYPED_INT], cv_int(u, 0));
    predeclare(u, u->scope, OBJ_NIL, NULL, "nil", u->basic[TY_UNTYPED_NIL]);

    struct package *p = arena_new(&u->arena, struct package);
    p->path = p->name = "unsafe";
    p->scope = scope_new(u, u->scope);
    p->scope->is_package = true;
    p->complete = p->is_std = true;
    p->lang = "go1.19";
    p->u = u;
    u->unsafe_pkg = p;
    strmap_put(&u->packages, "unsafe", p);
    predeclare(u, p->scope, OBJ_TYPE, p, "Pointer", u->basic[TY_UNSAFE_POINTER]);
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
        struct scope *s = builtins[i].is_unsafe ? p->scope : u->scope;
        struct package *pkg = builtins[i].is_unsafe ? p : NULL;
        predeclare(u, s, OBJ_BUILTIN, pkg, builtins[i].name, u->basic[TY_INVALID])->builtin = builtins[i].id;
    }
    return u;
}

void universe_free(struct universe *u)
{
    if (!u)
        return;
    for (struct scope *s = u->scopes_; s; s = s->next_)
        strmap_free(&s->names);
    for (struct type *t = u->with_map_; t; t = t->named.next_with_map_)
        ptrmap_free(&t->named.inst_methods_);
    strmap_free(&u->packages);
    strmap_free(&u->strings_);
    ptrmap_free(&u->inst_);
    ptrmap_free(&u->method_sets_);
    arena_done(&u->arena);
    free(u);
}

/* -- Underlying types ----------------------------------------------------------------- */

bool ty_is_pending(struct type *t)
{
    return ty_underlying(t) == t->u->basic[TY_INVALID] && t->kind == TY_NAMED;
}

/* Chains "type A B; type B C" are followed and shortened; a cyclic chain, reported by the declaration checker, is
 * the invalid type. */
static struct type *chain_end(struct type *t)
{
    struct type *p = t->named.underlying;
    for (int steps = 0; p && p->kind == TY_NAMED; steps++) {
        if (p == t || steps > 10000)
            return t->u->basic[TY_INVALID];
        if (p->named.load_ || p->named.origin)
            p = ty_underlying(p);
        else
            p = p->named.underlying;
    }
    return p;
}

struct type *ty_underlying(struct type *t)
{
    if (t->kind == TY_TYPEPARAM)
        return ty_typeparam_iface(t);
    if (t->kind != TY_NAMED)
        return t;
    if (t->named.load_)
        ty_load(t);
    struct type *p = t->named.underlying;
    if (p && p->kind != TY_NAMED)
        return p;
    if (!p && t->named.origin)
        p = ty_expand_instance(t);
    else if (p)
        p = chain_end(t);
    if (!p || p->kind == TY_INVALID)
        return t->u->basic[TY_INVALID];     /* pending: not remembered */
    t->named.underlying = p;
    return p;
}

/* Reads an imported type's declaration now.  The hook is removed first: the declaration may mention the type. */
void ty_load(struct type *t)
{
    void (*load)(struct type *, void *) = t->named.load_;
    t->named.load_ = NULL;
    load(t, t->named.load_ctx_);
}

struct object **ty_named_methods(struct type *t, int *n)
{
    *n = 0;
    if (t->kind != TY_NAMED)
        return NULL;
    struct type *o = t->named.origin ? t->named.origin : t;
    if (o->named.load_)
        ty_load(o);
    *n = o->named.nmethods;
    return o->named.methods;
}

struct type *obj_type(struct universe *u, struct object *o)
{
    if (!o->type && u->resolve)
        u->resolve(u->resolve_ctx, o);
    return o->type ? o->type : u->basic[TY_INVALID];
}

struct type *ty_typeparam_iface(struct type *tp)
{
    struct universe *u = tp->u;
    struct type *bound = tp->tparam.bound;
    if (!bound)
        return u->any_type;
    struct type *b = bound->kind == TY_TYPEPARAM ? u->basic[TY_INVALID] : ty_underlying(bound);
    if (b->kind == TY_INTERFACE)
        return b;
    if (b->kind == TY_INVALID)
        return u->any_type;         /* pending or reported elsewhere */
    struct type *it = ty_new(u, TY_INTERFACE);
    it->iface.embeds = arena_array(&u->arena, struct type *, 1);
    it->iface.embeds[0] = bound;
    it->iface.nembeds = 1;
    it->iface.implicit = true;
    tp->tparam.bound = it;
    return it;
}

struct type *ty_default(struct universe *u, struct type *t)
{
    switch (t->kind) {
    case TY_UNTYPED_BOOL: return u->basic[TY_BOOL];
    case TY_UNTYPED_INT: return u->basic[TY_INT];
    case TY_UNTYPED_RUNE: return u->rune_type;
    case TY_UNTYPED_FLOAT: return u->basic[TY_FLOAT64];
    case TY_UNTYPED_COMPLEX: return u->basic[TY_COMPLEX128];
    case TY_UNTYPED_STRING: return u->basic[TY_STRING];
    default: return t;
    }
}

/* -- Predicates ------------------------------------------------------------------------ */

bool ty_is_typed(const struct type *t) { return !ty_is_untyped(t); }

bool ty_is_untyped(const struct type *t)
{
    return t->kind >= TY_UNTYPED_BOOL && t->kind <= TY_UNTYPED_NIL;
}

enum {
    P_BOOLEAN = 1, P_INTEGER = 2, P_UNSIGNED = 4, P_FLOAT = 8, P_COMPLEX = 16, P_STRING = 32,
    P_NUMERIC = P_INTEGER | P_FLOAT | P_COMPLEX,
    P_ORDERED = P_INTEGER | P_FLOAT | P_STRING,
    P_CONST = P_BOOLEAN | P_NUMERIC | P_STRING
};

static const uint8_t basic_info[TY_UNTYPED_NIL + 1] = {
    [TY_BOOL] = P_BOOLEAN, [TY_UNTYPED_BOOL] = P_BOOLEAN,
    [TY_INT] = P_INTEGER, [TY_INT8] = P_INTEGER, [TY_INT16] = P_INTEGER, [TY_INT32] = P_INTEGER,
    [TY_INT64] = P_INTEGER, [TY_UNTYPED_INT] = P_INTEGER, [TY_UNTYPED_RUNE] = P_INTEGER,
    [TY_UINT] = P_INTEGER | P_UNSIGNED, [TY_UINT8] = P_INTEGER | P_UNSIGNED, [TY_UINT16] = P_INTEGER | P_UNSIGNED,
    [TY_UINT32] = P_INTEGER | P_UNSIGNED, [TY_UINT64] = P_INTEGER | P_UNSIGNED, [TY_UINTPTR] = P_INTEGER | P_UNSIGNED,
    [TY_FLOAT32] = P_FLOAT, [TY_FLOAT64] = P_FLOAT, [TY_UNTYPED_FLOAT] = P_FLOAT,
    [TY_COMPLEX64] = P_COMPLEX, [TY_COMPLEX128] = P_COMPLEX, [TY_UNTYPED_COMPLEX] = P_COMPLEX,
    [TY_STRING] = P_STRING, [TY_UNTYPED_STRING] = P_STRING,
};

static bool has_info(struct type *t, void *mask)
{
    if (!t)
        return false;
    t = ty_underlying(t);
    return t->kind <= TY_UNTYPED_NIL && (basic_info[t->kind] & *(const unsigned *)mask);
}

static bool all_basic(struct type *t, unsigned mask)
{
    if (t->kind == TY_TYPEPARAM)
        return typeset_under_is(ty_tparam_typeset(t), has_info, &mask);
    return has_info(t, &mask);
}

bool ty_is_boolean(struct type *t) { return all_basic(t, P_BOOLEAN); }
bool ty_is_integer(struct type *t) { return all_basic(t, P_INTEGER); }
bool ty_is_unsigned(struct type *t) { return all_basic(t, P_UNSIGNED); }
bool ty_is_float(struct type *t) { return all_basic(t, P_FLOAT); }
bool ty_is_complex(struct type *t) { return all_basic(t, P_COMPLEX); }
bool ty_is_numeric(struct type *t) { return all_basic(t, P_NUMERIC); }
bool ty_is_string(struct type *t) { return all_basic(t, P_STRING); }
bool ty_is_ordered(struct type *t) { return all_basic(t, P_ORDERED); }
bool ty_is_const_type(struct type *t) { unsigned m = P_CONST; return t->kind != TY_TYPEPARAM && has_info(t, &m); }
bool ty_is_typeparam(const struct type *t) { return t->kind == TY_TYPEPARAM; }
bool ty_is_nil(const struct type *t) { return t->kind == TY_UNTYPED_NIL; }

bool ty_is_interface(struct type *t)
{
    return t->kind != TY_TYPEPARAM && ty_underlying(t)->kind == TY_INTERFACE;
}

bool ty_is_iface_ptr(struct type *t)
{
    struct type *p = ty_underlying(t);
    return p->kind == TY_POINTER && ty_underlying(p->pointer.elem)->kind == TY_INTERFACE;
}

static bool under_has_nil(struct type *t, void *ctx)
{
    (void)ctx;
    return t && ty_has_nil(t);
}

bool ty_has_nil(struct type *t)
{
    if (t->kind == TY_TYPEPARAM)
        return typeset_under_is(ty_tparam_typeset(t), under_has_nil, NULL);
    switch (ty_underlying(t)->kind) {
    case TY_UNSAFE_POINTER: case TY_SLICE: case TY_POINTER: case TY_FUNC: case TY_MAP: case TY_CHAN:
    case TY_INTERFACE:
        return true;
    default:
        return false;
    }
}

static bool under_is_bytes(struct type *t, void *ctx)
{
    (void)ctx;
    if (!t || t->kind != TY_SLICE)
        return false;
    enum type_kind k = ty_underlying(t->slice.elem)->kind;
    return k == TY_UINT8 || k == TY_INT32;
}

bool ty_is_bytes_or_runes(struct type *t)
{
    if (t->kind == TY_TYPEPARAM)
        return typeset_under_is(ty_tparam_typeset(t), under_is_bytes, NULL);
    return under_is_bytes(ty_underlying(t), NULL);
}

bool ty_is_generic(const struct type *t)
{
    return t->kind == TY_NAMED && !t->named.origin && t->named.ntparams > 0;
}

/* -- Core types (spec "Core types") ------------------------------------------------------ */

struct core_walk { struct type *core; struct type *string_as; bool has_string; };

/* The more restricted of two types that agree except perhaps for channel direction; NULL if they disagree. */
static struct type *core_match(struct type *x, struct type *y)
{
    if (ty_identical(x, y))
        return x;
    if (x->kind == TY_CHAN && y->kind == TY_CHAN && ty_identical(x->chan.elem, y->chan.elem)) {
        if (x->chan.dir == CHAN_BOTH)
            return y;
        if (y->chan.dir == CHAN_BOTH)
            return x;
    }
    return NULL;
}

static bool core_step(struct type *t, void *ctx)
{
    struct core_walk *w = ctx;
    if (!t)
        return false;
    if (w->string_as && (t->kind == TY_STRING || t->kind == TY_UNTYPED_STRING)) {
        t = w->string_as;
        w->has_string = true;
    }
    if (w->core && !(t = core_match(w->core, t)))
        return false;
    w->core = t;
    return true;
}

struct type *ty_core(struct type *t)
{
    if (t->kind != TY_TYPEPARAM)
        return ty_underlying(t);
    struct core_walk w = {0};
    return typeset_under_is(ty_tparam_typeset(t), core_step, &w) ? w.core : NULL;
}

struct type *ty_core_string(struct universe *u, struct type *t)
{
    if (t->kind != TY_TYPEPARAM)
        return ty_underlying(t);
    struct core_walk w = { .string_as = u->byte_slice_ };
    if (!typeset_under_is(ty_tparam_typeset(t), core_step, &w))
        return NULL;
    return w.has_string ? u->basic[TY_STRING] : w.core;
}

/* -- Comparability (spec "Comparison operators") ------------------------------------------ */

/* open: the answer so far rests on a type that is not known yet or is being looked at, and is not remembered. */
struct comparing { bool dynamic, open; };

static bool comparable(struct comparing *c, struct type *t, char **why);

static bool struct_comparable(struct comparing *c, struct type *s, char **why)
{
    for (int i = 0; i < s->strct.n; i++) {
        if (!comparable(c, s->strct.fields[i].type, NULL)) {
            if (why)
                *why = arena_printf(&s->u->arena, "struct containing %s cannot be compared",
                                    ty_str(s->u, s->strct.fields[i].type));
            return false;
        }
    }
    return true;
}

static bool interface_comparable(struct type *t, struct type *it, bool dynamic, char **why)
{
    if (dynamic && t->kind != TY_TYPEPARAM)
        return true;
    struct typeset *s = ty_typeset(t->u, it);
    if (typeset_is_comparable(s))
        return true;
    if (why)
        *why = typeset_is_empty(s) ? "empty type set" : "incomparable types in type set";
    return false;
}

/* A type met again while it is being looked at is taken as comparable: some other part decides. */
static bool comparable(struct comparing *c, struct type *t, char **why)
{
    if (t->flags_ & TF_COMPARING) {
        c->open = true;
        return true;
    }
    if (c->dynamic && t->flags_ & TF_COMPARABLE)
        return true;
    struct type *p = ty_underlying(t);
    c->open |= p->kind == TY_INVALID;
    bool ok = true;
    t->flags_ |= TF_COMPARING;
    switch (p->kind) {
    case TY_UNTYPED_NIL: case TY_SLICE: case TY_MAP: case TY_FUNC: case TY_TUPLE: case TY_UNION:
        ok = false;
        break;
    case TY_STRUCT:
        ok = struct_comparable(c, p, why);
        break;
    case TY_ARRAY:
        ok = comparable(c, p->array.elem, NULL);
        if (!ok && why)
            *why = arena_printf(&t->u->arena, "%s cannot be compared", ty_str(t->u, p));
        break;
    case TY_INTERFACE:
        ok = interface_comparable(t, p, c->dynamic, why);
        break;
    default:        /* basic (the invalid type too: no follow-up errors), pointer, channel */
        break;
    }
    t->flags_ &= (uint8_t)~TF_COMPARING;
    /* Structs that hold several of a kind, over many levels, would be looked at exponentially often. */
    if (ok && c->dynamic && !c->open && t->kind == TY_NAMED && p->kind == TY_STRUCT)
        t->flags_ |= TF_COMPARABLE;
    return ok;
}

bool ty_comparable(struct type *t, char **why)
{
    char *reason = NULL;
    bool ok = comparable(&(struct comparing){ .dynamic = true }, t, &reason);
    if (why)
        *why = reason;
    return ok;
}

bool ty_comparable_strict(struct type *t)
{
    return comparable(&(struct comparing){ .dynamic = false }, t, NULL);
}
