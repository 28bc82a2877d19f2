/* compiler/types/instantiate.c - substitution of type arguments, and instances of generic types.
 *
 * Invariants: ty_subst() returns its argument when nothing in it changes;
 * instances are hash-consed by (origin, arguments, arguments of the enclosing
 * generic function for local types), so identical instances are one pointer;
 * an instance's underlying type and its methods' signatures are substituted
 * when first asked for.  Substitution therefore never looks inside a named
 * type and ends even for recursive generic types such as
 * "type List[T any] struct { next *List[T] }". */
#include "compiler/types/internal.h"

#include "runtime/base/fatal.h"

/* -- Which types mention type parameters ----------------------------------------- */

int ty_tparam_index(struct type **tparams, int n, const struct type *t)
{
    for (int i = 0; i < n; i++)
        if (tparams[i] == t)
            return i;
    return -1;
}

/* n < 0: any type parameter. */
static bool mentions(struct type *t, struct type **tparams, int n);

static bool vars_mention(struct object **v, int nv, struct type **tparams, int n)
{
    for (int i = 0; i < nv; i++)
        if (v[i]->type && mentions(v[i]->type, tparams, n))
            return true;
    return false;
}

static bool list_mentions(struct type **list, int k, struct type **tparams, int n)
{
    for (int i = 0; i < k; i++)
        if (mentions(list[i], tparams, n))
            return true;
    return false;
}

static bool parts_mention(struct type *t, struct type **tparams, int n)
{
    switch (t->kind) {
    case TY_STRUCT:
        for (int i = 0; i < t->strct.n; i++)
            if (mentions(t->strct.fields[i].type, tparams, n))
                return true;
        return false;
    case TY_FUNC:
        return vars_mention(t->func.params, t->func.nparams, tparams, n) ||
               vars_mention(t->func.results, t->func.nresults, tparams, n);
    case TY_TUPLE:
        return vars_mention(t->tuple.vars, t->tuple.n, tparams, n);
    case TY_INTERFACE:
        for (int i = 0; i < t->iface.nmethods; i++)
            if (mentions(t->iface.methods[i].sig, tparams, n))
                return true;
        return list_mentions(t->iface.embeds, t->iface.nembeds, tparams, n);
    case TY_UNION:
        for (int i = 0; i < t->uni.n; i++)
            if (mentions(t->uni.terms[i].type, tparams, n))
                return true;
        return false;
    default:
        return false;
    }
}

static bool named_mentions(struct type *t, struct type **tparams, int n)
{
    if (t->named.origin)
        return list_mentions(t->named.targs, t->named.ntargs, tparams, n) ||
               list_mentions(t->named.outer_targs, t->named.nouter, tparams, n);
    if (t->named.nouter && !t->named.outer_targs)
        return list_mentions(t->named.outer_tparams, t->named.nouter, tparams, n);
    return false;
}

static bool mentions(struct type *t, struct type **tparams, int n)
{
    if (!t)
        return false;
    switch (t->kind) {
    case TY_ARRAY: return mentions(t->array.elem, tparams, n);
    case TY_SLICE: return mentions(t->slice.elem, tparams, n);
    case TY_POINTER: return mentions(t->pointer.elem, tparams, n);
    case TY_CHAN: return mentions(t->chan.elem, tparams, n);
    case TY_MAP: return mentions(t->map.key, tparams, n) || mentions(t->map.elem, tparams, n);
    case TY_TYPEPARAM: return n < 0 || ty_tparam_index(tparams, n, t) >= 0;
    case TY_NAMED: case TY_STRUCT: case TY_FUNC: case TY_TUPLE: case TY_INTERFACE: case TY_UNION: {
        if (t->flags_ & TF_WALK)
            return false;
        t->flags_ |= TF_WALK;
        bool r = t->kind == TY_NAMED ? named_mentions(t, tparams, n) : parts_mention(t, tparams, n);
        t->flags_ &= (uint8_t)~TF_WALK;
        return r;
    }
    default: return false;
    }
}

bool ty_has_typeparam(struct type *t) { return mentions(t, NULL, -1); }
bool ty_is_parameterized(struct type **tparams, int n, struct type *t) { return mentions(t, tparams, n); }

/* -- Substitution ------------------------------------------------------------------- */

