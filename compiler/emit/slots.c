/* compiler/emit/slots.c - liveness of virtual registers and assignment of frame slots.
 *
 * Live intervals without holes: block-level liveness by iteration (backward, bit sets), then one interval per register
 * over the linear order of instructions.  Intervals are visited by start; each pool (class and type) keeps a list of
 * free groups.  A register defined by a move from one that dies there takes over its slots, so the move vanishes.
 * Parameters come first in signature order, then the context.
 *
 * A length or capacity (IR_PART) of a string or slice that is assigned once has no slot of its own: it is read from
 * the slot of the bundle, whose interval covers its uses. */
#include "compiler/emit/slots.h"

#include <stdlib.h>
#include <string.h>
#include "compiler/opt/operands.h"
#include "runtime/base/fatal.h"

struct part { ir_reg of; uint32_t slot; };      /* of 0: no part */

struct interval { uint32_t start, end; ir_reg r; };

struct live {
    struct ir_func *f;
    const struct part *parts;
    size_t words;               /* of a bit set */
    uint64_t *in, *out, *gen, *kill;    /* per block */
    uint64_t *g, *k;            /* of the block being scanned */
    uint32_t *start, *end;      /* per register: interval */
    uint32_t pos;
};

#define BIT_GET(s, i) ((s)[(i) >> 6] >> ((i) & 63) & 1)
#define BIT_SET(s, i) ((s)[(i) >> 6] |= 1ull << ((i) & 63))

static ir_reg holder(const struct live *l, ir_reg r) { return l->parts[r].of ? l->parts[r].of : r; }

static void scan_use(void *ctx, ir_reg *p)
{
    struct live *l = ctx;
    ir_reg r = holder(l, *p);
    if (!BIT_GET(l->k, r))
        BIT_SET(l->g, r);
}
static void scan_def(void *ctx, ir_reg *r) { BIT_SET(((struct live *)ctx)->k, *r); }

static void extend(struct live *l, ir_reg r, uint32_t p)
{
    if (p < l->start[r])
        l->start[r] = p;
    if (p > l->end[r])
        l->end[r] = p;
}
static void touch_use(void *ctx, ir_reg *r) { extend(ctx, holder(ctx, *r), ((struct live *)ctx)->pos); }
static void touch_def(void *ctx, ir_reg *r) { extend(ctx, *r, ((struct live *)ctx)->pos + 1); }

static void succ(struct live *l, uint64_t *out, const struct ir_block *t, const uint32_t *index)
{
    if (!t)
        return;
    const uint64_t *in = l->in + index[t->id] * l->words;
    for (size_t w = 0; w < l->words; w++)
        out[w] |= in[w];
}

