/* compiler/opt/hoist.c - constants out of loops.
 *
 * Natural loops are found by dominators (Cooper, Harvey, Kennedy, "A simple, fast dominance algorithm").  A constant,
 * string, or function or variable address that a loop computes into a register of its own is computed once in front of
 * the loop.  Inner loops come first, so that a constant climbs through all the loops around it. */
#include <stdlib.h>
#include "compiler/opt/operands.h"
#include "compiler/opt/passes.h"
#include "runtime/base/fatal.h"

/* Beyond these, more registers alive at once cost more than constants do. */
enum { MAX_PER_LOOP = 12, MAX_REGS = 200, MAX_BLOCKS = 400, MAX_LOOPS = 64, NONE = -1 };

struct loop { int header, size; uint8_t *body; };       /* body: a flag per block */
struct hoist {
    struct ir_func *f;
    int n, cap;                 /* blocks at the start; with those to be added */
    int *rank, *idom;           /* position in reverse postorder (NONE: not reached), immediate dominator */
    int *order, norder;
    struct loop loops[MAX_LOOPS]; int nloops;
};

static uint32_t nsucc(const struct ir_block *b) { return vec_last(&b->ins).ntargets + 2; }

static struct ir_block **succ(struct ir_block *b, uint32_t k)
{
    struct ir_ins *t = &vec_last(&b->ins);
    return k == 0 ? &t->t : k == 1 ? &t->f : &t->targets[k - 2];
}

/* -- Dominators ----------------------------------------------------------------- */

static void number_blocks(struct hoist *h)
{
    struct ir_block **blocks = h->f->blocks.at;
    int *stack = xcalloc((size_t)h->n + 1, sizeof *stack), *post = xcalloc((size_t)h->n, sizeof *post), top = 0, np = 0;
    uint32_t *next = xcalloc((size_t)h->n, sizeof *next);
    uint8_t *seen = xcalloc((size_t)h->n, 1);
    stack[top++] = 0;
    seen[0] = 1;
    while (top) {
        int b = stack[top - 1];
        if (next[b] == nsucc(blocks[b])) {
            post[np++] = b;
            top--;
            continue;
        }
        struct ir_block *s = *succ(blocks[b], next[b]++);
        if (s && !seen[s->id]) {
            seen[s->id] = 1;
            stack[top++] = (int)s->id;
        }
    }
    for (int i = 0; i < h->n; i++)
        h->rank[i] = NONE;
    h->norder = np;
    for (int i = 0; i < np; i++) {
        h->order[i] = post[np - 1 - i];
        h->rank[h->order[i]] = i;
    }
    free(stack);
    free(post);
    free(next);
    free(seen);
}

static int common(const struct hoist *h, int a, int b)
{
    while (a != b) {
        while (h->rank[a] > h->rank[b])
            a = h->idom[a];
        while (h->rank[b] > h->rank[a])
            b = h->idom[b];
    }
    return a;
}

static void dominators(struct hoist *h)
{
    for (int i = 0; i < h->n; i++)
        h->idom[i] = NONE;
    h->idom[0] = 0;
    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < h->norder; i++) {
            struct ir_block *b = h->f->blocks.at[h->order[i]];
            if (h->idom[b->id] == NONE)
                continue;
            for (uint32_t k = 0; k < nsucc(b); k++) {
                struct ir_block *s = *succ(b, k);
                if (!s || s->id == 0)
                    continue;
                int old = h->idom[s->id], d = old == NONE ? (int)b->id : common(h, old, (int)b->id);
                again |= d != old;
                h->idom[s->id] = d;
            }
        }
    }
}

static bool dominates(const struct hoist *h, int a, int b)
{
    while (h->rank[b] > h->rank[a])
        b = h->idom[b];
    return a == b;
}

/* -- Loops ----------------------------------------------------------------------------- */

static struct loop *loop_of(struct hoist *h, int header)
{
    for (int i = 0; i < h->nloops; i++)
        if (h->loops[i].header == header)
            return &h->loops[i];
    if (h->nloops == MAX_LOOPS)
        return NULL;
    struct loop *l = &h->loops[h->nloops++];
    *l = (struct loop){ header, 1, xcalloc((size_t)h->cap, 1) };
    l->body[header] = 1;
    return l;
}