static struct object *clone_var(struct universe *u, struct object *o, struct type *t)
{
    struct object *c = arena_memdup(&u->arena, o, sizeof *o);
    c->type = t;
    c->ir = NULL;
    return c;
}

/* A substituted copy of a list of variables; the list itself if nothing changes. */
static struct object **subst_vars(struct universe *u, struct object **v, int n, const struct tsubst *s)
{
    struct object **r = v;
    for (int i = 0; i < n; i++) {
        struct type *t = v[i]->type ? ty_subst(u, v[i]->type, s) : NULL;
        if (t == v[i]->type)
            continue;
        if (r == v)
            r = arena_memdup(&u->arena, v, (size_t)n * sizeof *v);
        r[i] = clone_var(u, v[i], t);
    }
    return r;
}

static struct type **subst_list(struct universe *u, struct type **list, int n, const struct tsubst *s)
{
    struct type **r = list;
    for (int i = 0; i < n; i++) {
        struct type *t = ty_subst(u, list[i], s);
        if (t == list[i])
            continue;
        if (r == list)
            r = arena_memdup(&u->arena, list, (size_t)n * sizeof *list);
        r[i] = t;
    }
    return r;
}

static struct type *subst_struct(struct universe *u, struct type *t, const struct tsubst *s)
{
    struct type_field *fields = t->strct.fields;
    int n = t->strct.n;
    for (int i = 0; i < n; i++) {
        struct type *ft = ty_subst(u, t->strct.fields[i].type, s);
        if (ft == t->strct.fields[i].type)
            continue;
        if (fields == t->strct.fields)
            fields = arena_memdup(&u->arena, fields, (size_t)n * sizeof *fields);
        fields[i].type = ft;
        if (fields[i].obj)
            fields[i].obj = clone_var(u, fields[i].obj, ft);
    }
    if (fields == t->strct.fields)
        return t;
    struct type *r = ty_new(u, TY_STRUCT);
    r->strct.fields = fields;
    r->strct.n = n;
    return r;
}

static struct type *subst_func(struct universe *u, struct type *t, const struct tsubst *s)
{
    struct object **params = subst_vars(u, t->func.params, t->func.nparams, s);
    struct object **results = subst_vars(u, t->func.results, t->func.nresults, s);
    if (params == t->func.params && results == t->func.results)
        return t;
    struct type *r = ty_new(u, TY_FUNC);
    r->func = t->func;
    r->func.params = params;
    r->func.results = results;
    return r;
}

static struct type *subst_interface(struct universe *u, struct type *t, const struct tsubst *s)
{
    struct type_method *methods = t->iface.methods;
    for (int i = 0; i < t->iface.nmethods; i++) {
        struct type *sig = ty_subst(u, t->iface.methods[i].sig, s);
        if (sig == t->iface.methods[i].sig)
            continue;
        if (methods == t->iface.methods)
            methods = arena_memdup(&u->arena, methods, (size_t)t->iface.nmethods * sizeof *methods);
        methods[i].sig = sig;
        if (methods[i].obj)
            methods[i].obj = clone_var(u, methods[i].obj, sig);
    }
    struct type **embeds = subst_list(u, t->iface.embeds, t->iface.nembeds, s);
    if (methods == t->iface.methods && embeds == t->iface.embeds)
        return t;
    struct type *r = ty_new(u, TY_INTERFACE);
    r->iface = t->iface;
    r->iface.methods = methods;
    r->iface.embeds = embeds;
    r->iface.tset = NULL;
    r->iface.pending = false;
    return r;
}

static struct type *subst_union(struct universe *u, struct type *t, const struct tsubst *s)
{
    struct type_term *terms = t->uni.terms;
    for (int i = 0; i < t->uni.n; i++) {
        struct type *tt = ty_subst(u, t->uni.terms[i].type, s);
        if (tt == t->uni.terms[i].type)
            continue;
        if (terms == t->uni.terms)
            terms = arena_memdup(&u->arena, terms, (size_t)t->uni.n * sizeof *terms);
        terms[i].type = tt;
    }
    if (terms == t->uni.terms)
        return t;
    struct type *r = ty_new(u, TY_UNION);
    r->uni.terms = terms;
    r->uni.n = t->uni.n;
    return r;
}

