/* compiler/types/infer.c - type inference for calls of generic functions, as types2 of Go 1.19 does it.
 *
 * Function argument type inference unifies parameter types with the types of
 * typed arguments; constraint type inference unifies type parameters with the
 * core types of their constraints; then untyped constants give their default
 * types to type parameters still open, and constraints are used once more
 * (spec 1.19 "Type inference").
 *
 * The unifier keeps one slot per type parameter; joined parameters share a
 * slot.  In constraint inference both sides may mention the parameters, in
 * argument inference only the left one. */
#include "compiler/types/internal.h"

enum { MAX_DEPTH = 50 };                /* of unification; deeper nesting counts as a mismatch */

/* -- Unification ---------------------------------------------------------------------- */

struct unifier {
    struct universe *u;
    struct type **tparams;
    int n;
    int *slot;                          /* per type parameter: index into types, -1 none yet */
    struct type **types;                /* per slot: inferred type or NULL */
    int nslots;
    bool both;                          /* type parameters on the right are ours as well */
    int depth;
};

static struct unifier unifier_new(struct universe *u, struct type **tparams, int n, bool both)
{
    struct unifier w = { .u = u, .tparams = tparams, .n = n, .both = both };
    w.slot = arena_array(&u->arena, int, n);
    w.types = arena_array(&u->arena, struct type *, 2 * n);
    for (int i = 0; i < n; i++)
        w.slot[i] = -1;
    return w;
}

static struct type *inferred(const struct unifier *w, int i) { return w->slot[i] < 0 ? NULL : w->types[w->slot[i]]; }

static void set_inferred(struct unifier *w, int i, struct type *t)
{
    if (w->slot[i] < 0)
        w->slot[i] = w->nslots++;
    w->types[w->slot[i]] = t;
}

static int count_unknown(const struct unifier *w)
{
    int n = 0;
    for (int i = 0; i < w->n; i++)
        n += !inferred(w, i);
    return n;
}

/* Makes parameters i and j share a slot; false if both have types already. */
static bool join(struct unifier *w, int i, int j)
{
    int a = w->slot[i], b = w->slot[j];
    if (a < 0 && b < 0) {
        w->slot[i] = w->slot[j] = w->nslots++;
    } else if (a < 0) {
        w->slot[i] = b;
    } else if (b < 0) {
        w->slot[j] = a;
    } else if (a != b) {
        if (w->types[a] && w->types[b])
            return false;
        int keep = w->types[a] ? a : b, drop = keep == a ? b : a;
        for (int k = 0; k < w->n; k++)
            if (w->slot[k] == drop)
                w->slot[k] = keep;
    }
    return true;
}

static bool unify(struct unifier *w, struct type *x, struct type *y);

static bool unify_vars(struct unifier *w, struct object **x, int nx, struct object **y, int ny)
{
    if (nx != ny)
        return false;
    for (int i = 0; i < nx; i++)
        if (!unify(w, x[i]->type, y[i]->type))
            return false;
    return true;
}

static bool unify_structs(struct unifier *w, struct type *x, struct type *y)
{
    if (x->strct.n != y->strct.n)
        return false;
    for (int i = 0; i < x->strct.n; i++) {
        struct type_field *f = &x->strct.fields[i], *g = &y->strct.fields[i];
        if (f->embedded != g->embedded || !field_same_tag(f, g) || !name_same_id(f->name, f->pkg, g->name, g->pkg) ||
            !unify(w, f->type, g->type))
            return false;
    }
    return true;
}

static bool unify_interfaces(struct unifier *w, struct type *x, struct type *y)
{
    struct typeset *a = ty_typeset(w->u, x), *b = ty_typeset(w->u, y);
    if (a->comparable != b->comparable || a->nmethods != b->nmethods || !typeset_terms_equal(a, b))
        return false;
    if (x == y && !ty_is_parameterized(w->tparams, w->n, x))
        return true;            /* also ends recursion through interfaces that mention themselves */
    for (int i = 0; i < a->nmethods; i++) {
        struct type_method *f = &a->methods[i], *g = &b->methods[i];
        if (!name_same_id(f->name, f->pkg, g->name, g->pkg) || !unify(w, f->sig, g->sig))
            return false;
    }
    return true;
}

