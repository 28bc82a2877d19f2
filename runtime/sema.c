/* runtime/sema.c - semaphores and notification lists for package sync and internal/poll.
 *
 * A semaphore is a guest word; sleepers on it wait in a bucket chosen by its address (the scheme of futexes).  A sleeper
 * raises the bucket's count before it looks at the word a last time, and a releaser raises the word before it looks at
 * the count, so no wake-up is lost. */
#include "runtime/profile/profile.h"
#include "runtime/sched/sched.h"
#include "runtime/sema.h"

#define BUCKETS 251

static struct bucket {
    _Atomic int lock;
    _Atomic uint32_t count;
    struct waiter *head, *tail;
} buckets[BUCKETS];

static struct bucket *bucket_of(const uint32_t *addr) { return &buckets[((uintptr_t)addr >> 3) % BUCKETS]; }

static bool try_acquire(uint32_t *addr)
{
    uint32_t v = __atomic_load_n(addr, __ATOMIC_SEQ_CST);
    while (v > 0)
        if (__atomic_compare_exchange_n(addr, &v, v - 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            return true;
    return false;
}

enum rt_result sema_acquire(struct act *c, uint32_t *addr, bool lifo, const char *why)
{
    struct g *g = c->g;
    struct waiter *w = &g->waiter;
    if (c->s[0] == 1 && w->ok) {                /* handed over by the releaser */
        w->elem = NULL;
        return RT_DONE;
    }
    if (try_acquire(addr))
        return RT_DONE;
    struct bucket *b = bucket_of(addr);
    spin_lock(&b->lock);
    atomic_fetch_add(&b->count, 1);
    if (try_acquire(addr)) {
        atomic_fetch_sub(&b->count, 1);
        spin_unlock(&b->lock);
        return RT_DONE;
    }
    w->g = g;
    w->elem = addr;
    w->ok = false;
    w->chan = NULL;
    sched_park(g, why);
    if (lifo) {
        w->next = b->head;
        b->head = w;
        if (b->tail == NULL)
            b->tail = w;
    } else {
        w->next = NULL;
        if (b->tail)
            b->tail->next = w;
        else
            b->head = w;
        b->tail = w;
    }
    c->s[0] = 1;
    spin_unlock(&b->lock);
    return RT_PARK;
}

/* Takes w out of a list of waiters; false if it is not in it. */
static bool take_out(struct waiter **head, struct waiter **tail, struct waiter *w)
{
    struct waiter *prev = NULL, *at = *head;
    while (at && at != w) {
        prev = at;
        at = at->next;
    }
    if (at == NULL)
        return false;
    if (prev)
        prev->next = w->next;
    else
        *head = w->next;
    if (*tail == w)
        *tail = prev;
    w->next = NULL;
    return true;
}

void sema_abandon(struct g *g)
{
    struct waiter *w = &g->waiter;
    if (w->elem == NULL || w->chan)
        return;
    struct bucket *b = bucket_of(w->elem);
    spin_lock(&b->lock);
    bool slept = take_out(&b->head, &b->tail, w);
    if (slept)
        atomic_fetch_sub(&b->count, 1);
    spin_unlock(&b->lock);
    if (!slept && w->ok)                        /* it was handed over: give it back */
        __atomic_fetch_add((uint32_t *)w->elem, 1, __ATOMIC_SEQ_CST);
    w->elem = NULL;
}

enum rt_result sema_release(struct act *c, uint32_t *addr, bool handoff)
{
    struct bucket *b = bucket_of(addr);
    __atomic_fetch_add(addr, 1, __ATOMIC_SEQ_CST);
    if (atomic_load(&b->count) == 0)
        return RT_DONE;
    spin_lock(&b->lock);
    struct waiter *prev = NULL, *w = b->head;
    while (w && w->elem != addr) {
        prev = w;
        w = w->next;
    }
    if (w) {
        if (prev)
            prev->next = w->next;
        else
            b->head = w->next;
        if (b->tail == w)
            b->tail = prev;
        w->next = NULL;
        atomic_fetch_sub(&b->count, 1);
    }
    spin_unlock(&b->lock);
    if (w == NULL)
        return RT_DONE;
    if (handoff && try_acquire(addr))
        w->ok = true;
    bool handed = w->ok;
    if (w->g->blocked_since)
        profile_released(c->g, w->g, c->nargs > 2 ? (uint32_t)c->a[2] : 0);
    sched_ready(w->g, c->g);
    return handed ? RT_YIELD : RT_DONE;
}

/* -- Notification lists ------------------------------------------------------------------------------------------- */

static void lock_list(struct notify_list *l)
{
    while (__atomic_exchange_n(&l->lock, 1, __ATOMIC_ACQUIRE))
        ;
}

static void unlock_list(struct notify_list *l) { __atomic_store_n(&l->lock, 0, __ATOMIC_RELEASE); }

enum rt_result notify_wait(struct act *c, struct notify_list *l, uint32_t ticket)
{
    if (c->s[0] == 1)
        return RT_DONE;
    lock_list(l);
    if ((int32_t)(ticket - l->notify) < 0) {    /* notified before it came to sleep */
        unlock_list(l);
        return RT_DONE;
    }
    struct waiter *w = &c->g->waiter;
    w->g = c->g;
    w->value = ticket;
    w->elem = l;                                /* keeps the list alive */
    w->chan = NULL;
    w->next = NULL;
    sched_park(c->g, "sync.Cond.Wait");
    if (l->tail)
        l->tail->next = w;
    else
        l->head = w;
    l->tail = w;
    c->s[0] = 1;
    unlock_list(l);
    return RT_PARK;
}

void notify_abandon(struct g *g)
{
    struct notify_list *l = g->waiter.elem;
    if (l == NULL || g->waiter.chan)
        return;
    lock_list(l);
    take_out(&l->head, &l->tail, &g->waiter);
    unlock_list(l);
    g->waiter.elem = NULL;
}

void notify_all(struct g *by, struct notify_list *l)
{
    lock_list(l);
    struct waiter *w = l->head;
    l->head = l->tail = NULL;
    l->notify = atomic_load(&l->wait);
    unlock_list(l);
    for (struct waiter *next; w; w = next) {
        next = w->next;
        w->next = NULL;
        sched_ready(w->g, by);
    }
}

void notify_one(struct g *by, struct notify_list *l)
{
    lock_list(l);
    uint32_t ticket = l->notify;
    struct waiter *prev = NULL, *w = l->head;
    if (ticket == atomic_load(&l->wait)) {
        unlock_list(l);
        return;
    }
    l->notify++;
    while (w && (uint32_t)w->value != ticket) {
        prev = w;
        w = w->next;
    }
    if (w) {
        if (prev)
            prev->next = w->next;
        else
            l->head = w->next;
        if (l->tail == w)
            l->tail = prev;
        w->next = NULL;
    }
    unlock_list(l);
    if (w)
        sched_ready(w->g, by);
}
