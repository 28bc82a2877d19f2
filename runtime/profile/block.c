/* runtime/profile/block.c - where goroutines wait, and for whom: the block and mutex profiles.
 *
 * A wait belongs to the stack of the one who waited (block) or to that of the one who released the lock (mutex).  Waits
 * shorter than the rate are recorded with a probability, and then count for as many. */
#include <stdlib.h>
#include <string.h>
#include "runtime/callers.h"
#include "runtime/g.h"
#include "runtime/profile/natives.h"
#include "runtime/profile/profile.h"
#include "runtime/profile/natives.h"
#include "runtime/sched/sched.h"

_Atomic int64_t profile_block_rate, profile_mutex_rate;
static struct profile_table blocks, mutexes;
static _Atomic int lock;

/* The functions a stack shows in place of the native that waits; NULL: none. */
static struct fn *waits_in(const char *why)
{
    return strncmp(why, "chan receive", 12) == 0 ? &callers_chanrecv
         : strncmp(why, "chan send", 9) == 0 ? &callers_chansend
         : strcmp(why, "select") == 0 ? &callers_selectgo : NULL;
}

void profile_parked(struct g *g, const char *why)
{
    if (waits_in(why) || strcmp(why, "semacquire") == 0 || strcmp(why, "sync.Cond.Wait") == 0)
        g->blocked_since = sched_nanotime();
}

uint32_t profile_wait_stack(struct g *g, uint64_t *pcs, uint32_t cap)
{
    uint32_t n = 0;
    struct fn *in = g->wait_reason ? waits_in(g->wait_reason) : NULL;
    if (in)
        pcs[n++] = callers_pc_of(in);
    return n + (uint32_t)callers_collect(g, 0, pcs + n, cap - n);
}

/* SemacquireMutex and its kind say how many callers are sync's own. */
static bool waits_for_mutex(const struct g *g)
{
    const struct fn *f = g->fp ? (const struct fn *)g->fp[FRAME_FN] : NULL;
    return f && f->native && strcmp(f->name, "sync.runtime_SemacquireMutex") == 0;
}

static uint32_t skipped(const struct g *g) { return waits_for_mutex(g) ? (uint32_t)g->fp[2] : 0; }

static void add(struct profile_table *t, const uint64_t *pcs, uint32_t n, int64_t cycles, double count)
{
    spin_lock(&lock);
    struct profile_stack *s = profile_stack_find(t, pcs, n);
    s->count += count;
    s->cycles += (int64_t)((double)cycles * count);
    spin_unlock(&lock);
}

static void waited(struct g *g, int64_t cycles, uint32_t skip)
{
    int64_t rate = atomic_load_explicit(&profile_block_rate, memory_order_relaxed);
    if (rate <= 0 || (cycles < rate && (int64_t)(sched_random64(g) % (uint64_t)rate) > cycles))
        return;
    uint64_t pcs[PROFILE_DEPTH + 4];
    uint32_t n = profile_wait_stack(g, pcs, PROFILE_DEPTH + (skip < 4 ? skip : 4));
    skip = skip < n ? skip : n;
    n -= skip;
    double count = cycles > 0 && cycles < rate ? (double)rate / (double)cycles : 1;
    add(&blocks, pcs + skip, n < PROFILE_DEPTH ? n : PROFILE_DEPTH, cycles > 0 ? cycles : 0, count);
}

void profile_resumed(struct g *g)
{
    int64_t cycles = sched_nanotime() - g->blocked_since;
    g->blocked_since = 0;
    waited(g, cycles, skipped(g));
}

/* blockevent(cycles int64, skip int): as if the caller had waited (tests of runtime/pprof link to it). */
enum rt_result profile_block_event(struct act *c)
{
    c->g->wait_reason = NULL;
    waited(c->g, (int64_t)c->a[0], c->a[1] > 1 ? (uint32_t)c->a[1] - 1 : 0);
    return RT_DONE;
}

void profile_released(struct g *by, const struct g *waiter, uint32_t skip)
{
    int64_t rate = atomic_load_explicit(&profile_mutex_rate, memory_order_relaxed);
    if (rate <= 0 || !waits_for_mutex(waiter) || sched_random64(by) % (uint64_t)rate != 0)
        return;
    uint64_t pcs[PROFILE_DEPTH];
    int64_t cycles = sched_nanotime() - waiter->blocked_since;
    uint32_t n = (uint32_t)callers_collect(by, skip, pcs, PROFILE_DEPTH);
    add(&mutexes, pcs, n, cycles, (double)rate);
}

static enum rt_result give(struct act *c, struct profile_table *t)
{
    struct record { int64_t count, cycles; uint64_t pcs[PROFILE_DEPTH]; } *out = (struct record *)c->a[0];
    c->r[0] = t->n;
    c->r[1] = t->n <= c->a[1];
    if (!c->r[1])
        return RT_DONE;
    for (struct profile_stack *s = t->all; s; s = s->all, out++) {
        *out = (struct record){ (int64_t)s->count, s->cycles, { 0 } };
        memcpy(out->pcs, s->pcs, s->n * sizeof *s->pcs);
    }
    return RT_DONE;
}

enum rt_result profile_block_profile(struct act *c) { return give(c, &blocks); }
enum rt_result profile_mutex_profile(struct act *c) { return give(c, &mutexes); }

enum rt_result profile_set_block_rate(struct act *c)
{
    int64_t rate = (int64_t)c->a[0];
    atomic_store(&profile_block_rate, rate > 0 ? rate : 0);
    return RT_DONE;
}

/* SetMutexProfileFraction(rate int) int: a negative one only asks. */
enum rt_result profile_set_mutex_rate(struct act *c)
{
    c->r[0] = (uint64_t)atomic_load(&profile_mutex_rate);
    if ((int64_t)c->a[0] >= 0)
        atomic_store(&profile_mutex_rate, (int64_t)c->a[0]);
    return RT_DONE;
}
