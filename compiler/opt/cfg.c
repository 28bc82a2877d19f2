/* compiler/opt/cfg.c - control flow clean-up: jump threading, unreachable blocks, merging of straight lines. */
#include <stdlib.h>
#include "compiler/opt/operands.h"
#include "compiler/opt/passes.h"
#include "runtime/base/fatal.h"

typedef void edge_fn(void *ctx, struct ir_block **target);

static void each_edge(struct ir_block *b, edge_fn *fn, void *ctx)
{
    if (!b->ins.n)
        return;
    struct ir_ins *i = &vec_last(&b->ins);
    if (i->t)
        fn(ctx, &i->t);
    if (i->f)
        fn(ctx, &i->f);
    for (uint32_t k = 0; k < i->ntargets; k++)
        fn(ctx, &i->targets[k]);
}

/* A block that only jumps on stands for its target. */
static struct ir_block *final_target(struct ir_block *b)
{
    for (int hops = 0; hops < 64; hops++) {
        size_t k = 0;
        while (k < b->ins.n && b->ins.at[k].op == IR_NOP)
            k++;
        if (k >= b->ins.n || b->ins.at[k].op != IR_JMP || b->ins.at[k].t == b)
            break;
        b = b->ins.at[k].t;
    }
    return b;
}

static void thread_edge(void *ctx, struct ir_block **t)
{
    struct ir_block *n = final_target(*t);
    if (n != *t) {
        *t = n;
        *(bool *)ctx = true;
    }
}

struct walk { vec(struct ir_block *) stack; };
static void visit(void *ctx, struct ir_block **t)
{
    struct walk *w = ctx;
    if (!(*t)->reachable) {
        (*t)->reachable = true;
        vec_push(&w->stack, *t);
    }
}

static void mark(struct ir_func *f)
{
    struct walk w = {{0}};
    for (size_t i = 0; i < f->blocks.n; i++)
        f->blocks.at[i]->reachable = false;
    struct ir_block *roots[2] = {f->blocks.at[0], f->recover};
    for (int i = 0; i < 2; i++)
        if (roots[i])
            visit(&w, &roots[i]);
    while (w.stack.n)
        each_edge(vec_pop(&w.stack), visit, &w);
    vec_free(&w.stack);
}

struct preds { uint32_t *n; };
static void count_pred(void *ctx, struct ir_block **t) { ((struct preds *)ctx)->n[(*t)->id]++; }

/* Appends the only successor reached by a plain jump to its only predecessor. */
static bool merge(struct ir_func *f)
{
    uint32_t max = 0;
    for (size_t i = 0; i < f->blocks.n; i++)
        if (f->blocks.at[i]->id >= max)
            max = f->blocks.at[i]->id + 1;
    struct preds p = {xcalloc(max, sizeof(uint32_t))};
    p.n[f->blocks.at[0]->id]++;
    if (f->recover)
        p.n[f->recover->id] += 2;
    for (size_t i = 0; i < f->blocks.n; i++)
        if (f->blocks.at[i]->reachable)
            each_edge(f->blocks.at[i], count_pred, &p);
    bool changed = false;
    for (size_t i = 0; i < f->blocks.n; i++) {
        struct ir_block *b = f->blocks.at[i];
        while (b->reachable && b->ins.n && vec_last(&b->ins).op == IR_JMP) {
            struct ir_block *t = vec_last(&b->ins).t;
            if (t == b || p.n[t->id] != 1 || !t->reachable)
                break;
            b->ins.n--;
            for (size_t k = 0; k < t->ins.n; k++)
                vec_push(&b->ins, t->ins.at[k]);
            vec_clear(&t->ins);
            t->reachable = false;
            b->cold |= t->cold;
            changed = true;
        }
    }
    free(p.n);
    return changed;
}

static bool sweep(struct ir_func *f)
{
    size_t w = 0;
    for (size_t i = 0; i < f->blocks.n; i++)
        if (f->blocks.at[i]->reachable)
            f->blocks.at[w++] = f->blocks.at[i];
        else
            vec_free(&f->blocks.at[i]->ins);
    bool changed = w != f->blocks.n;
    f->blocks.n = w;
    return changed;
}

bool opt_cfg(struct ir_func *f)
{
    bool changed = false;
    for (size_t i = 0; i < f->blocks.n; i++) {
        struct ir_block *b = f->blocks.at[i];
        /* nothing after a terminator is executed */
        for (size_t k = 0; k < b->ins.n; k++)
            if (ir_is_terminator(&b->ins.at[k]) && k + 1 < b->ins.n) {
                b->ins.n = k + 1;
                changed = true;
            }
        each_edge(b, thread_edge, &changed);
        if (b->ins.n) {
            struct ir_ins *t = &vec_last(&b->ins);
            if (t->op == IR_BRANCH && t->t == t->f) {
                struct pos pos = t->pos;
                *t = (struct ir_ins){.op = IR_JMP, .t = t->t, .pos = pos};
                changed = true;
            }
        }
    }
    mark(f);
    changed |= merge(f);
    changed |= sweep(f);
    return changed;
}

/* -- Layout ------------------------------------------------------------------- */
/* Greedy chains from the entry: follow the fall-through (or jump) successor while it is unplaced and warm, so that a
 * loop's body stays together; cold blocks come last. */
bool opt_layout(struct ir_func *f)
{
    size_t n = f->blocks.n, w = 0;
    struct ir_block **out = xcalloc(n, sizeof *out);
    for (size_t i = 0; i < n; i++)
        f->blocks.at[i]->reachable = false;     /* here: placed */
    for (int cold = 0; cold < 2; cold++)
        for (size_t i = 0; i < n; i++) {
            struct ir_block *b = f->blocks.at[i];
            while (b && !b->reachable && (b == f->blocks.at[0] || b->cold == (cold != 0))) {
                b->reachable = true;
                out[w++] = b;
                if (!b->ins.n)
                    break;
                struct ir_ins *t = &vec_last(&b->ins);
                if (t->op == IR_JMP)
                    b = t->t;
                else if (t->op == IR_BRANCH)
                    b = t->f && !t->f->reachable ? t->f : t->t;
                else
                    b = NULL;
            }
        }
    ASSERT(w == n, "layout of %s lost blocks: %zu of %zu", f->name, w, n);
    bool changed = false;
    for (size_t i = 0; i < n; i++) {
        changed |= f->blocks.at[i] != out[i];
        f->blocks.at[i] = out[i];
    }
    free(out);
    return changed;
}
