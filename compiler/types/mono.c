/* compiler/types/mono.c - see mono.h.
 *
 * A graph over type parameters: an edge from Q to P says that Q's argument
 * flows into P, with weight 0 if P gets Q itself and 1 if it gets a larger type
 * around Q.  There is an infinite set of instances exactly if a cycle has
 * positive weight; it is found as by Bellman and Ford, looking for heaviest
 * paths: a path with as many edges as there are vertices contains a cycle. */
#include "compiler/types/mono.h"

#include <stdlib.h>

#include "compiler/types/internal.h"
#include "runtime/base/fatal.h"

struct vertex { struct type *tparam; int weight, pre, len; };   /* pre: last edge of the heaviest path known */
struct edge { int dst, src, weight; struct pos pos; struct type *targ; };

struct mono {
    struct universe *u;
    struct package *p;
    vec(struct vertex) vertices;
    vec(struct edge) edges;
    struct ptrmap index;        /* type parameter -> vertex + 1 */
    struct ptrmap canon;
};

struct mono *mono_new(struct universe *u, struct package *p)
{
    struct mono *m = xcalloc(1, sizeof *m);
    m->u = u;
    m->p = p;
    return m;
}

void mono_free(struct mono *m)
{
    vec_free(&m->vertices);
    vec_free(&m->edges);
    ptrmap_free(&m->index);
    ptrmap_free(&m->canon);
    free(m);
}

void mono_canon(struct mono *m, struct type *recv_tparam, struct type *tparam)
{
    ptrmap_put(&m->canon, recv_tparam, tparam);
}

static int vertex_of(struct mono *m, struct type *tp)
{
    struct type *c = ptrmap_get(&m->canon, tp);
    tp = c ? c : tp;
    int known = (int)(intptr_t)ptrmap_get(&m->index, tp);
    if (known)
        return known - 1;
    vec_push(&m->vertices, ((struct vertex){ .tparam = tp }));
    ptrmap_put(&m->index, tp, (void *)(intptr_t)m->vertices.n);
    return (int)m->vertices.n - 1;
}

struct flow { struct mono *m; struct type *into, *targ; struct pos pos; };

static void walk(struct flow *f, struct type *t);

static void walk_vars(struct flow *f, struct object **v, int n)
{
    for (int i = 0; i < n; i++)
        walk(f, v[i]->type);
}

static void walk_parts(struct flow *f, struct type *t)
{
    switch (t->kind) {
    case TY_NAMED:
        for (int i = 0; i < t->named.ntargs; i++)
            walk(f, t->named.targs[i]);
        break;
    case TY_ARRAY: walk(f, t->array.elem); break;
    case TY_SLICE: walk(f, t->slice.elem); break;
    case TY_POINTER: walk(f, t->pointer.elem); break;
    case TY_CHAN: walk(f, t->chan.elem); break;
    case TY_MAP:
        walk(f, t->map.key);
        walk(f, t->map.elem);
        break;
    case TY_FUNC:
        walk_vars(f, t->func.params, t->func.nparams);
        walk_vars(f, t->func.results, t->func.nresults);
        break;
    case TY_STRUCT:
        for (int i = 0; i < t->strct.n; i++)
            walk(f, t->strct.fields[i].type);
        break;
    case TY_INTERFACE:
        for (int i = 0; i < t->iface.nmethods; i++)
            walk(f, t->iface.methods[i].sig);
        break;
    default: break;
    }
}

static void walk(struct flow *f, struct type *t)
{
    if (!t || t->flags_ & TF_WALK)
        return;
    if (t->kind == TY_TYPEPARAM) {
        int dst = vertex_of(f->m, f->into), src = vertex_of(f->m, t);
        vec_push(&f->m->edges, ((struct edge){ dst, src, t != f->targ, f->pos, f->targ }));
        return;
    }
    t->flags_ |= TF_WALK;
    walk_parts(f, t);
    t->flags_ &= (uint8_t)~TF_WALK;
}

/* A cycle cannot leave a package, since imports are not cyclic: other packages' type parameters do not count. */
void mono_instance(struct mono *m, struct pos pos, struct type **tparams, struct type **targs, int n,
                   struct expr **xlist, int nx)
{
    for (int i = 0; i < n; i++) {
        if (tparams[i]->tparam.obj->pkg != m->p)
            continue;
        struct flow f = { m, tparams[i], targs[i], i < nx ? ty_expr_start(xlist[i]) : pos };
        walk(&f, targs[i]);
    }
}

static struct edge *last_edge(struct mono *m, int v) { return &m->edges.at[m->vertices.at[v].pre]; }

/* Walks back from v until a vertex comes up twice, and reports the cycle through that one. */
static void report(struct mono *m, int v)
{
    bool *seen = arena_array(&m->u->arena, bool, m->vertices.n);
    while (!seen[v]) {
        seen[v] = true;
        v = last_edge(m, v)->src;
    }
    struct object *o = m->vertices.at[v].tparam->tparam.obj;
    char *lines = "";
    int at = v;
    do {
        struct edge *e = last_edge(m, at);
        struct type *tp = m->vertices.at[e->dst].tparam;
        lines = arena_printf(&m->u->arena, "%s\n\t%s: %s instantiated as %s", lines, pos_text(m->u, e->pos),
                             tp->tparam.obj->name, ty_str(m->u, e->targ));
        at = e->src;
    } while (at != v);
    diag_error(m->u->diag, o->pos, "instantiation cycle:%s", lines);
}

bool mono_report(struct mono *m)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < m->edges.n; i++) {
            struct edge *e = &m->edges.at[i];
            struct vertex *src = &m->vertices.at[e->src], *dst = &m->vertices.at[e->dst];
            if (src->weight + e->weight <= dst->weight)
                continue;
            dst->pre = (int)i;
            dst->len = src->len + 1;
            if (dst->len >= (int)m->vertices.n) {
                report(m, e->dst);
                return true;
            }
            dst->weight = src->weight + e->weight;
            again = true;
        }
    }
    return false;
}
