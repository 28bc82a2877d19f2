/* compiler/types/method_set.c - the method set of a type (spec "Method sets"), for type descriptors and itabs.
 *
 * Types are collected depth by depth as in lookup.c, but for all names at
 * once: at each depth the fields and methods found there are entered under
 * their names; two of one name at one depth make that name a collision, and a
 * name entered at a shallower depth hides it.  What remains and needs no
 * pointer receiver, or has a pointer on its path, is the method set. */
#include "compiler/types/internal.h"

#include <stdlib.h>

struct entry {
    struct type *type, *declared;
    int via, field;
    bool indirect, multiples;
};

/* What a name means: a method, or something that hides deeper methods (field, collision): m.obj NULL. */
struct slot { struct method m; struct type *base; int entry, depth; };

struct collect {
    struct universe *u;
    vec(struct entry) at;
    struct strmap names;        /* id -> struct slot* */
    vec(struct slot *) slots;
    int depth;
};

/* The identity of a name as a string: unexported names are qualified. */
static const char *name_id(struct universe *u, const char *name, struct package *pkg)
{
    if (name_is_exported(name) || !pkg)
        return name;
    return arena_printf(&u->arena, "%s.%s", pkg->path, name);
}

/* Enters a name at the current depth; returns its slot if it is the first meaning there. */
static struct slot *enter(struct collect *c, int e, const char *name, struct package *pkg)
{
    const char *id = name_id(c->u, name, pkg);
    struct slot *s = strmap_get(&c->names, id);
    if (s) {
        if (s->depth == c->depth)
            s->m.obj = NULL;            /* collision */
        return NULL;
    }
    s = arena_new(&c->u->arena, struct slot);
    s->depth = c->depth;
    s->entry = e;
    strmap_put(&c->names, id, s);
    vec_push(&c->slots, s);
    return c->at.at[e].multiples ? NULL : s;
}

static void collect_declared(struct collect *c, int e)
{
    struct type *t = c->at.at[e].type;
    int n;
    struct object **m = ty_named_methods(t, &n);
    for (int i = 0; i < n; i++) {
        if (name_eq(m[i]->name, "_"))
            continue;
        struct slot *s = enter(c, e, m[i]->name, m[i]->pkg);
        if (!s)
            continue;
        s->base = t;
        s->m = (struct method){ .name = m[i]->name, .pkg = m[i]->pkg, .obj = m[i], .ptr_recv = m[i]->ptr_recv,
                                .recv = c->at.at[e].declared, .indirect = c->at.at[e].indirect };
    }
}

static void collect_fields(struct collect *c, int e, struct type *st)
{
    for (int i = 0; i < st->strct.n; i++) {
        struct type_field *f = &st->strct.fields[i];
        if (name_eq(f->name, "_"))
            continue;
        enter(c, e, f->name, f->pkg);
        if (f->embedded) {
            bool ptr;
            struct type *t = ty_deref(f->type, &ptr);
            struct entry x = { t, f->type, e, i, c->at.at[e].indirect || ptr, c->at.at[e].multiples };
            vec_push(&c->at, x);
        }
    }
}

static void collect_interface(struct collect *c, int e, struct type *it)
{
    struct typeset *set = ty_typeset(c->u, it);
    for (int i = 0; i < set->nmethods; i++) {
        struct type_method *m = &set->methods[i];
        struct slot *s = enter(c, e, m->name, m->pkg);
        if (s)
            s->m = (struct method){ .name = m->name, .pkg = m->pkg, .obj = m->obj, .sig = m->sig,
                                    .recv = c->at.at[e].declared, .indirect = c->at.at[e].indirect,
                                    .is_iface_method = true };
    }
}

static void collect_entry(struct collect *c, size_t depth_start, int e)
{
    struct type *t = c->at.at[e].type;
    if (t->kind == TY_NAMED) {
        for (size_t i = 0; i < depth_start; i++)
            if (c->at.at[i].type == t)
                return;
        collect_declared(c, e);
    }
    struct type *p = ty_underlying(t);
    if (p->kind == TY_STRUCT)
        collect_fields(c, e, p);
    else if (p->kind == TY_INTERFACE)
        collect_interface(c, e, p);
}

static void consolidate(struct collect *c, size_t from)
{
    size_t n = from;
    for (size_t i = from; i < c->at.n; i++) {
        size_t k = from;
        while (k < n && !ty_identical(c->at.at[k].type, c->at.at[i].type))
            k++;
        if (k < n)
            c->at.at[k].multiples = true;
        else
            c->at.at[n++] = c->at.at[i];
    }
    c->at.n = n;
}

static void set_path(struct collect *c, struct slot *s)
{
    int n = 0;
    for (int e = s->entry; c->at.at[e].via >= 0; e = c->at.at[e].via)
        n++;
    s->m.npath = n;
    s->m.path = n ? arena_array(&c->u->arena, int, n) : NULL;
    for (int e = s->entry; c->at.at[e].via >= 0; e = c->at.at[e].via)
        s->m.path[--n] = c->at.at[e].field;
}

static int compare(const void *a, const void *b)
{
    const struct method *x = a, *y = b;
    return ty_method_order(x->name, x->pkg, y->name, y->pkg);
}

static struct method_set *finish(struct collect *c)
{
    struct method_set *r = arena_new(&c->u->arena, struct method_set);
    r->at = c->slots.n ? arena_array(&c->u->arena, struct method, c->slots.n) : NULL;
    for (size_t i = 0; i < c->slots.n; i++) {
        struct slot *s = c->slots.at[i];
        if (!s->m.obj || (s->m.ptr_recv && !s->m.indirect))
            continue;
        if (!s->m.is_iface_method)
            s->m.sig = ty_method_sig(s->base, s->m.obj);
        set_path(c, s);
        r->at[r->n++] = s->m;
    }
    if (r->n > 1)
        qsort(r->at, (size_t)r->n, sizeof *r->at, compare);
    return r;
}

struct method_set *ty_method_set(struct universe *u, struct type *t)
{
    struct method_set *r = ptrmap_get(&u->method_sets_, t);
    if (r)
        return r;
    struct collect c = { .u = u };
    bool is_ptr;
    struct type *base = ty_deref(t, &is_ptr);
    bool none = is_ptr ? ty_underlying(base)->kind == TY_INTERFACE      /* pointer to interface */
                       : t->kind == TY_NAMED && ty_underlying(t)->kind == TY_POINTER;
    if (!none)
        vec_push(&c.at, ((struct entry){ base, t, -1, -1, is_ptr, false }));
    for (size_t start = 0; start < c.at.n; c.depth++) {
        size_t end = c.at.n;
        for (size_t e = start; e < end; e++)
            collect_entry(&c, start, (int)e);
        start = end;
        consolidate(&c, start);
    }
    r = finish(&c);
    vec_free(&c.at);
    vec_free(&c.slots);
    strmap_free(&c.names);
    ptrmap_put(&u->method_sets_, t, r);
    return r;
}
