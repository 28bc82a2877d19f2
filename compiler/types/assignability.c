/* compiler/types/assignability.c - may x be assigned to a variable of type T (spec "Assignability")?
 *
 * Also the implicit conversion of untyped operands, which assignment rests on.
 * Reasons are gc's: a sentence about interfaces, or lines about the types of a
 * type parameter's set. */
#include "compiler/types/internal.h"

/* -- Untyped operands ------------------------------------------------------------------ */

static struct type *fail(enum repr_err *err, enum repr_err e)
{
    *err = e;
    return NULL;
}

/* Untyped to untyped: the "larger" numeric kind wins; other kinds do not mix. */
static struct type *untyped_pair(struct expr *x, struct type *target, enum repr_err *err)
{
    enum type_kind xk = x->type->kind, tk = target->kind;
    bool xn = xk >= TY_UNTYPED_INT && xk <= TY_UNTYPED_COMPLEX, tn = tk >= TY_UNTYPED_INT && tk <= TY_UNTYPED_COMPLEX;
    if (xn && tn)
        return xk < tk ? target : x->type;
    return xk == tk ? x->type : fail(err, REPR_MISMATCH);
}

/* An untyped constant or value converted to a type with a basic underlying type. */
static struct type *untyped_to_basic(struct universe *u, struct expr *x, struct type *target, struct constant **cv,
                                     enum repr_err *err)
{
    if (x->mode == MODE_CONST && x->cv) {
        struct constant *v = cv_represent(u, x->cv, target, err);
        if (!v)
            return NULL;
        if (cv)
            *cv = v;
        return target;
    }
    bool ok;
    switch (x->type->kind) {    /* results of comparisons and shifts */
    case TY_UNTYPED_BOOL: ok = ty_is_boolean(target); break;
    case TY_UNTYPED_INT: case TY_UNTYPED_RUNE: case TY_UNTYPED_FLOAT: case TY_UNTYPED_COMPLEX:
        ok = ty_is_numeric(target);
        break;
    case TY_UNTYPED_STRING: ok = ty_is_string(target); break;
    default: ok = false; break;
    }
    return ok ? target : fail(err, REPR_MISMATCH);
}

struct implicit { struct universe *u; struct expr *x; };

static bool term_takes(struct type *t, void *ctx)
{
    struct implicit *w = ctx;
    enum repr_err err;
    return t && ty_implicit_type(w->u, w->x, t, NULL, &err);
}

struct type *ty_implicit_type(struct universe *u, struct expr *x, struct type *target, struct constant **cv,
                              enum repr_err *err)
{
    enum repr_err dummy;
    if (!err)
        err = &dummy;
    *err = REPR_OK;
    if (x->mode == MODE_INVALID || !x->type || ty_is_typed(x->type) || target->kind == TY_INVALID)
        return x->type;
    if (ty_is_untyped(target))
        return untyped_pair(x, target, err);
    if (x->type->kind == TY_UNTYPED_NIL)
        return ty_has_nil(target) ? target : fail(err, REPR_MISMATCH);
    struct type *p = ty_underlying(target);
    if (p->kind <= TY_UNTYPED_NIL)
        return untyped_to_basic(u, x, target, cv, err);
    if (p->kind != TY_INTERFACE)
        return fail(err, REPR_MISMATCH);
    if (target->kind == TY_TYPEPARAM) {
        struct implicit w = { u, x };
        return typeset_under_is(ty_typeset(u, p), term_takes, &w) ? target : fail(err, REPR_MISMATCH);
    }
    /* A value in an interface needs a concrete type: the default one. */
    struct typeset *s = ty_typeset(u, p);
    if (s->nmethods > 0 || s->comparable || !s->all_types)
        return fail(err, REPR_MISMATCH);
    return ty_default(u, x->type);
}

/* -- Assignability --------------------------------------------------------------------------- */

void ty_add_reason(struct universe *u, char **why, char *line)
{
    if (why)
        *why = *why && **why ? arena_printf(&u->arena, "%s\n\t%s", line, *why) : line;
}

static bool untyped_assignable(struct universe *u, struct expr *x, struct type *t)
{
    enum repr_err err;
    if (t->kind != TY_TYPEPARAM)
        return ty_implicit_type(u, x, t, NULL, &err) != NULL;
    struct typeset *s = ty_tparam_typeset(t);
    if (!typeset_has_terms(s))
        return false;
    for (int i = 0; i < s->nterms; i++)
        if (!ty_implicit_type(u, x, s->terms[i].type, NULL, &err))
            return false;
    return true;
}

/* x of unnamed type to type parameter t: to each of its types. */
static bool assignable_to_tparam(struct universe *u, struct expr *x, struct type *t, char **why)
{
    struct typeset *s = ty_tparam_typeset(t);
    for (int i = 0; i < s->nterms; i++) {
        struct type *tt = s->terms[i].type;
        if (!ty_assignable_adding(u, x, tt, why)) {
            ty_add_reason(u, why, arena_printf(&u->arena, "cannot assign %s to %s (in %s)", ty_str(u, x->type),
                                            ty_str(u, tt), ty_str(u, t)));
            return false;
        }
    }
    return typeset_has_terms(s);
}

/* x of type parameter type v to unnamed type t: each type of v's set. */
static bool assignable_from_tparam(struct universe *u, struct expr *x, struct type *v, struct type *t, char **why)
{
    struct typeset *s = ty_tparam_typeset(v);
    struct expr y = *x;
    for (int i = 0; i < s->nterms; i++) {
        y.type = s->terms[i].type;
        if (!ty_assignable_adding(u, &y, t, why)) {
            ty_add_reason(u, why, arena_printf(&u->arena, "cannot assign %s (in %s) to %s", ty_str(u, y.type),
                                            ty_str(u, v), ty_str(u, t)));
            return false;
        }
    }
    return typeset_has_terms(s);
}

bool ty_assignable_adding(struct universe *u, struct expr *x, struct type *t, char **why)
{
    struct type *v = x->type;
    if (x->mode == MODE_INVALID || !v || v->kind == TY_INVALID || t->kind == TY_INVALID || ty_identical(v, t))
        return true;
    if (ty_is_untyped(v))
        return untyped_assignable(u, x, t);
    struct type *vu = ty_underlying(v), *tu = ty_underlying(t);
    bool v_param = v->kind == TY_TYPEPARAM, t_param = t->kind == TY_TYPEPARAM;
    bool both_named = ty_has_name(v) && ty_has_name(t);
    if (!both_named && !v_param && !t_param && ty_identical(vu, tu))
        return true;
    if ((tu->kind == TY_INTERFACE && !t_param) || ty_is_iface_ptr(tu))
        return ty_implements(u, v, t, why);
    if (vu->kind == TY_INTERFACE && !v_param && ty_implements(u, t, v, NULL)) {
        if (why)
            *why = "need type assertion";
        return false;
    }
    if (vu->kind == TY_CHAN && vu->chan.dir == CHAN_BOTH && tu->kind == TY_CHAN &&
        ty_identical(vu->chan.elem, tu->chan.elem))
        return !both_named;
    if (t_param && !ty_has_name(v))
        return assignable_to_tparam(u, x, t, why);
    if (v_param && !ty_has_name(t))
        return assignable_from_tparam(u, x, v, t, why);
    return false;
}

bool ty_assignable(struct universe *u, struct expr *x, struct type *t, char **why)
{
    if (why)
        *why = NULL;
    return ty_assignable_adding(u, x, t, why);
}
