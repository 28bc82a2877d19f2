/* runtime/chan.c - channels and select.
 *
 * A channel's lock guards its counters, buffer and both queues.  At most one of the queues is non-empty (a goroutine
 * in a select may stand in both).  If goroutines wait to receive, the buffer is empty; if they wait to send, it is full.
 *
 * A waiter taken off a queue belongs to the waker, which completes the operation on the sleeper's behalf.  A goroutine
 * in a select stands in several queues; select_won is claimed by exchange, and a waker that loses the claim drops the
 * waiter.  Select locks its channels in address order. */
#include <stdlib.h>
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/chan.h"
#include "runtime/sched/sched.h"
#include "runtime/types.h"
#include "runtime_entries.h"

/* -- Queues --------------------------------------------------------------------------------------------------------- */

#define QUEUE(c, send) ((send) ? &(c)->sendq : &(c)->recvq)
typedef __typeof__(((struct chan *)0)->recvq) wait_queue;

static void enqueue(wait_queue *q, struct waiter *w)
{
    w->next = NULL;
    w->prev = q->last;
    w->queued = true;
    if (q->last)
        q->last->next = w;
    else
        q->first = w;
    q->last = w;
}

static void unlink_waiter(wait_queue *q, struct waiter *w)
{
    if (!w->queued)
        return;
    if (w->prev)
        w->prev->next = w->next;
    else
        q->first = w->next;
    if (w->next)
        w->next->prev = w->prev;
    else
        q->last = w->prev;
    w->next = w->prev = NULL;
    w->queued = false;
}

/* The first waiter whose goroutine is still to be had. */
static struct waiter *dequeue(wait_queue *q)
{
    struct waiter *w;
    while ((w = q->first)) {
        unlink_waiter(q, w);
        if (!w->is_select)
            return w;
        uint32_t nobody = 0;
        if (atomic_compare_exchange_strong(&w->g->select_won, &nobody, w->index + 1))
            return w;
    }
    return NULL;
}

/* -- Elements ---------------------------------------------------------------------------------------------------------- */

static void copy_elem(const struct chan *c, void *to, const void *from)
{
    if (c->elem_size == 8)
        *(uint64_t *)to = *(const uint64_t *)from;
    else
        memmove(to, from, c->elem_size);
}

/* One-word elements travel as canonical register values: loads extend, stores truncate. */
static uint64_t load_word(const struct chan *c, const void *p)
{
    uint32_t kind = c->elem->kind & 31;
    bool is_signed = kind >= KIND_INT && kind <= KIND_INT64;
    switch (c->elem_size) {
    case 0: return 0;
    case 1: return is_signed ? (uint64_t)(int64_t)*(const int8_t *)p : *(const uint8_t *)p;
    case 2: return is_signed ? (uint64_t)(int64_t)*(const int16_t *)p : *(const uint16_t *)p;
    case 4: return is_signed ? (uint64_t)(int64_t)*(const int32_t *)p : *(const uint32_t *)p;
    default: return *(const uint64_t *)p;
    }
}

static void *slot(const struct chan *c, uint64_t i) { return c->buf + i * c->elem_size; }

/* A value comes from memory (elem) or from a register (word). */
static void to_memory(const struct chan *c, void *to, const void *elem, uint64_t word)
{
    if (to == NULL || c->elem_size == 0)
        return;
    if (elem)
        copy_elem(c, to, elem);
    else
        memcpy(to, &word, c->elem_size < 8 ? c->elem_size : 8);
}

/* Delivers a value to a waiting receiver. */
static void deliver(const struct chan *c, struct waiter *w, const void *elem, uint64_t word)
{
    if (w->is_word)
        w->value = elem ? load_word(c, elem) : word;
    else
        to_memory(c, w->elem, elem, word);
    w->ok = true;
}

/* -- Making ------------------------------------------------------------------------------------------------------------- */