/* Adds the blocks that reach the latch without passing the header. */
static void grow_loop(struct hoist *h, struct loop *l, int latch)
{
    if (l->body[latch])
        return;
    l->body[latch] = 1;
    l->size++;
    for (bool again = true; again;) {
        again = false;
        for (int i = h->norder - 1; i >= 0; i--) {
            struct ir_block *b = h->f->blocks.at[h->order[i]];
            if (l->body[b->id] || !dominates(h, l->header, (int)b->id))
                continue;
            for (uint32_t k = 0; k < nsucc(b) && !l->body[b->id]; k++) {
                struct ir_block *s = *succ(b, k);
                if (s && (int)s->id != l->header && l->body[s->id]) {
                    l->body[b->id] = 1;
                    l->size++;
                    again = true;
                }
            }
        }
    }
}

static int by_size(const void *x, const void *y) { return ((const struct loop *)x)->size - ((const struct loop *)y)->size; }

static void find_loops(struct hoist *h)
{
    for (int i = 0; i < h->norder; i++) {
        struct ir_block *b = h->f->blocks.at[h->order[i]];
        for (uint32_t k = 0; k < nsucc(b); k++) {
            struct ir_block *s = *succ(b, k);
            if (!s || h->rank[s->id] > i || !dominates(h, (int)s->id, (int)b->id))
                continue;
            struct loop *l = loop_of(h, (int)s->id);
            if (l)
                grow_loop(h, l, (int)b->id);
        }
    }
    qsort(h->loops, (size_t)h->nloops, sizeof h->loops[0], by_size);
}

/* -- Moving ------------------------------------------------------------------------------ */

static bool is_candidate(const struct ir_func *f, const struct reg_use *u, const struct ir_ins *i)
{
    return (i->op == IR_CONST || i->op == IR_STR || i->op == IR_GADDR || i->op == IR_FUNCVAL) && u->ndefs[i->a] == 1 &&
           !f->regs.at[i->a].pinned;
}

/* A block in front of the loop, on every way in. */
static struct ir_block *preheader(struct hoist *h, struct loop *l)
{
    struct ir_func *f = h->f;
    struct ir_block *head = f->blocks.at[l->header], *p = arena_new(&f->mod->arena, struct ir_block);
    p->id = (uint32_t)f->blocks.n;
    p->reachable = true;
    for (size_t i = 0; i < f->blocks.n; i++) {
        if (l->body[i])
            continue;
        for (uint32_t k = 0; k < nsucc(f->blocks.at[i]); k++)
            if (*succ(f->blocks.at[i], k) == head)
                *succ(f->blocks.at[i], k) = p;
    }
    for (int i = 0; i < h->nloops; i++)
        if (&h->loops[i] != l && h->loops[i].body[l->header])
            h->loops[i].body[p->id] = 1;
    vec_push(&f->blocks, p);
    return p;
}

static bool hoist_loop(struct hoist *h, struct loop *l, const struct reg_use *u)
{
    struct ir_func *f = h->f;
    struct ir_block *p = NULL;
    int moved = 0;
    if (l->header == 0)
        return false;
    for (size_t b = 0; b < f->blocks.n; b++) {
        struct ir_block *bl = f->blocks.at[b];
        if (!l->body[b] || bl->cold)
            continue;
        for (size_t k = 0; k < bl->ins.n && moved < MAX_PER_LOOP; k++) {
            if (!is_candidate(f, u, &bl->ins.at[k]))
                continue;
            if (!p)
                p = preheader(h, l);
            vec_push(&p->ins, bl->ins.at[k]);
            bl->ins.at[k] = (struct ir_ins){ .op = IR_NOP, .pos = bl->ins.at[k].pos };
            moved++;
        }
    }
    if (!p)
        return false;
    struct ir_ins jmp = { .op = IR_JMP, .t = f->blocks.at[l->header], .pos = vec_last(&p->ins).pos };
    vec_push(&p->ins, jmp);
    return true;
}

bool opt_hoist(struct ir_func *f)
{
    if (f->blocks.n < 2 || f->blocks.n > MAX_BLOCKS || f->regs.n > MAX_REGS)
        return false;
    struct hoist h = { .f = f, .n = (int)f->blocks.n, .cap = (int)f->blocks.n + MAX_LOOPS };
    for (int i = 0; i < h.n; i++)
        f->blocks.at[i]->id = (uint32_t)i;
    h.rank = xcalloc((size_t)h.n * 3, sizeof(int));
    h.idom = h.rank + h.n;
    h.order = h.idom + h.n;
    number_blocks(&h);
    dominators(&h);
    find_loops(&h);
    bool changed = false;
    struct reg_use u;
    reg_use_init(&u, f);
    for (int i = 0; i < h.nloops; i++)
        changed |= hoist_loop(&h, &h.loops[i], &u);
    reg_use_done(&u);
    for (int i = 0; i < h.nloops; i++)
        free(h.loops[i].body);
    free(h.rank);
    return changed;
}
