/* compiler/types/typeset.c - the type set of an interface: its methods and its type terms.
 *
 * The type set of an interface is the intersection of the sets of its
 * elements; a union's is the union of its terms (spec "Interface types").
 * Term lists are kept in normal form: no term includes another.  A set is
 * cached in the interface once every embedded type is known; before that a
 * partial answer is given and forgotten, so that later questions see the
 * whole. */
#include "compiler/types/internal.h"

#include <stdlib.h>

/* -- Terms --------------------------------------------------------------------- */

bool term_disjoint(struct type_term x, struct type_term y)
{
    struct type *ux = y.tilde ? ty_underlying(x.type) : x.type;
    struct type *uy = x.tilde ? ty_underlying(y.type) : y.type;
    return !ty_identical(ux, uy);
}

bool term_includes(struct type_term x, struct type *t)
{
    return ty_identical(x.type, x.tilde ? ty_underlying(t) : t);
}

static bool term_subset(struct type_term x, struct type_term y)
{
    return !term_disjoint(x, y) && (!x.tilde || y.tilde);
}

/* A term list under construction; all: no restriction. */
struct terms { struct type_term *at; int n, cap; bool all; };

static void terms_add(struct universe *u, struct terms *s, struct type_term t)
{
    if (s->n == s->cap) {
        int cap = s->cap ? 2 * s->cap : 4;
        struct type_term *at = arena_array(&u->arena, struct type_term, cap);
        if (s->n)
            memcpy(at, s->at, (size_t)s->n * sizeof *at);
        s->at = at;
        s->cap = cap;
    }
    s->at[s->n++] = t;
}

/* Adds t, keeping the normal form: it is merged with the first term it overlaps. */
static void terms_union(struct universe *u, struct terms *s, struct type_term t)
{
    if (s->all)
        return;
    for (int i = 0; i < s->n; i++) {
        if (!term_disjoint(s->at[i], t)) {
            if (s->at[i].tilde || !t.tilde)
                return;
            s->at[i] = t;               /* ~t swallows other terms, too */
            int k = i + 1;
            for (int j = i + 1; j < s->n; j++)
                if (term_disjoint(s->at[j], t))
                    s->at[k++] = s->at[j];
            s->n = k;
            return;
        }
    }
    terms_add(u, s, t);
}

static struct terms terms_intersect(struct universe *u, struct terms x, struct terms y)
{
    if (x.all)
        return y;
    if (y.all)
        return x;
    struct terms r = {0};
    for (int i = 0; i < x.n; i++)
        for (int j = 0; j < y.n; j++)
            if (!term_disjoint(x.at[i], y.at[j]))
                terms_union(u, &r, !x.at[i].tilde || y.at[j].tilde ? x.at[i] : y.at[j]);
    return r;
}

bool typeset_is_empty(const struct typeset *s) { return !s->all_types && s->nterms == 0; }
bool typeset_has_terms(const struct typeset *s) { return !s->all_types && s->nterms > 0; }

bool typeset_terms_subset(const struct typeset *a, const struct typeset *b)
{
    if (b->all_types)
        return true;
    if (a->all_types)
        return false;
    for (int i = 0; i < a->nterms; i++) {
        bool found = false;
        for (int j = 0; j < b->nterms && !found; j++)
            found = term_subset(a->terms[i], b->terms[j]);
        if (!found)
            return false;
    }
    return true;
}

bool typeset_terms_equal(const struct typeset *a, const struct typeset *b)
{
    if (a->all_types || b->all_types)
        return a->all_types == b->all_types;
    return typeset_terms_subset(a, b) && typeset_terms_subset(b, a);
}

bool typeset_is_comparable(struct typeset *s)
{
    if (s->all_types)
        return s->comparable;
    for (int i = 0; i < s->nterms; i++)
        if (!ty_comparable_strict(s->terms[i].type))
            return false;
    return s->nterms > 0;
}

bool typeset_under_is(struct typeset *s, bool (*f)(struct type *t, void *ctx), void *ctx)
{
    if (!typeset_has_terms(s))
        return f(NULL, ctx);
    for (int i = 0; i < s->nterms; i++)
        if (!f(ty_underlying(s->terms[i].type), ctx))
            return false;
    return true;
}

/* -- Methods --------------------------------------------------------------------- */

int ty_method_order(const char *name_a, struct package *pkg_a, const char *name_b, struct package *pkg_b)
{
    bool ea = name_is_exported(name_a), eb = name_is_exported(name_b);
    if (ea != eb)
        return ea ? -1 : 1;
    int c = strcmp(name_a, name_b);
    if (c != 0 || ea || pkg_a == pkg_b)
        return c;
    return strcmp(pkg_a ? pkg_a->path : "", pkg_b ? pkg_b->path : "");
}