struct chan *chan_make(struct g *g, struct rtype *chantype, int64_t size, bool *bad)
{
    struct rtype *elem = ((struct chan_type *)chantype)->elem;
    uint64_t bytes;
    *bad = size < 0 || __builtin_mul_overflow((uint64_t)size, elem->size, &bytes) || bytes > ((uint64_t)1 << 47);
    if (*bad)
        return NULL;
    struct chan *c = heap_alloc(g, sizeof *c + bytes, type_has_ptrs(elem));
    if (c == NULL)
        return NULL;
    c->cap = (uint64_t)size;
    c->elem = elem;
    c->elem_size = elem->size;
    c->buf = (char *)(bytes ? c + 1 : c);
    return c;
}

/* -- Sending and receiving ---------------------------------------------------------------------------------------------- */

/* With the lock: completes a send at once if possible. */
static bool try_send(struct g *g, struct chan *c, const void *elem, uint64_t word, struct g **woken)
{
    struct waiter *w = dequeue(&c->recvq);
    if (w) {
        deliver(c, w, elem, word);
        *woken = w->g;
        return true;
    }
    if (c->count < c->cap) {
        to_memory(c, slot(c, c->sendx), elem, word);
        c->sendx = c->sendx + 1 == c->cap ? 0 : c->sendx + 1;
        c->count++;
        return true;
    }
    return false;
}

/* With the lock: takes a value if there is one; into memory, or *word if it is given. */
static bool try_recv(struct chan *c, void *elem, uint64_t *word, struct g **woken)
{
    struct waiter *w;
    if (c->count > 0) {
        void *p = slot(c, c->recvx);
        if (word)
            *word = load_word(c, p);
        else if (elem)
            copy_elem(c, elem, p);
        w = dequeue(&c->sendq);
        if (w) {                                    /* the buffer was full: the sender's value takes the place */
            to_memory(c, p, w->is_word ? NULL : w->elem, w->value);
            w->ok = true;
            *woken = w->g;
            c->recvx = c->recvx + 1 == c->cap ? 0 : c->recvx + 1;
            c->sendx = c->recvx;
        } else {
            memset(p, 0, c->elem_size);
            c->recvx = c->recvx + 1 == c->cap ? 0 : c->recvx + 1;
            c->count--;
        }
        return true;
    }
    w = dequeue(&c->sendq);
    if (w == NULL)
        return false;
    if (word)
        *word = w->is_word ? w->value : load_word(c, w->elem);
    else
        to_memory(c, elem, w->is_word ? NULL : w->elem, w->value);
    w->ok = true;
    *woken = w->g;
    return true;
}

static void prepare_waiter(struct g *g, struct chan *c, void *elem, uint64_t word, bool is_word)
{
    struct waiter *w = &g->waiter;
    w->g = g;
    w->chan = c;
    w->elem = elem;
    w->value = word;
    w->is_word = is_word;
    w->is_select = false;
    w->ok = false;
}

enum chan_result chan_send(struct g *g, struct chan *c, void *elem, uint64_t word, bool block)
{
    if (c == NULL) {
        if (!block)
            return CHAN_WOULD_BLOCK;
        sched_park(g, "chan send (nil chan)");
        return CHAN_PARKED;
    }
    struct g *woken = NULL;
    spin_lock(&c->lock);
    if (c->closed) {
        spin_unlock(&c->lock);
        return CHAN_CLOSED_PANIC;
    }
    bool done = try_send(g, c, elem, word, &woken);
    if (!done && block) {
        prepare_waiter(g, c, elem, word, elem == NULL);
        sched_park(g, "chan send");
        enqueue(&c->sendq, &g->waiter);
    }
    spin_unlock(&c->lock);
    if (woken)
        sched_ready(woken, g);
    return done ? CHAN_DONE : block ? CHAN_PARKED : CHAN_WOULD_BLOCK;
}

