/* runtime/sched/timer.c - one heap of timers (4-ary, by due time) for the scheduler's own and the library's.
 *
 * Due timers are fired by whichever thread looks for work, or soon after the monitor raised timer_alarm.  A timer of
 * the scheduler calls its C function; the function of a library timer is guest code and is queued for the system
 * goroutine of timers, which does not count for deadlock detection.  The heap and the queue are heap objects: armed
 * timers are reachable through them. */
#include <string.h>
#include "runtime/base/fatal.h"
#include "runtime/sched/internal.h"
#include "runtime/timer.h"

struct entry { int64_t when; void *timer; bool is_guest; };
struct call { void *f; uint64_t arg[2]; uint64_t seq; };

static struct {
    _Atomic int lock;
    uint64_t n, cap;
    _Atomic int64_t next;               /* due time of the first, INT64_MAX if none */
    uint64_t call_head, call_n, call_cap;       /* ring in sched.roots.timer_calls */
} timers = { .next = INT64_MAX };

#define HEAP ((struct entry *)sched.roots.timer_heap)
#define CALLS ((struct call *)sched.roots.timer_calls)

/* -- The heap -------------------------------------------------------------------------------------------------------- */

static void place(uint64_t i, struct entry e)
{
    HEAP[i] = e;
    if (e.is_guest)
        ((struct guest_timer *)e.timer)->index = i + 1;
    else
        ((struct timer *)e.timer)->index = i + 1;
}

static void sift_up(uint64_t i, struct entry e)
{
    while (i > 0 && HEAP[(i - 1) / 4].when > e.when) {
        place(i, HEAP[(i - 1) / 4]);
        i = (i - 1) / 4;
    }
    place(i, e);
}

static void sift_down(uint64_t i, struct entry e)
{
    for (;;) {
        uint64_t c = 4 * i + 1, best = c;
        if (c >= timers.n)
            break;
        for (uint64_t k = c + 1; k < c + 4 && k < timers.n; k++)
            if (HEAP[k].when < HEAP[best].when)
                best = k;
        if (HEAP[best].when >= e.when)
            break;
        place(i, HEAP[best]);
        i = best;
    }
    place(i, e);
}

static void publish_next(void)
{
    atomic_store(&timers.next, timers.n ? HEAP[0].when : INT64_MAX);
}

static void insert(void *timer, int64_t when, bool is_guest)
{
    if (timers.n == timers.cap) {
        uint64_t cap = timers.cap ? 2 * timers.cap : 64;
        struct entry *h = heap_alloc_must(NULL, cap * sizeof *h, true);
        if (timers.n)
            memcpy(h, HEAP, timers.n * sizeof *h);
        sched.roots.timer_heap = h;
        timers.cap = cap;
    }
    timers.n++;
    sift_up(timers.n - 1, (struct entry){ when, timer, is_guest });
    publish_next();
}

static void delete_at(uint64_t i)
{
    struct entry last = HEAP[--timers.n];
    HEAP[timers.n] = (struct entry){ 0 };
    if (i < timers.n) {
        if (i > 0 && HEAP[(i - 1) / 4].when > last.when)
            sift_up(i, last);
        else
            sift_down(i, last);
    }
    publish_next();
}

/* The sleeping monitor and idle threads took the old first timer for the next event. */
static void notify_earlier(int64_t when)
{
    sched_start_monitor();
    if (atomic_load(&timers.next) == when && atomic_load(&sched.idle_count)) {
        pthread_mutex_lock(&sched.lock);
        if (sched.idle_threads)
            pthread_cond_signal(&sched.idle_cond);
        pthread_mutex_unlock(&sched.lock);
    }
}

int64_t timers_next(void) { return atomic_load(&timers.next); }

bool timers_due(int64_t now)
{
    if (now == 0)
        return atomic_load(&sched.timer_alarm);
    return atomic_load_explicit(&timers.next, memory_order_relaxed) <= now;
}

uint32_t timers_pending(void)
{
    spin_lock(&timers.lock);
    uint32_t n = (uint32_t)(timers.n + timers.call_n);
    spin_unlock(&timers.lock);
    return n;
}

/* -- The scheduler's timers ----------------------------------------------------------------------------------------- */