static int compare_methods(const void *a, const void *b)
{
    const struct type_method *x = a, *y = b;
    return ty_method_order(x->name, x->pkg, y->name, y->pkg);
}

struct type_method *typeset_method(const struct typeset *s, struct package *pkg, const char *name)
{
    if (name_eq(name, "_"))
        return NULL;
    for (int i = 0; i < s->nmethods; i++)
        if (name_same_id(s->methods[i].name, s->methods[i].pkg, name, pkg))
            return &s->methods[i];
    return NULL;
}

/* -- Computation ------------------------------------------------------------------- */

/* What is gathered for one interface. */
struct build {
    struct universe *u;
    vec(struct type_method) methods;
    struct terms terms;
    bool comparable;
    bool partial;               /* some embedded type is not known yet */
};

static struct typeset *compute(struct universe *u, struct type *iface, bool *partial);

static bool has_method(struct build *b, const struct type_method *m)
{
    for (size_t i = 0; i < b->methods.n; i++)
        if (name_same_id(b->methods.at[i].name, b->methods.at[i].pkg, m->name, m->pkg))
            return true;
    return false;
}

static struct terms terms_of_set(const struct typeset *s)
{
    return (struct terms){ .at = s->terms, .n = s->nterms, .cap = s->nterms, .all = s->all_types };
}

/* As gc: a larger union is reported and ignored. */
enum { MAX_TERMS = 100 };

/* False if the union is too large. */
static bool union_terms(struct build *b, struct type *un, struct pos pos, struct terms *out)
{
    struct terms r = {0};
    for (int i = 0; i < un->uni.n; i++) {
        struct type_term t = un->uni.terms[i];
        struct type *p = ty_underlying(t.type);
        if (p->kind == TY_INVALID) {
            b->partial |= t.type->kind == TY_NAMED;
        } else if (p->kind == TY_INTERFACE) {
            struct typeset *s = compute(b->u, p, &b->partial);
            if (s->all_types)
                r.all = true;
            for (int k = 0; k < s->nterms; k++)
                terms_union(b->u, &r, s->terms[k]);
        } else if (!t.tilde || ty_identical(t.type, p)) {   /* no type has a named type as underlying type */
            terms_union(b->u, &r, t);
        }
        if (r.n > MAX_TERMS) {
            if (pos.line)
                diag_error(b->u->diag, pos, "cannot handle more than %d union terms (implementation limitation)",
                           MAX_TERMS);
            return false;
        }
    }
    *out = r;
    return true;
}

/* Comparable types only, if either side asks for them (then the restriction is expressed by the terms). */
static void intersect(struct build *b, struct terms t, bool comparable)
{
    b->terms = terms_intersect(b->u, b->terms, t);
    b->comparable |= comparable;
    if (b->comparable && !b->terms.all) {
        struct terms kept = {0};
        for (int i = 0; i < b->terms.n; i++)
            if (ty_comparable(b->terms.at[i].type, NULL))
                terms_add(b->u, &kept, b->terms.at[i]);
        b->terms = kept;
        b->comparable = false;
    }
}

static void add_embedded(struct build *b, struct type *e, struct pos pos)
{
    struct type *p = ty_underlying(e);
    if (p->kind == TY_INVALID) {
        b->partial |= e->kind == TY_NAMED;
    } else if (p->kind == TY_INTERFACE) {
        struct typeset *s = compute(b->u, p, &b->partial);
        for (int i = 0; i < s->nmethods; i++)
            if (!has_method(b, &s->methods[i]))
                vec_push(&b->methods, s->methods[i]);
        intersect(b, terms_of_set(s), s->comparable);
    } else if (p->kind == TY_UNION) {
        struct terms t;
        if (union_terms(b, p, pos, &t))
            intersect(b, t, false);
    } else {
        struct terms t = {0};
        terms_add(b->u, &t, (struct type_term){ false, e });
        intersect(b, t, false);
    }
}