enum chan_result chan_recv(struct g *g, struct chan *c, void *elem, uint64_t *word, bool block, bool *ok)
{
    if (c == NULL) {
        if (!block)
            return CHAN_WOULD_BLOCK;
        sched_park(g, "chan receive (nil chan)");
        return CHAN_PARKED;
    }
    struct g *woken = NULL;
    enum chan_result r = CHAN_DONE;
    spin_lock(&c->lock);
    if (try_recv(c, elem, word, &woken)) {
        *ok = true;
    } else if (c->closed) {
        *ok = false;
        if (word)
            *word = 0;
        else if (elem)
            memset(elem, 0, c->elem_size);
    } else if (block) {
        prepare_waiter(g, c, elem, 0, word != NULL);
        sched_park(g, "chan receive");
        enqueue(&c->recvq, &g->waiter);
        r = CHAN_PARKED;
    } else {
        r = CHAN_WOULD_BLOCK;
    }
    spin_unlock(&c->lock);
    if (woken)
        sched_ready(woken, g);
    return r;
}

const char *chan_close(struct g *g, struct chan *c)
{
    if (c == NULL)
        return "panicclosenil";
    spin_lock(&c->lock);
    if (c->closed) {
        spin_unlock(&c->lock);
        return "panicclosed";
    }
    c->closed = true;
    struct waiter *list = NULL, *last = NULL, *w;
    while ((w = dequeue(&c->recvq))) {              /* receivers get a zero value and ok == false */
        w->value = 0;
        if (!w->is_word && w->elem)
            memset(w->elem, 0, c->elem_size);
        w->ok = false;
        w->next = NULL;
        last = last ? (last->next = w) : (list = w);
    }
    while ((w = dequeue(&c->sendq))) {              /* senders panic */
        w->ok = false;
        w->next = NULL;
        last = last ? (last->next = w) : (list = w);
    }
    spin_unlock(&c->lock);
    for (struct waiter *next; list; list = next) {
        next = list->next;
        sched_ready(list->g, g);
    }
    return NULL;
}

/* -- Runtime entries ------------------------------------------------------------------------------------------------------ */

static enum rt_result guest_panic(struct act *c, const char *hook)
{
    c->panic_hook = hook;
    c->call_nargs = 0;
    return RT_GUEST_PANIC;
}

enum rt_result rt_makechan(struct act *c)
{
    bool bad;
    struct chan *ch = chan_make(c->g, c->type, (int64_t)c->a[0], &bad);
    if (bad)
        return guest_panic(c, "panicmakechansize");
    if (ch == NULL)
        return RT_RETRY;
    c->r[0] = (uint64_t)ch;
    return RT_DONE;
}

/* s[0]: 0 at first, 1 after parking. */
static enum rt_result send(struct act *c, void *elem, uint64_t word)
{
    if (c->s[0] == 0) {
        switch (chan_send(c->g, (struct chan *)c->a[0], elem, word, true)) {
        case CHAN_CLOSED_PANIC:
            return guest_panic(c, "panicsendclosed");
        case CHAN_PARKED:
            c->s[0] = 1;
            return RT_PARK;
        default:
            return RT_DONE;
        }
    }
    c->g->waiter.elem = NULL;
    c->g->waiter.value = 0;
    c->g->waiter.chan = NULL;
    return c->g->waiter.ok ? RT_DONE : guest_panic(c, "panicsendclosed");
}

enum rt_result rt_chansend(struct act *c) { return send(c, (void *)c->a[1], 0); }
enum rt_result rt_chansend_w(struct act *c) { return send(c, NULL, c->a[1]); }
enum rt_result rt_chansend_r(struct act *c) { return send(c, NULL, c->a[1]); }

