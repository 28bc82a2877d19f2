/* compiler/types/init_order.c - order of package variable initialisation (spec "Package initialization").
 *
 * A variable depends on the variables its initialiser mentions, directly or through functions.  The order is that of
 * Kahn's topological sort, always taking the earliest declared variable that is ready.  What is left without a ready
 * node lies on or behind a cycle: the cycle is reported and broken. */
#include "compiler/types/check.h"

struct node {
    struct object *o;
    vec(struct node *) dependents;
    int ndeps;
    bool done;
};

struct graph {
    struct checker *c;
    struct node *nodes;
    size_t n;
    struct ptrmap of;           /* object -> node */
    struct ptrmap seen;         /* objects met for the current node */
    vec(struct node *) ready;   /* binary heap by declaration order */
};

/* -- Dependencies ------------------------------------------------------------------------------------------- */

static void reach(struct graph *g, struct node *n, struct decl_info *info) {
    for (size_t i = 0; i < info->deps.n; i++) {
        struct object *d = info->deps.at[i];
        if (d->kind != OBJ_CONST && d->kind != OBJ_VAR && d->kind != OBJ_FUNC) continue;
        if (ptrmap_find(&g->seen, d)) continue;
        ptrmap_put(&g->seen, d, d);
        if (d->kind == OBJ_FUNC) {
            reach(g, n, ck_info(g->c, d));
            continue;
        }
        struct node *m = ptrmap_get(&g->of, d);
        vec_push(&m->dependents, n);
        n->ndeps++;
    }
}

static void build(struct graph *g) {
    struct checker *c = g->c;
    g->nodes = arena_array(c->arena, struct node, c->objs.n + 1);
    for (size_t i = 0; i < c->objs.n; i++) {
        struct object *o = c->objs.at[i];
        if (o->kind != OBJ_CONST && o->kind != OBJ_VAR) continue;
        struct node *n = &g->nodes[g->n++];
        n->o = o;
        ptrmap_put(&g->of, o, n);
    }
    for (size_t i = 0; i < g->n; i++) {
        struct decl_info *info = ck_info(c, g->nodes[i].o);
        if (info->deps.n == 0) continue;
        ptrmap_free(&g->seen);
        reach(g, &g->nodes[i], info);
    }
}

/* -- The heap of ready nodes ------------------------------------------------------------------------------------ */

static void push_ready(struct graph *g, struct node *n) {
    vec_push(&g->ready, n);
    size_t i = g->ready.n - 1;
    while (i > 0 && g->ready.at[(i - 1) / 2]->o->order > n->o->order) {
        g->ready.at[i] = g->ready.at[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    g->ready.at[i] = n;
}

static struct node *pop_ready(struct graph *g) {
    struct node *top = g->ready.at[0], *last = vec_pop(&g->ready);
    size_t i = 0, n = g->ready.n;
    if (n == 0) return top;
    for (;;) {
        size_t k = 2 * i + 1;
        if (k >= n) break;
        if (k + 1 < n && g->ready.at[k + 1]->o->order < g->ready.at[k]->o->order) k++;
        if (g->ready.at[k]->o->order >= last->o->order) break;
        g->ready.at[i] = g->ready.at[k];
        i = k;
    }
    g->ready.at[i] = last;
    return top;
}

/* -- Cycles ---------------------------------------------------------------------------------------------------------- */

/* Pushes the objects between from and to (exclusive) onto path; false if to is not reachable. */
static bool find_path(struct graph *g, struct object *from, struct object *to, struct node *path) {
    if (ptrmap_find(&g->seen, from)) return false;
    ptrmap_put(&g->seen, from, from);
    struct decl_info *info = ck_info(g->c, from);
    for (size_t i = 0; info && i < info->deps.n; i++) {
        struct object *d = info->deps.at[i];
        if (d == to) return true;
        struct node step = {.o = d};
        if (find_path(g, d, to, path)) {
            vec_push(&path->dependents, arena_memdup(g->c->arena, &step, sizeof step));
            return true;
        }
    }
    return false;
}

static void report_cycle(struct graph *g, struct object *o) {
    struct checker *c = g->c;
    struct node path = {0};
    ptrmap_free(&g->seen);
    if (find_path(g, o, o, &path)) {
        char *text = arena_printf(c->arena, "initialization loop for %s\n\t%s: %s refers to", o->name,
                            ck_pos_text(c, o->pos), o->name);
        for (size_t i = path.dependents.n; i-- > 0;) {
            struct object *d = path.dependents.at[i]->o;
            text = arena_printf(c->arena, "%s\n\t%s: %s refers to", text, ck_pos_text(c, d->pos), d->name);
        }
        ck_err(c, o->pos, "%s\n\t%s: %s", text, ck_pos_text(c, o->pos), o->name);
    }
    vec_free(&path.dependents);
}

/* -- Order -------------------------------------------------------------------------------------------------------------- */

struct steps { vec(struct init_step) at; };

static void emit(struct graph *g, struct node *n, struct steps *out) {
    struct decl_info *info = ck_info(g->c, n->o);
    if (n->o->kind != OBJ_VAR || !info->init || info->emitted) return;
    info->emitted = true;
    struct init_step s = {.lhs = info->lhs, .nlhs = info->nlhs, .rhs = info->init};
    if (!s.lhs) {
        s.lhs = arena_memdup(g->c->arena, &n->o, sizeof n->o);
        s.nlhs = 1;
    }
    vec_push(&out->at, s);
}

static void finish(struct graph *g, struct node *n, struct steps *out) {
    n->done = true;
    for (size_t i = 0; i < n->dependents.n; i++) {
        struct node *d = n->dependents.at[i];
        if (--d->ndeps == 0 && !d->done) push_ready(g, d);
    }
    emit(g, n, out);
}

static struct node *least_blocked(struct graph *g) {
    struct node *best = NULL;
    for (size_t i = 0; i < g->n; i++)
        if (!g->nodes[i].done && (!best || g->nodes[i].ndeps < best->ndeps)) best = &g->nodes[i];
    return best;
}

void ck_init_order(struct checker *c) {
    struct graph g = {.c = c};
    struct steps out = {0};
    build(&g);
    for (size_t i = 0; i < g.n; i++)
        if (g.nodes[i].ndeps == 0) push_ready(&g, &g.nodes[i]);
    for (size_t left = g.n; left > 0; left--) {
        struct node *n;
        if (g.ready.n) {
            n = pop_ready(&g);
        } else {
            n = least_blocked(&g);
            report_cycle(&g, n->o);
        }
        finish(&g, n, &out);
    }
    c->pkg->inits = arena_memdup(c->arena, out.at.at, out.at.n * sizeof *out.at.at);
    c->pkg->ninits = (int)out.at.n;
    for (size_t i = 0; i < g.n; i++) vec_free(&g.nodes[i].dependents);
    vec_free(&out.at);
    vec_free(&g.ready);
    ptrmap_free(&g.of);
    ptrmap_free(&g.seen);
}
