/* compiler/types/conversion.c - may x be converted to type T (spec "Conversions")?
 *
 * For values; conversions between constant types are cv_represent()'s affair,
 * except that ty_convertible() answers for constants as well by the rules for
 * values of their type, as types2 does. */
#include "compiler/types/internal.h"

static bool convertible(struct universe *u, struct expr *x, struct type *t, char **why);

static bool is_integer_or_float(struct type *p) { return ty_is_integer(p) || ty_is_float(p); }

/* Conversion from slice to array pointer (Go 1.17). */
static bool slice_to_array_ptr(struct type *vu, struct type *tu)
{
    if (vu->kind != TY_SLICE || tu->kind != TY_POINTER)
        return false;
    struct type *a = ty_underlying(tu->pointer.elem);
    return a->kind == TY_ARRAY && ty_identical(vu->slice.elem, a->array.elem);
}

static bool same_pointer_base(struct type *v, struct type *t)
{
    if (v->kind != TY_POINTER || t->kind != TY_POINTER)
        return false;
    struct type *a = v->pointer.elem, *b = t->pointer.elem;
    return a->kind != TY_TYPEPARAM && b->kind != TY_TYPEPARAM &&
           ty_identical_ignore_tags(ty_underlying(a), ty_underlying(b));
}

/* The rules on underlying types, neither of which is a type parameter's. */
static bool underlying_convertible(struct type *vu, struct type *tu)
{
    if (is_integer_or_float(vu) && is_integer_or_float(tu))
        return true;
    if (ty_is_complex(vu) && ty_is_complex(tu))
        return true;
    if (ty_is_string(tu) && (ty_is_integer(vu) || ty_is_bytes_or_runes(vu)))
        return true;
    if (ty_is_string(vu) && ty_is_bytes_or_runes(tu))
        return true;
    if (tu->kind == TY_UNSAFE_POINTER && (vu->kind == TY_POINTER || vu->kind == TY_UINTPTR))
        return true;
    if (vu->kind == TY_UNSAFE_POINTER && (tu->kind == TY_POINTER || tu->kind == TY_UINTPTR))
        return true;
    return slice_to_array_ptr(vu, tu);
}

/* Every type of v's set to t, which may be a type parameter in turn (then the inner call walks its set). */
static bool from_tparam(struct universe *u, struct expr *x, struct type *v, struct type *t, char **why)
{
    struct typeset *s = ty_tparam_typeset(v);
    struct typeset *ts = t->kind == TY_TYPEPARAM ? ty_tparam_typeset(t) : NULL;
    struct expr y = *x;
    if (!typeset_has_terms(s) || (ts && !typeset_has_terms(ts)))
        return false;
    for (int i = 0; i < s->nterms; i++) {
        y.type = s->terms[i].type;
        for (int j = 0; j < (ts ? ts->nterms : 1); j++) {
            struct type *tt = ts ? ts->terms[j].type : t;
            if (convertible(u, &y, tt, why))
                continue;
            char *line = ts ? arena_printf(&u->arena, "cannot convert %s (in %s) to %s (in %s)", ty_str(u, y.type),
                                           ty_str(u, v), ty_str(u, tt), ty_str(u, t))
                            : arena_printf(&u->arena, "cannot convert %s (in %s) to %s", ty_str(u, y.type),
                                           ty_str(u, v), ty_str(u, t));
            ty_add_reason(u, why, line);
            return false;
        }
    }
    return true;
}

static bool to_tparam(struct universe *u, struct expr *x, struct type *t, char **why)
{
    struct typeset *s = ty_tparam_typeset(t);
    for (int i = 0; i < s->nterms; i++) {
        if (!convertible(u, x, s->terms[i].type, why)) {
            ty_add_reason(u, why, arena_printf(&u->arena, "cannot convert %s to %s (in %s)", ty_str(u, x->type),
                                            ty_str(u, s->terms[i].type), ty_str(u, t)));
            return false;
        }
    }
    return typeset_has_terms(s);
}

static bool convertible(struct universe *u, struct expr *x, struct type *t, char **why)
{
    if (ty_assignable_adding(u, x, t, why))
        return true;
    struct type *v = x->type, *vu = ty_underlying(v), *tu = ty_underlying(t);
    bool v_param = v->kind == TY_TYPEPARAM, t_param = t->kind == TY_TYPEPARAM;
    if (!v_param && !t_param) {
        if (ty_identical_ignore_tags(vu, tu) || same_pointer_base(v, t) || underlying_convertible(vu, tu))
            return true;
        return false;
    }
    if (same_pointer_base(v, t))
        return true;
    return v_param ? from_tparam(u, x, v, t, why) : to_tparam(u, x, t, why);
}

bool ty_convertible(struct universe *u, struct expr *x, struct type *t, char **why)
{
    if (why)
        *why = NULL;
    return convertible(u, x, t, why);
}
