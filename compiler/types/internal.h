/* compiler/types/internal.h - helpers shared by the files of compiler/types, of no use outside. */
#ifndef VIRGO_TYPES_INTERNAL_H
#define VIRGO_TYPES_INTERNAL_H

#include <string.h>
#include "compiler/types/types.h"
#include "runtime/base/strbuf.h"

/* struct type.flags_ */
enum {
    TF_COMPARING = 1 << 0,      /* ty_comparable is at work on it (recursion guard) */
    TF_COMPARABLE = 1 << 1,     /* known to be comparable with == */
    TF_LAYOUT = 1 << 2,         /* ty_layout is at work on it */
    TF_EXPANDING = 1 << 3,      /* instance whose underlying type is being substituted */
    TF_TYPESET = 1 << 4,        /* interface whose type set is being computed */
    TF_WALK = 1 << 5,           /* met by the walk in progress (has_typeparam, cycle search) */
    TF_PRINT = 1 << 6           /* being printed */
};

static inline bool name_eq(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether a declared name (a, pkg_a) is the same identifier as (b, pkg_b): unexported names differ by package. */
bool name_same_id(const char *a, struct package *pkg_a, const char *b, struct package *pkg_b);

static inline bool field_same_tag(const struct type_field *f, const struct type_field *g)
{
    uint32_t n = f->tag ? f->tag_len : 0, m = g->tag ? g->tag_len : 0;
    return n == m && (n == 0 || memcmp(f->tag, g->tag, n) == 0);
}

/* The pointer's element, or t; tells whether t was an (unnamed) pointer. */
static inline struct type *ty_deref(struct type *t, bool *is_ptr)
{
    *is_ptr = t->kind == TY_POINTER;
    return *is_ptr ? t->pointer.elem : t;
}

static inline bool ty_has_name(const struct type *t)    /* predeclared, defined, or type parameter */
{
    return t->kind <= TY_UNTYPED_NIL || t->kind == TY_NAMED || t->kind == TY_TYPEPARAM;
}

static inline bool ty_is_invalid(const struct type *t) { return !t || t->kind == TY_INVALID; }

/* Start of the leftmost operand of x: where gc reports operands. */
struct pos ty_expr_start(const struct expr *x);

/* -- type sets ---------------------------------------------------------------- */
/* The constraint interface of a type parameter; a constraint that is no interface is wrapped in an implicit one. */
struct type *ty_typeparam_iface(struct type *tp);
struct typeset *ty_tparam_typeset(struct type *tp);
bool typeset_is_empty(const struct typeset *s);
bool typeset_has_terms(const struct typeset *s);        /* restricted and not empty */
struct type_method *typeset_method(const struct typeset *s, struct package *pkg, const char *name);
bool typeset_terms_equal(const struct typeset *a, const struct typeset *b);
bool typeset_terms_subset(const struct typeset *a, const struct typeset *b);
bool typeset_is_comparable(struct typeset *s);          /* every type in it, interfaces excluded */
bool term_includes(struct type_term x, struct type *t);
bool term_disjoint(struct type_term x, struct type_term y);     /* for "overlapping terms" */
char *typeset_terms_text(struct universe *u, const struct typeset *s);
char *term_text(struct universe *u, struct type_term t);
/* Calls f on the underlying type of every term, NULL once if there are no specific types; false as soon as f is. */
bool typeset_under_is(struct typeset *s, bool (*f)(struct type *t, void *ctx), void *ctx);
/* Reports duplicate methods of an interface as gc does ("duplicate method M"); call when its embedded types are set. */
void ty_report_duplicate_methods(struct universe *u, struct type *iface);
/* Strict comparability: interfaces only if their type set is (type arguments for "comparable"). */
bool ty_comparable_strict(struct type *t);

/* -- assignability ------------------------------------------------------------- */
/* Puts a line before the reason given so far. */
void ty_add_reason(struct universe *u, char **why, char *line);
/* ty_assignable that adds its lines to a reason *why which is already set: for the parts of a larger question. */
bool ty_assignable_adding(struct universe *u, struct expr *x, struct type *t, char **why);

/* -- lookup ------------------------------------------------------------------- */
/* ty_lookup without the rule on named pointer types; fold: ignore the case of the name. */
struct lookup ty_lookup_raw(struct universe *u, struct type *t, bool addressable, struct package *pkg,
                            const char *name, bool fold);
/* Makes sure o->type is set, asking u->resolve if need be. */
struct type *obj_type(struct universe *u, struct object *o);
bool ty_is_iface_ptr(struct type *t);                   /* pointer to interface (or type parameter) */

/* -- instantiation ------------------------------------------------------------- */
bool ty_is_parameterized(struct type **tparams, int n, struct type *t);    /* mentions one of tparams */
int ty_tparam_index(struct type **tparams, int n, const struct type *t);   /* -1 if not among them */
/* Underlying type of an instance, substituted now; NULL while its origin's is not known. */
struct type *ty_expand_instance(struct type *t);
struct type *ty_make_instance(struct universe *u, struct type *origin, struct type **targs, int n,
                              struct type **outer_targs);
void ty_load(struct type *t);                           /* runs an imported type's pending named.load_ */

/* -- constants from their parts (import) ------------------------------------------- */
struct constant *cv_from_mpz(struct universe *u, mpz_srcptr z);
struct constant *cv_from_ratio(struct universe *u, mpz_srcptr num, mpz_srcptr den);
struct constant *cv_from_float(struct universe *u, mpz_srcptr m, int64_t e);

/* -- printing ------------------------------------------------------------------- */
char *ty_str(struct universe *u, struct type *t);       /* ty_text relative to u->current */
char *ty_tparams_text(struct universe *u, struct type **tparams, int n);   /* "P, Q, and R" */
char *ty_path_text(struct arena *a, struct type *t);    /* as in messages, names qualified by full package path */
char *pos_text(struct universe *u, struct pos p);       /* "file:line:col" */
void quote_go(struct strbuf *b, const char *s, size_t n);  /* strconv.Quote */

#endif