static bool unify_named(struct unifier *w, struct type *x, struct type *y)
{
    struct type *ox = x->named.origin ? x->named.origin : x, *oy = y->named.origin ? y->named.origin : y;
    if (ox != oy || x->named.ntargs != y->named.ntargs)
        return false;
    for (int i = 0; i < x->named.ntargs; i++)
        if (!unify(w, x->named.targs[i], y->named.targs[i]))
            return false;
    return true;
}

static bool unify_parts(struct unifier *w, struct type *x, struct type *y)
{
    if (x->kind != y->kind)
        return false;
    switch (x->kind) {
    case TY_ARRAY:
        return (x->array.len < 0 || y->array.len < 0 || x->array.len == y->array.len) &&
               unify(w, x->array.elem, y->array.elem);
    case TY_SLICE: return unify(w, x->slice.elem, y->slice.elem);
    case TY_POINTER: return unify(w, x->pointer.elem, y->pointer.elem);
    case TY_MAP: return unify(w, x->map.key, y->map.key) && unify(w, x->map.elem, y->map.elem);
    case TY_CHAN: return unify(w, x->chan.elem, y->chan.elem);      /* inexact: directions may differ */
    case TY_STRUCT: return unify_structs(w, x, y);
    case TY_TUPLE: return unify_vars(w, x->tuple.vars, x->tuple.n, y->tuple.vars, y->tuple.n);
    case TY_FUNC:
        return x->func.variadic == y->func.variadic &&
               unify_vars(w, x->func.params, x->func.nparams, y->func.params, y->func.nparams) &&
               unify_vars(w, x->func.results, x->func.nresults, y->func.results, y->func.nresults);
    case TY_INTERFACE: return unify_interfaces(w, x, y);
    case TY_NAMED: return unify_named(w, x, y);
    case TY_TYPEPARAM: return x == y;
    default: return x->kind <= TY_UNTYPED_NIL;
    }
}

/* Cases with one of our type parameters on a side: 1 unified, 0 mismatch, -1 none is. */
static int unify_tparams(struct unifier *w, struct type *x, struct type *y)
{
    int i = ty_tparam_index(w->tparams, w->n, x);
    int j = w->both ? ty_tparam_index(w->tparams, w->n, y) : -1;
    if (i < 0 && j < 0)
        return -1;
    if (i >= 0 && j >= 0) {
        if (join(w, i, j))
            return 1;
        struct type *a = inferred(w, i), *b = inferred(w, j);
        return a == b || unify(w, a, b);
    }
    struct type *known = inferred(w, i >= 0 ? i : j);
    if (!known) {
        set_inferred(w, i >= 0 ? i : j, i >= 0 ? y : x);
        return 1;
    }
    if (i >= 0)
        return known == y || unify(w, known, y);
    return x == known || unify(w, x, known);
}

static bool unify_at_depth(struct unifier *w, struct type *x, struct type *y)
{
    /* A defined type against a type literal: its underlying type counts. */
    if (x->kind == TY_NAMED && !ty_has_name(y))
        return unify(w, ty_underlying(x), y);
    if (y->kind == TY_NAMED && !ty_has_name(x))
        return unify(w, x, ty_underlying(y));
    int r = unify_tparams(w, x, y);
    if (r >= 0)
        return r;
    /* Type parameters of an enclosing function against a type literal: their core type counts. */
    if (x->kind == TY_TYPEPARAM && !ty_has_name(y)) {
        struct type *c = ty_core(x);
        if (c)
            return unify(w, c, y);
    } else if (y->kind == TY_TYPEPARAM && !ty_has_name(x)) {
        struct type *c = ty_core(y);
        if (c)
            return unify(w, x, c);
    }
    return unify_parts(w, x, y);
}

static bool unify(struct unifier *w, struct type *x, struct type *y)
{
    if (!x || !y || w->depth >= MAX_DEPTH)
        return false;
    w->depth++;
    bool ok = unify_at_depth(w, x, y);
    w->depth--;
    return ok;
}

/* -- The inference proper ---------------------------------------------------------------- */