static struct type *subst_named(struct universe *u, struct type *t, const struct tsubst *s)
{
    struct type *origin = t->named.origin ? t->named.origin : t;
    if (!t->named.origin && t->named.nouter == 0)
        return t;               /* not generic; a generic type without arguments mentions no parameters of s */
    struct type **targs = subst_list(u, t->named.targs, t->named.ntargs, s);
    struct type **outer = t->named.outer_targs ? t->named.outer_targs : t->named.outer_tparams;
    struct type **new_outer = subst_list(u, outer, t->named.nouter, s);
    if (targs == t->named.targs && new_outer == outer)
        return t;
    return ty_make_instance(u, origin, targs, t->named.ntargs, new_outer);
}

static struct type *subst_param(struct type *t, const struct tsubst *s)
{
    for (int i = 0; i < s->n; i++)
        if (s->params[i] == t)
            return s->args[i] ? s->args[i] : t;
    return t;
}

struct type *ty_subst(struct universe *u, struct type *t, const struct tsubst *s)
{
    struct type *e, *k;
    if (!t || s->n == 0)
        return t;
    switch (t->kind) {
    case TY_ARRAY:
        e = ty_subst(u, t->array.elem, s);
        return e == t->array.elem ? t : ty_array(u, e, t->array.len);
    case TY_SLICE:
        e = ty_subst(u, t->slice.elem, s);
        return e == t->slice.elem ? t : ty_slice(u, e);
    case TY_POINTER:
        e = ty_subst(u, t->pointer.elem, s);
        return e == t->pointer.elem ? t : ty_pointer(u, e);
    case TY_MAP:
        k = ty_subst(u, t->map.key, s);
        e = ty_subst(u, t->map.elem, s);
        return k == t->map.key && e == t->map.elem ? t : ty_map(u, k, e);
    case TY_CHAN:
        e = ty_subst(u, t->chan.elem, s);
        return e == t->chan.elem ? t : ty_chan(u, e, t->chan.dir);
    case TY_TUPLE: {
        struct object **vars = subst_vars(u, t->tuple.vars, t->tuple.n, s);
        return vars == t->tuple.vars ? t : ty_tuple(u, vars, t->tuple.n);
    }
    case TY_STRUCT: return subst_struct(u, t, s);
    case TY_FUNC: return subst_func(u, t, s);
    case TY_INTERFACE: return subst_interface(u, t, s);
    case TY_UNION: return subst_union(u, t, s);
    case TY_NAMED: return subst_named(u, t, s);
    case TY_TYPEPARAM: return subst_param(t, s);
    default: return t;
    }
}

/* -- Instances ------------------------------------------------------------------------ */

struct instance { struct type *type; struct instance *next; };     /* values of u->inst_: hash chains */

static bool same_list(struct type **a, struct type **b, int n)
{
    for (int i = 0; i < n; i++)
        if (!ty_identical(a[i], b[i]))
            return false;
    return true;
}

static uint64_t instance_hash(struct type *origin, struct type **targs, int n, struct type **outer)
{
    uint64_t h = (uint64_t)origin->id * 0x9E3779B97F4A7C15u;
    for (int i = 0; i < n; i++)
        h = (h ^ ty_hash(targs[i])) * 0xD1B54A32D192ED03u;
    for (int i = 0; outer && i < origin->named.nouter; i++)
        h = (h ^ ty_hash(outer[i])) * 0xA24BAED4963EE407u;
    return h ^ h >> 31;
}

struct type *ty_make_instance(struct universe *u, struct type *origin, struct type **targs, int n,
                              struct type **outer_targs)
{
    void *key = (void *)(uintptr_t)instance_hash(origin, targs, n, outer_targs);
    struct instance *chain = ptrmap_get(&u->inst_, key);
    for (struct instance *i = chain; i; i = i->next) {
        struct type *t = i->type;
        if (t->named.origin == origin && t->named.ntargs == n && same_list(t->named.targs, targs, n) &&
            !t->named.outer_targs == !outer_targs &&
            (!outer_targs || same_list(t->named.outer_targs, outer_targs, t->named.nouter)))
            return t;
    }
    struct type *t = ty_new(u, TY_NAMED);
    t->named.obj = origin->named.obj;
    t->named.origin = origin;
    t->named.targs = n ? arena_memdup(&u->arena, targs, (size_t)n * sizeof *targs) : NULL;
    t->named.ntargs = n;
    t->named.local_index = origin->named.local_index;
    t->named.local_func = origin->named.local_func;
    t->named.nouter = origin->named.nouter;
    t->named.outer_tparams = origin->named.outer_tparams;
    if (outer_targs && origin->named.nouter)
        t->named.outer_targs = arena_memdup(&u->arena, outer_targs,
                                            (size_t)origin->named.nouter * sizeof *outer_targs);
    struct instance *i = arena_new(&u->arena, struct instance);
    i->type = t;
    i->next = chain;
    ptrmap_put(&u->inst_, key, i);
    return t;
}