static enum rt_result recv(struct act *c, void *elem, uint64_t *word, uint64_t *ok)
{
    bool received = false;
    if (c->s[0] == 0) {
        if (chan_recv(c->g, (struct chan *)c->a[0], elem, word, true, &received) == CHAN_PARKED) {
            c->s[0] = 1;
            return RT_PARK;
        }
        *ok = received;
        return RT_DONE;
    }
    if (word)
        *word = c->g->waiter.value;
    *ok = c->g->waiter.ok;
    c->g->waiter.elem = NULL;
    c->g->waiter.value = 0;
    c->g->waiter.chan = NULL;
    return RT_DONE;
}

enum rt_result rt_chanrecv(struct act *c) { return recv(c, (void *)c->a[1], NULL, &c->r[0]); }
enum rt_result rt_chanrecv_w(struct act *c) { return recv(c, NULL, &c->r[0], &c->r[1]); }
enum rt_result rt_chanrecv_r(struct act *c) { return recv(c, NULL, &c->r[0], &c->r[1]); }

enum rt_result rt_chanclose(struct act *c)
{
    const char *hook = chan_close(c->g, (struct chan *)c->a[0]);
    return hook ? guest_panic(c, hook) : RT_DONE;
}

enum rt_result rt_chanlen(struct act *c)
{
    struct chan *ch = (struct chan *)c->a[0];
    c->r[0] = ch ? ch->count : 0;
    return RT_DONE;
}

enum rt_result rt_chancap(struct act *c)
{
    struct chan *ch = (struct chan *)c->a[0];
    c->r[0] = ch ? ch->cap : 0;
    return RT_DONE;
}

/* -- Select ----------------------------------------------------------------------------------------------------------------- */

#define SMALL_SELECT 16

static int by_address(const void *x, const void *y)
{
    uintptr_t a = (uintptr_t)*(struct chan *const *)x, b = (uintptr_t)*(struct chan *const *)y;
    return a < b ? -1 : a > b;
}

/* Locks every channel once; returns how many distinct ones order[] holds. */
static uint32_t lock_all(const struct select_case *cases, uint32_t n, struct chan **order)
{
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        if (cases[i].chan)
            order[m++] = cases[i].chan;
    if (m > 1)
        qsort(order, m, sizeof *order, by_address);
    uint32_t k = 0;
    for (uint32_t i = 0; i < m; i++)
        if (k == 0 || order[k - 1] != order[i])
            order[k++] = order[i];
    for (uint32_t i = 0; i < k; i++)
        spin_lock(&order[i]->lock);
    return k;
}

static void unlock_all(struct chan **order, uint32_t k)
{
    while (k > 0)
        spin_unlock(&order[--k]->lock);
}

/* One case, channels locked: 1 done, 0 not ready, -1 send on a closed channel. */
static int try_case(struct g *g, const struct select_case *s, bool *ok, struct g **woken)
{
    struct chan *c = s->chan;
    if (c == NULL)
        return 0;
    if (s->dir == 1) {
        if (c->closed)
            return -1;
        return try_send(g, c, s->elem, 0, woken);
    }
    if (try_recv(c, s->elem, NULL, woken)) {
        *ok = true;
        return 1;
    }
    if (!c->closed)
        return 0;
    if (s->elem)
        memset(s->elem, 0, c->elem_size);
    *ok = false;
    return 1;
}

void chan_abandon(struct g *g)
{
    struct waiter *few = &g->waiter, *all = g->select_waiters ? g->select_waiters : few;
    for (uint32_t i = 0, n = g->select_waiters ? g->nselect : 1; i < n; i++) {
        struct waiter *w = &all[i];
        struct chan *c = w->chan;
        if (c == NULL || (all == few && !w->queued))
            continue;
        spin_lock(&c->lock);
        if (w->queued) {
            bool sends = false;
            for (struct waiter *q = c->sendq.first; q; q = q->next)
                sends |= q == w;
            unlink_waiter(QUEUE(c, sends), w);
        }
        spin_unlock(&c->lock);
    }
    free(g->select_waiters);
    g->select_waiters = NULL;
    g->nselect = 0;
    few->chan = NULL;
}