struct infer {
    struct universe *u;
    struct pos pos;
    struct type **tparams;
    int n;
    struct type **targs;                /* current knowledge */
    struct object **params;
    struct expr **args;
    int nargs;
    bool report;
};

static int first_unknown(const struct infer *w)
{
    for (int i = 0; i < w->n; i++)
        if (!w->targs[i])
            return i;
    return -1;
}

static void take_results(struct infer *w, const struct unifier *un)
{
    for (int i = 0; i < w->n; i++)
        w->targs[i] = inferred(un, i);
}

/* The constraint's core type as a term; single: its type set is that one term. */
static bool core_term(struct type *tp, struct type_term *core, bool *single)
{
    struct typeset *s = ty_tparam_typeset(tp);
    bool tilde = false;
    if (!typeset_has_terms(s))
        return false;
    for (int i = 0; i < s->nterms; i++)
        tilde |= s->terms[i].tilde;
    *single = s->nterms == 1;
    if (*single) {
        *core = s->terms[0];
        return true;
    }
    struct type *t = ty_core(tp);
    *core = (struct type_term){ tilde, t };
    return t != NULL;
}

/* One round over all constraints: false after a reported mismatch. */
static bool unify_constraints(struct infer *w, struct unifier *un)
{
    for (int i = 0; i < w->n; i++) {
        struct type_term core;
        bool single;
        if (!core_term(w->tparams[i], &core, &single))
            continue;
        struct type *t = inferred(un, i);
        if (t) {
            if (core.tilde && t->kind != TY_TYPEPARAM)
                t = ty_underlying(t);
            if (!unify(un, t, core.type)) {
                if (w->report)
                    diag_error(w->u->diag, w->pos, "%s does not match %s%s", ty_str(w->u, w->tparams[i]),
                               core.tilde ? "~" : "", ty_str(w->u, core.type));
                return false;
            }
        } else if (single && !core.tilde) {
            set_inferred(un, i, core.type);
        } else {
            continue;
        }
        if (count_unknown(un) == 0)
            break;
    }
    return true;
}

/* -- Cycles among inferred types ------------------------------------------------------------ */

static void find_cycles(struct infer *w, struct type **types, struct type *t);

static void find_cycles_vars(struct infer *w, struct type **types, struct object **v, int n)
{
    for (int i = 0; i < n; i++)
        find_cycles(w, types, v[i]->type);
}

static void find_cycles_parts(struct infer *w, struct type **types, struct type *t)
{
    switch (t->kind) {
    case TY_ARRAY: find_cycles(w, types, t->array.elem); break;
    case TY_SLICE: find_cycles(w, types, t->slice.elem); break;
    case TY_POINTER: find_cycles(w, types, t->pointer.elem); break;
    case TY_CHAN: find_cycles(w, types, t->chan.elem); break;
    case TY_MAP:
        find_cycles(w, types, t->map.key);
        find_cycles(w, types, t->map.elem);
        break;
    case TY_STRUCT:
        for (int i = 0; i < t->strct.n; i++)
            find_cycles(w, types, t->strct.fields[i].type);
        break;
    case TY_FUNC:
        find_cycles_vars(w, types, t->func.params, t->func.nparams);
        find_cycles_vars(w, types, t->func.results, t->func.nresults);
        break;
    case TY_UNION:
        for (int i = 0; i < t->uni.n; i++)
            find_cycles(w, types, t->uni.terms[i].type);
        break;
    case TY_INTERFACE:
        for (int i = 0; i < t->iface.nmethods; i++)
            find_cycles(w, types, t->iface.methods[i].sig);
        for (int i = 0; i < t->iface.nembeds; i++)
            find_cycles(w, types, t->iface.embeds[i]);
        break;
    case TY_NAMED:
        for (int i = 0; i < t->named.ntargs; i++)
            find_cycles(w, types, t->named.targs[i]);
        break;
    case TY_TYPEPARAM: {
        int i = ty_tparam_index(w->tparams, w->n, t);
        if (i >= 0 && types[i])
            find_cycles(w, types, types[i]);
        break;
    }
    default: break;
    }
}