void timer_start(struct timer *t, int64_t when)
{
    spin_lock(&timers.lock);
    t->when = when;
    insert(t, when, false);
    spin_unlock(&timers.lock);
    notify_earlier(when);
}

bool timer_stop(struct timer *t)
{
    spin_lock(&timers.lock);
    bool armed = t->index != 0;
    if (armed)
        delete_at(t->index - 1);
    t->index = 0;
    spin_unlock(&timers.lock);
    return armed;
}

static enum rt_result timer_calls_main(struct act *c);
static struct fn timer_fn = { .native = timer_calls_main, .flags = FN_RT | FN_LINKED, .name = "runtime.timerproc",
                              .self = &timer_fn };

/* -- The library's timers --------------------------------------------------------------------------------------------- */

void guest_timer_start(struct guest_timer *t)
{
    int64_t when = t->when < 0 ? INT64_MAX : t->when;
    if (sched.timer_g == NULL)
        sched.timer_g = sched_go(NULL, fn_value(&timer_fn), true);
    spin_lock(&timers.lock);
    if (t->index)
        delete_at(t->index - 1);
    insert(t, when, true);
    spin_unlock(&timers.lock);
    notify_earlier(when);
}

bool guest_timer_stop(struct guest_timer *t)
{
    spin_lock(&timers.lock);
    bool armed = t->index != 0;
    if (armed)
        delete_at(t->index - 1);
    t->index = 0;
    spin_unlock(&timers.lock);
    return armed;
}

bool guest_timer_reset(struct guest_timer *t, int64_t when)
{
    bool armed = guest_timer_stop(t);
    t->when = when;
    guest_timer_start(t);
    return armed;
}

static void queue_call(const struct guest_timer *t)
{
    if (timers.call_n == timers.call_cap) {
        uint64_t cap = timers.call_cap ? 2 * timers.call_cap : 64;
        struct call *c = heap_alloc_must(NULL, cap * sizeof *c, true);
        for (uint64_t i = 0; i < timers.call_n; i++)
            c[i] = CALLS[(timers.call_head + i) % timers.call_cap];
        sched.roots.timer_calls = c;
        timers.call_head = 0;
        timers.call_cap = cap;
    }
    CALLS[(timers.call_head + timers.call_n++) % timers.call_cap]
        = (struct call){ t->f, { t->arg[0], t->arg[1] }, t->seq };
}

void timers_run(void)
{
    int64_t now = sched_nanotime();
    bool queued = false;
    atomic_store(&sched.timer_alarm, false);
    for (;;) {
        spin_lock(&timers.lock);
        if (timers.n == 0 || HEAP[0].when > now) {
            spin_unlock(&timers.lock);
            break;
        }
        struct entry e = HEAP[0];
        if (e.is_guest) {
            struct guest_timer *t = e.timer;
            queue_call(t);
            queued = true;
            if (t->period > 0) {
                e.when += t->period * (1 + (now - e.when) / t->period);
                t->when = e.when;
                sift_down(0, e);
                publish_next();
            } else {
                delete_at(0);
                t->index = 0;
            }
            spin_unlock(&timers.lock);
        } else {
            struct timer *t = e.timer;
            delete_at(0);
            t->index = 0;
            spin_unlock(&timers.lock);
            t->fire(t);
        }
    }
    if (queued && sched.timer_g)
        sched_ready(sched.timer_g, NULL);
}

/* The system goroutine of timers: calls the queued functions, sleeps when there are none. */
static enum rt_result timer_calls_main(struct act *c)
{
    spin_lock(&timers.lock);
    if (timers.call_n == 0) {
        sched_park(c->g, "timer goroutine (idle)");
        spin_unlock(&timers.lock);
        return RT_PARK;
    }
    struct call *q = &CALLS[timers.call_head];
    c->call_fn = q->f;
    c->call_args[0] = q->arg[0];
    c->call_args[1] = q->arg[1];
    c->call_args[2] = q->seq;
    c->call_nargs = 3;
    c->call_nres = 0;
    memset(q, 0, sizeof *q);
    timers.call_head = (timers.call_head + 1) % timers.call_cap;
    timers.call_n--;
    spin_unlock(&timers.lock);
    return RT_CALL;
}