static void liveness(struct live *l)
{
    struct ir_func *f = l->f;
    size_t nb = f->blocks.n, nr = f->regs.n;
    l->words = (nr + 63) / 64;
    uint64_t *pool = xcalloc(nb * 4 * l->words + 1, sizeof(uint64_t));
    l->in = pool, l->out = pool + nb * l->words, l->gen = pool + 2 * nb * l->words, l->kill = pool + 3 * nb * l->words;
    uint32_t maxid = 0;
    for (size_t b = 0; b < nb; b++)
        if (f->blocks.at[b]->id > maxid)
            maxid = f->blocks.at[b]->id;
    uint32_t *index = xcalloc(maxid + 1, sizeof *index);
    for (size_t b = 0; b < nb; b++) {
        struct ir_block *bl = f->blocks.at[b];
        index[bl->id] = (uint32_t)b;
        l->g = l->gen + b * l->words, l->k = l->kill + b * l->words;
        for (size_t k = 0; k < bl->ins.n; k++) {
            ir_each_use(&bl->ins.at[k], scan_use, l);
            ir_each_def(&bl->ins.at[k], scan_def, l);
        }
    }
    for (bool again = true; again;) {
        again = false;
        for (size_t b = nb; b-- > 0;) {
            struct ir_block *bl = f->blocks.at[b];
            uint64_t *out = l->out + b * l->words, *in = l->in + b * l->words;
            const uint64_t *gen = l->gen + b * l->words, *kill = l->kill + b * l->words;
            if (bl->ins.n) {
                const struct ir_ins *t = &vec_last(&bl->ins);
                succ(l, out, t->t, index);
                succ(l, out, t->f, index);
                for (uint32_t k = 0; k < t->ntargets; k++)
                    succ(l, out, t->targets[k], index);
            }
            for (size_t w = 0; w < l->words; w++) {
                uint64_t v = gen[w] | (out[w] & ~kill[w]);
                if (v != in[w]) {
                    in[w] = v;
                    again = true;
                }
            }
        }
    }
    /* intervals */
    for (size_t r = 0; r < nr; r++)
        l->start[r] = UINT32_MAX, l->end[r] = 0;
    l->pos = 2;
    for (size_t b = 0; b < nb; b++) {
        struct ir_block *bl = f->blocks.at[b];
        const uint64_t *in = l->in + b * l->words, *out = l->out + b * l->words;
        uint32_t first = l->pos;
        for (size_t k = 0; k < bl->ins.n; k++, l->pos += 2) {
            ir_each_use(&bl->ins.at[k], touch_use, l);
            ir_each_def(&bl->ins.at[k], touch_def, l);
        }
        for (size_t w = 0; w < l->words; w++) {
            for (uint64_t m = in[w]; m; m &= m - 1)
                extend(l, (ir_reg)(w * 64 + (unsigned)__builtin_ctzll(m)), first);
            for (uint64_t m = out[w]; m; m &= m - 1)
                extend(l, (ir_reg)(w * 64 + (unsigned)__builtin_ctzll(m)), l->pos);
        }
    }
    free(index);
    free(pool);
}

/* -- Pools ---------------------------------------------------------------------- */
struct group { uint32_t slot; uint32_t free_at; };      /* free_at: end of the interval that holds it */
struct pool { uint8_t cls; struct type *type; vec(struct group) groups; };

struct alloc {
    struct slots *s;
    struct ir_func *f;
    vec(struct pool) pools;
    uint32_t *hint;             /* per register: register it is moved from at its first definition */
};


static struct pool *pool_of(struct alloc *a, ir_reg r)
{
    const struct ir_reg_info *i = &a->f->regs.at[r];
    bool typed = i->cls != IRC_W && i->cls != IRC_S;
    for (size_t k = 0; k < a->pools.n; k++) {
        struct pool *p = &a->pools.at[k];
        if (p->cls == i->cls && (!typed || p->type == i->type || ty_identical(p->type, i->type)))
            return p;
    }
    struct pool *p = vec_add(&a->pools);
    p->cls = i->cls;
    p->type = typed ? i->type : NULL;
    return p;
}

static uint32_t new_group(struct alloc *a, ir_reg r)
{
    const struct ir_reg_info *i = &a->f->regs.at[r];
    uint32_t slot = a->s->nslots;
    a->s->nslots += (uint32_t)ir_class_slots(i->cls);
    struct slot_decl d = {i->cls, i->type, slot};
    vec_push(&a->s->decls, d);
    return slot;
}

static int by_start(const void *x, const void *y)
{
    const struct interval *a = x, *b = y;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->r < b->r ? -1 : a->r > b->r;
}

static void assign(struct alloc *a, const struct interval *iv)
{
    struct pool *p = pool_of(a, iv->r);
    struct group *best = NULL;
    bool fresh = iv->start <= 2;    /* pinned, or read before any write: sees the frame's initial zero */
    ir_reg from = a->hint[iv->r];
    for (size_t k = 0; k < p->groups.n && !fresh; k++) {
        struct group *g = &p->groups.at[k];
        if (g->free_at >= iv->start)
            continue;
        if (from && a->s->of[from] == g->slot) {
            best = g;
            break;
        }
        if (!best)
            best = g;
    }
    if (!best) {
        struct group g = {new_group(a, iv->r), 0};
        vec_push(&p->groups, g);
        best = &vec_last(&p->groups);
    }
    a->s->of[iv->r] = best->slot;
    best->free_at = iv->end;
}