/* A type inferred for P that contains P would expand for ever: such results are dropped. */
static void find_cycles(struct infer *w, struct type **types, struct type *t)
{
    if (!t || t->kind <= TY_UNTYPED_NIL)
        return;
    if (t->flags_ & TF_WALK) {
        int i = t->kind == TY_TYPEPARAM ? ty_tparam_index(w->tparams, w->n, t) : -1;
        if (i >= 0)
            types[i] = NULL;
        return;
    }
    t->flags_ |= TF_WALK;
    find_cycles_parts(w, types, t);
    t->flags_ &= (uint8_t)~TF_WALK;
}

/* Replaces type parameters in newly inferred types by what was inferred for them, until nothing changes. */
static void close_results(struct infer *w, struct type **types)
{
    for (int i = 0; i < w->n; i++)
        find_cycles(w, types, w->tparams[i]);
    for (bool changed = true; changed;) {
        changed = false;
        struct tsubst s = { w->tparams, types, w->n };
        for (int i = 0; i < w->n; i++) {
            if (!types[i] || w->targs[i])
                continue;
            struct type *t = ty_subst(w->u, types[i], &s);
            if (t != types[i]) {
                types[i] = t;
                changed = true;
            }
        }
    }
    for (int i = 0; i < w->n; i++)
        if (types[i] && ty_is_parameterized(w->tparams, w->n, types[i]))
            types[i] = NULL;
}

static bool infer_from_constraints(struct infer *w)
{
    struct unifier un = unifier_new(w->u, w->tparams, w->n, true);
    for (int i = 0; i < w->n; i++)
        if (w->targs[i])
            set_inferred(&un, i, w->targs[i]);
    for (int before = count_unknown(&un); before > 0;) {
        if (!unify_constraints(w, &un))
            return false;
        int now = count_unknown(&un);
        if (now == before)
            break;
        before = now;
    }
    struct type **types = arena_array(&w->u->arena, struct type *, w->n);
    for (int i = 0; i < w->n; i++)
        types[i] = inferred(&un, i);
    close_results(w, types);
    memcpy(w->targs, types, (size_t)w->n * sizeof *types);
    return true;
}

/* -- Arguments -------------------------------------------------------------------------------- */

static void report_mismatch(struct infer *w, const struct unifier *un, const char *kind, struct type *par,
                            struct type *targ, struct expr *arg)
{
    struct universe *u = w->u;
    struct pos pos = ty_expr_start(arg);
    char *what = arena_printf(&u->arena, "%s %s of %s", kind, ty_str(u, targ), expr_text(&u->arena, arg));
    struct type **known = arena_array(&u->arena, struct type *, w->n);
    bool any = false;
    for (int i = 0; i < w->n; i++)
        any |= (known[i] = inferred(un, i)) != NULL;
    if (!w->report)
        return;
    if (!any) {
        diag_error(u->diag, pos, "%s does not match %s (cannot infer %s)", what, ty_str(u, par),
                   ty_tparams_text(u, w->tparams, w->n));
        return;
    }
    struct tsubst s = { w->tparams, known, w->n };
    struct type *inst = ty_subst(u, par, &s);
    if (inst != par)
        diag_error(u->diag, pos, "%s does not match inferred type %s for %s", what, ty_str(u, inst), ty_str(u, par));
    else
        diag_error(u->diag, pos, "%s does not match %s", what, ty_str(u, par));
}

/* Unifies with the typed arguments (untyped: with default types of constants, where a type is still open). */
static bool infer_from_args(struct infer *w, struct unifier *un, bool untyped)
{
    for (int i = 0; i < w->nargs; i++) {
        struct type *par = w->params[i]->type;
        struct expr *arg = w->args[i];
        if (arg->mode == MODE_INVALID || !arg->type || arg->type->kind == TY_INVALID ||
            !ty_is_parameterized(w->tparams, w->n, par) || untyped != ty_is_untyped(arg->type))
            continue;
        struct type *t = arg->type;
        if (untyped) {
            int k = ty_tparam_index(w->tparams, w->n, par);
            t = ty_default(w->u, t);
            if (k < 0 || w->targs[k] || ty_is_untyped(t))   /* only constants can be default-typed, not nil */
                continue;
        }
        if (!unify(un, par, t)) {
            report_mismatch(w, un, untyped ? "default type" : "type", par, t, arg);
            return false;
        }
    }
    return true;
}

