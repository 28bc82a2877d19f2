/* compiler/types/identity.c - type identity (spec "Type identity") and the hash that goes with it.
 *
 * Predeclared, named and instantiated types are pointer-equal when identical
 * (instances are hash-consed), so only composite types are compared by parts.
 * Interfaces are the only unnamed types that can be cyclic; pairs under
 * comparison stand on a stack and count as identical when met again.
 *
 * ty_hash() must not depend on anything that is filled in late: interfaces
 * hash by kind alone. */
#include "compiler/types/internal.h"

struct pair { struct type *x, *y; struct pair *prev; };

static bool identical(struct type *x, struct type *y, bool tags, struct pair *p);

static bool structs_identical(struct type *x, struct type *y, bool tags, struct pair *p)
{
    if (x->strct.n != y->strct.n)
        return false;
    for (int i = 0; i < x->strct.n; i++) {
        struct type_field *f = &x->strct.fields[i], *g = &y->strct.fields[i];
        if (f->embedded != g->embedded || (tags && !field_same_tag(f, g)) ||
            !name_same_id(f->name, f->pkg, g->name, g->pkg) || !identical(f->type, g->type, tags, p))
            return false;
    }
    return true;
}

static bool vars_identical(struct object **x, int nx, struct object **y, int ny, bool tags, struct pair *p)
{
    if (nx != ny)
        return false;
    for (int i = 0; i < nx; i++)
        if (!identical(x[i]->type, y[i]->type, tags, p))
            return false;
    return true;
}

/* Generic signatures are identical modulo the names of their type parameters: y's are replaced by x's. */
static struct type *rename_tparams(struct type *x, struct type *y, bool tags, struct pair *p)
{
    struct tsubst s = { y->func.tparams, x->func.tparams, x->func.ntparams };
    struct universe *u = x->u;
    for (int i = 0; i < s.n; i++) {
        struct type *bx = x->func.tparams[i]->tparam.bound, *by = y->func.tparams[i]->tparam.bound;
        if (!bx || !by || !identical(bx, ty_subst(u, by, &s), tags, p))
            return NULL;
    }
    return ty_subst(u, y, &s);
}

static bool funcs_identical(struct type *x, struct type *y, bool tags, struct pair *p)
{
    if (x->func.ntparams != y->func.ntparams || x->func.variadic != y->func.variadic)
        return false;
    if (x->func.ntparams > 0 && !(y = rename_tparams(x, y, tags, p)))
        return false;
    return vars_identical(x->func.params, x->func.nparams, y->func.params, y->func.nparams, tags, p) &&
           vars_identical(x->func.results, x->func.nresults, y->func.results, y->func.nresults, tags, p);
}

static bool interfaces_identical(struct type *x, struct type *y, bool tags, struct pair *p)
{
    struct typeset *a = ty_typeset(x->u, x), *b = ty_typeset(y->u, y);
    if (a->comparable != b->comparable || a->nmethods != b->nmethods || !typeset_terms_equal(a, b))
        return false;
    struct pair q = { x, y, p };
    for (; p; p = p->prev)
        if ((p->x == x && p->y == y) || (p->x == y && p->y == x))
            return true;
    for (int i = 0; i < a->nmethods; i++) {
        struct type_method *f = &a->methods[i], *g = &b->methods[i];
        if (!name_same_id(f->name, f->pkg, g->name, g->pkg) || !identical(f->sig, g->sig, tags, &q))
            return false;
    }
    return true;
}

static bool identical(struct type *x, struct type *y, bool tags, struct pair *p)
{
    if (x == y)
        return true;
    if (!x || !y || x->kind != y->kind)
        return false;
    switch (x->kind) {
    case TY_ARRAY:      /* an unknown length was reported before and is taken to fit */
        return (x->array.len < 0 || y->array.len < 0 || x->array.len == y->array.len) &&
               identical(x->array.elem, y->array.elem, tags, p);
    case TY_SLICE:
        return identical(x->slice.elem, y->slice.elem, tags, p);
    case TY_STRUCT:
        return structs_identical(x, y, tags, p);
    case TY_POINTER:
        return identical(x->pointer.elem, y->pointer.elem, tags, p);
    case TY_FUNC:
        return funcs_identical(x, y, tags, p);
    case TY_INTERFACE:
        return interfaces_identical(x, y, tags, p);
    case TY_MAP:
        return identical(x->map.key, y->map.key, tags, p) && identical(x->map.elem, y->map.elem, tags, p);
    case TY_CHAN:
        return x->chan.dir == y->chan.dir && identical(x->chan.elem, y->chan.elem, tags, p);
    case TY_TUPLE:
        return vars_identical(x->tuple.vars, x->tuple.n, y->tuple.vars, y->tuple.n, tags, p);
    case TY_NAMED:
    case TY_TYPEPARAM:
        return false;
    case TY_UNION:
        if (x->uni.n != y->uni.n)
            return false;
        for (int i = 0; i < x->uni.n; i++)
            if (x->uni.terms[i].tilde != y->uni.terms[i].tilde ||
                !identical(x->uni.terms[i].type, y->uni.terms[i].type, tags, p))
                return false;
        return true;
    default:            /* basic: byte and uint8, rune and int32 */
        return true;
    }
}

bool ty_identical(struct type *a, struct type *b) { return identical(a, b, true, NULL); }
bool ty_identical_ignore_tags(struct type *a, struct type *b) { return identical(a, b, false, NULL); }

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t hash_vars(uint64_t h, struct object **vars, int n)
{
    for (int i = 0; i < n; i++)
        h = mix(h, ty_hash(vars[i]->type));
    return mix(h, (uint64_t)n);
}

uint64_t ty_hash(struct type *t)
{
    if (!t)
        return 0;
    uint64_t h = mix(0x51ED270B, t->kind);
    switch (t->kind) {
    case TY_ARRAY: return mix(ty_hash(t->array.elem), h ^ 7);   /* the length may be pending */
    case TY_SLICE: return mix(ty_hash(t->slice.elem), h);
    case TY_POINTER: return mix(ty_hash(t->pointer.elem), h);
    case TY_MAP: return mix(mix(h, ty_hash(t->map.key)), ty_hash(t->map.elem));
    case TY_CHAN: return mix(mix(h, t->chan.dir), ty_hash(t->chan.elem));
    case TY_STRUCT:
        h = mix(h, (uint64_t)t->strct.n);
        for (int i = 0; i < t->strct.n; i++)
            h = mix(mix(h, hash_bytes(t->strct.fields[i].name, strlen(t->strct.fields[i].name), 0)),
                    ty_hash(t->strct.fields[i].type));
        return h;
    case TY_FUNC:
        if (t->func.ntparams)
            return mix(mix(h, (uint64_t)t->func.nparams), (uint64_t)t->func.nresults);
        return hash_vars(hash_vars(mix(h, t->func.variadic), t->func.params, t->func.nparams),
                         t->func.results, t->func.nresults);
    case TY_TUPLE: return hash_vars(h, t->tuple.vars, t->tuple.n);
    case TY_NAMED: case TY_TYPEPARAM: return mix(h, t->id);
    default: return h;
    }
}
