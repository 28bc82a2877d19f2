/* runtime/profile/goroutines.c - the goroutine and threadcreate profiles. */
#include <string.h>
#include "runtime/callers.h"
#include "runtime/g.h"
#include "runtime/profile/natives.h"
#include "runtime/profile/profile.h"
#include "runtime/sched/sched.h"

struct record { uint64_t pcs[PROFILE_DEPTH]; };
struct listing { struct record *at; void **labels; uint64_t n, cap; struct g *self; };

/* A system goroutine that runs a finalizer is the user's for so long. */
static bool is_listed(const struct g *g)
{
    if (g->status == G_DEAD || g->status == G_IDLE)
        return false;
    return !g->system || (g->fp && strcmp(g->go_fn->name, "runtime.runfinq") == 0 &&
                          !(FRAME_FLAGS(g->fp[FRAME_LINK]) & FRAME_BOTTOM));
}

static void count_g(struct g *g, void *arg) { ((struct listing *)arg)->n += is_listed(g); }

static void list_g(struct g *g, void *arg)
{
    struct listing *l = arg;
    if (!is_listed(g) || l->n == l->cap)
        return;
    struct record *r = &l->at[l->n];
    uint32_t n = 0;
    memset(r, 0, sizeof *r);
    if (g->status == G_WAITING) {
        r->pcs[n++] = callers_pc_of(&callers_gopark);
        n += profile_wait_stack(g, r->pcs + n, PROFILE_DEPTH - n);
    } else {
        n += (uint32_t)callers_collect(g, 0, r->pcs, PROFILE_DEPTH);
    }
    if (n == 0)                         /* has not begun */
        r->pcs[0] = callers_pc_of(g->go_fn);
    if (l->labels)
        l->labels[l->n] = g->labels;
    l->n++;
}

static void list_others(struct g *g, void *arg)
{
    if (g != ((struct listing *)arg)->self)
        list_g(g, arg);
}

/* goroutineProfile(p []StackRecord[, labels []unsafe.Pointer]) (n int, ok bool); the caller comes first. */
enum rt_result profile_goroutines(struct act *c)
{
    struct listing l = { .self = c->g };
    sched_each_g(count_g, &l);
    c->r[0] = l.n;
    c->r[1] = l.n <= c->a[1];
    if (!c->r[1])
        return RT_DONE;
    l = (struct listing){ (struct record *)c->a[0], c->nargs > 3 && c->a[4] ? (void **)c->a[3] : NULL, 0, l.n, c->g };
    list_g(c->g, &l);
    sched_each_g(list_others, &l);
    return RT_DONE;
}

/* Threads are started by the VM, not by guest code: records without a stack. */
enum rt_result profile_threads(struct act *c)
{
    uint64_t n = sched_thread_count();
    c->r[0] = n;
    c->r[1] = n <= c->a[1];
    if (c->r[1])
        memset((void *)c->a[0], 0, n * sizeof(struct record));
    return RT_DONE;
}