struct type *ty_expand_instance(struct type *t)
{
    struct type *origin = t->named.origin;
    struct universe *u = t->u;
    if (t->flags_ & TF_EXPANDING)
        return NULL;
    t->flags_ |= TF_EXPANDING;
    struct type *p = ty_underlying(origin);
    if (p->kind != TY_INVALID && t->named.ntargs == origin->named.ntparams) {
        /* one simultaneous substitution: arguments may mention the enclosing function's parameters */
        int n = t->named.ntargs, outer = t->named.outer_targs ? t->named.nouter : 0;
        struct type **list = arena_array(&u->arena, struct type *, 2 * (n + outer));
        struct tsubst s = { list, list + n + outer, n + outer };
        for (int i = 0; i < n; i++) {
            s.params[i] = origin->named.tparams[i];
            s.args[i] = t->named.targs[i];
        }
        for (int i = 0; i < outer; i++) {
            s.params[n + i] = origin->named.outer_tparams[i];
            s.args[n + i] = t->named.outer_targs[i];
        }
        p = ty_subst(u, p, &s);
    } else {
        p = NULL;
    }
    t->flags_ &= (uint8_t)~TF_EXPANDING;
    return p;
}

struct type *ty_method_sig(struct type *t, struct object *m)
{
    struct universe *u = t->u;
    struct type *sig = obj_type(u, m);
    if (t->kind != TY_NAMED || !t->named.origin || sig->kind != TY_FUNC)
        return sig;
    struct type *known = ptrmap_get(&t->named.inst_methods_, m);
    if (known)
        return known;
    struct type *r = ty_new(u, TY_FUNC);
    if (sig->func.nrecv_tparams == t->named.ntargs) {
        struct tsubst s = { sig->func.recv_tparams, t->named.targs, t->named.ntargs };
        r->func = ty_subst(u, sig, &s)->func;
    } else {
        r->func = sig->func;    /* reported at the method's declaration */
    }
    if (r->func.recv)
        r->func.recv = clone_var(u, r->func.recv, m->ptr_recv ? ty_pointer(u, t) : t);
    if (t->named.inst_methods_.n == 0) {
        t->named.next_with_map_ = u->with_map_;
        u->with_map_ = t;
    }
    ptrmap_put(&t->named.inst_methods_, m, r);
    return r;
}

struct type *ty_instantiate(struct universe *u, struct type *generic, struct type **targs, int n)
{
    if (generic->kind == TY_NAMED)
        return ty_make_instance(u, generic, targs, n, generic->named.outer_tparams);
    ASSERT(generic->kind == TY_FUNC, "instance of a type of kind %d", generic->kind);
    if (generic->func.ntparams != n)
        return u->basic[TY_INVALID];
    struct tsubst s = { generic->func.tparams, targs, n };
    struct type *t = ty_subst(u, generic, &s);
    if (t == generic) {         /* does not use its type parameters: the instance is no longer generic, though */
        t = ty_new(u, TY_FUNC);
        t->func = generic->func;
    }
    t->func.tparams = NULL;
    t->func.ntparams = 0;
    return t;
}

int ty_verify_instance(struct universe *u, struct type **tparams, struct type **targs, int n, char **why)
{
    struct tsubst s = { tparams, targs, n };
    for (int i = 0; i < n; i++) {
        ty_typeparam_iface(tparams[i]);     /* wraps a constraint that is no interface */
        struct type *bound = tparams[i]->tparam.bound;
        if (bound && !ty_satisfies(u, targs[i], ty_subst(u, bound, &s), why))
            return i;
    }
    return -1;
}
