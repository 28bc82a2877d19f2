/* compiler/types/implements.c - "T implements I" (spec "Implementing an interface"), with gc's reasons why not.
 *
 * One test serves assignment to interfaces, type assertions and type
 * arguments: the methods must be there with identical types, and the type (or
 * each type of its type set) must be in the interface's type set. */
#include "compiler/types/internal.h"

/* What stands in a missing method's place: name and type of the closest other method. */
struct alternative { const char *name; struct type *sig; };

/* The first method of iface that t lacks, or NULL.  alt->sig is set if t has one of the same name with another
 * type, on the pointer type only, or spelled in another case. */
static struct type_method *missing_method(struct universe *u, struct type *t, struct type *iface, bool static_check,
                                          struct alternative *alt)
{
    struct typeset *want = ty_typeset(u, iface);
    struct type *p = ty_underlying(t);
    *alt = (struct alternative){0};
    for (int i = 0; i < want->nmethods; i++) {
        struct type_method *m = &want->methods[i];
        if (p->kind == TY_INTERFACE) {
            struct type_method *f = typeset_method(ty_typeset(u, p), m->pkg, m->name);
            if (!f && !static_check)
                continue;       /* the dynamic type may have it */
            if (f && ty_identical(f->sig, m->sig))
                continue;
            if (f)
                *alt = (struct alternative){ f->name, f->sig };
            return m;
        }
        struct lookup l = ty_lookup_raw(u, t, false, m->pkg, m->name, false);
        bool found = l.obj != NULL;
        if (found && l.obj->kind == OBJ_FUNC && ty_identical(l.type, m->sig))
            continue;
        if (!found) {
            l = ty_lookup_raw(u, ty_pointer(u, t), false, m->pkg, m->name, false);
            if (!l.obj)
                l = ty_lookup_raw(u, t, false, m->pkg, m->name, true);
        }
        if (l.obj && l.obj->kind == OBJ_FUNC)
            *alt = (struct alternative){ l.obj->name, l.type };
        return m;
    }
    return NULL;
}

static char *iface_ptr_text(struct universe *u, struct type *t)
{
    struct type *elem = ty_underlying(t)->pointer.elem;
    return arena_printf(&u->arena, elem->kind == TY_TYPEPARAM ? "type %s is pointer to type parameter, not type parameter"
                                                              : "type %s is pointer to interface, not interface",
                        ty_str(u, t));
}

static char *have_want(struct universe *u, const char *what, struct type_method *m, struct alternative *alt)
{
    return arena_printf(&u->arena, "(%s %s method)\n\t\thave %s\n\t\twant %s", what, m->name,
                        ty_func_text(&u->arena, alt->name, alt->sig, u->current),
                        ty_func_text(&u->arena, m->name, m->sig, u->current));
}

static char *missing_reason(struct universe *u, struct type *t, struct type *iface, struct type_method *m,
                            struct alternative *alt)
{
    if (alt->sig) {
        if (!name_eq(m->name, alt->name))
            return have_want(u, "missing", m, alt);
        if (ty_identical(m->sig, alt->sig))
            return arena_printf(&u->arena, "(%s method has pointer receiver)", m->name);
        return have_want(u, "wrong type for", m, alt);
    }
    if (ty_is_iface_ptr(t))
        return arena_printf(&u->arena, "(%s)", iface_ptr_text(u, t));
    if (ty_is_iface_ptr(iface))
        return arena_printf(&u->arena, "(%s)", iface_ptr_text(u, iface));
    return arena_printf(&u->arena, "(missing %s method)", m->name);
}

char *ty_missing_method(struct universe *u, struct type *t, struct type *iface, bool static_check)
{
    struct alternative alt;
    struct type_method *m = missing_method(u, t, ty_underlying(iface), static_check, &alt);
    return m ? missing_reason(u, t, iface, m, &alt) : NULL;
}

/* Is t one of the types of a restricted interface?  If not because of a missing ~, *alt is the term's type. */
static bool in_terms(struct typeset *s, struct type *t, struct type **alt)
{
    *alt = NULL;
    for (int i = 0; i < s->nterms; i++) {
        struct type_term x = s->terms[i];
        if (term_includes(x, t))
            return true;
        if (!*alt && !x.tilde && ty_identical(x.type, ty_underlying(x.type)) &&
            term_includes((struct type_term){ true, x.type }, t))
            *alt = x.type;
    }
    return false;
}

static bool no(char **why, char *text)
{
    if (why)
        *why = text;
    return false;
}

/* The type set part of ty_implements. */
static bool types_allowed(struct universe *u, struct type *t, struct type *iface, struct typeset *want, char **why)
{
    struct arena *a = &u->arena;
    struct type *p = ty_underlying(t);
    if (p->kind == TY_INTERFACE) {
        if (typeset_terms_subset(ty_typeset(u, p), want))
            return true;
        return no(why, why ? arena_printf(a, "%s does not implement %s", ty_str(u, t), ty_str(u, iface)) : NULL);
    }
    struct type *alt;
    if (in_terms(want, t, &alt))
        return true;
    if (!why)
        return false;
    char *ts = ty_str(u, t), *is = ty_str(u, iface);
    if (alt)
        return no(why, arena_printf(a, "%s does not implement %s (possibly missing ~ for %s in constraint %s)", ts, is,
                                    ty_str(u, alt), is));
    return no(why, arena_printf(a, "%s does not implement %s (%s missing in %s)", ts, is, ts,
                                typeset_terms_text(u, want)));
}

bool ty_implements(struct universe *u, struct type *t, struct type *iface, char **why)
{
    struct arena *a = &u->arena;
    struct type *p = ty_underlying(t), *ip = ty_underlying(iface);
    if (p->kind == TY_INVALID || ip->kind == TY_INVALID ||
        (p->kind == TY_POINTER && ty_underlying(p->pointer.elem)->kind == TY_INVALID))
        return true;            /* reported before */
    if (ip->kind != TY_INTERFACE) {
        if (!why)
            return false;
        char *cause = ty_is_iface_ptr(ip)
                          ? arena_printf(a, "type %s is pointer to interface, not interface", ty_str(u, iface))
                          : arena_printf(a, "%s is not an interface", ty_str(u, iface));
        return no(why, arena_printf(a, "%s does not implement %s (%s)", ty_str(u, t), ty_str(u, iface), cause));
    }
    struct typeset *want = ty_typeset(u, ip);
    if (want->all_types && !want->comparable && want->nmethods == 0)
        return true;
    if (p->kind == TY_INTERFACE && typeset_is_empty(ty_typeset(u, p)))
        return true;            /* the empty set is a subset of every set */
    if (typeset_is_empty(want))
        return no(why, why ? arena_printf(a, "cannot implement %s (empty type set)", ty_str(u, iface)) : NULL);
    struct alternative alt;
    struct type_method *m = missing_method(u, t, ip, true, &alt);
    if (m)
        return no(why, why ? arena_printf(a, "%s does not implement %s %s", ty_str(u, t), ty_str(u, iface),
                                          missing_reason(u, t, iface, m, &alt)) : NULL);
    /* A failing "comparable" is reported only if the types themselves are allowed. */
    bool incomparable = typeset_is_comparable(want) && !ty_comparable_strict(t);
    if (typeset_has_terms(want) && !types_allowed(u, t, iface, want, why))
        return false;
    if (incomparable)
        return no(why, why ? arena_printf(a, "%s does not implement comparable", ty_str(u, t)) : NULL);
    return true;
}

bool ty_satisfies(struct universe *u, struct type *targ, struct type *bound, char **why)
{
    return ty_implements(u, targ, bound, why);
}