/* Named argument types first, so that the result does not depend on the order of arguments. */
static void sort_args(struct infer *w)
{
    struct object **params = arena_array(&w->u->arena, struct object *, w->nargs);
    struct expr **args = arena_array(&w->u->arena, struct expr *, w->nargs);
    int k = 0;
    for (int named = 1; named >= 0; named--) {
        for (int i = 0; i < w->nargs; i++) {
            if ((w->args[i]->type && ty_has_name(w->args[i]->type)) == named) {
                params[k] = w->params[i];
                args[k++] = w->args[i];
            }
        }
    }
    w->params = params;
    w->args = args;
}

/* In a recursive call arguments may mention the very type parameters to be inferred; these are renamed then. */
static void rename_tparams(struct infer *w)
{
    struct universe *u = w->u;
    bool recursive = false;
    for (int i = 0; i < w->nargs; i++)
        recursive |= w->args[i]->type && ty_is_parameterized(w->tparams, w->n, w->args[i]->type);
    for (int i = 0; i < w->n; i++)
        recursive |= w->targs[i] && ty_is_parameterized(w->tparams, w->n, w->targs[i]);
    if (!recursive)
        return;
    struct type **fresh = arena_array(&u->arena, struct type *, w->n);
    for (int i = 0; i < w->n; i++) {
        fresh[i] = ty_new(u, TY_TYPEPARAM);
        fresh[i]->tparam = w->tparams[i]->tparam;
    }
    struct tsubst s = { w->tparams, fresh, w->n };
    for (int i = 0; i < w->n; i++)
        fresh[i]->tparam.bound = ty_subst(u, w->tparams[i]->tparam.bound, &s);
    w->tparams = fresh;
    struct object **params = arena_array(&u->arena, struct object *, w->nargs);
    for (int i = 0; i < w->nargs; i++) {
        params[i] = arena_memdup(&u->arena, w->params[i], sizeof **params);
        params[i]->type = ty_subst(u, params[i]->type, &s);
    }
    w->params = params;
}

static void apply_known(struct infer *w)
{
    struct tsubst s = { w->tparams, arena_memdup(&w->u->arena, w->targs, (size_t)w->n * sizeof *w->targs), w->n };
    struct object **params = arena_array(&w->u->arena, struct object *, w->nargs);
    for (int i = 0; i < w->nargs; i++) {
        params[i] = w->params[i];
        struct type *t = ty_subst(w->u, params[i]->type, &s);
        if (t != params[i]->type) {
            params[i] = arena_memdup(&w->u->arena, params[i], sizeof **params);
            params[i]->type = t;
        }
    }
    w->params = params;
}

bool ty_infer(struct universe *u, struct pos pos, struct type **tparams, int ntparams, struct type **targs,
              struct object **params, int nparams, struct expr **args, int nargs, bool report)
{
    struct infer w = { u, pos, tparams, ntparams, targs, params, args, nargs < nparams ? nargs : nparams, report };
    if (first_unknown(&w) < 0)
        return true;
    rename_tparams(&w);
    sort_args(&w);
    apply_known(&w);
    struct unifier un = unifier_new(u, w.tparams, w.n, false);
    for (int i = 0; i < w.n; i++)
        if (targs[i])
            set_inferred(&un, i, targs[i]);
    if (!infer_from_args(&w, &un, false))
        return false;
    take_results(&w, &un);
    if (first_unknown(&w) < 0)
        return true;
    if (!infer_from_constraints(&w))
        return false;
    if (first_unknown(&w) < 0)
        return true;
    /* gc's unifier knows only what arguments gave here; results of constraints are looked at again afterwards */
    if (!infer_from_args(&w, &un, true))
        return false;
    take_results(&w, &un);
    if (first_unknown(&w) < 0)
        return true;
    if (!infer_from_constraints(&w))
        return false;
    int missing = first_unknown(&w);
    if (missing < 0)
        return true;
    if (report) {
        struct object *o = w.tparams[missing]->tparam.obj;
        diag_error(u->diag, pos, "cannot infer %s (%s)", o->name, pos_text(u, o->pos));
    }
    return false;
}