static struct typeset *compute(struct universe *u, struct type *iface, bool *partial)
{
    if (iface->iface.tset)
        return iface->iface.tset;
    struct typeset *s = arena_new(&u->arena, struct typeset);
    s->all_types = true;
    if (iface->flags_ & TF_TYPESET || iface->iface.pending) {
        *partial = true;        /* embeds itself (reported by the declaration checker) or is half-made */
        return s;
    }
    struct build b = { .u = u, .terms = { .all = true } };
    iface->flags_ |= TF_TYPESET;
    for (int i = 0; i < iface->iface.nmethods; i++)
        if (!has_method(&b, &iface->iface.methods[i]))
            vec_push(&b.methods, iface->iface.methods[i]);
    for (int i = 0; i < iface->iface.nembeds; i++)
        if (iface->iface.embeds[i])
            add_embedded(&b, iface->iface.embeds[i],
                         iface->iface.embed_pos ? iface->iface.embed_pos[i] : (struct pos){0});
    iface->flags_ &= (uint8_t)~TF_TYPESET;
    if (b.methods.n) {
        qsort(b.methods.at, b.methods.n, sizeof *b.methods.at, compare_methods);
        s->methods = arena_memdup(&u->arena, b.methods.at, b.methods.n * sizeof *b.methods.at);
        s->nmethods = (int)b.methods.n;
    }
    vec_free(&b.methods);
    s->terms = b.terms.at;
    s->nterms = b.terms.n;
    s->all_types = b.terms.all;
    s->comparable = b.comparable;
    if (b.partial)
        *partial = true;
    else
        iface->iface.tset = s;
    return s;
}

struct typeset *ty_typeset(struct universe *u, struct type *iface)
{
    bool partial = false;
    return compute(u, iface, &partial);
}

struct typeset *ty_tparam_typeset(struct type *tp)
{
    return ty_typeset(tp->u, ty_typeparam_iface(tp));
}

/* -- Messages ------------------------------------------------------------------------- */

char *term_text(struct universe *u, struct type_term t)
{
    return arena_printf(&u->arena, "%s%s", t.tilde ? "~" : "", ty_path_text(&u->arena, t.type));
}

char *typeset_terms_text(struct universe *u, const struct typeset *s)
{
    if (s->all_types)
        return "\xF0\x9D\x93\xA4";      /* script capital U, as types2 prints the set of all types */
    if (s->nterms == 0)
        return "\xE2\x88\x85";          /* empty set */
    struct strbuf b = {0};
    for (int i = 0; i < s->nterms; i++) {
        if (i > 0)
            strbuf_puts(&b, " | ");
        strbuf_puts(&b, term_text(u, s->terms[i]));
    }
    char *r = arena_strndup(&u->arena, b.at, b.n);
    strbuf_free(&b);
    return r;
}

static void report_duplicate(struct universe *u, struct pos pos, const char *name, struct pos other)
{
    diag_error(u->diag, pos, "duplicate method %s\n\t%s: other declaration of %s", name, pos_text(u, other), name);
}

/* An explicit method may be declared once; a method that comes through several embedded interfaces must have one
 * type (overlapping method sets are allowed since Go 1.14). */
void ty_report_duplicate_methods(struct universe *u, struct type *iface)
{
    vec(struct type_method) seen = {0};
    for (int i = 0; i < iface->iface.nmethods; i++) {
        struct type_method *m = &iface->iface.methods[i];
        for (size_t k = 0; k < seen.n; k++) {
            if (name_same_id(seen.at[k].name, seen.at[k].pkg, m->name, m->pkg)) {
                report_duplicate(u, m->pos, m->name, seen.at[k].pos);
                goto next;
            }
        }
        vec_push(&seen, *m);
    next:;
    }
    for (int i = 0; i < iface->iface.nembeds; i++) {
        struct type *e = iface->iface.embeds[i];
        struct type *p = e ? ty_underlying(e) : NULL;
        if (!p || p->kind != TY_INTERFACE)
            continue;
        struct typeset *s = ty_typeset(u, p);
        struct pos pos = iface->iface.embed_pos ? iface->iface.embed_pos[i] : (struct pos){0};
        for (int j = 0; j < s->nmethods; j++) {
            struct type_method m = s->methods[j];
            size_t k = 0;
            while (k < seen.n && !name_same_id(seen.at[k].name, seen.at[k].pkg, m.name, m.pkg))
                k++;
            m.pos = pos;
            if (k == seen.n)
                vec_push(&seen, m);
            else if (!ty_identical(seen.at[k].sig, m.sig))
                report_duplicate(u, pos, m.name, seen.at[k].pos);
        }
    }
    vec_free(&seen);
}

bool ty_seals(struct object *o, const char *name)
{
    if (o->kind != OBJ_TYPE || !name_is_exported(o->name) || !o->type || o->type->kind != TY_NAMED || ty_is_generic(o->type) ||
        ty_underlying(o->type)->kind != TY_INTERFACE)
        return false;
    struct typeset *ts = ty_typeset(o->pkg->u, ty_underlying(o->type));
    for (int i = 0; i < ts->nmethods; i++) {
        const struct type_method *m = &ts->methods[i];
        if (m->pkg == o->pkg && (name ? strcmp(m->name, name) == 0 : !name_is_exported(m->name)))
            return true;
    }
    return false;
}