/* Gives a parameter its fixed slots; they may be reused after its last read. */
static void place_param(struct alloc *a, ir_reg r, const uint32_t *end)
{
    uint32_t slot = new_group(a, r);
    a->s->of[r] = slot;
    struct group g = {slot, a->f->regs.at[r].pinned ? UINT32_MAX : end[r]};
    struct pool *p = pool_of(a, r);
    vec_push(&p->groups, g);
}

static struct part *find_parts(struct ir_func *f)
{
    struct part *parts = xcalloc(f->regs.n + 1, sizeof *parts);
    struct reg_use u;
    reg_use_init(&u, f);
    for (size_t b = 0; b < f->blocks.n; b++)
        for (size_t k = 0; k < f->blocks.at[b]->ins.n; k++) {
            struct ir_ins *i = &f->blocks.at[b]->ins.at[k];
            if (i->op != IR_PART || u.ndefs[i->a] != 1 || u.ndefs[i->b] != 1 || f->regs.at[i->a].pinned)
                continue;
            parts[i->a] = (struct part){i->b, (uint32_t)i->imm};
            i->op = IR_NOP;
        }
    reg_use_done(&u);
    return parts;
}

void slots_assign(struct slots *s, struct ir_func *f)
{
    struct part *parts = find_parts(f);
    *s = (struct slots){0};
    size_t nr = f->regs.n;
    s->of = xcalloc(nr + 1, sizeof *s->of);
    memset(s->of, 0xff, (nr + 1) * sizeof *s->of);
    struct live l = {.f = f, .parts = parts, .start = xcalloc(nr + 1, sizeof(uint32_t)), .end = xcalloc(nr + 1, sizeof(uint32_t))};
    liveness(&l);
    struct alloc a = {.s = s, .f = f, .hint = xcalloc(nr + 1, sizeof(uint32_t))};
    for (size_t b = 0; b < f->blocks.n; b++)
        for (size_t k = 0; k < f->blocks.at[b]->ins.n; k++) {
            const struct ir_ins *i = &f->blocks.at[b]->ins.at[k];
            if (i->op == IR_MOVE && !a.hint[i->a])
                a.hint[i->a] = i->b;
        }
    for (uint32_t i = 0; i < f->nparams; i++)
        place_param(&a, f->params[i], l.end);
    s->nargs = s->nslots;
    if (f->ctx)
        place_param(&a, f->ctx, l.end);

    struct interval *iv = xcalloc(nr + 1, sizeof *iv);
    size_t n = 0;
    for (ir_reg r = 1; r < nr; r++) {
        if (s->of[r] != UINT32_MAX)
            continue;
        if (f->regs.at[r].pinned)
            iv[n++] = (struct interval){0, UINT32_MAX - 1, r};
        else if (l.start[r] != UINT32_MAX)
            iv[n++] = (struct interval){l.start[r], l.end[r], r};
    }
    qsort(iv, n, sizeof *iv, by_start);
    for (size_t i = 0; i < n; i++)
        assign(&a, &iv[i]);
    for (ir_reg r = 1; r < nr; r++)
        if (parts[r].of && s->of[parts[r].of] != UINT32_MAX)
            s->of[r] = s->of[parts[r].of] + parts[r].slot;
    free(parts);
    free(iv);
    free(l.start);
    free(l.end);
    free(a.hint);
    for (size_t k = 0; k < a.pools.n; k++)
        vec_free(&a.pools.at[k].groups);
    vec_free(&a.pools);
}

void slots_done(struct slots *s)
{
    free(s->of);
    vec_free(&s->decls);
}