static enum rt_result wait_for_all(struct g *g, const struct select_case *cases, uint32_t n)
{
    g->select_waiters = xcalloc(n, sizeof *g->select_waiters);
    g->nselect = n;
    atomic_store(&g->select_won, 0);
    sched_park(g, "select");
    for (uint32_t i = 0; i < n; i++) {
        struct waiter *w = &g->select_waiters[i];
        if (cases[i].chan == NULL)
            continue;
        w->g = g;
        w->chan = cases[i].chan;
        w->elem = cases[i].elem;
        w->index = i;
        w->is_select = true;
        enqueue(QUEUE(cases[i].chan, cases[i].dir == 1), w);
    }
    return RT_PARK;
}

/* After waking: leaves the other queues. */
static void leave_queues(struct g *g, const struct select_case *cases, uint32_t n, struct chan **order)
{
    uint32_t k = lock_all(cases, n, order);
    for (uint32_t i = 0; i < n; i++)
        if (cases[i].chan)
            unlink_waiter(QUEUE(cases[i].chan, cases[i].dir == 1), &g->select_waiters[i]);
    unlock_all(order, k);
}

enum rt_result chan_select_cases(struct act *c, const struct select_case *cases, uint32_t n, bool has_default,
                                 uint64_t *phase, int64_t *chosen, bool *ok)
{
    struct g *g = c->g;
    struct chan *few[SMALL_SELECT], **order = n <= SMALL_SELECT ? few : xmalloc(n * sizeof *order);
    enum rt_result r = RT_DONE;
    *ok = false;
    if (*phase == 1) {
        leave_queues(g, cases, n, order);
        uint32_t won = atomic_load(&g->select_won) - 1;
        *chosen = won;
        *ok = g->select_waiters[won].ok;
        bool sent_to_closed = cases[won].dir == 1 && !*ok;
        if (cases[won].dir == 1)
            *ok = false;
        free(g->select_waiters);
        g->select_waiters = NULL;
        g->nselect = 0;
        r = sent_to_closed ? guest_panic(c, "panicsendclosed") : RT_DONE;
    } else if (n == 0 && !has_default) {
        sched_park(g, "select (no cases)");
        r = RT_PARK;
    } else {
        uint32_t k = lock_all(cases, n, order);
        struct g *woken = NULL;
        uint32_t start = n ? sched_random(g) % n : 0;
        int got = 0;
        for (uint32_t i = 0; i < n && got == 0; i++) {
            uint32_t at = start + i < n ? start + i : start + i - n;
            got = try_case(g, &cases[at], ok, &woken);
            *chosen = at;
        }
        if (got == 0 && has_default)
            *chosen = -1;
        else if (got == 0)
            r = wait_for_all(g, cases, n);
        else if (got < 0)
            r = guest_panic(c, "panicsendclosed");
        unlock_all(order, k);
        if (woken)
            sched_ready(woken, g);
        if (r == RT_PARK)
            *phase = 1;
    }
    if (order != few)
        free(order);
    return r;
}

enum rt_result chan_select(struct act *c)
{
    struct select_case few[SMALL_SELECT], *cases = few;
    uint32_t n = (c->nargs - 1) / 3;
    few[0] = (struct select_case){0};   /* so that something is there for no cases */
    if (n > SMALL_SELECT)
        cases = xmalloc(n * sizeof *cases);
    for (uint32_t i = 0; i < n; i++)
        cases[i] = (struct select_case){ (struct chan *)c->a[1 + 3 * i], c->a[2 + 3 * i], (void *)c->a[3 + 3 * i] };
    int64_t chosen = -1;
    bool ok = false;
    enum rt_result r = chan_select_cases(c, cases, n, c->a[0] != 0, &c->s[0], &chosen, &ok);
    c->r[0] = (uint64_t)chosen;
    c->r[1] = ok;
    if (cases != few)
        free(cases);
    return r;
}
