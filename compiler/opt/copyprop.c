/* compiler/opt/copyprop.c - copy propagation and destination forwarding.
 *
 * Three rules, none of which needs dominators:
 *  1. a = b with both assigned once: uses of a become uses of b.  (If the definition of a dominates its uses, so does
 *     that of b, and between them b cannot be assigned again without passing the definition of a.)
 *  2. within a block, after a = b uses of a become uses of b until either is assigned.
 *  3. t = op ...; v = t where t is assigned and read once and v is untouched between: v = op ... */
#include <stdlib.h>
#include <string.h>
#include "compiler/opt/operands.h"
#include "compiler/opt/passes.h"
#include "runtime/base/fatal.h"

/* The two may share a declaration: reference-like classes must agree in type too. */
static bool same_decl(const struct ir_func *f, ir_reg a, ir_reg b)
{
    const struct ir_reg_info *x = &f->regs.at[a], *y = &f->regs.at[b];
    if (x->cls != y->cls || x->pinned || y->pinned)
        return false;
    if (x->cls == IRC_W || x->cls == IRC_S || x->type == y->type)
        return true;
    return x->type && y->type && ty_identical(x->type, y->type);
}

/* -- Rule 1 ------------------------------------------------------------------ */
struct alias { ir_reg *to; };

static void rename_use(void *ctx, ir_reg *r)
{
    struct alias *al = ctx;
    while (al->to[*r])
        *r = al->to[*r];
}

static bool global_copies(struct ir_func *f)
{
    struct reg_use u;
    reg_use_init(&u, f);
    struct alias al = {xcalloc(f->regs.n, sizeof(ir_reg))};
    bool any = false;
    for (size_t b = 0; b < f->blocks.n; b++)
        for (size_t k = 0; k < f->blocks.at[b]->ins.n; k++) {
            struct ir_ins *i = &f->blocks.at[b]->ins.at[k];
            if (i->op != IR_MOVE || u.ndefs[i->a] != 1 || u.ndefs[i->b] != 1 || !same_decl(f, i->a, i->b))
                continue;
            ir_reg root = i->b;
            while (al.to[root])
                root = al.to[root];
            if (root == i->a)
                continue;
            al.to[i->a] = root;
            i->op = IR_NOP;
            any = true;
        }
    if (any)
        for (size_t b = 0; b < f->blocks.n; b++)
            for (size_t k = 0; k < f->blocks.at[b]->ins.n; k++)
                ir_each_use(&f->blocks.at[b]->ins.at[k], rename_use, &al);
    free(al.to);
    reg_use_done(&u);
    return any;
}

/* -- Rule 2 ------------------------------------------------------------------- */
struct local {
    struct ir_func *f;
    ir_reg *src;                /* src[a] = b: a currently holds a copy of b */
    vec(ir_reg) held;           /* the a's */
    bool changed;
};

static void local_use(void *ctx, ir_reg *r)
{
    struct local *l = ctx;
    if (l->src[*r]) {
        *r = l->src[*r];
        l->changed = true;
    }
}

static void local_kill(void *ctx, ir_reg *r)
{
    struct local *l = ctx;
    l->src[*r] = 0;
    for (size_t i = 0; i < l->held.n; i++)
        if (l->src[l->held.at[i]] == *r)
            l->src[l->held.at[i]] = 0;
}

static bool local_copies(struct ir_func *f)
{
    struct local l = {f, xcalloc(f->regs.n, sizeof(ir_reg)), {0}, false};
    for (size_t b = 0; b < f->blocks.n; b++) {
        for (size_t i = 0; i < l.held.n; i++)
            l.src[l.held.at[i]] = 0;
        vec_clear(&l.held);
        struct ir_block *bl = f->blocks.at[b];
        for (size_t k = 0; k < bl->ins.n; k++) {
            struct ir_ins *i = &bl->ins.at[k];
            ir_each_use(i, local_use, &l);
            if (i->op == IR_MOVE && i->a == i->b) {
                i->op = IR_NOP;
                continue;
            }
            ir_each_def(i, local_kill, &l);
            if (i->op == IR_MOVE && same_decl(f, i->a, i->b)) {
                l.src[i->a] = i->b;
                vec_push(&l.held, i->a);
                if (l.held.n > 64) {        /* keep the kill scan short */
                    l.src[l.held.at[0]] = 0;
                    memmove(l.held.at, l.held.at + 1, --l.held.n * sizeof l.held.at[0]);
                }
            }
        }
    }
    free(l.src);
    vec_free(&l.held);
    return l.changed;
}

/* -- Rule 3 ------------------------------------------------------------------- */
struct touch { ir_reg v; bool hit; };
static void touches(void *ctx, ir_reg *r)
{
    struct touch *t = ctx;
    if (*r == t->v)
        t->hit = true;
}
struct redirect { ir_reg from, to; };
static void redirect_def(void *ctx, ir_reg *r)
{
    struct redirect *d = ctx;
    if (*r == d->from)
        *r = d->to;
}

static bool forward_destinations(struct ir_func *f)
{
    struct reg_use u;
    reg_use_init(&u, f);
    bool changed = false;
    for (size_t b = 0; b < f->blocks.n; b++) {
        struct ir_block *bl = f->blocks.at[b];
        for (size_t k = 1; k < bl->ins.n; k++) {
            struct ir_ins *m = &bl->ins.at[k];
            if (m->op != IR_MOVE || u.ndefs[m->b] != 1 || u.nuses[m->b] != 1 || m->a == m->b)
                continue;
            const struct ir_reg_info *x = &f->regs.at[m->a], *y = &f->regs.at[m->b];
            if (x->cls != y->cls || y->pinned)
                continue;
            if (x->cls != IRC_W && x->cls != IRC_S && x->type != y->type && !ty_identical(x->type, y->type))
                continue;
            /* v is written earlier then; nothing in between may touch it or leave the block with the old value */
            size_t lo = k > 24 ? k - 24 : 0, j = k;
            struct ir_ins *d = NULL;
            while (j-- > lo) {
                struct ir_ins *i = &bl->ins.at[j];
                struct touch def = {m->b, false}, v = {m->a, false};
                ir_each_def(i, touches, &def);
                ir_each_def(i, touches, &v);
                if (def.hit) {
                    /* the old v may be read by d itself, but d must not write v as another result, and a trap in d
                     * must not expose the new value: results are written last, so it cannot */
                    if (!v.hit)
                        d = i;
                    break;
                }
                ir_each_use(i, touches, &v);
                if (v.hit)
                    break;
                /* a pinned variable is visible after a recovered panic: do not move its assignment across a trap */
                if (x->pinned && !ir_is_pure(i))
                    break;
            }
            if (!d || d->op == IR_NOP)
                continue;
            struct redirect r = {m->b, m->a};
            ir_each_def(d, redirect_def, &r);
            m->op = IR_NOP;
            changed = true;
        }
    }
    reg_use_done(&u);
    return changed;
}

bool opt_copyprop(struct ir_func *f)
{
    bool changed = global_copies(f);
    changed |= local_copies(f);
    changed |= forward_destinations(f);
    return changed;
}
