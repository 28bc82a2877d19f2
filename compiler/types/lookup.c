/* compiler/types/lookup.c - x.name: fields and methods through embedding (spec "Selectors").
 *
 * The types embedded at one depth are searched together: the shallowest depth
 * with a match decides, two matches there are a collision.  A type seen at a
 * shallower depth is not searched again, which also ends recursion through
 * recursive types. */
#include "compiler/types/internal.h"

#include <ctype.h>

/* One type to search.  'via' and 'field' say how it was reached: field number 'field' of entry 'via'. */
struct entry {
    struct type *type;          /* pointers stripped */
    struct type *declared;      /* as declared in the field, or the operand's type */
    int via, field;
    bool indirect;              /* a pointer was followed on the way here */
    bool multiples;             /* occurs several times at its depth */
};

struct search {
    struct universe *u;
    struct package *pkg;
    const char *name;
    bool fold;
    vec(struct entry) at;       /* all depths one after another; earlier ones are kept for their paths */
    struct lookup found;
    int found_entry, found_field;
    bool collision;
};

static bool fold_eq(const char *a, const char *b)
{
    for (; *a && *b; a++, b++)
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
    return *a == *b;
}

static bool method_matches(const struct search *s, const char *name, struct package *pkg)
{
    if (name_eq(s->name, "_"))
        return false;
    return s->fold ? fold_eq(name, s->name) && (name_is_exported(name) || pkg == s->pkg)
                   : name_same_id(name, pkg, s->name, s->pkg);
}

static struct object *declared_method(const struct search *s, struct type *named)
{
    int n;
    struct object **m = ty_named_methods(named, &n);
    for (int i = 0; i < n; i++)
        if (method_matches(s, m[i]->name, m[i]->pkg))
            return m[i];
    return NULL;
}

/* Notes a match in entry e; a second one at the same depth is a collision. */
static bool match(struct search *s, int e, struct object *obj, int field)
{
    if (s->found.obj || s->at.at[e].multiples) {
        s->collision = true;
        return false;
    }
    s->found.obj = obj;
    s->found.indirect = s->at.at[e].indirect;
    s->found_entry = e;
    s->found_field = field;
    return true;
}

static void search_struct(struct search *s, int e, struct type *st)
{
    for (int i = 0; i < st->strct.n; i++) {
        struct type_field *f = &st->strct.fields[i];
        if (name_same_id(f->name, f->pkg, s->name, s->pkg) && !name_eq(s->name, "_")) {
            if (!match(s, e, f->obj, i))
                return;
            s->found.type = f->type;
            s->found.is_iface_method = false;
        } else if (!s->found.obj && f->embedded && f->type) {
            bool ptr;
            struct type *t = ty_deref(f->type, &ptr);
            bool multiples = s->at.at[e].multiples, indirect = s->at.at[e].indirect || ptr;
            vec_push(&s->at, ((struct entry){ t, f->type, e, i, indirect, multiples }));
        }
    }
}

static void search_interface(struct search *s, int e, struct type *it)
{
    struct typeset *set = ty_typeset(s->u, it);
    for (int i = 0; i < set->nmethods; i++) {
        struct type_method *m = &set->methods[i];
        if (method_matches(s, m->name, m->pkg)) {
            if (match(s, e, m->obj, -1)) {
                s->found.type = m->sig;
                s->found.recv = s->at.at[e].declared;
                s->found.is_iface_method = true;
            }
            return;
        }
    }
}

static bool seen_before(const struct search *s, size_t depth_start, struct type *t)
{
    for (size_t i = 0; i < depth_start; i++)
        if (s->at.at[i].type == t)
            return true;
    return false;
}

static void search_entry(struct search *s, size_t depth_start, int e)
{
    struct type *t = s->at.at[e].type;
    if (t->kind == TY_NAMED) {
        if (seen_before(s, depth_start, t))
            return;
        struct object *m = declared_method(s, t);
        if (m) {
            if (match(s, e, m, -1))
                s->found.recv = s->at.at[e].declared;
            return;
        }
    }
    struct type *p = ty_underlying(t);
    if (p->kind == TY_STRUCT)
        search_struct(s, e, p);
    else if (p->kind == TY_INTERFACE)
        search_interface(s, e, p);
}

/* Merges entries of the same type in at[from..): such a type can only yield collisions. */
static void consolidate(struct search *s, size_t from)
{
    size_t n = from;
    for (size_t i = from; i < s->at.n; i++) {
        size_t k = from;
        while (k < n && !ty_identical(s->at.at[k].type, s->at.at[i].type))
            k++;
        if (k < n)
            s->at.at[k].multiples = true;
        else
            s->at.at[n++] = s->at.at[i];
    }
    s->at.n = n;
}

static void fill_path(struct search *s)
{
    int n = s->found_field >= 0;
    for (int e = s->found_entry; s->at.at[e].via >= 0; e = s->at.at[e].via)
        n++;
    if (n == 0)
        return;
    s->found.path = arena_array(&s->u->arena, int, n);
    s->found.npath = n;
    if (s->found_field >= 0)
        s->found.path[--n] = s->found_field;
    for (int e = s->found_entry; s->at.at[e].via >= 0; e = s->at.at[e].via)
        s->found.path[--n] = s->at.at[e].field;
}

struct lookup ty_lookup_raw(struct universe *u, struct type *t, bool addressable, struct package *pkg,
                            const char *name, bool fold)
{
    struct search s = { .u = u, .pkg = pkg, .name = name, .fold = fold };
    bool is_ptr;
    struct type *base = ty_deref(t, &is_ptr);
    if (name_eq(name, "_") || (is_ptr && ty_underlying(base)->kind == TY_INTERFACE))
        return s.found;         /* *I has no methods */
    vec_push(&s.at, ((struct entry){ base, t, -1, -1, is_ptr, false }));
    for (size_t start = 0; start < s.at.n && !s.found.obj && !s.collision;) {
        size_t end = s.at.n;
        for (size_t e = start; e < end && !s.collision; e++)
            search_entry(&s, start, (int)e);
        start = end;
        consolidate(&s, start);
    }
    struct lookup r = {0};
    if (s.collision) {
        r.ambiguous = true;
    } else if (s.found.obj) {
        struct object *o = s.found.obj;
        if (o->kind == OBJ_FUNC && !s.found.is_iface_method) {
            if (o->ptr_recv && !s.found.indirect && !addressable) {
                vec_free(&s.at);
                return (struct lookup){ .ptr_needed = true };
            }
            s.found.type = ty_method_sig(s.at.at[s.found_entry].type, o);
        }
        fill_path(&s);
        r = s.found;
    }
    vec_free(&s.at);
    return r;
}

/* Methods cannot belong to a named pointer type: its fields are those of the pointer, it has no methods. */
struct lookup ty_lookup(struct universe *u, struct type *t, bool addressable, struct package *pkg, const char *name)
{
    if (t->kind == TY_NAMED) {
        struct type *p = ty_underlying(t);
        if (p->kind == TY_POINTER) {
            struct lookup r = ty_lookup_raw(u, p, false, pkg, name, false);
            if (r.obj && r.obj->kind == OBJ_FUNC)
                return (struct lookup){0};
            return r;
        }
    }
    return ty_lookup_raw(u, t, addressable, pkg, name, false);
}
